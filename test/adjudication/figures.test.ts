import { describe, expect, it } from 'vitest';
import type { Hospital, SchemeTerms } from '../../src/adjudication/input.ts';
import { burden, type Cost, type Story } from '../support/claims.ts';
import {
  after,
  DIBUBAO,
  decide,
  hospital,
  JIANGXI,
  localHospital,
  NANTONG,
  paidBy,
  policy,
  SANMING,
  termsOf,
  UNUSED,
  WENSHAN,
} from '../support/terms.ts';

const YUAN = 100;

/** A stay of which the patient bears so much, in yuan. */
function stay(inCatalog: number, outOfCatalog: number, more: Partial<Story> = {}): Story {
  return { costs: burden(inCatalog * YUAN, outOfCatalog * YUAN), ...more };
}

/** What each benefit of each scheme pays for stories one after another. */
function pays(stories: readonly Story[], at: Hospital, ...terms: SchemeTerms[]): Record<string, string>[] {
  let used = UNUSED;
  return stories.map((story, index) => {
    const found = decide({ settlementId: `S-${index + 1}`, ...story }, at, terms, used);
    used = after(used, found);
    return Object.assign({}, ...terms.map(({ policy: { scheme } }) => paidBy(found, scheme)));
  });
}

/** The figures that were worked by hand from the notices. */
describe('Jiangxi', () => {
  const local = localHospital(JIANGXI);
  const plain = termsOf(policy(JIANGXI));
  const referral = { encounter: { referral: 'none' as const } };

  it('pays two stays by tiers on the cumulative amount of the year', () => {
    expect(pays([stay(265_000, 35_000), stay(100_000, 0)], local, plain)).toEqual([
      { 'in-catalog-inpatient': '115000.00', 'out-of-catalog-inpatient': '3000.00' },
      { 'in-catalog-inpatient': '75000.00' },
    ]);
  });

  it('adds the bonus to the rate and multiplies by the area factor', () => {
    const renewed = termsOf(policy(JIANGXI, { priorYears: 1, claimFreeYears: 1 }));
    const filed = { encounter: { referral: 'filed' as const } };
    expect(pays([stay(115_000, 0, filed)], hospital('310101'), renewed)).toEqual([
      { 'in-catalog-inpatient': '24500.00' },
    ]);
  });

  it('takes what a commercial insurer paid off the base and counts it as deductible', () => {
    const paid = { otherCompensation: [{ kind: 'commercial', amount: '20000.00' } as const] };
    expect(pays([stay(50_000, 0, paid)], local, plain)).toEqual([{ 'in-catalog-inpatient': '9000.00' }]);
  });

  it('pays a disease that the roster lists by the lower table', () => {
    const enrolled = termsOf(policy(JIANGXI, { preexisting: ['malignancy'] }));
    const cancer = { encounter: { diagnoses: [{ code: 'C34.900', principal: true }] } };
    expect(pays([stay(300_000, 0, cancer)], local, enrolled)).toEqual([{ 'in-catalog-inpatient': '65500.00' }]);
  });

  it('pays 100,000 a year for one drug', () => {
    const drug: Cost = {
      code: 'XL01XX1',
      category: 'western-medicine',
      inScope: 0,
      firstSelfPay: 0,
      fullySelfPaid: 425_000 * YUAN,
      overLimit: 0,
    };
    const other: Cost = { ...drug, code: 'BED', category: 'bed' };
    expect(pays([{ costs: [drug], ...referral }], local, plain)).toEqual([{ 'out-of-catalog-inpatient': '100000.00' }]);
    expect(pays([{ costs: [other], ...referral }], local, plain)).toEqual([
      { 'out-of-catalog-inpatient': '230000.00' },
    ]);
  });
});

