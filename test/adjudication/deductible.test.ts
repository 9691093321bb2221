import { describe, expect, it } from 'vitest';
import { NO_USE, UNTOUCHED } from '../../src/adjudication/accumulators.ts';
import type { CaseFields } from '../../src/adjudication/case-claim.ts';
import type { Adjudication } from '../../src/adjudication/decision.ts';
import { decideSmall, firstBenefit, paidOf, type Small, told, yuan } from './small.ts';

const KEY = 'small-2025/P-small-2025';
const rates = 'rates: [{ table: all, rate: 1, clause: notice 二 }]';
const benefit = (deductible: string, more = '', pots = 'in-catalog') =>
  `payTo: hospital\nbase: { pots: ${pots}, clause: notice 二 }\n${more}deductible: { ${deductible}, clause: notice 三 }\n${rates}`;
const named = (id: string, text: string) => `id: ${id}\nname: { zh: 责任, en: Benefit }\n${text}`;
const bears = (...amounts: string[]): CaseFields[] => amounts.map((amount) => ({ inCatalog: yuan(amount) }));
const deductibleSteps = (found: Adjudication | undefined) =>
  told(found)
    .filter((step) => step.startsWith('deductible'))
    .map((step) => step.split(' | ').slice(1).join(' | '));
const used = (found: Adjudication | undefined) => found?.accumulators.get(KEY);
const remaining = (found: Adjudication | undefined) => String(firstBenefit(found)?.deductible.remaining);

