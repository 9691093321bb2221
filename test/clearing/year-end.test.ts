import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commitDistribution } from '../../src/clearing/year-end/commit.ts';
import { planDistribution } from '../../src/clearing/year-end/plan.ts';
import { Money } from '../../src/money/money.ts';
import { burden, type CompensationInput, type Story } from '../support/claims.ts';
import { refusalOf } from '../support/refusals.ts';
import { DIBUBAO, hospital, NANTONG, policy, schemeOf } from '../support/terms.ts';
import { World } from '../support/world.ts';
import { endDay, rowsOf } from './days-support.ts';
import { insure } from './experience-support.ts';

let world: World;

/** A hundred policies of 120 yuan: 12,000.00 of premiums. */
beforeEach(async () => {
  world = await World.open(hospital('320602'));
  for (let person = 2; person < 102; person += 1)
    await insure(world, person, [policy(DIBUBAO, { policyNo: `P-${person}` })]);
});
afterEach(() => world.close());

const dependencies = () => ({
  database: world.database,
  ledger: world.ledger,
  rulebook: world.registers,
  clock: { real: () => world.now, business: () => world.now },
});
const plan = (fee = '1000.00') => planDistribution(dependencies(), schemeOf(DIBUBAO), Money.of(fee));

/** An accident of 2022 that costs so many yuan of each pot. */
function accident(person: number, inCatalog: number, outOfCatalog: number, more: Partial<Story> = {}): Story {
  return {
    settlementId: `S-${person}`,
    person,
    costs: burden(inCatalog * 100, outOfCatalog * 100),
    encounter: {
      cause: 'accident',
      admittedAt: '2022-03-01T09:00:00+08:00',
      dischargedAt: '2022-03-11T10:00:00+08:00',
    },
    ...more,
  };
}

async function shares(fee?: string): Promise<Record<string, string>> {
  const { shares: all } = await plan(fee);
  return Object.fromEntries(all.map(({ policyNo, amount }) => [policyNo, amount.toFixed2()]));
}

describe('what is distributed', () => {
  test('premiums less fee and payouts, in proportion to what is still borne, to the fen', async () => {
    // Pays 98% of 1,000 twice: 1,960.00; the pool is 12,000 - 1,000 - 1,960 = 9,040.00.
    await world.settle('H1', accident(2, 1_000, 10_000));
    await world.settle('H1', accident(3, 1_000, 20_000));
    const found = await plan();
    expect([found.pool.toFixed2(), found.experience.premiums.toFixed2()]).toEqual(['9040.00', '12000.00']);
    expect(await shares()).toEqual({ 'P-2': '3013.33', 'P-3': '6026.67' });
  });

  test('never more than is still borne', async () => {
    await world.settle('H1', accident(2, 1_000, 500));
    await world.settle('H1', accident(3, 1_000, 700));
    expect(await shares()).toEqual({ 'P-2': '500.00', 'P-3': '700.00' });
  });

  test('nothing where fee and payouts use up the premiums', async () => {
    await world.settle('H1', accident(2, 1_000, 500));
    expect(await shares('11020.00')).toEqual({ 'P-2': '0.00' });
    expect((await plan('12000.00')).pool.toFixed2()).toBe('0.00');
  });

  test('odd fen go by policy number where remainders are equal', async () => {
    for (const person of [2, 3, 4]) await world.settle('H1', accident(person, 0, 5_000));
    // 12,000.00 - 9,999.99 = 2,000.01 over three, and 2,000.00 over three.
    expect(await shares('9999.99')).toEqual({ 'P-2': '666.67', 'P-3': '666.67', 'P-4': '666.67' });
    expect(await shares('10000.00')).toEqual({ 'P-2': '666.67', 'P-3': '666.67', 'P-4': '666.66' });
  });

  test('claims that were reversed, declined or pended have no part', async () => {
    await world.settle('H1', accident(2, 1_000, 500));
    await world.settle('H1', accident(3, 1_000, 500));
    await world.reverse('H1', 'S-3');
    const illness = { ...accident(4, 1_000, 500).encounter, cause: 'illness' as const };
    await world.settle('H1', accident(4, 1_000, 500, { encounter: illness }));
    const thirdParty = { ...accident(5, 1_000, 500).encounter, cause: 'third-party' as const };
    await world.settle('H1', accident(5, 1_000, 500, { encounter: thirdParty }));
    expect(await shares()).toEqual({ 'P-2': '500.00' });
  });

  test('a claim for which nothing was due has its part', async () => {
    await world.settle('H1', accident(2, 0, 500));
    expect(await shares()).toEqual({ 'P-2': '500.00' });
  });

  test('what another scheme paid out of the pot is gone', async () => {
    await insure(world, 2, [
      policy(NANTONG, { policyNo: 'N-2', effectiveFrom: '2022-01-01', effectiveTo: '2022-12-31' }),
    ]);
    world.enroll(
      [
        policy(DIBUBAO, { policyNo: 'P-2' }),
        policy(NANTONG, { policyNo: 'N-2', effectiveFrom: '2022-01-01', effectiveTo: '2022-12-31' }),
      ],
      2,
    );
    await world.settle('H1', accident(2, 0, 10_000));
    // 南通保 pays (10,000 - 8,000) x 70% of it.
    expect(await shares()).toEqual({ 'P-2': '8600.00' });
  });

  test("what charity paid is not the member's burden", async () => {
    const otherCompensation: CompensationInput[] = [
      { kind: 'charity', payer: 'C', amount: '1400.00', paidTo: 'patient' },
    ];
    await world.settle('H1', accident(2, 0, 1_500, { otherCompensation }));
    expect(await shares()).toEqual({ 'P-2': '100.00' });
  });
});

