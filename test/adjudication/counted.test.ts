import { describe, expect, it } from 'vitest';
import type { CaseFields } from '../../src/adjudication/case-claim.ts';
import type { Adjudication } from '../../src/adjudication/decision.ts';
import { decideSmall, decideUnder, firstBenefit, paidOf, type Small, smallTerms, told, yuan } from './small.ts';

const KEY = 'small-2025/P-small-2025';
const used = (found: Adjudication | undefined) => found?.accumulators.get(KEY);
const base = 'payTo: hospital\nbase: { pots: in-catalog, clause: notice 二 }\n';
const flat = 'rates: [{ table: all, rate: 0.50, clause: notice 二 }]\n';
const named = (id: string, text: string) => `id: ${id}\nname: { zh: 责任, en: Benefit }\n${text}`;
const line = (code: string, inCatalog: string, more: object = {}) => ({
  code,
  category: 'surgery' as const,
  inCatalog: yuan(inCatalog),
  ...more,
});

describe('what counts over an admission', () => {
  const claims = ['A', 'A', 'B'].map((admission): CaseFields => ({ inCatalog: yuan('1000'), admission }));
  /** Times by admission, and over the year. */
  const times = (benefits: string, given: readonly CaseFields[] = claims) => {
    const found = decideSmall({ benefits }, given);
    const last = used(found.at(-1));
    const admissions = Object.entries(last?.admissions ?? {}).map(([key, uses]) => `${key} ${uses['only']?.times}`);
    return [...admissions, `year ${last?.benefits['only']?.times}`];
  };

  it('is booked under each, and a stay that is settled in parts is one time', () => {
    const once = ['H1 A 1', 'H1 B 1', 'year 2'];
    expect(times(`${base}${flat}limit: { per: year, times: 3, clause: notice 三 }`)).toEqual(once);
    expect(
      times(
        `${base}${flat}limit: [{ per: year, times: 3, clause: notice 三 }, { per: year, amount: 9000, clause: notice 三 }]`,
      ),
    ).toEqual(once);
    expect(times(`${base}${flat}limit: { per: admission, amount: 9000, clause: notice 三 }`)).toEqual(once);
    const tables = [
      '{ table: old, when: { age: { atLeast: 60 } }, rate: 0.4, clause: notice 二 }',
      '{ table: all, tiers: [{ upTo: 1000, rate: 0.5 }, { rate: 0.8 }], bounds: { per: admission }, clause: notice 二 }',
    ];
    expect(times(`${base}rates: [${tables.join(', ')}]`)).toEqual(once);
  });

  it('is nothing where no rule looks at admissions: each claim is a time', () => {
    expect(times(`${base}${flat}`)).toEqual(['year 3']);
    expect(times(`${base}${flat}limit: { per: year, amount: 9000, clause: notice 三 }`)).toEqual(['year 3']);
    const [found] = decideSmall({ benefits: `${base}${flat}` }, claims);
    expect(used(found)?.benefits['only']?.days).toBe(0);
  });

  it('are the days of an allowance, of which an interim settlement has paid some', () => {
    const allowance = `
payTo: member
dailyAllowance: { amount: 100, clause: notice 二 }
limit: { per: year, days: 90, clause: notice 三 }
`;
    const stay = (discharged: string, interim: boolean) => ({ admission: 'A', discharged, interim });
    const given = [stay('2025-03-04', true), stay('2025-03-11', false)];
    expect(decideSmall({ benefits: allowance }, given).map(paidOf)).toEqual([['300'], ['700']]);
    expect(times(allowance, given)).toEqual(['H1 A 2', 'year 2']);
  });
});