describe('a deductible', () => {
  it('of the year is taken once, one of the admission with each', () => {
    const claims = ['A', 'A', 'B'].map((admission) => ({ inCatalog: yuan('800'), admission }));
    const year = decideSmall({ benefits: benefit('per: year, amount: 1000') }, claims);
    expect(year.map(paidOf)).toEqual([['0'], ['600'], ['800']]);
    expect(deductibleSteps(year[1])).toEqual([
      '例3 三 | 年度免赔额 1000.00 元，此前已用 800.00 元，本次扣除 200.00 元 | annual deductible 1000.00, used before 800.00, taken now 200.00 | -200',
    ]);
    expect(used(year[2])?.admissions).toEqual({});
    const admission = decideSmall({ benefits: benefit('per: admission, amount: 1000') }, claims);
    expect(admission.map(paidOf)).toEqual([['0'], ['600'], ['0']]);
    expect(deductibleSteps(admission[1])).toEqual([
      '例3 三 | 本次住院免赔额 1000.00 元，此前已用 800.00 元，本次扣除 200.00 元 | per-admission deductible 1000.00, used before 800.00, taken now 200.00 | -200',
    ]);
    const booked = Object.entries(used(admission[2])?.admissions ?? {});
    expect(booked.map(([key, uses]) => `${key} ${uses['only']?.deductible}`)).toEqual(['H1 A 1000', 'H1 B 800']);
  });

  it('may be another for employees than for residents', () => {
    const amount = '[{ when: { basicInsurance: { kind: employee } }, is: 1800 }, { is: 1500 }]';
    const small = { benefits: benefit(`per: year, amount: ${amount}`) };
    const inCatalog = yuan('2000');
    const kinds = [undefined, 'employee', 'resident', 'other'] as const;
    const paid = kinds.map((insuranceKind) => paidOf(decideSmall(small, [{ inCatalog, insuranceKind }])[0]));
    expect(paid).toEqual([['200'], ['200'], ['500'], ['500']]);
    const [unknown] = decideSmall(small, [{ inCatalog, insuranceKind: 'unknown' }]);
    expect(firstBenefit(unknown)).toMatchObject({ status: 'pended', reason: 'INSURANCE_UNKNOWN' });
  });

  it('of which more was used than it asks now takes nothing', () => {
    const accumulators = new Map([
      [KEY, { ...UNTOUCHED, benefits: { only: { ...NO_USE, deductible: yuan('1500') } } }],
    ]);
    const [found] = decideSmall({ benefits: benefit('per: year, amount: 1000') }, bears('300'), { accumulators });
    expect([paidOf(found), remaining(found), String(firstBenefit(found)?.deductible.applied)]).toEqual([
      ['300'],
      '0',
      '0',
    ]);
    expect(String(used(found)?.benefits['only']?.deductible)).toBe('1500');
  });

  it('is shared by benefits that name its pool, and by no others', () => {
    const benefits = [
      named('first', benefit('per: year, amount: 1000, pool: both')),
      named('own', benefit('per: year, amount: 300', '', 'out-of-catalog')),
      named('second', benefit('per: year, amount: 1000, pool: both', '', 'out-of-catalog')),
    ];
    const [found] = decideSmall({ benefits }, [{ inCatalog: yuan('600'), outOfCatalog: yuan('2000') }]);
    // The second takes 400 more of what the one between them has left.
    expect(found?.schemes[0]?.benefits.map(({ deductible }) => String(deductible.applied))).toEqual([
      ...['600', '300', '300'],
    ]);
  });

  it('is used up first by what other insurers have paid, as the rules say of the scheme or of the benefit', () => {
    const credits = (clause: string) =>
      `otherCompensation: { subtract: [commercial], creditsDeductible: [commercial], clause: ${clause} }\n`;
    const claim: CaseFields = {
      inCatalog: yuan('5000'),
      otherCompensation: [{ kind: 'commercial', amount: yuan('400'), paidTo: 'patient', pot: undefined }],
    };
    const text = benefit('per: year, amount: 1000');
    const ofScheme: Small = { benefits: text, more: credits('notice 四') };
    const ofBenefit: Small = { benefits: benefit('per: year, amount: 1000', credits('notice 五')) };
    const both: Small = { ...ofBenefit, more: credits('notice 四') };
    const first = ([small, clause]: readonly [Small, string]) => {
      const [found] = decideSmall(small, [claim]);
      expect([paidOf(found), remaining(found)]).toEqual([['4000'], '0']);
      expect(deductibleSteps(found)).toEqual([
        `例3 ${clause} | 商业保险已赔付的 400.00 元计入免赔额 | 400.00 paid by other insurers counts as deductible used | -`,
        '例3 三 | 年度免赔额 1000.00 元，此前已用 0.00 元，本次扣除 600.00 元 | annual deductible 1000.00, used before 0.00, taken now 600.00 | -600',
      ]);
      expect(String(used(found)?.benefits['only']?.credited)).toBe('400');
    };
    for (const one of [
      [ofScheme, '四'],
      [ofBenefit, '五'],
      [both, '五'],
    ] as const)
      first(one);
    expect(deductibleSteps(decideSmall(ofScheme, bears('5000'))[0])).toHaveLength(1);
  });

  it('is credited by each kind of payment for itself, whatever another kind has taken off', () => {
    const rules = 'otherCompensation: { subtract: [charity], creditsDeductible: [commercial], clause: notice 四 }';
    const paid = (kind: 'charity' | 'commercial', amount: string) => ({
      kind,
      amount: yuan(amount),
      paidTo: 'patient' as const,
      pot: undefined,
    });
    const decided = (...otherCompensation: ReturnType<typeof paid>[]) => {
      const small = { benefits: benefit('per: year, amount: 600'), more: rules };
      const [found] = decideSmall(small, [{ inCatalog: yuan('1000'), otherCompensation }]);
      return [String(used(found)?.benefits['only']?.credited), String(firstBenefit(found)?.base)];
    };
    expect(decided(paid('charity', '800'), paid('commercial', '500'))).toEqual(['500', '200']);
    expect(decided(paid('commercial', '500'), paid('charity', '800'))).toEqual(['500', '200']);
  });
});

