import { describe, expect, it } from 'vitest';
import { UNTOUCHED } from '../../src/adjudication/accumulators.ts';
import type { CaseFields } from '../../src/adjudication/case-claim.ts';
import { decideSmall, firstBenefit, paidOf, type Small, told, yuan } from './small.ts';

const KEY = 'small-2025/P-small-2025';
const base = 'payTo: hospital\nbase: { pots: in-catalog, clause: notice 二 }\n';
const flat = 'rates: [{ table: all, rate: 0.50, clause: notice 二 }]';
const bears = (...amounts: string[]): CaseFields[] => amounts.map((amount) => ({ inCatalog: yuan(amount) }));
const rateSteps = (found: Parameters<typeof told>[0]) =>
  told(found)
    .filter((step) => /^(rate|bonus|factor)/.test(step))
    .map((step) => step.split(' | ').slice(2).join(' | '));

describe('the scale of the rates', () => {
  const tiers = (bounds: string) => ({
    benefits: `${base}rates: [{ table: all, tiers: [{ upTo: 1000, rate: 0.5 }, { rate: 0.8 }], ${bounds}clause: notice 二 }]`,
  });

  it('is that of the year, and a bound belongs to the tier below it', () => {
    const found = decideSmall(tiers(''), bears('1000', '500'));
    expect(found.map(rateSteps)).toEqual([
      ['年度累计 0.00 至 1000.00 元部分：1000.00 元 × 50% | from 0.00 to 1000.00 of the year: 1000.00 × 50% | 500'],
      ['年度累计 1000.00 至 1500.00 元部分：500.00 元 × 80% | from 1000.00 to 1500.00 of the year: 500.00 × 80% | 400'],
    ]);
    expect(found[1]?.accumulators.get(KEY)?.admissions).toEqual({});
  });

  it('may be that of the admission or of each claim', () => {
    const claims = ['A', 'A', 'B'].map((admission) => ({ inCatalog: yuan('800'), admission }));
    expect(decideSmall(tiers('bounds: { per: admission }, '), claims).map(rateSteps)).toEqual([
      [
        '本次住院累计 0.00 至 800.00 元部分：800.00 元 × 50% | from 0.00 to 800.00 of the admission: 800.00 × 50% | 400',
      ],
      [
        '本次住院累计 800.00 至 1000.00 元部分：200.00 元 × 50% | from 800.00 to 1000.00 of the admission: 200.00 × 50% | 100',
        '本次住院累计 1000.00 至 1600.00 元部分：600.00 元 × 80% | from 1000.00 to 1600.00 of the admission: 600.00 × 80% | 480',
      ],
      [
        '本次住院累计 0.00 至 800.00 元部分：800.00 元 × 50% | from 0.00 to 800.00 of the admission: 800.00 × 50% | 400',
      ],
    ]);
    expect(decideSmall(tiers('bounds: { per: claim }, '), claims).map(rateSteps)[1]).toEqual([
      '本次 0.00 至 800.00 元部分：800.00 元 × 50% | from 0.00 to 800.00 of this claim: 800.00 × 50% | 400',
    ]);
  });

  it('may be one of classes, each for itself', () => {
    const small: Small = {
      benefits: `
payTo: hospital
base: { pots: in-catalog, lines: { onList: drugs }, clause: notice 二 }
rates: [{ table: drugs, classes: { A: 0.80, B: 0.20 }, clause: notice 二 }]
`,
      more: 'lists: { drugs: { name: { zh: 特药, en: Drugs }, entries: [{ code: XA, name: 甲, class: A }, { code: XB, name: 乙, class: B }], clause: notice 三 } }',
    };
    const lines = (a: string, b: string): CaseFields => ({
      lines: [
        { code: 'XA', category: 'western-medicine', inCatalog: yuan(a) },
        { code: 'XB', category: 'western-medicine', inCatalog: yuan(b) },
      ],
    });
    const found = decideSmall(small, [lines('100', '0'), lines('0', '50'), lines('300', '10')]);
    expect(found.map(rateSteps)).toEqual([
      ['年度累计 0.00 至 100.00 元部分：100.00 元 × 80% (A) | from 0.00 to 100.00 of the year: 100.00 × 80% (A) | 80'],
      ['年度累计 0.00 至 50.00 元部分：50.00 元 × 20% (B) | from 0.00 to 50.00 of the year: 50.00 × 20% (B) | 10'],
      [
        '年度累计 100.00 至 400.00 元部分：300.00 元 × 80% (A) | from 100.00 to 400.00 of the year: 300.00 × 80% (A) | 240',
        '年度累计 50.00 至 60.00 元部分：10.00 元 × 20% (B) | from 50.00 to 60.00 of the year: 10.00 × 20% (B) | 2',
      ],
    ]);
  });

  it('is told as it is raised or lowered, and multiplied where there is something to multiply', () => {
    const small = (more: string) => ({ benefits: `${base}${flat}\n${more}` });
    const inpatient = 'when: { setting: inpatient }';
    expect(rateSteps(decideSmall(small(''), bears('100'))[0])).toEqual([
      '年度累计 0.00 至 100.00 元部分：100.00 元 × 50% | from 0.00 to 100.00 of the year: 100.00 × 50% | 50',
    ]);
    const more = `bonus: [{ points: 0.05, ${inpatient}, clause: notice 四 }]\nfactor: [{ factor: 0.8, clause: notice 五 }]`;
    expect(rateSteps(decideSmall(small(more), bears('100'))[0])).toEqual([
      '年度累计 0.00 至 100.00 元部分：100.00 元 × 55%（含比例调整） | from 0.00 to 100.00 of the year: 100.00 × 55% (with adjusted points) | 55',
      '各档比例已各提高 5 个百分点 | each rate above includes 5 percentage points more | -',
      '按约定比例的 80% 赔付 | paid at 80% of that | -11',
    ]);
    const [one] = decideSmall(
      small(
        `factor: [{ factor: 0.8, when: { setting: outpatient }, clause: notice 五 }, { factor: 1, clause: notice 五 }]`,
      ),
      bears('100'),
    );
    expect([rateSteps(one).length, paidOf(one)]).toEqual([1, ['50']]);
  });

  it('of nothing pays nothing, which is no limit’s doing', () => {
    const small = {
      benefits: `${base}rates: [{ table: all, tiers: [{ upTo: 1000, rate: 0 }, { rate: 0.8 }], clause: notice 二 }]`,
    };
    const [found] = decideSmall(small, bears('100'));
    expect(firstBenefit(found)?.reason).toBe('BELOW_DEDUCTIBLE');
    expect(told(found).at(-1)).toBe(
      'nothing-due | - | 「责任」无应赔金额：未超过免赔额（BELOW_DEDUCTIBLE） | nothing due by "Benefit": nothing above the deductible (BELOW_DEDUCTIBLE) | -',
    );
  });
});

