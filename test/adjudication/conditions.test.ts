import { describe, expect, it } from 'vitest';
import { doubtOf, firstThatHolds, holds } from '../../src/adjudication/conditions.ts';
import { type Facts, gatherFacts, stayOf } from '../../src/adjudication/facts.ts';
import type { Hospital, Policy } from '../../src/adjudication/input.ts';
import { selectLine } from '../../src/adjudication/selector.ts';
import { foldName } from '../../src/claim/identity.ts';
import { INSURANCE_KINDS } from '../../src/claim/vocabulary.ts';
import { Money } from '../../src/money/money.ts';
import { AREAS, type Condition, PERIODS } from '../../src/scheme/condition.ts';
import { CodeList } from '../../src/scheme/lists.ts';
import { burden, claimOf, type Story } from '../support/claims.ts';
import { NAME } from '../support/people.ts';
import { hospital, JIANGXI, policy, termsOf } from '../support/terms.ts';

interface Told {
  readonly story?: Partial<Story>;
  readonly policy?: Partial<Policy>;
  readonly at?: Hospital;
  readonly age?: number | null;
  readonly decidedOn?: string;
}

/** What conditions are asked of: the first policy year of a scheme whose tail is thirty days. */
function factsOf({ story = {}, policy: change = {}, at = hospital('360102'), ...more }: Told): Facts {
  const claim = claimOf({ costs: burden(100), ...story });
  const terms = termsOf(policy(JIANGXI, { effectiveFrom: '2023-06-01', effectiveTo: '2024-05-31', ...change }));
  const asked = { claim, nameKey: foldName(NAME), hospital: at, terms: [terms], accumulators: new Map() };
  const input = { ...asked, decidedOn: '2024-06-30', age: 40, ...more };
  return gatherFacts(input, terms, stayOf(claim), new Map());
}

const ask = (condition: Condition, told: Told = {}) => holds(condition, factsOf(told));
const stay = (from: string, to = from) => ({
  story: { encounter: { admittedAt: `${from}T09:00:00+08:00`, dischargedAt: `${to}T10:00:00+08:00` } },
});

describe('a day of the stay', () => {
  it.each([
    ['2023-05-31', ['before-period']],
    ['2023-06-01', ['within-period']],
    ['2024-05-31', ['within-period']],
    ['2024-06-01', ['after-period', 'within-tail']],
    ['2024-06-30', ['after-period', 'within-tail']],
    ['2024-07-01', ['after-period', 'after-tail']],
  ])('%s lies %j', (day, lies) => {
    expect(PERIODS.filter((period) => ask({ admitted: [period] }, stay(day)))).toEqual(lies);
    expect(PERIODS.filter((period) => ask({ discharged: [period] }, stay('2023-05-01', day)))).toEqual(lies);
  });

  it('is one of several that a condition names', () => {
    const either: Condition = { admitted: ['before-period', 'after-tail'] };
    const discharged: Condition = { discharged: ['before-period', 'after-tail'] };
    const days = ['2023-05-31', '2023-06-01', '2024-07-01'];
    expect(days.map((day) => ask(either, stay(day)))).toEqual([true, false, true]);
    expect(days.map((day) => ask(discharged, stay('2023-05-01', day)))).toEqual([true, false, true]);
  });

  it('is in the waiting period while so many days have not passed', () => {
    const days = ['2023-06-01', '2023-06-30', '2023-07-01'];
    expect(days.map((day) => ask({ withinFirstDays: 30 }, stay(day)))).toEqual([true, true, false]);
  });

  it('counts for the length of the stay and for the time since', () => {
    const tenDays = stay('2024-06-10', '2024-06-20');
    expect([9, 10].map((days) => ask({ stayDays: { moreThan: days } }, tenDays))).toEqual([true, false]);
    expect([9, 10].map((days) => ask({ daysSinceDischarge: { moreThan: days } }, tenDays))).toEqual([true, false]);
  });
});