describe('a deductible of the family', () => {
  const waiver = (more = '') => ({ benefits: benefit(`per: year, amount: 1000, familyWaiver: true${more}`) });
  const borne = (small: Small, ...amounts: string[]) => {
    const found = decideSmall(small, bears(...amounts));
    return found.map((one) => used(one)?.borne ?? []);
  };

  it('is noted once a member has borne it whole, under its pool or its benefit', () => {
    expect(borne(waiver(), '999', '1', '5')).toEqual([[], ['only'], ['only']]);
    expect(borne({ benefits: benefit('per: year, amount: 1000') }, '1000')).toEqual([[]]);
    const shared = [
      named('first', benefit('per: year, amount: 1000, familyWaiver: true, pool: both')),
      named('second', benefit('per: year, amount: 1000, familyWaiver: true, pool: both', '', 'out-of-catalog')),
    ];
    expect(borne({ benefits: shared }, '1000')).toEqual([['both']]);
  });

  it('is waived for the others, who are told so and have then borne nothing', () => {
    const other = (small: Small, ...familyBorne: string[]) =>
      decideSmall({ ...small, policy: { familyBorne } }, bears('300'))[0];
    const waived = other(waiver(), 'only');
    expect(paidOf(waived)).toEqual(['300']);
    expect(deductibleSteps(waived)).toEqual([
      '例3 三 | 家庭成员中已有一人承担了免赔额，本人免除 | a member of the family has borne the deductible: it is waived | -',
      '例3 三 | 年度免赔额 0.00 元，此前已用 0.00 元，本次扣除 0.00 元 | annual deductible 0.00, used before 0.00, taken now 0.00 | 0',
    ]);
    expect(used(waived)?.borne).toEqual([]);
    expect(paidOf(other(waiver(), 'another'))).toEqual(['0']);
    expect(paidOf(other({ benefits: benefit('per: year, amount: 1000') }, 'only'))).toEqual(['0']);
  });

  describe('that its members bear together', () => {
    const together = { benefits: benefit('per: year, amount: 1000, familyShared: true') };
    const afterOthers = (small: Small, familyUsed: Record<string, string>) => ({ ...small, policy: { familyUsed } });

    it('has been used by all of them, of which the accumulators have only what was their own', () => {
      const [first, second] = decideSmall(afterOthers(together, { only: '700.5' }), bears('100', '300'));
      expect([paidOf(first), paidOf(second)]).toEqual([['0'], ['100.5']]);
      expect(used(second)?.benefits['only']?.deductible.toString()).toBe('299.5');
      expect(deductibleSteps(second)).toEqual([
        '例3 三 | 年度免赔额 1000.00 元，此前已用 800.50 元（其中家庭其他成员 700.50 元），本次扣除 199.50 元 | annual deductible 1000.00, used before 800.50 (of it 700.50 by others of the family), taken now 199.50 | -199.5',
      ]);
      expect(second?.schemes[0]?.benefits[0]?.deductible.remaining.toString()).toBe('0');
    });

    it('is the whole one for whom the roster puts into no family', () => {
      const [alone] = decideSmall(together, bears('1200'));
      expect(paidOf(alone)).toEqual(['200']);
      expect(deductibleSteps(alone).join()).not.toContain('家庭');
    });

    it('is over where the others bore all of it or more, and nothing is noted as a waiver', () => {
      for (const theirs of ['1000', '1800']) {
        const [decided] = decideSmall(afterOthers(together, { only: theirs }), bears('300'));
        expect(paidOf(decided)).toEqual(['300']);
        expect(used(decided)?.borne).toEqual([]);
      }
    });

    it('counts what they bore in any benefit that shares it, and in no other', () => {
      const pool = 'per: year, amount: 1000, familyShared: true, pool: both';
      const small = {
        benefits: [
          named('first', benefit(pool)),
          named('second', benefit(pool, '', 'out-of-catalog')),
          named('third', benefit('per: year, amount: 500', '', 'out-of-catalog')),
        ],
      };
      const [decided] = decideSmall(afterOthers(small, { first: '200', second: '500', third: '10000' }), bears('400'));
      expect(paidOf(decided)).toEqual(['100', '0', '0']);
      expect(paidOf(decideSmall(afterOthers(small, { second: '700' }), bears('400'))[0])).toEqual(['100', '0', '0']);
    });

    it("is the member's own where the rule does not say so", () => {
      const own = { benefits: benefit('per: year, amount: 1000') };
      expect(paidOf(decideSmall(afterOthers(own, { only: '1000' }), bears('300'))[0])).toEqual(['0']);
    });
  });
});
