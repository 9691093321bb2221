import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ReadjudicatedDifference, readjudicate } from '../../src/settlement/readjudicate.ts';
import { burden } from '../support/claims.ts';
import { localHospital, policy, SANMING } from '../support/terms.ts';
import { World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await World.open();
  world.registers.hospitals.set('H1', localHospital(SANMING));
  world.enroll([policy(SANMING, { preexisting: ['copd'] })]);
});
afterEach(() => world.close());

/** A stay of 305,000, half of it paid: 155,000 stay with the member, 55,000 above the cap of 100,000. */
const settle = (settlementId: string) => world.settle('H1', { settlementId, costs: burden(30_500_000) });

async function run(commit: boolean, from = '2020-01-01') {
  const clock = { real: () => world.now, business: () => world.now };
  const differences: ReadjudicatedDifference[] = [];
  let settlements = 0;
  let reviews = 0;
  const order = { scheme: SANMING, from, reason: '参保率更正' };
  for await (const found of readjudicate(world.ledger, world.registers, clock, order, commit)) {
    settlements += found.settlements;
    reviews += found.reviews;
    differences.push(...found.differences);
  }
  const booked = differences.map((one) => [one.settlementId, one.amount.toFixed2()]);
  return { settlements, differences: booked, ...(reviews === 0 ? {} : { reviews }) };
}

const rate = (participationRate: string) => world.registers.factsOf.set(SANMING, { participationRate });

describe('a readjudication after a corrected fact', () => {
  it('without --commit says what would be booked, and writes nothing', async () => {
    await settle('S-1');
    rate('0.31');
    const before = await world.counts();
    expect(await run(false)).toEqual({ settlements: 1, differences: [['S-1', '55000.00']] });
    expect(await world.counts()).toEqual(before);
  });

  it('books the differences between insurer and member; the receipt stays', async () => {
    const { decision } = await settle('S-1');
    expect(decision.insurerPaid).toBe('150000.00');
    rate('0.31');
    expect(await run(true)).toEqual({ settlements: 1, differences: [['S-1', '55000.00']] });
    const since = await world.service.query('H1', 'S-1');
    expect(since).toMatchObject({ insurerPaid: '150000.00', patientPays: decision.patientPays });
    expect(since.adjustments).toMatchObject([
      { scheme: SANMING, amount: '55000.00', because: 'READJUDICATE 参保率更正' },
    ]);
  });

  it('changes nothing when it is run again', async () => {
    await settle('S-1');
    rate('0.31');
    await run(true);
    const before = await world.counts();
    expect(await run(true)).toEqual({ settlements: 0, differences: [] });
    expect(await world.counts()).toEqual(before);
  });

  it('leaves settlements of earlier days as they were', async () => {
    await settle('S-1');
    rate('0.31');
    expect(await run(true, '2099-01-01')).toEqual({ settlements: 0, differences: [] });
  });

  it('makes the corrected terms those of every later replay', async () => {
    await settle('S-1');
    await settle('S-2');
    rate('0.31');
    await run(true);
    rate('0.10');
    await world.reverse('H1', 'S-1');
    // S-2 alone is what S-1 was: 150,000, and 55,000 above the cap.
    const { insurerPaid, adjustments } = await world.service.query('H1', 'S-2');
    const total = [insurerPaid, ...adjustments.map(({ amount }) => amount)].reduce((sum, one) => sum + Number(one), 0);
    expect(total).toBe(205_000);
  });

  it('asks a person where the brake of then would have stopped it', async () => {
    world.registers.factsOf.set(SANMING, { autoPayLimit: '160000.00' });
    const { decision } = await settle('S-1');
    world.registers.factsOf.set(SANMING, { participationRate: '0.31' });
    const found = { settlements: 1, differences: [['S-1', '-150000.00']], reviews: 1 };
    expect([await run(false), await world.reviews(decision.decisionId)]).toEqual([found, []]);
    expect(await run(true)).toEqual(found);
    expect(await world.reviews(decision.decisionId)).toMatchObject([{ scheme: SANMING, status: 'open' }]);
  });

  it('does not claw back what was paid before the insurer pulled the brake', async () => {
    await settle('S-1');
    world.registers.factsOf.set(SANMING, { autoPayStop: 'true' });
    expect(await run(true)).toEqual({ settlements: 0, differences: [] });
  });
});