describe('the member', () => {
  it('is of an age, of years insured or without a claim, between bounds that both belong to it', () => {
    const years = [2, 3, 5, 6];
    const range = { atLeast: 3, atMost: 5 };
    const between = [false, true, true, false];
    expect(years.map((age) => ask({ age: range }, { age }))).toEqual(between);
    expect(years.map((priorYears) => ask({ priorYears: range }, { policy: { priorYears } }))).toEqual(between);
    const free = years.map((claimFreeYears) => ask({ claimFreeYears: range }, { policy: { claimFreeYears } }));
    expect(free).toEqual(between);
    expect(years.map((age) => ask({ age: { atMost: 3 } }, { age }))).toEqual([true, true, false, false]);
    expect(years.map((age) => ask({ age: { atLeast: 5 } }, { age }))).toEqual([false, false, true, true]);
  });

  it('enrolled late where the policy begins after the scheme', () => {
    const begin = (effectiveFrom: string) => ask({ enrolledLate: true }, { policy: { effectiveFrom } });
    expect(['2023-06-01', '2023-06-02'].map(begin)).toEqual([false, true]);
    expect(ask({ enrolledLate: false }, { policy: { effectiveFrom: '2023-06-01' } })).toBe(true);
  });

  it('is insured as an employee, as a resident or otherwise', () => {
    const insured = {
      employee: ['310', '320', '330', '370'],
      resident: ['380', '390', '391', '392'],
      other: ['340', '350', '360', '399'],
    };
    for (const [kind, types] of Object.entries(insured)) {
      for (const insuranceType of types) {
        const told = { story: { insuranceType } };
        const holding = INSURANCE_KINDS.filter((one) => ask({ basicInsurance: { kind: [one] } }, told));
        expect([insuranceType, holding]).toEqual([insuranceType, [kind]]);
      }
    }
    for (const insuranceType of ['unknown', '39', '510']) {
      for (const kind of INSURANCE_KINDS)
        expect(ask({ basicInsurance: { kind: [kind] } }, { story: { insuranceType } })).toBe('INSURANCE_UNKNOWN');
    }
    const either: Condition = { basicInsurance: { kind: ['employee', 'other'] } };
    const types = ['310', '390', '340'];
    expect(types.map((insuranceType) => ask(either, { story: { insuranceType } }))).toEqual([true, false, true]);
  });

  it('is in one of the cohorts, of one of the plans, with one of the diseases', () => {
    expect(ask({ cohort: ['a', 'b'] }, { policy: { cohorts: ['b', 'c'] } })).toBe(true);
    expect(ask({ cohort: ['a', 'b'] }, { policy: { cohorts: ['c'] } })).toBe(false);
    expect(ask({ plan: ['plus'] }, { policy: { plan: 'plus' } })).toBe(true);
    expect(ask({ plan: ['plus'] })).toBe(false);
    const earlier = (word: string) => ({ policy: { preexisting: [word] } });
    expect(ask({ preexisting: ['any'] }, earlier('malignancy'))).toBe(true);
    // Not one of the twelve: a word of the scheme's own.
    expect(ask({ preexisting: ['any'] }, earlier('rare-disease'))).toBe(false);
    expect(ask({ preexisting: ['rare-disease', 'copd'] }, earlier('rare-disease'))).toBe(true);
  });
});

describe('the hospital', () => {
  it.each([
    ['360102', ['local']],
    ['310101', ['away', 'other-province']],
  ])('in %s is %j', (region, lies) => {
    expect(AREAS.filter((area) => ask({ area: [area] }, { at: hospital(region) }))).toEqual(lies);
  });

  it('lies in one of the areas that a condition names', () => {
    const either: Condition = { area: ['local', 'other-province'] };
    expect(['360102', '310101'].map((region) => ask(either, { at: hospital(region) }))).toEqual([true, true]);
  });

  it('lies in one of the regions that a condition names, a province or city also written with zeros', () => {
    const at = (code: string) => ({ at: hospital(code) });
    const codes = ['320102', '321001', '330101', '310101'];
    const asked = (...region: string[]) => codes.map((code) => ask({ hospital: { region } }, at(code)));
    expect(asked('3201')).toEqual([true, false, false, false]);
    expect(asked('320000', '33')).toEqual([true, true, true, false]);
    expect(asked('320100')).toEqual([true, false, false, false]);
  });

  it('is of a level, an owner, a standing', () => {
    const at = (change: Partial<Hospital>) => ({ at: hospital('360102', change) });
    expect([1, 2, 3].map((level) => ask({ hospital: { level: { atLeast: 2 } } }, at({ level })))).toEqual([
      ...[false, true, true],
    ]);
    for (const yes of [true, false]) {
      expect(ask({ hospital: { public: yes } }, at({ ownership: 'public' }))).toBe(yes);
      expect(ask({ hospital: { designated: yes } }, at({ designated: true }))).toBe(yes);
      expect(ask({ hospital: { drg: yes } }, at({ drg: true }))).toBe(yes);
    }
    expect(ask({ hospital: { onList: 'nobody-imported' } })).toBe('LIST_NOT_LOADED');
  });
});

