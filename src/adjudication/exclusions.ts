import type { ClaimLine } from '../claim/claim.ts';
import type { ExcludedLines } from '../scheme/language.ts';
import type { Reason } from '../scheme/words.ts';
import type { Facts } from './facts.ts';
import { excludedAmounts, excludedOfOthers, type PerPot, personalBurden } from './pots.ts';
import { selectLine, staysInside } from './selector.ts';

/**
 * The lines that a scheme's exclusions leave in; `undefined` where the claim has none and the scheme needs none.
 *
 * @returns the reason why a person must decide: the detail of the lines is missing (rulebook A16), or a list
 */
export function countedLines(facts: Facts): readonly ClaimLine[] | Reason | undefined {
  const { rules } = facts.terms.scheme;
  const exclusions = (rules.excludedLines ?? []).filter((one) => mayExclude(one, facts));
  const { lines } = facts.claim;
  if (lines === undefined) {
    return exclusions.length > 0 || rules.itemGroupCap !== undefined ? 'LINE_DETAIL_REQUIRED' : undefined;
  }
  if (exclusions.length === 0) return lines;
  const counted: ClaimLine[] = [];
  for (const line of lines) {
    const excluded = selectLine(line, exclusions, facts);
    if (typeof excluded === 'string') return excluded;
    if (excluded === undefined) counted.push(line);
  }
  return counted;
}

/** What excluded lines take out of the pots as they stand when the scheme's turn comes. */
export function excludedFrom(left: PerPot, counted: readonly ClaimLine[], facts: Facts): PerPot {
  const { claim, terms } = facts;
  const { lines = [] } = claim;
  const byDay = terms.scheme.rules.excludedLines?.some((one) => one.served !== undefined && mayExclude(one, facts));
  return byDay === true
    ? excludedOfOthers(left, personalBurden(claim), lines, counted)
    : excludedAmounts(left, lines, counted);
}

/** Nothing of a stay that lies inside the policy period was served outside it. */
function mayExclude({ served }: ExcludedLines, facts: Facts): boolean {
  return served !== 'outside-period' || !staysInside(facts);
}
