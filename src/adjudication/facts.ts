import { admittedOn, dischargedOn } from '../claim/checks.ts';
import type { Claim, ClaimLine } from '../claim/claim.ts';
import type { Pot } from '../claim/vocabulary.ts';
import type { Money } from '../money/money.ts';
import type { CodeList } from '../scheme/lists.ts';
import { regionPrefix } from '../scheme/region.ts';
import { addDays, type DateText, daysBetween } from '../time/calendar.ts';
import { type Accumulators, UNTOUCHED } from './accumulators.ts';
import { type AdjudicationInput, type Hospital, policyKey, type SchemeTerms, schemeOf } from './input.ts';

/** Where the hospital lies, seen from a policy (rulebook A15). */
export type Area = 'local' | 'same-province' | 'other-province';

/** The days of a stay. */
export interface Stay {
  readonly admittedOn: DateText;
  readonly dischargedOn: DateText;
  /** Discharge day minus admission day. */
  readonly stayDays: number;
}

export function stayOf(claim: Claim): Stay {
  const [from, to] = [admittedOn(claim), dischargedOn(claim)];
  return { admittedOn: from, dischargedOn: to, stayDays: daysBetween(from, to) };
}

/** What the conditions of one scheme are asked about. */
export interface Facts extends Stay {
  readonly claim: Claim;
  readonly hospital: Hospital;
  readonly terms: SchemeTerms;
  readonly area: Area;
  /** The last day on which a discharge still counts. */
  readonly tailEnd: DateText;
  /** The business day of the decision. */
  readonly decidedOn: DateText;
  /** The patient's whole years on the day of admission; null where nobody says. */
  readonly age: number | null;
  /** What the policy had used before this claim. */
  readonly before: Accumulators;
  /** What the member's policies of other years, in this scheme and those it succeeds, have used. */
  readonly otherYears: readonly Accumulators[];
}

/**
 * Gathers what one scheme's conditions look at.
 *
 * @param accumulators of all the member's policies as they stand before this scheme is decided
 */
export function gatherFacts(
  input: AdjudicationInput,
  terms: SchemeTerms,
  stay: Stay,
  accumulators: AdjudicationInput['accumulators'],
): Facts {
  const key = policyKey(terms.policy);
  const { claim, hospital, decidedOn, age } = input;
  return {
    ...stay,
    claim,
    hospital,
    terms,
    area: areaOf(hospital, terms),
    tailEnd: addDays(terms.policy.effectiveTo, tailDays(terms)),
    decidedOn,
    age,
    before: accumulators.get(key) ?? UNTOUCHED,
    otherYears: otherYears(terms, key, accumulators),
  };
}

function otherYears(
  { scheme }: SchemeTerms,
  own: string,
  accumulators: AdjudicationInput['accumulators'],
): readonly Accumulators[] {
  const { scheme: id, succeeds } = scheme.rules;
  const found: Accumulators[] = [];
  for (const [key, used] of accumulators) {
    if (key === own) continue;
    const other = schemeOf(key);
    if (other === id || succeeds.includes(other)) found.push(used);
  }
  return found;
}

/** A list of the scheme's own or an imported one; `undefined` where nobody imported it. */
export function findList(name: string, { terms }: Facts): CodeList | undefined {
  return terms.scheme.ownLists.get(name) ?? terms.lists.get(name);
}

/** How many days after its last day a policy still covers a stay. */
export function tailDays(terms: Pick<SchemeTerms, 'scheme'>): number {
  const { coverage } = terms.scheme.rules;
  return 'tailDays' in coverage ? coverage.tailDays : 0;
}

function areaOf(hospital: Hospital, { scheme, policy }: SchemeTerms): Area {
  const { area, region } = scheme.rules;
  const home =
    area.local === 'region' ? regionPrefix(region) : insuredRegion(policy.insuredRegion, area.digits, area.sameAs);
  if (hospital.region.startsWith(home)) return 'local';
  return hospital.region.slice(0, 2) === home.slice(0, 2) ? 'same-province' : 'other-province';
}

function insuredRegion(region: string, digits: number | undefined, sameAs: Readonly<Record<string, string>>): string {
  const home = region.slice(0, digits);
  return sameAs[home] ?? home;
}

/** What a line weighs in a pot (rulebook A3). */
export function weight(line: ClaimLine, pot: Pot): Money {
  return pot === 'in-catalog' ? line.inScope.plus(line.firstSelfPay) : line.fullySelfPaid.plus(line.overLimit);
}