describe('a diagnosis', () => {
  const diagnosed = (diagnosis: object, more: object[] = []) => {
    const diagnoses = [{ code: 'C34.900', principal: true, ...diagnosis }, ...more] as never;
    return { story: { encounter: { diagnoses } } };
  };

  it('was first confirmed inside the policy period, its first and last day with it', () => {
    const days = ['2023-05-31', '2023-06-01', '2024-05-31', '2024-06-01', null];
    const asked = (condition: Condition) => days.map((day) => ask(condition, diagnosed({ firstConfirmedOn: day })));
    expect(asked({ diagnosis: { confirmed: 'within-period' } })).toEqual([false, true, true, false, false]);
    const waiting = ['2023-06-30', '2023-07-01', '2024-05-31', '2024-06-01'].map((day) =>
      ask({ diagnosis: { confirmedAfterDays: 30 } }, diagnosed({ firstConfirmedOn: day })),
    );
    expect(waiting).toEqual([false, true, true, false]);
  });

  it('is severe, or not said to be otherwise', () => {
    const severe = (asked: 'yes' | 'not-denied') =>
      [true, false, null].map((said) => ask({ diagnosis: { severe: asked } }, diagnosed({ severe: said })));
    expect(severe('yes')).toEqual([true, false, false]);
    expect(severe('not-denied')).toEqual([true, false, true]);
    expect(ask({ diagnosis: { category: ['malignancy'] } }, diagnosed({ severe: false }))).toBe(true);
  });

  it('is of a category, of one the roster lists, and all of it must be one and the same diagnosis', () => {
    expect(ask({ diagnosis: { category: ['malignancy'] } }, diagnosed({}))).toBe(true);
    expect(ask({ diagnosis: { category: ['copd'] } }, diagnosed({}))).toBe(false);
    const enrolled: Condition = { diagnosis: { category: ['enrolled'] } };
    const listed = (preexisting: string[]) => ask(enrolled, { ...diagnosed({}), policy: { preexisting } });
    expect([['malignancy'], ['copd'], ['rare-disease'], []].map(listed)).toEqual([true, false, false, false]);
    const two = diagnosed({ severe: false }, [{ code: 'J44.900', principal: false, severe: true }]);
    expect(ask({ diagnosis: { category: ['malignancy'], severe: 'yes' } }, two)).toBe(false);
    expect(ask({ diagnosis: { category: ['copd'], severe: 'yes' } }, two)).toBe(true);
    expect(ask({ principalDiagnosis: { category: ['copd'] } }, two)).toBe(false);
  });

  it('cannot be told where the list is missing, unless no diagnosis comes into question', () => {
    const onList = { onList: 'nobody-imported' };
    expect(ask({ diagnosis: onList }, diagnosed({}))).toBe('LIST_NOT_LOADED');
    expect(ask({ procedure: onList })).toBe('LIST_NOT_LOADED');
    expect(ask({ diagnosis: { ...onList, category: ['copd'] } }, diagnosed({}))).toBe(false);
  });

  it('is on a list where one of those that come into question is', () => {
    const facts = factsOf(diagnosed({}, [{ code: 'J44.900', principal: false }]));
    const lists = new Map([['chronic', new CodeList([{ code: 'J44', name: '', class: '' }])]]);
    const listed = { ...facts, terms: { ...facts.terms, lists } };
    const asked = (condition: Condition) => holds(condition, listed);
    expect(asked({ diagnosis: { onList: 'chronic' } })).toBe(true);
    expect(asked({ principalDiagnosis: { onList: 'chronic' } })).toBe(false);
  });
});

describe('what cannot be told', () => {
  const young: Condition = { age: { atMost: 17 } };
  const tagged: Condition = { line: { tags: ['meals'] } as never };
  const unknown = { age: null, story: { withoutLines: true } };
  const never: Condition = { plan: ['none'] };
  const always: Condition = { setting: ['inpatient'] };

  it('is told by its first reason, unless the rest decides', () => {
    expect(ask({ all: [always, young, tagged] }, unknown)).toBe('AGE_UNKNOWN');
    expect(ask({ all: [tagged, young] }, unknown)).toBe('LINE_DETAIL_REQUIRED');
    expect(ask({ all: [young, never] }, unknown)).toBe(false);
    expect(ask({ any: [never, young, tagged] }, unknown)).toBe('AGE_UNKNOWN');
    expect(ask({ any: [young, always] }, unknown)).toBe(true);
    expect(ask({ any: [never, never] }, unknown)).toBe(false);
    expect(ask({ not: young }, unknown)).toBe('AGE_UNKNOWN');
    expect([always, never].map((not) => ask({ not }, unknown))).toEqual([false, true]);
  });

  it('stops a search for the first case that holds, and is a doubt', () => {
    const facts = factsOf(unknown);
    const cases = [{ when: never, is: 1 }, { when: young, is: 2 }, { is: 3 }];
    expect(firstThatHolds(cases, facts)).toBe('AGE_UNKNOWN');
    expect(firstThatHolds(cases, factsOf({}))).toEqual({ is: 3 });
    expect(firstThatHolds(cases, factsOf({ age: 17 }))).toEqual(cases[1]);
    expect(firstThatHolds([{ when: never }], facts)).toBeUndefined();
    const reviews = [always, young].map((unless, index) => ({
      unless,
      reason: index === 0 ? ('NEWBORN' as const) : ('MANUAL_REVIEW' as const),
    }));
    expect(doubtOf({ review: reviews as never }, facts)).toBe('MANUAL_REVIEW');
    expect(doubtOf({ review: reviews as never }, factsOf({ age: 17 }))).toBeUndefined();
  });
});

