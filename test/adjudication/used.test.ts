import { describe, expect, it } from 'vitest';
import { UNTOUCHED } from '../../src/adjudication/accumulators.ts';
import { adjudicate } from '../../src/adjudication/adjudicate.ts';
import { caseClaim, caseHospital } from '../../src/adjudication/case-claim.ts';
import type { SchemeTerms } from '../../src/adjudication/input.ts';
import { Money } from '../../src/money/money.ts';
import { burden, type Cost, type Story } from '../support/claims.ts';
import { BAIHE, fixtureTerms } from '../support/fixture-claims.ts';
import {
  after,
  atDischarge,
  DIBUBAO,
  decide,
  JIANGXI,
  localHospital,
  NANTONG,
  paidBy,
  policy,
  SANMING,
  termsOf,
  UNUSED,
  type Used,
} from '../support/terms.ts';

const YUAN = 100;

describe('the year’s out-of-pocket', () => {
  const at = localHospital(SANMING);
  const rate = (participationRate?: string) =>
    termsOf(policy(SANMING, { preexisting: ['sle'] }), {
      facts: participationRate === undefined ? {} : { participationRate },
    });

  /** What the backstop pays for stays one after another, each under terms of its own. */
  const backstops = (stays: readonly (readonly [yuan: number, terms: SchemeTerms])[]) => {
    let used = UNUSED;
    return stays.map(([yuan, terms], index) => {
      const found = decide({ settlementId: `S-${index}`, costs: burden(yuan * YUAN) }, at, [terms], used);
      used = after(used, found);
      return paidBy(found, SANMING)['out-of-pocket-backstop'] ?? '-';
    });
  };

  it('is what no benefit paid, over all stays, also of those for which the cap was not yet set off', () => {
    // (155000−5000)×50% leaves 80000; 155000×50% leaves 77500, of which 57500 lie above the cap of 100000.
    const first = [155_000, rate('0.31')] as const;
    const second = [155_000, rate('0.31')] as const;
    expect(backstops([first, second])).toEqual(['-', '57500.00']);
    expect(backstops([[155_000, rate()], second])).toEqual(['-', '57500.00']);
    // 100000 are borne. A cap of 120000 leaves 20000: of a stay that leaves 30000 it pays 10000.
    expect(backstops([first, second, [60_000, rate('0.29')]])).toEqual(['-', '57500.00', '10000.00']);
  });
});

it('what a backstop pays comes out of both pots as they stood to each other', () => {
  const terms = termsOf(policy(SANMING, { preexisting: ['sle'] }), { facts: { participationRate: '0.31' } });
  const found = decide({ costs: burden(205_000 * YUAN, 100_000 * YUAN) }, localHospital(SANMING), [terms]);
  expect(paidBy(found, SANMING)).toEqual({ 'local-inpatient': '150000.00', 'out-of-pocket-backstop': '55000.00' });
  // 100000 are left, of 205000 and 100000.
  expect(Object.values(found.left).map((left) => left.toFixed2())).toEqual(['67213.11', '32786.89']);
});

describe('the decision over several schemes', () => {
  const encounter = {
    admittedAt: '2022-03-01T09:00:00+08:00',
    dischargedAt: '2022-03-11T10:00:00+08:00',
    diagnoses: [{ code: 'E11.900', principal: true }],
  };
  const story: Story = { costs: burden(30_000 * YUAN, 10_000 * YUAN), encounter };
  const first = termsOf(policy(NANTONG, { effectiveFrom: '2022-01-01', effectiveTo: '2022-12-31' }));

  it('is paid where one of them pays, though another is left to a person', () => {
    const stopped = termsOf(policy(DIBUBAO), { facts: { autoPayStop: 'true' } });
    const found = decide(story, localHospital(NANTONG), [first, stopped]);
    expect(found.schemes.map(({ status, reason }) => [status, reason])).toEqual([
      ['paid', null],
      ['pended', 'MANUAL_REVIEW'],
    ]);
    expect([found.outcome, found.reason]).toEqual(['paid', null]);
  });

  it('says that nobody insures the patient where no policy is taken up', () => {
    const found = decide(story, localHospital(NANTONG), []);
    expect([found.outcome, found.reason, String(found.patientPays)]).toEqual(['declined', 'NOT_ENROLLED', '40000']);
  });
});

describe('what was used before', () => {
  it('above a cap of an item group, as an insurer may have stated it, cuts nothing else', () => {
    const at = localHospital(JIANGXI);
    const none = { inScope: 0, firstSelfPay: 0, overLimit: 0, fullySelfPaid: 100_000 * YUAN };
    const costs: Cost[] = [
      { code: 'XL01XX1', category: 'western-medicine', itemGroup: 'DRUG', ...none },
      { code: 'BED', category: 'bed', ...none },
    ];
    const paid = (drug: string) => {
      const [key, empty] =
        [...decide({ costs: burden(0, 30_000 * YUAN) }, at, [termsOf(policy(JIANGXI))]).accumulators][0] ?? [];
      if (key === undefined || empty === undefined) throw new Error('something is counted');
      const used: Used = new Map([[key, { ...empty, itemGroups: { DRUG: Money.of(drug) } }]]);
      return paidBy(decide({ settlementId: 'S-2', costs }, at, [termsOf(policy(JIANGXI))], used), JIANGXI);
    };
    expect(paid('100000')['out-of-catalog-inpatient']).toMatch(/^[1-9]/);
    expect(paid('150000')).toEqual(paid('100000'));
  });

  it('is kept under names that a later version finds again', () => {
    const terms = fixtureTerms(BAIHE, { change: { priorYears: 3 }, facts: false, imported: true });
    const lines = [
      { code: 'ZR-EAR-1', category: 'consumable' as const, outOfCatalog: Money.of('20000') },
      { code: 'ZR-HEART-1', category: 'consumable' as const, outOfCatalog: Money.of('40000') },
    ];
    const claim = caseClaim({ admitted: '2026-03-02', discharged: '2026-03-05', lines, inCatalog: Money.ZERO }, 1);
    const hospital = caseHospital(undefined, terms.scheme.rules.region);
    const before = new Map([[`${BAIHE}/${terms.policy.policyNo}`, { ...UNTOUCHED, borne: ['other'] }]]);
    const asked = { claim, ...atDischarge(claim), nameKey: claim.patient.name, hospital, accumulators: before };
    const nameKey = claim.patient.name;
    const found = adjudicate({ ...asked, terms: [{ ...terms, policy: { ...terms.policy, nameKey } }] });
    const [used] = [...found.accumulators.values()];
    expect(Object.entries(used?.limits ?? {}).map(([key, paid]) => `${key} ${paid}`)).toEqual(['implants#1/ 10000']);
    // 60000 less what was paid is above the deductible: it is borne whole, and waived for the family.
    expect(used?.borne).toEqual(['family', 'other']);
  });
});
