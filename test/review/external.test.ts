import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { burden } from '../support/claims.ts';
import { refusalOf } from '../support/refusals.ts';
import { JIANGXI, NANTONG, policy, WENSHAN } from '../support/terms.ts';
import { Desk, INSURER, row } from './fixtures.ts';

const POLICY = `P-${JIANGXI}`;
const CLAIM = {
  claimNo: 'C-2024-1',
  policyNo: POLICY,
  settledOn: '2024-01-05',
  benefits: [row('in-catalog-inpatient', '115000.00', '15000.00', 'standard', '30000.00')],
};

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open(JIANGXI);
  desk.world.enroll([policy(JIANGXI)]);
});
afterEach(() => desk.close());

const book = (change: object = {}) => desk.external(JIANGXI, { ...CLAIM, ...change });

test('it is counted: later settlements see less, earlier ones are not changed', async () => {
  const before = await desk.settle({ costs: burden(2_500_000) });
  expect(before.insurerPaid).toBe('3000.00');
  const { created, claim } = await book({
    benefits: [{ ...CLAIM.benefits[0], base: 90_000, deductibleApplied: 0, eligible: 90_000 }],
  });
  expect([created, claim]).toEqual([
    true,
    {
      claimNo: 'C-2024-1',
      scheme: JIANGXI,
      policyNo: POLICY,
      settledOn: '2024-01-05',
      businessDate: '2026-01-01',
      bookedAt: '2026-01-01T00:00:00+08:00',
      bookedBy: INSURER,
      hospitalId: null,
      benefits: [row('in-catalog-inpatient', '90000.00', '0.00', 'standard', '30000.00')],
      encounterId: null,
      itemGroups: [],
      outOfPocket: '0.00',
      cancellation: null,
      already: false,
    },
  ]);
  expect(await desk.world.service.query('H1', 'S-1')).toEqual(before);
  // 10,000 + 90,000 have filled the first band.
  const after = await desk.settle({ settlementId: 'S-2', costs: burden(1_000_000) });
  expect(after.insurerPaid).toBe('5000.00');
});

test('it uses up a limit', async () => {
  await book({ benefits: [row('in-catalog-inpatient', '1300000.00', '0.00', 'standard', '999000.00')] });
  const { schemes } = await desk.settle({ costs: burden(11_500_000) });
  expect(schemes[0]?.benefits[0]).toMatchObject({ paid: '1000.00', reductions: [{ reason: 'LIMIT' }] });
});

test('it stands in the daily file as EXTERNAL, without a payment', async () => {
  await book();
  expect(await desk.rows(JIANGXI)).toEqual([
    expect.objectContaining({
      recordType: 'EXTERNAL',
      decisionId: '',
      hospitalId: '',
      settlementId: 'C-2024-1',
      policyNo: POLICY,
      total: '0.00',
      personal: '0.00',
      insurerPaid: '0.00',
      memberBenefit: '0.00',
      benefits: [],
      insurers: [],
    }),
  ]);
});

test('it stays where settlements before it are reversed', async () => {
  await desk.settle({ costs: burden(2_500_000) });
  await book();
  await desk.world.reverse('H1', 'S-1');
  expect(await desk.used()).toMatchObject({
    [`${JIANGXI}/${POLICY}`]: { benefits: { 'in-catalog-inpatient': { deductible: '15000', paid: '30000' } } },
  });
});

test('a claim number that looks like a decision has nothing to do with that decision', async () => {
  desk.world.enroll([policy(JIANGXI, { cohorts: ['new-resident'] })]);
  const { decisionId } = await desk.settle({ costs: burden(11_500_000) });
  await book({ claimNo: decisionId });
  expect(await desk.queue(JIANGXI)).toEqual([decisionId]);
  expect((await desk.resolve(JIANGXI, decisionId, CLAIM.benefits)).created).toBe(true);
  await desk.world.reverse('H1', 'S-1');
  expect(await desk.used()).toMatchObject({
    [`${JIANGXI}/${POLICY}`]: { benefits: { 'in-catalog-inpatient': { paid: '30000' } } },
  });
});

