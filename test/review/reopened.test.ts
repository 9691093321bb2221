import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyMember } from '../../src/settlement/verify.ts';
import { burden, type Story } from '../support/claims.ts';
import { refusalOf } from '../support/refusals.ts';
import { JIANGXI, policy } from '../support/terms.ts';
import { Desk, row } from './fixtures.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open(JIANGXI);
  desk.world.enroll([policy(JIANGXI)]);
});
afterEach(() => desk.close());

const brake = (autoPayLimit: string) => desk.world.registers.factsOf.set(JIANGXI, { autoPayLimit });
const verified = () => verifyMember(desk.world.ledger, desk.world.registers, desk.world.member());
const STAY: Story = { settlementId: 'S-2', costs: burden(11_500_000) };
const PAID = row('in-catalog-inpatient', '115000.00', '15000.00', 'standard', '30000.00');

/** A stay that uses up the year's limit but for 10,000.00. */
async function useUpTheLimit(): Promise<void> {
  expect((await desk.settle({ costs: burden(136_500_000) })).insurerPaid).toBe('990000.00');
}

describe('where a reversal lifts a later settlement over the brake', () => {
  test('what was paid is taken back, a person is asked, and what the person says is paid', async () => {
    await useUpTheLimit();
    brake('20000.00');
    // Nothing is left of the deductible and 10,000.00 of the limit.
    const { decisionId, insurerPaid } = await desk.settle(STAY);
    expect([insurerPaid, await desk.queue(JIANGXI)]).toEqual(['10000.00', []]);

    await desk.world.reverse('H1', 'S-1');
    expect(await desk.booked(decisionId)).toEqual([
      `SETTLE P-${JIANGXI} 10000.00 0.00`,
      `ADJUST P-${JIANGXI} 0.00 -10000.00`,
    ]);
    const { pended } = await desk.reviews.pended(JIANGXI, undefined, 100);
    expect(pended).toMatchObject([
      { decisionId, status: 'pended', reason: 'MANUAL_REVIEW', benefits: [], paid: '0.00', left: '115000.00' },
    ]);
    expect(await verified()).toBeUndefined();

    const { resolution } = await desk.resolve(JIANGXI, decisionId, [PAID]);
    expect(resolution.memberBenefit).toBe('30000.00');
    expect(await desk.queue(JIANGXI)).toEqual([]);
    expect((await desk.booked(decisionId)).at(-1)).toBe(`RESOLVE P-${JIANGXI} 0.00 30000.00`);
    expect(await verified()).toBeUndefined();
  });

  test('a person is asked also where no money moves', async () => {
    await useUpTheLimit();
    expect((await desk.settle({ settlementId: 'S-9', costs: burden(2_000_000) })).insurerPaid).toBe('10000.00');
    brake('20000.00');
    const { decisionId, outcome } = await desk.settle(STAY);
    expect(outcome).toBe('nothing-due');
    await desk.world.reverse('H1', 'S-1');
    expect([await desk.booked(decisionId), await desk.queue(JIANGXI)]).toEqual([[], [decisionId]]);
  });

  test('a person is asked once, whatever else is reversed, and no more once the settlement itself is', async () => {
    await useUpTheLimit();
    brake('20000.00');
    await desk.settle({ settlementId: 'S-9', costs: burden(100) });
    const { decisionId } = await desk.settle(STAY);
    await desk.world.reverse('H1', 'S-1');
    const [first] = await desk.world.reviews(decisionId);
    await desk.world.reverse('H1', 'S-9');
    expect(await desk.world.reviews(decisionId)).toEqual([first]);
    await desk.world.reverse('H1', 'S-2');
    expect(await desk.queue(JIANGXI)).toEqual([]);
    const refused = await refusalOf(desk.resolve(JIANGXI, decisionId, [PAID]));
    expect(refused.code).toBe('SETTLEMENT_REVERSED');
  });
});