describe('a line of the bill', () => {
  const priced = (unitPrice?: string) => {
    const claim = claimOf({ costs: burden(100) });
    const lines = (claim.lines ?? []).slice(0, 1).map((line) => ({ ...line, unitPrice }));
    return { ...factsOf({}), claim: { ...claim, lines } };
  };

  it('is of a price between bounds that both belong to it', () => {
    const [atLeast, atMost] = [Money.of('100'), Money.of('200')];
    const prices = ['99.99', '100', '200', '200.01'];
    const ofPrice = (unitPrice: object) =>
      prices.map((price) => holds({ line: { unitPrice } as never }, priced(price)));
    expect(ofPrice({ atLeast, atMost })).toEqual([false, true, true, false]);
    expect(ofPrice({ atLeast })).toEqual([false, true, true, true]);
    expect(ofPrice({ atMost })).toEqual([true, true, true, false]);
    expect(holds({ line: { unitPrice: { atMost } } as never }, priced())).toBe('LINE_DETAIL_REQUIRED');
  });

  it('cannot be told by its first reason, and is found by any selector that means it', () => {
    const onList = { onList: 'nobody-imported' };
    const price = { unitPrice: { atMost: Money.of('200') } };
    const facts = priced();
    const select = (...selectors: object[]) => {
      const found = selectLine(facts.claim.lines[0] as never, selectors as never, facts);
      return typeof found === 'object' ? 'found' : found;
    };
    expect(select({ ...onList, ...price })).toBe('LIST_NOT_LOADED');
    expect(select(price, onList)).toBe('LINE_DETAIL_REQUIRED');
    expect(select(onList, { categories: ['bed'] })).toBe('LIST_NOT_LOADED');
    expect(select(onList, { categories: ['treatment'] })).toBe('found');
    expect(select({ categories: ['bed'] })).toBeUndefined();
    const over = { ...facts, ...stayOf(claimOf({ costs: burden(100), ...stay('2023-05-01', '2023-06-10').story })) };
    const served = (selector: object) => selectLine(facts.claim.lines[0] as never, [selector] as never, over);
    expect(served({ ...onList, served: 'within-period' })).toBe('LIST_NOT_LOADED');
    expect(served({ served: 'within-period' })).toBe('LINE_DETAIL_REQUIRED');
  });

  const tagged: Story['costs'] = [{ ...(burden(100)[0] as Story['costs'][number]), tags: ['meals'] }];
  const told = { story: { costs: tagged } };

  it('is one that a condition means, and none of those it excepts', () => {
    const line = (not: object[] | undefined) => ask({ line: { tags: ['meals'], not } as never }, told);
    expect(line(undefined)).toBe(true);
    expect(line([{ categories: ['surgery'] }])).toBe(true);
    expect(line([{ categories: ['treatment'] }])).toBe(false);
    expect(line([{ onList: 'nobody-imported' }])).toBe('LIST_NOT_LOADED');
    expect(ask({ line: { tags: ['nursing-care'] } as never }, told)).toBe(false);
  });

  it('was served inside the period where the whole stay lies in it, first and last day with it', () => {
    const inside = (from: string, to: string) => ask({ line: { served: 'within-period' } as never }, stay(from, to));
    expect(inside('2023-06-01', '2024-05-31')).toBe(true);
    expect(inside('2023-05-31', '2024-05-31')).toBe('LINE_DETAIL_REQUIRED');
    expect(inside('2023-06-01', '2024-06-01')).toBe('LINE_DETAIL_REQUIRED');
  });
});
