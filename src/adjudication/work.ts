import type { ClaimLine } from '../claim/claim.ts';
import { Money } from '../money/money.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { Accumulators, BenefitUse } from './accumulators.ts';
import { admissionKey, NO_USE, sameUse } from './accumulators.ts';
import type { BenefitDecision } from './decision.ts';
import type { Facts } from './facts.ts';
import { lessPots, type PerPot } from './pots.ts';

/**
 * What is being worked out for one claim in one scheme. The engine hands it from benefit to benefit; nothing outside
 * the adjudication of this claim sees it change.
 */
export interface Work {
  readonly facts: Facts;
  /** Lines without those that the scheme excludes; absent where the claim has no lines. */
  readonly lines: readonly ClaimLine[] | undefined;
  /** What excluded lines took out of the pots. */
  readonly excluded: PerPot;
  /** What is left of the claim's pots, over all schemes. */
  left: PerPot;
  /** What may still be paid to the hospital, over all schemes (rulebook A9). */
  guard: Money;
  accumulators: Accumulators;
  /** Whether this claim changed an accumulator. */
  counted: boolean;
  /** What each benefit left of its pots. */
  readonly leftBy: Map<string, PerPot>;
  /** What benefits that are about certain lines took out of the in-catalog pot, with these lines. */
  readonly drawn: Drawn[];
  readonly decided: BenefitDecision[];
}

/** What a benefit took out of the in-catalog pot for its lines. */
export interface Drawn {
  readonly lines: readonly ClaimLine[];
  readonly amount: Money;
}

/** What is left of the pots for this scheme: without its excluded lines. */
export function open(work: Work): PerPot {
  return lessPots(work.left, work.excluded);
}

/** What a benefit has used in the policy year. */
export function useOf(work: Work, benefit: string): BenefitUse {
  return work.accumulators.benefits[benefit] ?? NO_USE;
}

/** What a benefit has used in this admission. */
export function admissionUse(work: Work, benefit: string): BenefitUse {
  return work.accumulators.admissions[admissionOf(work)]?.[benefit] ?? NO_USE;
}

/** Whether a rule of the benefit counts over an admission, so that what it uses is booked by admission too. */
export function looksAtAdmissions({ base, deductible, rates, limit, dailyAllowance }: BenefitRules): boolean {
  return (
    dailyAllowance !== undefined ||
    (base !== undefined && limit?.some(({ times }) => times !== undefined) === true) ||
    deductible?.per === 'admission' ||
    rates?.some(({ bounds }) => bounds?.per === 'admission') === true ||
    limit?.some(({ per }) => per === 'admission') === true
  );
}

/** What a benefit has used with what is booked now. */
type Booked = (use: BenefitUse) => BenefitUse;

/** Books what a benefit used: over the policy year and, where a rule looks at it, the admission. */
export function count(work: Work, benefit: BenefitRules, booked: Booked): void {
  countYear(work, benefit.id, booked);
  if (looksAtAdmissions(benefit)) countAdmission(work, benefit.id, booked);
}

/** Books what a benefit used in the policy year. What changes nothing leaves the accumulators as they are. */
export function countYear(work: Work, benefit: string, booked: Booked): void {
  const old = useOf(work, benefit);
  const changed = booked(old);
  if (sameUse(changed, old)) return;
  const { accumulators } = work;
  change(work, { ...accumulators, benefits: { ...accumulators.benefits, [benefit]: changed } });
}

function countAdmission(work: Work, benefit: string, booked: Booked): void {
  const old = admissionUse(work, benefit);
  const changed = booked(old);
  if (sameUse(changed, old)) return;
  const { accumulators } = work;
  const { admissions } = accumulators;
  const key = admissionOf(work);
  change(work, {
    ...accumulators,
    admissions: { ...admissions, [key]: { ...admissions[key], [benefit]: changed } },
  });
}

/** The admission of this claim, as the accumulators name it. */
export function admissionOf(work: Work): string {
  return admissionKey(work.facts.hospital.id, work.facts.claim.encounter.id);
}

/** What was paid for an item group. Hospitals name the groups: `constructor` is a name like any other. */
export function groupUse(work: Work, group: string): Money {
  return own(work.accumulators.itemGroups, group);
}

export function countItemGroups(work: Work, paid: ReadonlyMap<string, Money>): void {
  const itemGroups = added(work.accumulators.itemGroups, paid);
  if (itemGroups !== undefined) change(work, { ...work.accumulators, itemGroups });
}

/** What was paid under the limits that look at some of the lines, by their keys. */
export function countLimits(work: Work, paid: ReadonlyMap<string, Money>): void {
  const limits = added(work.accumulators.limits, paid);
  if (limits !== undefined) change(work, { ...work.accumulators, limits });
}

/**
 * Books a payout of whole fen. A stay that is settled in parts makes good its costs one time; a fixed sum is one time by
 * itself.
 */
export function countPaid(work: Work, benefit: BenefitRules, paid: Money, days = 0): void {
  const again = benefit.base !== undefined && admissionUse(work, benefit.id).times > 0;
  const times = again ? 0 : 1;
  count(work, benefit, (use) => ({
    ...use,
    paid: use.paid.plus(paid),
    times: use.times + times,
    days: use.days + days,
  }));
}

export function countOutOfPocket(work: Work, amount: Money): void {
  if (amount.isZero()) return;
  change(work, { ...work.accumulators, outOfPocket: work.accumulators.outOfPocket.plus(amount) });
}

/** Notes that the member has borne a deductible whole. */
export function noteBorne(work: Work, deductible: string): void {
  const { borne } = work.accumulators;
  if (!borne.includes(deductible)) change(work, { ...work.accumulators, borne: [...borne, deductible].sort() });
}

/** The amount under a key that comes from outside. */
export function own(amounts: Readonly<Record<string, Money>>, key: string): Money {
  return (Object.hasOwn(amounts, key) ? amounts[key] : undefined) ?? Money.ZERO;
}

function added(
  amounts: Readonly<Record<string, Money>>,
  more: ReadonlyMap<string, Money>,
): Readonly<Record<string, Money>> | undefined {
  let sums: Readonly<Record<string, Money>> | undefined;
  for (const [key, amount] of more) {
    if (!amount.isZero()) sums = { ...(sums ?? amounts), [key]: own(amounts, key).plus(amount) };
  }
  return sums;
}

function change(work: Work, accumulators: Accumulators): void {
  work.counted = true;
  work.accumulators = accumulators;
}