describe('a benefit', () => {
  const conditions =
    'conditions: [{ require: { age: { atLeast: 18 } }, else: AGE_NOT_COVERED, clause: notice 三 }, { require: { procedure: { onList: operations } }, else: ITEM_NOT_COVERED, clause: notice 三 }]\n';
  const small = {
    benefits: `${conditions}${base}${flat}`,
    more: 'lists: { operations: { name: { zh: 手术, en: Operations }, clause: notice 三 } }',
  };

  it('does not apply for the first reason that is known, and is left to a person for the first that is not', () => {
    const at = (age: number | null) => decideSmall(small, bears('100'), { age })[0];
    expect([null, 17, 18].map((age) => firstBenefit(at(age))?.reason)).toEqual([
      ...['AGE_UNKNOWN', 'AGE_NOT_COVERED', 'LIST_NOT_LOADED'],
    ]);
    expect(told(at(17))).toEqual([
      'not-applicable | 例3 三 | 「责任」不适用：年龄不在保障范围（AGE_NOT_COVERED） | "Benefit" does not apply: age not covered (AGE_NOT_COVERED) | -',
    ]);
    expect(told(at(null))).toEqual([
      'pended | - | 「责任」转人工处理：年龄不明（AGE_UNKNOWN） | "Benefit" is left to a person: age not known (AGE_UNKNOWN) | -',
    ]);
  });

  it('that a person has decided stays with that person, whatever the rules would say', () => {
    const held = new Map([[KEY, { scheme: null, benefits: { only: 'MANUAL_REVIEW' as const }, paid: yuan('0') }]]);
    const [found] = decideSmall({ benefits: `${base}${flat}` }, bears('100'), { held });
    expect([firstBenefit(found)?.status, firstBenefit(found)?.reason, ...paidOf(found)]).toEqual([
      ...['pended', 'MANUAL_REVIEW', '0'],
    ]);
  });
});