describe('lines that a scheme excludes', () => {
  const LISTS =
    'lists: { meals: { name: { zh: 膳食, en: Meals }, entries: [{ code: M, name: 甲 }], clause: notice 四 } }\n';
  const outside = '{ served: outside-period, clause: notice 五 }';
  const meals = '{ onList: meals, clause: notice 五 }';
  const excluding = (...exclusions: string[]): Small => ({
    benefits: `${base}${flat.replace('0.50', '1')}`,
    precedence: 20,
    more: `excludedLines: [${exclusions.join(', ')}]\n${exclusions.includes(meals) ? LISTS : ''}`,
  });
  /** A scheme that pays a part of all there is, before the other. */
  const first = (rate: string): Small => ({ benefits: `${base}${flat.replace('0.50', rate)}`, id: 'first-2025' });
  const restOf = (small: Small, claim: CaseFields, rate: string) => {
    const [found] = decideUnder([smallTerms(first(rate)), smallTerms(small)], [claim]);
    return String(found?.schemes[1]?.benefits[0]?.base);
  };

  it('take their share of what is left in the catalog, whatever another scheme has paid', () => {
    const claim = { lines: [line('M1', '400'), line('X', '600')] };
    expect(restOf(excluding(meals), claim, '0.5')).toBe('300');
    // Nothing of a stay inside the period was served outside it.
    expect(restOf(excluding(meals, outside), claim, '0.5')).toBe('300');
    expect(restOf(excluding(outside), claim, '0.5')).toBe('500');
  });

  it('were served for another policy, and leave its own lines as they were, but no more than there is', () => {
    const claim: CaseFields = {
      admitted: '2024-12-28',
      discharged: '2025-01-04',
      lines: [line('A', '400', { servedOn: '2024-12-29' }), line('B', '600', { servedOn: '2025-01-02' })],
    };
    const both = (rate: string) => {
      const before = { ...first(rate), policy: { effectiveFrom: '2024-01-01' } };
      const [found] = decideUnder([smallTerms(before), smallTerms(excluding(outside))], [claim]);
      return String(found?.schemes[1]?.benefits[0]?.base);
    };
    expect([both('0.2'), both('0.9')]).toEqual(['600', '100']);
  });

  it('need not be told where none can be excluded, and must be where an item group has a cap', () => {
    const claim: CaseFields = { inCatalog: yuan('100'), lines: 'none' };
    const status = (small: Small) => {
      const scheme = decideSmall(small, [claim])[0]?.schemes[0];
      return [scheme?.status, scheme?.reason];
    };
    expect(status(excluding(outside))).toEqual(['paid', null]);
    expect(status(excluding(meals))).toEqual(['pended', 'LINE_DETAIL_REQUIRED']);
    const capped = 'itemGroupCap: { categories: [surgery], per: year, amount: 300, clause: notice 四 }';
    expect(status({ benefits: `${base}${flat}`, more: capped })).toEqual(['pended', 'LINE_DETAIL_REQUIRED']);
    expect(status({ benefits: `${base}${flat}` })).toEqual(['paid', null]);
  });
});

it('a pot of which a scheme pays more than is left, as it pays before a fund, is empty then', () => {
  const before = named(
    'before',
    `${base.replace('in-catalog', 'in-catalog, before: [medical-assistance]')}${flat.replace('0.50', '1')}`,
  );
  const then = named('then', `${base}${flat}`);
  const claim = { inCatalog: yuan('10'), outOfCatalog: yuan('100'), paidBy: { 'medical-assistance': yuan('60') } };
  const [found] = decideSmall({ benefits: [before, then] }, [claim]);
  expect(paidOf(found)).toEqual(['70', '0']);
  expect(Object.values(found?.left ?? {}).map(String)).toEqual(['0', '100']);
  expect(String(found?.schemes[0]?.benefits[1]?.base)).toBe('0');
});

it('lines of one item group have one cap, which what just reaches it is not cut by', () => {
  const small = {
    benefits: `${base}${flat}`,
    more: 'itemGroupCap: { categories: [surgery], per: year, amount: 300, clause: notice 四 }',
  };
  const lines = (...amounts: string[]) => ({
    lines: amounts.map((one, index) => line(`X${index}`, one, { group: 'G' })),
  });
  const [exact] = decideSmall(small, [lines('400', '200')]);
  expect([paidOf(exact), firstBenefit(exact)?.reductions]).toEqual([['300'], []]);
  const [over] = decideSmall(small, [lines('400', '300')]);
  expect([paidOf(over), firstBenefit(over)?.reductions.map(({ amount }) => String(amount))]).toEqual([['300'], ['50']]);
});