test('with its admission it shares the deductible of that admission', async () => {
  desk.world.enroll([policy(NANTONG)]);
  const copay = [row('inpatient-copay', '10000.00', '8000.00', 'all', '1400.00')];
  await desk.external(NANTONG, {
    ...{ claimNo: 'C1', policyNo: `P-${NANTONG}`, settledOn: '2024-03-02' },
    ...{ benefits: copay, hospitalId: 'H1', encounterId: 'E1' },
  });
  const settle = (settlementId: string, id: string) =>
    desk.world.quote('H1', { settlementId, costs: burden(1_000_000), encounter: { id } });
  desk.world.registers.hospitals.set('H1', {
    id: 'H1',
    region: '320602',
    level: 3,
    ownership: 'public',
    designated: true,
    drg: true,
  });
  expect([(await settle('S-1', 'E1')).insurerPaid, (await settle('S-2', 'E2')).insurerPaid]).toEqual([
    '7000.00',
    '1400.00',
  ]);
});

describe('by its claim number', () => {
  test('the same again is answered the same and counts once', async () => {
    const first = await book({ note: '补录' });
    const used = await desk.used();
    desk.world.now += 86_400_000;
    expect(await book()).toEqual({ created: false, claim: { ...first.claim, already: true } });
    expect([await desk.used(), (await desk.rows(JIANGXI)).length]).toEqual([used, 1]);
  });

  test.each([
    ['another amount', { outOfPocket: '1.00' }],
    ['another day', { settledOn: '2024-01-06' }],
    ['another hospital', { hospitalId: 'H7' }],
    ['another person’s policy', { policyNo: 'P-3' }],
  ])('%s is a conflict, and shows what was booked', async (_name, change) => {
    desk.world.enroll([policy(JIANGXI, { policyNo: 'P-3' })], 3);
    const { claim } = await book();
    const { code, detail } = await refusalOf(book(change));
    expect([code, detail.extensions]).toEqual(['EXTERNAL_CLAIM_CONFLICT', { claim: { ...claim, already: true } }]);
    expect((await desk.rows(JIANGXI)).length).toBe(1);
  });

  test('of two at once one counts, also for two persons', async () => {
    desk.world.enroll([policy(JIANGXI, { policyNo: 'P-3' })], 3);
    const outcomes = await Promise.allSettled([book(), book(), book({ policyNo: 'P-3' })]);
    const told = outcomes.map((one) => (one.status === 'fulfilled' ? one.value.created : one.reason.code));
    // Whoever comes first, the claim counts for one person, once.
    expect(told.filter((one) => one === true)).toHaveLength(1);
    expect(told.at(-1) === true ? told.slice(0, 2) : told.at(-1)).toEqual(
      told.at(-1) === true ? ['EXTERNAL_CLAIM_CONFLICT', 'EXTERNAL_CLAIM_CONFLICT'] : 'EXTERNAL_CLAIM_CONFLICT',
    );
    expect(await desk.rows(JIANGXI)).toHaveLength(1);
  });
});

