import { describe, expect, it } from 'vitest';
import type { CaseFields } from '../../src/adjudication/case-claim.ts';
import type { Adjudication } from '../../src/adjudication/decision.ts';
import { decideSmall, decideUnder, firstBenefit, paidOf, type Small, smallTerms, yuan } from './small.ts';

const ADULT = '{ when: { age: { atLeast: 18 } }';

/** Decides claims one after another by a scheme of one benefit. */
function run(benefits: string, claims: readonly CaseFields[], age: number | null = 40, more: Partial<Small> = {}) {
  return decideSmall({ benefits, ...more }, claims, { age });
}

const stepsOf = (found: Adjudication | undefined, name: string) =>
  (found?.explanation ?? []).filter(({ step }) => step === name).map(({ zh, en, amount }) => [zh, en, String(amount)]);

describe('what hangs on an age that nobody knows', () => {
  const base = 'base: { pots: in-catalog, clause: notice 二 }';
  const rates = 'rates: [{ table: all, rate: 0.50, clause: notice 二 }]';
  const limit = `limit: { per: year, amount: [${ADULT}, is: 1000 }, { is: 2000 }], clause: notice 二 }`;
  it.each([
    [
      'the rates',
      `${base}\nrates: [${ADULT}, table: a, rate: 0.5, clause: notice 二 }, { table: b, rate: 0.4, clause: notice 二 }]`,
    ],
    ['a bonus', `${base}\n${rates}\nbonus: [${ADULT}, points: 0.05, clause: notice 二 }]`],
    [
      'the factor',
      `${base}\n${rates}\nfactor: [${ADULT}, factor: 0.8, clause: notice 二 }, { factor: 1, clause: notice 二 }]`,
    ],
    [
      'the deductible',
      `${base}\n${rates}\ndeductible: { per: year, amount: [${ADULT}, is: 200 }, { is: 300 }], clause: notice 二 }`,
    ],
    ['a limit', `${base}\n${rates}\n${limit}`],
    [
      'a share of the base',
      `base: { pots: in-catalog, counts: [${ADULT}, share: 0.5 }], clause: notice 二 }\n${rates}`,
    ],
    [
      'what is borne first',
      `base: { pots: in-catalog, less: [${ADULT}, share: 0.05, of: total }], clause: notice 二 }\n${rates}`,
    ],
    [
      'a share of the base, beside what is borne first',
      `base: { pots: in-catalog, counts: [${ADULT}, share: 0.5 }], less: [{ share: 0.05, of: total }], clause: notice 二 }\n${rates}`,
    ],
    [
      'where the year’s cost begins to count',
      `base: { pots: in-catalog, between: { above: [${ADULT}, is: 100 }, { is: 200 }] }, clause: notice 二 }\n${rates}`,
    ],
    [
      'where the year’s cost counts no more',
      `base: { pots: in-catalog, between: { upTo: [${ADULT}, is: 100 }, { is: 200 }] }, clause: notice 二 }\n${rates}`,
    ],
    [
      'a lump sum',
      `lumpSum: { amount: [${ADULT}, is: 500 }, { is: 600 }], clause: notice 二 }\nlimit: { per: year, times: 1, clause: notice 二 }`,
    ],
    ['the limit of a sum', `lumpSum: { amount: 500, clause: notice 二 }\n${limit}`],
  ])('%s: a person decides, and nothing is counted', (_, rules) => {
    const claims = [{ inCatalog: yuan('1000') }];
    const [unknown] = run(`payTo: ${rules.startsWith('lumpSum') ? 'member' : 'hospital'}\n${rules}`, claims, null);
    expect([firstBenefit(unknown)?.status, firstBenefit(unknown)?.reason]).toEqual(['pended', 'AGE_UNKNOWN']);
    expect(unknown?.accumulators.size).toBe(0);
    expect(
      firstBenefit(run(`payTo: ${rules.startsWith('lumpSum') ? 'member' : 'hospital'}\n${rules}`, claims)[0])?.status,
    ).toBe('paid');
  });
});

it('a gate that cannot be told leaves the whole scheme to a person', () => {
  const rules = `
payTo: hospital
base: { pots: in-catalog, clause: notice 二 }
rates: [{ table: all, rate: 0.50, clause: notice 二 }]
`;
  const gates =
    '  - { when: { age: { atMost: 17 } }, outcome: declined, reason: COHORT_NOT_COVERED, clause: notice 三 }';
  const decided = [null, 17, 18].map((age) => run(rules, [{ inCatalog: yuan('1000') }], age, { gates })[0]?.schemes[0]);
  expect(decided.map((one) => [one?.status, one?.reason])).toEqual([
    ['pended', 'AGE_UNKNOWN'],
    ['declined', 'COHORT_NOT_COVERED'],
    ['paid', null],
  ]);
});