describe('a scheme that a person has decided', () => {
  const later: Small = { benefits: `${base}${flat}`, precedence: 20 };
  const decided = (reason: 'MANUAL_REVIEW' | 'ALREADY_SETTLED_AT_CENTRE') => {
    const held = new Map([['first-2025/P-first-2025', { scheme: reason, benefits: {}, paid: yuan('0') }]]);
    const terms = [smallTerms({ benefits: `${base}${flat}`, id: 'first-2025' }), smallTerms(later)];
    return decideUnder(terms, [{ inCatalog: yuan('1000') }], { held })[0];
  };

  it('stays as it is, and the later ones wait but for what the centre has paid already', () => {
    const statuses = (found: Adjudication | undefined) => found?.schemes.map(({ status, reason }) => [status, reason]);
    expect(statuses(decided('MANUAL_REVIEW'))).toEqual([
      ['pended', 'MANUAL_REVIEW'],
      ['pended', 'AWAITS_EARLIER_SCHEME'],
    ]);
    expect(statuses(decided('ALREADY_SETTLED_AT_CENTRE'))).toEqual([
      ['pended', 'ALREADY_SETTLED_AT_CENTRE'],
      ['paid', null],
    ]);
    expect(String(decided('ALREADY_SETTLED_AT_CENTRE')?.left['in-catalog'])).toBe('500');
    expect(told(decided('MANUAL_REVIEW'))[0]).toBe(
      'pended | - | 转人工处理：保险机构要求人工审核（MANUAL_REVIEW） | left to a person: the insurer wants a person to look (MANUAL_REVIEW) | -',
    );
  });

  it('keeps a later one waiting that would only count something, and none that comes to nothing', () => {
    const held = new Map([
      ['first-2025/P-first-2025', { scheme: 'MANUAL_REVIEW' as const, benefits: {}, paid: yuan('0') }],
    ]);
    const deductible = {
      benefits: `${base}deductible: { per: year, amount: 5000, clause: notice 三 }\n${flat}`,
      precedence: 20,
    };
    const terms = [smallTerms({ benefits: `${base}${flat}`, id: 'first-2025' }), smallTerms(deductible)];
    const statuses = (claim: CaseFields) =>
      decideUnder(terms, [claim], { held })[0]?.schemes.map(({ status, reason }) => [status, reason])[1];
    expect(statuses({ inCatalog: yuan('1000') })).toEqual(['pended', 'AWAITS_EARLIER_SCHEME']);
    expect(statuses({ outOfCatalog: yuan('1000') })).toEqual(['nothing-due', null]);
  });
});

it('an insurer’s brake looks at what the hospital and the member get together', () => {
  const lump = named(
    'lump',
    'payTo: member\nlumpSum: { amount: 300, clause: notice 二 }\nlimit: { per: year, times: 1, clause: notice 三 }',
  );
  const cost = named('cost', `${base}${flat}`);
  const status = (autoPayLimit: string) => {
    const small = { benefits: [cost, lump], terms: { facts: { autoPayLimit } } };
    return decideSmall(small, [{ inCatalog: yuan('1000') }])[0]?.schemes[0]?.status;
  };
  expect([status('800'), status('799.99')]).toEqual(['paid', 'pended']);
});

it('a scheme without insurers is decided all the same, one with two is split', () => {
  const insurers = (...shares: string[]) => {
    const terms = { shares: shares.map((share, index) => ({ insurer: `I${index}`, share: yuan(share) })) };
    const [found] = decideSmall({ benefits: `${base}${flat}`, terms }, [{ inCatalog: yuan('1000.01') }]);
    return found?.schemes[0]?.insurers.map(({ insurer, amount }) => `${insurer} ${amount}`);
  };
  expect([insurers(), insurers('0.5', '0.5')]).toEqual([[], ['I0 250.01', 'I1 250']]);
});