describe('what cannot be', () => {
  test.each([
    ['a policy that is not on the roster', { policyNo: 'P9' }, 'POLICY_NOT_FOUND'],
    ['a day in the future', { settledOn: '2026-01-02' }, 'INVALID_BODY'],
    ["a day before the policy's first", { settledOn: '2023-05-31' }, 'INVALID_BODY'],
    ['an encounter of no hospital', { encounterId: 'E1' }, 'INVALID_BODY'],
    ['an unknown benefit', { benefits: [row('teeth', '1.00', '0.00', null, '0.00')] }, 'INVALID_BODY'],
    ['figures that do not agree', { benefits: [{ ...CLAIM.benefits[0], base: '1.00' }] }, 'AMOUNTS_INCONSISTENT'],
  ])('%s', async (_name, change, expected) => {
    expect((await refusalOf(book(change))).code).toBe(expected);
    expect([await desk.used(), await desk.rows(JIANGXI)]).toEqual([{}, []]);
  });

  const stay = row('in-catalog-inpatient', '115000.00', '15000.00', 'standard', '30000.00');
  const other = row('out-of-catalog-inpatient', '25000.00', '25000.00', null, '0.00');
  const groups = (paid: string) => ({ itemGroups: [{ group: 'XL01', paid }] });
  test.each<[string, object, string[]]>([
    ['all that can be', { benefits: [stay, other], ...groups('100000.00') }, []],
    [
      'more deductible than a year has',
      { benefits: [stay, { ...other, base: 25_000.01, deductibleApplied: 25_000.01 }] },
      ['/benefits/1/deductibleApplied ABOVE_DEDUCTIBLE 25000.01 > 25000.00'],
    ],
    [
      'it in two tables together',
      { benefits: [stay, row('in-catalog-inpatient', '0.01', '0.01', 'preexisting', '0.00')] },
      ['/benefits/0/deductibleApplied ABOVE_DEDUCTIBLE 15000.01 > 15000.00'],
    ],
    [
      'more than is eligible',
      { benefits: [{ ...stay, paid: 100_000.01 }] },
      ['/benefits/0/paid ABOVE_ELIGIBLE 100000.01 > 100000.00'],
    ],
    [
      'more than the limit of a year',
      { benefits: [row('in-catalog-inpatient', '2000000.00', '0.00', 'standard', '1000000.01')] },
      ['/benefits/0/paid ABOVE_LIMIT 1000000.01 > 1000000.00'],
    ],
    ['more than an item group has', groups('100000.01'), ['/itemGroups/0/paid ABOVE_LIMIT 100000.01 > 100000.00']],
  ])('%s', async (_name, change, expected) => {
    const booking = book({ claimNo: 'C-9', ...change });
    if (expected.length === 0) {
      expect((await booking).created).toBe(true);
      return;
    }
    const { code, detail } = await refusalOf(booking);
    const told = detail.errors?.map(
      ({ pointer, code: what, message }) => `${pointer} ${what} ${message.split(': ')[1]}`,
    );
    expect([code, told]).toEqual(['AMOUNTS_INCONSISTENT', expected]);
    expect([await desk.used(), await desk.rows(JIANGXI)]).toEqual([{}, []]);
  });

  describe('of a scheme with deductibles by admission, limits by member and lump sums', () => {
    const nantong = async (benefits: readonly object[], change: object = {}) => {
      desk.world.enroll([policy(NANTONG)]);
      const claim = { claimNo: 'C-9', policyNo: `P-${NANTONG}`, settledOn: '2024-03-02', benefits, ...change };
      try {
        return (await desk.external(NANTONG, claim)).created;
      } catch (error) {
        return (await refusalOf(Promise.reject(error))).detail.errors?.map(({ pointer, code }) => `${pointer} ${code}`);
      }
    };
    const copay = row('inpatient-copay', '30000.00', '16000.00', 'all', '9800.00');
    const lump = (paid: string) => row('malignancy-lump-sum', '0.00', '0.00', null, paid);

    test('a deductible is held against the stay that is named', async () => {
      const stayed = { hospitalId: 'H1', encounterId: 'E1' };
      expect(await nantong([copay], stayed)).toEqual(['/benefits/0/deductibleApplied ABOVE_DEDUCTIBLE']);
      expect(await nantong([copay])).toBe(true);
    });

    test('the highest of several amounts holds', async () => {
      expect(await nantong([lump('20000.01')])).toEqual(['/benefits/0/paid ABOVE_LIMIT']);
      expect(await nantong([lump('20000.00')])).toBe(true);
    });
  });

  test('more than benefits of one pool have together', async () => {
    desk.world.enroll([policy(WENSHAN)]);
    const claim = (second: string) => ({
      ...{ claimNo: 'C-9', policyNo: `P-${WENSHAN}`, settledOn: '2024-03-02' },
      benefits: [
        row('in-catalog-inpatient', '2000000.00', '0.00', 'all', '1500000.00'),
        row('listed-drugs-devices', '800000.00', '0.00', 'all', second),
      ],
    });
    const { detail } = await refusalOf(desk.external(WENSHAN, claim('500000.01')));
    expect(detail.errors).toMatchObject([{ pointer: '/benefits/0/paid', code: 'ABOVE_LIMIT' }]);
    expect((await desk.external(WENSHAN, claim('500000.00'))).created).toBe(true);
  });

  test('a scheme that the gateway does not have', async () => {
    expect((await refusalOf(desk.external('atlantis-2023', CLAIM))).code).toBe('SCHEME_NOT_FOUND');
  });
});