describe('Nantong', () => {
  const local = localHospital(NANTONG);
  const year2022 = { effectiveFrom: '2022-01-01', effectiveTo: '2022-12-31' };
  const first = termsOf(policy(NANTONG, year2022));
  const encounter = {
    admittedAt: '2022-03-01T09:00:00+08:00',
    dischargedAt: '2022-03-11T10:00:00+08:00',
    diagnoses: [{ code: 'E11.900', principal: true }],
  };

  it('pays low-income members 98% of what the first scheme left', () => {
    const low = termsOf(policy(DIBUBAO));
    const expected = {
      'inpatient-copay': '15400.00',
      'inpatient-self-pay': '1400.00',
      'residual-copay': '14308.00',
    };
    expect(pays([stay(30_000, 10_000, { encounter })], local, first, low)).toEqual([expected]);
    expect(pays([stay(30_000, 10_000, { encounter })], local, low, first)).toEqual([expected]);
  });

  it('takes the deductible of each admission', () => {
    const two = [stay(10_000, 0, { encounter }), stay(10_000, 0, { encounter: { ...encounter, id: 'second' } })];
    expect(pays(two, local, first)).toEqual([{ 'inpatient-copay': '1400.00' }, { 'inpatient-copay': '1400.00' }]);
  });

  it('takes the deductible of one admission once, however often it is settled', () => {
    const two = [1, 2].map(() => stay(10_000, 0, { encounter: { ...encounter, id: 'the same' } }));
    expect(pays(two, local, first)).toEqual([{ 'inpatient-copay': '1400.00' }, { 'inpatient-copay': '7000.00' }]);
  });
});

describe('Sanming', () => {
  const local = localHospital(SANMING);

  it('pays the healthy all but the deductible', () => {
    expect(pays([stay(30_000, 15_000)], local, termsOf(policy(SANMING)))).toEqual([{ 'local-inpatient': '40000.00' }]);
  });

  it('pays assisted members with an earlier disease 80% elsewhere', () => {
    const assisted = termsOf(policy(SANMING, { preexisting: ['copd'], cohorts: ['assisted'] }));
    expect(pays([stay(50_000, 0)], hospital('350102'), assisted)).toEqual([{ 'away-inpatient': '24000.00' }]);
  });

  it('pays what of the out-of-pocket exceeds the cap', () => {
    const enrolled = policy(SANMING, { preexisting: ['sle'] });
    const at = (participationRate: string) => termsOf(enrolled, { facts: { participationRate } });
    const share = { 'local-inpatient': '150000.00' };
    expect(pays([stay(305_000, 0)], local, at('0.31'))).toEqual([{ ...share, 'out-of-pocket-backstop': '55000.00' }]);
    expect(pays([stay(305_000, 0)], local, at('0.30'))).toEqual([{ ...share, 'out-of-pocket-backstop': '55000.00' }]);
    expect(pays([stay(305_000, 0)], local, at('0.29'))).toEqual([{ ...share, 'out-of-pocket-backstop': '35000.00' }]);
    expect(pays([stay(305_000, 0)], local, at('0.1999'))).toEqual([share]);
    expect(pays([stay(305_000, 0)], local, termsOf(enrolled))).toEqual([share]);
  });
});

describe('Wenshan', () => {
  it('pays 80% of one pot and 20% of the other', () => {
    expect(pays([stay(52_000, 22_000)], localHospital(WENSHAN), termsOf(policy(WENSHAN)))).toEqual([
      { 'in-catalog-inpatient': '32000.00', 'out-of-catalog-inpatient': '2000.00' },
    ]);
  });
});

describe('a claim of which nothing is borne', () => {
  it.each([JIANGXI, NANTONG, SANMING, WENSHAN])('counts nothing in %s, and keeps no later scheme waiting', (scheme) => {
    const found = decide({ costs: burden(0, 0) }, localHospital(scheme), [termsOf(policy(scheme))]);
    expect(found.accumulators.size).toBe(0);
    expect([found.patientPays, found.cashDue, found.refundDue].map(String)).toEqual(['0', '0', '0']);
  });
});
