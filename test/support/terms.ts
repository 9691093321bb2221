import type { Accumulators } from '../../src/adjudication/accumulators.ts';
import { adjudicate } from '../../src/adjudication/adjudicate.ts';
import type { Adjudication } from '../../src/adjudication/decision.ts';
import type { AdjudicationInput, Hospital, Policy, SchemeTerms } from '../../src/adjudication/input.ts';
import { ageAtAdmission } from '../../src/claim/age.ts';
import { dischargedAt } from '../../src/claim/checks.ts';
import type { Claim } from '../../src/claim/claim.ts';
import { foldName } from '../../src/claim/identity.ts';
import { Money } from '../../src/money/money.ts';
import { SchemeLibrary } from '../../src/scheme/library.ts';
import { CodeList } from '../../src/scheme/lists.ts';
import type { Scheme } from '../../src/scheme/scheme.ts';
import { CATEGORY_NAMES } from '../../src/scheme/words.ts';
import { dateOf } from '../../src/time/calendar.ts';
import { claimOf, mostly, type Story } from './claims.ts';
import LISTS from './lists.json' with { type: 'json' };
import { NAME } from './people.ts';
import { fc } from './properties.ts';

export const library = SchemeLibrary.load();
export const SCHEMES = library.list().map(({ rules }) => rules.scheme);

export const JIANGXI = 'jiangxi-weihuibao-2023';
export const NANTONG = 'nantong-nantongbao-2021';
export const DIBUBAO = 'nantong-dibubao-2022';
export const SANMING = 'sanming-yilianbao-2024';
export const WENSHAN = 'wenshan-huiminbao-2023';

/** Invented lists, one of each name that a scheme imports. */
export const lists: ReadonlyMap<string, CodeList> = new Map(
  Object.entries(LISTS).map(([name, entries]) => [name, new CodeList(entries)]),
);

export function schemeOf(id: string): Scheme {
  const scheme = library.get(id);
  if (scheme === undefined) throw new Error(`no scheme ${id}`);
  return scheme;
}

/** The year in which the tests' stays lie, for each scheme. */
export function yearOf(scheme: string): string {
  return scheme === DIBUBAO ? '2022' : '2024';
}

/** A policy of the tests' person in a scheme, in force in {@link yearOf}. */
export function policy(scheme: string, change: Partial<Policy> = {}): Policy {
  const { coverage, region } = schemeOf(scheme).rules;
  const { from, to } = 'from' in coverage ? coverage : { from: '2024-01-01', to: '2024-12-31' };
  return {
    scheme,
    policyNo: `P-${scheme}`,
    nameKey: foldName(NAME),
    insuredRegion: `${region.length === 2 ? `${region}01` : region}02`,
    effectiveFrom: from,
    effectiveTo: to,
    cohorts: scheme === DIBUBAO ? ['low-income'] : [],
    preexisting: [],
    priorYears: 0,
    claimFreeYears: 0,
    plan: '',
    ...change,
  };
}

/** The terms of a policy, with all lists imported and one insurer. */
export function termsOf(of: Policy, change: Partial<SchemeTerms> = {}): SchemeTerms {
  const scheme = schemeOf(of.scheme);
  const own = [...lists].filter(([name]) => Object.hasOwn(scheme.rules.lists, name));
  const shares = [{ insurer: 'INS-1', share: Money.ONE }];
  return { scheme, policy: of, facts: {}, lists: new Map(own), shares, ...change };
}

/** A big public hospital in the region of a scheme. */
export function hospital(region: string, change: Partial<Hospital> = {}): Hospital {
  return { id: 'H1', region, level: 3, ownership: 'public', designated: true, drg: true, ...change };
}

/** The hospital around the corner, for each scheme. */
export function localHospital(scheme: string, change: Partial<Hospital> = {}): Hospital {
  return hospital(policy(scheme).insuredRegion, change);
}

export type Used = ReadonlyMap<string, Accumulators>;
export const UNUSED: Used = new Map();

/** A claim that is decided on the day of discharge. */
export function atDischarge(claim: Claim): Pick<AdjudicationInput, 'decidedOn' | 'age'> {
  return { decidedOn: dateOf(dischargedAt(claim)), age: ageAtAdmission(claim) };
}

/** Decides a story under terms. */
export function decide(story: Story, at: Hospital, terms: readonly SchemeTerms[], used: Used = UNUSED): Adjudication {
  const claim = claimOf(story);
  const nameKey = foldName(claim.patient.name);
  return adjudicate({ claim, ...atDischarge(claim), nameKey, hospital: at, terms, accumulators: used });
}

/** What was used before, and what a decision changed of it. */
export function after(used: Used, { accumulators }: Adjudication): Used {
  return new Map([...used, ...accumulators]);
}

/** What each benefit of a scheme paid, by its id; benefits that paid nothing left out. */
export function paidBy(found: Adjudication, scheme: string): Record<string, string> {
  const benefits = found.schemes.find((one) => one.scheme === scheme)?.benefits ?? [];
  return Object.fromEntries(
    benefits.filter(({ paid }) => paid.isPositive()).map(({ benefit, paid }) => [benefit, paid.toFixed2()]),
  );
}

/** What random terms differ in; small, for it is printed when a property fails. */
export interface Draft {
  readonly scheme: string;
  readonly change: Partial<Policy>;
  readonly facts: Readonly<Record<string, string>>;
  /** Whether anybody has imported the scheme's lists. */
  readonly imported: boolean;
}

/** The terms of a draft. */
export function termsOfDraft({ scheme, change, facts, imported }: Draft): SchemeTerms {
  return termsOf(policy(scheme, change), { facts, ...(imported ? {} : { lists: new Map() }) });
}

/** Random terms of a scheme: what the roster says of the member, facts set or not, lists imported or not. */
export function drafts(scheme: string): fc.Arbitrary<Draft> {
  const { roster } = schemeOf(scheme).rules;
  const cohorts = roster.cohorts.filter((cohort) => cohort !== 'new-resident');
  return fc.record({
    scheme: fc.constant(scheme),
    change: fc.record({
      cohorts: scheme === DIBUBAO ? mostly(['low-income'], []) : fc.subarray([...cohorts]),
      preexisting: fc.oneof(fc.constant([]), fc.subarray([...CATEGORY_NAMES, ...roster.preexisting])),
      priorYears: fc.integer({ min: 0, max: 6 }),
      claimFreeYears: fc.integer({ min: 0, max: 6 }),
    }),
    facts:
      scheme === SANMING
        ? fc.constantFrom({}, ...['0.19', '0.25', '0.31'].map((participationRate) => ({ participationRate })))
        : fc.constant({}),
    imported: mostly(true, false),
  });
}

/** Random hospitals; more often than not the one around the corner. */
export function hospitals(...schemes: string[]): fc.Arbitrary<Hospital> {
  const near = schemes.map((scheme) => policy(scheme).insuredRegion);
  return fc.record({
    id: fc.constantFrom('H1', 'H2'),
    region: fc.oneof(fc.constantFrom(...near), fc.constantFrom('360423', '310101', '320602', '350402')),
    level: mostly(3, 1, 2),
    ownership: mostly<Hospital['ownership']>('public', 'private'),
    designated: mostly(true, false),
    drg: mostly(true, false),
  });
}
