import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Experience } from '../../src/clearing/experience/experience.ts';
import { evaluateTriggers, ratiosOf } from '../../src/clearing/experience/triggers.ts';
import { Money } from '../../src/money/money.ts';
import { refusalOf } from '../support/refusals.ts';
import { hospital, JIANGXI, library, NANTONG, policy, SANMING, schemeOf } from '../support/terms.ts';
import { World } from '../support/world.ts';
import { stay } from './days-support.ts';
import { insure } from './experience-support.ts';

let world: World;
const YEAR = { from: '2024-01-01', to: '2024-12-31' };

/** A hundred policies of 296 yuan in 2024; one more was cancelled, one is of 2025. */
beforeEach(async () => {
  world = await World.open(hospital('320602'));
  for (let person = 2; person < 102; person += 1) {
    await insure(world, person, [policy(NANTONG, { policyNo: `P-${person}` })]);
  }
  await insure(world, 200, [policy(NANTONG, { policyNo: 'P-200' })], 'cancelled');
  await insure(world, 201, [
    policy(NANTONG, { policyNo: 'P-201', effectiveFrom: '2025-01-01', effectiveTo: '2025-12-31' }),
  ]);
});
afterEach(() => world.close());

const experience = () => new Experience(world.database, library);

test('premiums of the enrolled, payouts to hospitals and members, by benefit', async () => {
  const diagnoses = [{ code: 'C34.900', principal: true, firstConfirmedOn: '2024-03-02', severe: true }];
  await world.settle('H1', { ...stay('S-1'), encounter: { diagnoses } });
  await world.settle('H1', { ...stay('S-2', 20_000), person: 3 });
  await world.settle('H1', { ...stay('S-3', 20_000), person: 4 });
  await world.reverse('H1', 'S-3');
  const found = await experience().of(NANTONG, YEAR);
  expect(found).toMatchObject({
    policies: 100,
    premiums: '29600.00',
    payouts: { hospital: '23800.00', member: '10000.00', distributed: '0.00', external: '0.00', total: '33800.00' },
    benefits: [
      { benefit: 'inpatient-copay', paid: '23800.00' },
      { benefit: 'malignancy-lump-sum', paid: '10000.00' },
    ],
    ratios: { payout: '1.141892', surplus: '-0.141892', 'net-profit': null },
  });
  expect(found.triggers).toMatchObject([{ ratio: 'surplus', bound: 'above', at: '0.10', met: false, needs: null }]);
});

test('a payout belongs to the year of its policy, whenever it was paid', async () => {
  const encounter = { admittedAt: '2025-03-01T09:00:00+08:00', dischargedAt: '2025-03-11T10:00:00+08:00' };
  await world.settle('H1', { ...stay('S-1'), person: 201, encounter });
  await world.settle('H1', { ...stay('S-2', 20_000), person: 3 });
  expect((await experience().of(NANTONG, YEAR)).payouts.total).toBe('8400.00');
  const next = await experience().of(NANTONG, { from: '2025-01-01', to: '2025-12-31' });
  expect([next.policies, next.premiums, next.payouts.total]).toEqual([1, '296.00', '15400.00']);
});

test('a scheme with a fixed period needs no days, one without does', async () => {
  expect(await experience().of(JIANGXI, {})).toMatchObject({ from: '2023-06-01', to: '2024-05-31', premiums: '0.00' });
  expect((await refusalOf(experience().of(NANTONG, {}))).code).toBe('INVALID_PARAMETER');
  expect((await refusalOf(experience().of(NANTONG, { from: YEAR.to, to: YEAR.from }))).code).toBe('INVALID_PARAMETER');
  expect((await refusalOf(experience().of('no-such-scheme', {}))).code).toBe('SCHEME_NOT_FOUND');
});

describe('the triggers of a notice', () => {
  const met = (scheme: string, payouts: string, expenses?: string) => {
    const year = {
      premiums: Money.of('1000.00'),
      payouts: Money.of(payouts),
      expenses: expenses === undefined ? undefined : Money.of(expenses),
    };
    return evaluateTriggers(schemeOf(scheme).rules, year).map((trigger) => [trigger.met, trigger.needs]);
  };

  test.each([
    ['nantong-nantongbao-2021', '899.99', undefined, true, null],
    ['nantong-nantongbao-2021', '900.00', undefined, false, null],
    ['nantong-dibubao-2022', '919.99', undefined, true, null],
    ['nantong-dibubao-2022', '920.00', undefined, false, null],
    [SANMING, '900.00', undefined, null, 'expenses'],
    [SANMING, '900.00', '69.99', true, null],
    [SANMING, '900.00', '70.00', false, null],
    // Too little is left already, whatever the expenses were.
    [SANMING, '980.00', undefined, false, null],
  ])('%s at %s with expenses %s', (scheme, payouts, expenses, is, needs) => {
    expect(met(scheme, payouts, expenses)).toEqual([[is, needs]]);
  });

  test('without premiums there are no ratios', () => {
    const year = { premiums: Money.ZERO, payouts: Money.ZERO, expenses: undefined };
    expect(ratiosOf(year)).toEqual({ payout: null, surplus: null, 'net-profit': null });
    expect(evaluateTriggers(schemeOf(NANTONG).rules, year)).toMatchObject([{ met: null, needs: 'premiums' }]);
  });
});