describe('limits one after another', () => {
  const rules = `
payTo: hospital
base: { pots: in-catalog, clause: notice 二 }
rates: [{ table: all, rate: 0.50, clause: notice 二 }]
limit:
`;

  it('that nothing is left for cut nothing, and say nothing', () => {
    const limits = `${rules}  - { per: year, amount: 5000, clause: notice 三 }\n  - { per: year, times: 1, clause: notice 三 }`;
    const [first, second] = run(limits, [{ inCatalog: yuan('10000') }, { inCatalog: yuan('10000') }]);
    expect(String(firstBenefit(first)?.paid)).toBe('5000');
    expect([firstBenefit(second)?.status, firstBenefit(second)?.reason]).toEqual(['nothing-due', 'LIMIT_EXHAUSTED']);
    expect(firstBenefit(second)?.reductions.map(({ reason, amount }) => `${reason} ${amount}`)).toEqual(['LIMIT 5000']);
    expect(stepsOf(second, 'limit')).toHaveLength(1);
  });

  it('of times say so', () => {
    const limits = `${rules}  - { per: year, times: 1, clause: notice 三 }`;
    const [, second] = run(limits, [{ inCatalog: yuan('10000') }, { inCatalog: yuan('10000') }]);
    expect(firstBenefit(second)?.reductions.map(({ reason, amount }) => `${reason} ${amount}`)).toEqual(['LIMIT 5000']);
    expect(stepsOf(second, 'limit')).toEqual([
      ['年度以 1 次为限，已用完', 'annual at most 1 time(s): used up', '-5000'],
    ]);
  });

  it('of each item group name it, and count under it', () => {
    const limits = `${rules}  - { each: item-group, per: year, amount: 1000, clause: notice 三 }`;
    const lines = ['A', 'B'].map((group, index) => ({
      code: `X${group}`,
      category: 'surgery' as const,
      group,
      inCatalog: yuan(index === 0 ? '4000' : '1000'),
    }));
    const [first, second] = run(limits, [{ lines }, { lines }]);
    expect([first, second].map((found) => String(firstBenefit(found)?.paid))).toEqual(['1500', '500']);
    expect(stepsOf(first, 'limit')).toEqual([
      [
        '项目组 A应分摊 2000.00 元，年度限额余额 1000.00 元',
        'item group A: its share 2000.00, left of its annual limit 1000.00',
        '-1000',
      ],
    ]);
    const [used] = [...(second?.accumulators.values() ?? [])];
    expect(Object.entries(used?.limits ?? {}).map(([key, paid]) => `${key} ${paid}`)).toEqual([
      ...['only#1/A 1000', 'only#1/B 1000'],
    ]);
  });
});

describe('the scale of the tiers', () => {
  it('of each claim by itself begins behind the deductible that this claim bears', () => {
    const rules = `
payTo: hospital
base: { pots: in-catalog, clause: notice 二 }
deductible: { per: year, amount: 10000, clause: notice 二 }
rates:
  - table: all
    tiers: [{ upTo: 50000, rate: 0.60 }, { rate: 0.70 }]
    bounds: { per: claim, count: before-deductible }
    clause: notice 二
`;
    // 10000 to 50000 at 60%, 50000 to 60000 at 70%; the second claim begins at 0.
    const paid = run(rules, [{ inCatalog: yuan('60000') }, { inCatalog: yuan('60000') }]).map(
      (one) => firstBenefit(one)?.paid,
    );
    expect(paid.map(String)).toEqual(['31000', '37000']);
  });

  it('of the year’s cost says between which bounds it counts, and where there is but one', () => {
    const rules = (between: string) => `
payTo: hospital
base: { pots: in-catalog, between: ${between}, clause: notice 二 }
rates: [{ table: all, rate: 1, clause: notice 二 }]
`;
    const claims = [{ inCatalog: yuan('9000') }, { inCatalog: yuan('9000') }];
    const above = run(rules('{ above: 10000 }'), claims);
    expect(above.map((found) => String(firstBenefit(found)?.paid))).toEqual(['0', '8000']);
    expect(stepsOf(above[1], 'year-part')).toEqual([
      [
        '年度累计费用由 9000.00 元增至 18000.00 元，只计 10000.00 元以上的部分',
        "the year's cost goes from 9000.00 to 18000.00; only what lies above 10000.00 counts",
        '-1000',
      ],
    ]);
    const both = run(rules('{ above: 10000, upTo: 15000 }'), claims);
    expect(both.map((found) => String(firstBenefit(found)?.paid))).toEqual(['0', '5000']);
    expect(stepsOf(both[1], 'year-part')[0]?.slice(0, 2)).toEqual([
      '年度累计费用由 9000.00 元增至 18000.00 元，只计 10000.00 元以上、15000.00 元以下（含）的部分',
      "the year's cost goes from 9000.00 to 18000.00; only what lies above 10000.00 and up to 15000.00 counts",
    ]);
  });

  it('is told step by step', () => {
    const rules = `
payTo: hospital
base: { pots: in-catalog, clause: notice 二 }
deductible: { per: year, amount: 1000, clause: notice 二 }
rates: [{ table: all, rate: 0.50, clause: notice 二 }]
bonus: [{ points: -0.05, when: { setting: inpatient }, clause: notice 四 }]
`;
    const [found] = run(rules, [{ inCatalog: yuan('3000') }]);
    expect(found?.explanation.map(({ step, clause, en }) => `${step} (${clause ?? '-'}): ${en}`)).toEqual([
      'policy (例3 一): "Small", policy P-small-2025, in force 2025-01-01 to 2025-12-31',
      'base (例3 二): what is left of the in-catalog personal burden',
      'deductible (例3 二): annual deductible 1000.00, used before 0.00, taken now 1000.00',
      'eligible (-): eligible amount',
      'rate (例3 二): from 0.00 to 2000.00 of the year: 2000.00 × 45% (with adjusted points)',
      'bonus (例3 四): each rate above is 5 percentage points less',
      'payout (-): paid by "Benefit"',
    ]);
    expect(found?.explanation.map(({ zh }) => zh)).toEqual([
      '「小例」保单 P-small-2025，保障期 2025-01-01 至 2025-12-31',
      '医保目录内个人负担余额',
      '年度免赔额 1000.00 元，此前已用 0.00 元，本次扣除 1000.00 元',
      '可赔付金额',
      '年度累计 0.00 至 2000.00 元部分：2000.00 元 × 45%（含比例调整）',
      '各档比例已各降低 5 个百分点',
      '「责任」赔付',
    ]);
  });
});