describe('an out-of-pocket cap', () => {
  const small = (amount: string, more = ''): Small => ({
    benefits: [
      `id: first\nname: { zh: 前, en: First }\n${base}${flat}`,
      `id: rest
name: { zh: 后, en: Rest }
payTo: hospital
base: { leftBy: first, clause: notice 三 }
outOfPocketCap: { amount: ${amount}, else: COHORT_NOT_COVERED, clause: notice 三 }
rates: [{ table: rest, rate: 1, clause: notice 三 }]`,
    ],
    more,
  });
  const restOf = (found: ReturnType<typeof decideSmall>[number] | undefined) => found?.schemes[0]?.benefits[1];

  /** What the member bears, what is left to bear of the year, what is paid. */
  const borneOf = (found: ReturnType<typeof decideSmall>[number] | undefined) => {
    const { deductible, paid } = restOf(found) ?? {};
    return `${deductible?.applied} ${deductible?.remaining} ${paid}`;
  };

  it('leaves to the member what of the year lies below it', () => {
    const found = decideSmall(small('300'), bears('400', '800', '100'));
    expect(found.map(borneOf)).toEqual(['200 100 0', '100 0 300', '0 0 50']);
    expect(told(found[1]).slice(4, 7)).toEqual([
      'base | 例3 三 | 本次自付（前项责任赔付后的余额） | out-of-pocket: what the earlier benefit left | 400',
      'out-of-pocket-cap | 例3 三 | 年度自付累计 600.00 元，封顶线 300.00 元以内由个人承担 | out-of-pocket of the year 600.00; up to the cap of 300.00 the member bears it | -100',
      'eligible | - | 可赔付金额 | eligible amount | 300',
    ]);
  });

  it('has nothing left to bear where more was borne before than it asks now', () => {
    const accumulators = new Map([[KEY, { ...UNTOUCHED, outOfPocket: yuan('1000') }]]);
    const [found] = decideSmall(small('300'), bears('400'), { accumulators });
    expect(borneOf(found)).toBe('0 0 200');
  });

  it('that no case sets off does not apply, and says so', () => {
    const [found] = decideSmall(small('[{ when: { age: { atLeast: 60 } }, is: 300 }]'), bears('400'));
    expect([restOf(found)?.status, restOf(found)?.reason]).toEqual(['not-applicable', 'COHORT_NOT_COVERED']);
    expect(told(found).at(-1)).toBe(
      'not-applicable | 例3 三 | 「后」不适用：人群不在保障范围（COHORT_NOT_COVERED） | "Rest" does not apply: group of members not covered (COHORT_NOT_COVERED) | -',
    );
    expect(String(found?.accumulators.get(KEY)?.outOfPocket)).toBe('200');
  });

  it('that hangs on an age nobody knows is left to a person', () => {
    const [found] = decideSmall(small('[{ when: { age: { atLeast: 60 } }, is: 300 }]'), bears('400'), { age: null });
    expect([restOf(found)?.status, restOf(found)?.reason]).toEqual(['pended', 'AGE_UNKNOWN']);
  });
});
