import type { Claim, ClaimLine, Compensation } from '../claim/claim.ts';
import type { Pot } from '../claim/vocabulary.ts';
import { POTS } from '../claim/vocabulary.ts';
import { Money } from '../money/money.ts';
import type { CompensationRules } from '../scheme/language.ts';
import { weight } from './facts.ts';

/** An amount for each pot. */
export type PerPot = Readonly<Record<Pot, Money>>;

export const NOTHING: PerPot = { 'in-catalog': Money.ZERO, 'out-of-catalog': Money.ZERO };

/** What a claim leaves to the patient, split into its two pots (rulebook A3). */
export function personalBurden(claim: Claim): PerPot {
  const { fullySelfPaid, overLimit } = claim.charges;
  const outOfCatalog = Money.min(fullySelfPaid.plus(overLimit), claim.personal);
  return { 'in-catalog': claim.personal.minus(outOfCatalog), 'out-of-catalog': outOfCatalog };
}

/** The difference pot by pot, never below 0. */
export function lessPots(from: PerPot, what: PerPot): PerPot {
  return mapPots((pot) => from[pot].minusDownToZero(what[pot]));
}

export function sumPots(amounts: PerPot, pots: readonly Pot[] = POTS): Money {
  return Money.sum(pots.map((pot) => amounts[pot]));
}

export function mapPots(amount: (pot: Pot) => Money): PerPot {
  return { 'in-catalog': amount('in-catalog'), 'out-of-catalog': amount('out-of-catalog') };
}

/**
 * What excluded lines take out of the pots as they stand (rulebook A4): from the out-of-catalog pot their own weight,
 * from the in-catalog pot their share of it.
 */
export function excludedAmounts(left: PerPot, lines: readonly ClaimLine[], counted: readonly ClaimLine[]): PerPot {
  if (lines.length === counted.length) return NOTHING;
  const total = mapPots((pot) => Money.sum(lines.map((line) => weight(line, pot))));
  const excluded = mapPots((pot) => total[pot].minus(Money.sum(counted.map((line) => weight(line, pot)))));
  return {
    'in-catalog': total['in-catalog'].isZero()
      ? Money.ZERO
      : left['in-catalog'].share(excluded['in-catalog'], total['in-catalog']),
    'out-of-catalog': Money.min(excluded['out-of-catalog'], left['out-of-catalog']),
  };
}

/**
 * The same where what is left in belongs to one policy and what is excluded to another: what the other has paid came out
 * of its own lines, and leaves these as they were.
 */
export function excludedOfOthers(
  left: PerPot,
  whole: PerPot,
  lines: readonly ClaimLine[],
  counted: readonly ClaimLine[],
): PerPot {
  const own = lessPots(whole, excludedAmounts(whole, lines, counted));
  return mapPots((pot) => left[pot].minusDownToZero(own[pot]));
}

/** What other compensation takes off the pots, and how much of that also counts as deductible used. */
export interface Subtracted {
  readonly taken: PerPot;
  readonly credited: PerPot;
}

/**
 * Allots other compensation to the pots (rulebook A5): entries that name a pot first, then those without, in the order
 * listed, from the in-catalog pot, then from the other; a pot never falls below 0. What only counts as deductible used
 * and does not come off is allotted in the same way, and leaves the pots as they are.
 */
export function subtractCompensation(left: PerPot, claim: Claim, rules: CompensationRules | undefined): Subtracted {
  if (rules === undefined) return { taken: NOTHING, credited: NOTHING };
  let taken = NOTHING;
  let credited = NOTHING;
  const credits = (entry: Compensation) => rules.creditsDeductible?.includes(entry.kind) === true;
  const named = claim.otherCompensation.filter((entry) => typeof entry.pot === 'string');
  const unnamed = claim.otherCompensation.filter((entry) => typeof entry.pot !== 'string');
  for (const entry of [...named, ...unnamed]) {
    const comesOff = rules.subtract.includes(entry.kind);
    let rest = entry.amount;
    for (const pot of typeof entry.pot === 'string' ? [entry.pot] : POTS) {
      const part = Money.min(rest, left[pot].minus(comesOff ? taken[pot] : credited[pot]));
      rest = rest.minus(part);
      if (comesOff) taken = { ...taken, [pot]: taken[pot].plus(part) };
      if (credits(entry)) credited = { ...credited, [pot]: credited[pot].plus(part) };
    }
  }
  return { taken, credited };
}

/** Spreads an amount over the pots in proportion to what was taken from each as base; all of it to none where there is no base. */
export function spreadOverPots(amount: Money, base: PerPot): PerPot {
  const total = sumPots(base);
  return total.isZero() ? NOTHING : mapPots((pot) => amount.share(base[pot], total));
}