it('what a fund has paid before which the scheme pays is told, and is part of what it pays for', () => {
  const rules = `
payTo: hospital
base: { pots: in-catalog, before: [medical-assistance], clause: notice 二 }
rates: [{ table: all, rate: 0.50, clause: notice 二 }]
`;
  const [found] = run(rules, [{ inCatalog: yuan('1000'), paidBy: { 'medical-assistance': yuan('600') } }]);
  expect(String(firstBenefit(found)?.base)).toBe('1600');
  expect(stepsOf(found, 'earlier-funds')).toEqual([
    ['先于医疗救助等赔付：加回其已支付金额', 'pays before these funds: what they paid is added', '600'],
  ]);
});

it('items within what is left of the pot are told as they are, and nothing is taken off', () => {
  const rules = `
payTo: hospital
base: { pots: out-of-catalog, lines: { categories: [surgery] }, clause: notice 二 }
rates: [{ table: all, rate: 0.50, clause: notice 二 }]
`;
  const lines = [{ code: 'OP', category: 'surgery' as const, outOfCatalog: yuan('1000') }];
  const [found] = run(rules, [{ lines }]);
  expect(found?.explanation.map(({ step }) => step)).toEqual(['policy', 'base', 'eligible', 'rate', 'payout']);
});

it('lines that a scheme excludes must be told, though no item group has a cap', () => {
  const rules = `
payTo: hospital
base: { pots: in-catalog, clause: notice 二 }
rates: [{ table: all, rate: 0.50, clause: notice 二 }]
`;
  const more = 'excludedLines: { tags: [meals], clause: notice 五 }';
  const decide = (fields: CaseFields) =>
    run(rules, [fields], 40, { more })[0]?.schemes.map(({ status, reason }) => [status, reason]);
  expect(decide({ inCatalog: yuan('100'), lines: 'none' })).toEqual([['pended', 'LINE_DETAIL_REQUIRED']]);
  expect(decide({ inCatalog: yuan('100') })).toEqual([['paid', null]]);
});

it('is local where the region of the scheme is, also where that is written with zeros behind it', () => {
  const benefits = `
payTo: hospital
conditions: [{ require: { area: local }, else: AREA_NOT_COVERED, clause: notice 一 }]
base: { pots: in-catalog, clause: notice 一 }
rates: [{ table: all, rate: 1, clause: notice 一 }]
`;
  const terms = smallTerms({ benefits });
  const { scheme } = terms;
  const paidAt = (region: string, at: string) => {
    const there = { ...terms, scheme: { ...scheme, rules: { ...scheme.rules, region } } };
    const claim = { inCatalog: yuan('100'), hospital: { region: at } };
    return paidOf(decideUnder([there], [claim])[0])[0];
  };
  expect(['3799', '379900'].map((region) => paidAt(region, '379901'))).toEqual(['100', '100']);
  expect(['37', '3700', '370000'].map((region) => paidAt(region, '370101'))).toEqual(['100', '100', '100']);
  expect(['3799', '379900'].map((region) => paidAt(region, '379800'))).toEqual(['0', '0']);
});
