import { admittedAt, dischargedAt } from '../claim/checks.ts';
import type { Claim, ClaimLine } from '../claim/claim.ts';
import type { Pot } from '../claim/vocabulary.ts';
import type { Money } from '../money/money.ts';
import { addDays, type DateText, dateOf, daysBetween } from '../time/calendar.ts';
import type { Accumulators } from './accumulators.ts';
import type { Hospital, SchemeTerms } from './input.ts';

/** Where the hospital lies, seen from a policy (rulebook A15). */
export type Area = 'local' | 'same-province' | 'other-province';

/** What the conditions of one scheme are asked about. */
export interface Facts {
  readonly claim: Claim;
  readonly hospital: Hospital;
  readonly terms: SchemeTerms;
  readonly area: Area;
  readonly admittedOn: DateText;
  readonly dischargedOn: DateText;
  /** Discharge day minus admission day. */
  readonly stayDays: number;
  /** The last day on which a discharge still counts. */
  readonly tailEnd: DateText;
  /** What the policy had used before this claim. */
  readonly before: Accumulators;
}

/** Gathers what one scheme's conditions look at. */
export function gatherFacts(claim: Claim, hospital: Hospital, terms: SchemeTerms, before: Accumulators): Facts {
  const admittedOn = dateOf(admittedAt(claim));
  const dischargedOn = dateOf(dischargedAt(claim));
  return {
    claim,
    hospital,
    terms,
    area: areaOf(hospital, terms),
    admittedOn,
    dischargedOn,
    stayDays: daysBetween(admittedOn, dischargedOn),
    tailEnd: addDays(terms.policy.effectiveTo, tailDays(terms)),
    before,
  };
}

/** How many days after its last day a policy still covers a stay. */
export function tailDays(terms: Pick<SchemeTerms, 'scheme'>): number {
  const { coverage } = terms.scheme.rules;
  return 'tailDays' in coverage ? coverage.tailDays : 0;
}

function areaOf(hospital: Hospital, { scheme, policy }: SchemeTerms): Area {
  const { area, region } = scheme.rules;
  const home = area.local === 'region' ? region : insuredRegion(policy.insuredRegion, area.digits, area.sameAs);
  if (hospital.region.startsWith(home)) return 'local';
  return hospital.region.slice(0, 2) === home.slice(0, 2) ? 'same-province' : 'other-province';
}

function insuredRegion(region: string, digits: number | undefined, sameAs: Readonly<Record<string, string>>): string {
  const home = region.slice(0, digits ?? region.length);
  return sameAs[home] ?? home;
}

/** What a line weighs in a pot (rulebook A3). */
export function weight(line: ClaimLine, pot: Pot): Money {
  return pot === 'in-catalog' ? line.inScope.plus(line.firstSelfPay) : line.fullySelfPaid.plus(line.overLimit);
}
