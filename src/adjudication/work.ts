import type { ClaimLine } from '../claim/claim.ts';
import { Money } from '../money/money.ts';
import type { Accumulators, BenefitUse } from './accumulators.ts';
import { admissionKey, NO_USE } from './accumulators.ts';
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
  readonly decided: BenefitDecision[];
}

/** What is left of the pots for this scheme: without its excluded lines. */
export function open(work: Work): PerPot {
  return lessPots(work.left, work.excluded);
}

export function useOf(work: Work, benefit: string): BenefitUse {
  return work.accumulators.benefits[benefit] ?? NO_USE;
}

/** Books what a benefit used. Amounts of 0 leave the accumulators as they are. */
export function count(work: Work, benefit: string, use: Partial<BenefitUse>): void {
  const old = useOf(work, benefit);
  const changed = { ...old, ...use };
  const same =
    changed.deductible.eq(old.deductible) &&
    changed.paid.eq(old.paid) &&
    changed.times === old.times &&
    Object.entries(changed.eligible).every(([table, amount]) => amount.eq(old.eligible[table] ?? Money.ZERO));
  if (same) return;
  work.counted = true;
  work.accumulators = {
    ...work.accumulators,
    benefits: { ...work.accumulators.benefits, [benefit]: changed },
  };
}

/** The admission of this claim, as the accumulators name it. */
export function admissionOf(work: Work): string {
  return admissionKey(work.facts.hospital.id, work.facts.claim.encounter.id);
}

/** Deductible used in this admission. */
export function admissionUse(work: Work, benefit: string): Money {
  return work.accumulators.admissions[admissionOf(work)]?.[benefit] ?? Money.ZERO;
}

export function countAdmission(work: Work, benefit: string, used: Money): void {
  if (used.eq(admissionUse(work, benefit))) return;
  const key = admissionOf(work);
  const { admissions } = work.accumulators;
  work.counted = true;
  work.accumulators = {
    ...work.accumulators,
    admissions: { ...admissions, [key]: { ...admissions[key], [benefit]: used } },
  };
}

/** What was paid for an item group. Hospitals name the groups: `constructor` is a name like any other. */
export function groupUse(work: Work, group: string): Money {
  const { itemGroups } = work.accumulators;
  return (Object.hasOwn(itemGroups, group) ? itemGroups[group] : undefined) ?? Money.ZERO;
}

export function countItemGroups(work: Work, paid: ReadonlyMap<string, Money>): void {
  const groups = new Map(Object.entries(work.accumulators.itemGroups));
  for (const [group, amount] of paid) {
    if (amount.isZero()) continue;
    groups.set(group, groupUse(work, group).plus(amount));
    work.counted = true;
  }
  work.accumulators = { ...work.accumulators, itemGroups: Object.fromEntries(groups) };
}

export function countOutOfPocket(work: Work, change: Money): void {
  if (change.isZero()) return;
  work.counted = true;
  work.accumulators = { ...work.accumulators, outOfPocket: work.accumulators.outOfPocket.plus(change) };
}