describe('booking it', () => {
  beforeEach(async () => {
    await world.settle('H1', accident(2, 1_000, 10_000));
    await world.settle('H1', accident(3, 1_000, 20_000));
  });
  const commit = async (fee?: string) => commitDistribution(dependencies(), await plan(fee));

  test('once a policy, in the next open day, shared by the insurers', async () => {
    const { count, amount } = await commit();
    expect([count, amount.toFixed2()]).toEqual([2, '9040.00']);
    const date = await endDay(world);
    const rows = (await rowsOf(world, date, DIBUBAO)).filter(({ recordType }) => recordType === 'DISTRIBUTE');
    expect(
      rows.map((row) => [row['policyNo'], row['insurerPaid'], row['memberBenefit'], row['insurerShares']]),
    ).toEqual([
      ['P-2', '0.00', '3013.33', 'INS-1=3013.33'],
      ['P-3', '0.00', '6026.67', 'INS-1=6026.67'],
    ]);
  });

  test('a second time books nothing', async () => {
    await commit();
    const before = await world.counts();
    const second = await commit();
    expect([second.count, second.amount.toFixed2()]).toEqual([0, '0.00']);
    expect(await world.counts()).toEqual(before);
    expect((await plan()).shares.map(({ booked }) => booked?.toFixed2())).toEqual(['3013.33', '6026.67']);
  });

  test('two at once book it once', async () => {
    const both = await Promise.all([commit(), commit()]);
    expect(both.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });

  test('an interrupted run is completed to the same amounts', async () => {
    const found = await plan();
    const [first] = found.shares;
    if (first === undefined) throw new Error('two policies have a share');
    await commitDistribution(dependencies(), { ...found, shares: [first] });
    expect((await commit()).amount.toFixed2()).toBe('6026.67');
  });

  test('with another fee it is refused', async () => {
    await commit();
    expect((await refusalOf(plan('999.00'))).code).toBe('DISTRIBUTION_UNDER_WAY');
  });

  test('a later reversal takes back no part, and nobody gets more than the pool', async () => {
    await commit();
    await world.reverse('H1', 'S-3');
    await world.settle('H1', accident(4, 0, 50_000));
    const after = await commit();
    // What the reversal gave back to the pool, and no more.
    expect([after.count, after.amount.toFixed2()]).toEqual([1, '980.00']);
  });
});

test('before the year is over it is refused', async () => {
  world.now = Date.parse('2022-12-31T23:59:00+08:00');
  expect((await refusalOf(plan())).code).toBe('YEAR_NOT_OVER');
  world.now = Date.parse('2023-01-01T00:00:00+08:00');
  expect((await plan()).pool.toFixed2()).toBe('11000.00');
});

test('a scheme without a second distribution', async () => {
  const asked = planDistribution(dependencies(), schemeOf(NANTONG), Money.ZERO);
  expect((await refusalOf(asked)).code).toBe('INVALID_PARAMETER');
});
