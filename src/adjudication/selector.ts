import type { ClaimLine } from '../claim/claim.ts';
import { Money } from '../money/money.ts';
import type { LineSelector } from '../scheme/selector.ts';
import type { Reason } from '../scheme/words.ts';
import { type Facts, findList } from './facts.ts';

/** A line that a selector means, with its class on the selector's list; empty where it names none. */
export interface SelectedLine {
  readonly line: ClaimLine;
  readonly class: string;
}

/**
 * The lines that at least one of the selectors means, each once.
 *
 * @returns the reason why it cannot be told: a list that nobody imported, a line without its unit price or day of service
 */
export function selectLines(
  lines: readonly ClaimLine[],
  selectors: readonly LineSelector[],
  facts: Facts,
): SelectedLine[] | Reason {
  const selected: SelectedLine[] = [];
  for (const line of lines) {
    const found = selectLine(line, selectors, facts);
    if (typeof found === 'string') return found;
    if (found !== undefined) selected.push(found);
  }
  return selected;
}

/** Whether one of the selectors means a line. */
export function selectLine(
  line: ClaimLine,
  selectors: readonly LineSelector[],
  facts: Facts,
): SelectedLine | Reason | undefined {
  let unknown: Reason | undefined;
  for (const selector of selectors) {
    const found = match(line, selector, facts);
    if (typeof found === 'object') return found;
    unknown ??= found;
  }
  return unknown;
}

/** What is on the line itself is looked at before what may be missing. */
function match(line: ClaimLine, selector: LineSelector, facts: Facts): SelectedLine | Reason | undefined {
  const { tags, categories, onList, classes, unitPrice, served, not } = selector;
  if (tags !== undefined && !tags.some((tag) => line.tags.includes(tag))) return undefined;
  if (categories !== undefined && !categories.includes(line.category)) return undefined;
  let unknown: Reason | undefined;
  let ofClass = '';
  if (onList !== undefined) {
    const list = findList(onList, facts);
    const entry = list?.find(line.code);
    if (list === undefined) unknown = 'LIST_NOT_LOADED';
    else if (entry === undefined || classes?.includes(entry.class) === false) return undefined;
    else ofClass = entry.class;
  }
  if (unitPrice !== undefined) {
    const price = line.unitPrice === undefined ? undefined : Money.of(line.unitPrice);
    if (price === undefined) unknown ??= 'LINE_DETAIL_REQUIRED';
    else if (unitPrice.atLeast?.gt(price) === true || unitPrice.atMost?.lt(price) === true) return undefined;
  }
  if (served !== undefined) {
    const inside = servedInside(line, facts);
    if (inside === undefined) unknown ??= 'LINE_DETAIL_REQUIRED';
    else if (inside !== (served === 'within-period')) return undefined;
  }
  const without = not === undefined ? undefined : selectLine(line, not, facts);
  if (typeof without === 'object') return undefined;
  return unknown ?? without ?? { line, class: ofClass };
}

/** Whether a line was served inside the policy period; a stay that lies inside it has no other lines. */
function servedInside(line: ClaimLine, facts: Facts): boolean | undefined {
  const { effectiveFrom, effectiveTo } = facts.terms.policy;
  if (staysInside(facts)) return true;
  const day = line.servedOn;
  return day === undefined ? undefined : day >= effectiveFrom && day <= effectiveTo;
}

/** Whether the whole stay lies inside the policy period. */
export function staysInside({ terms, admittedOn, dischargedOn }: Facts): boolean {
  return admittedOn >= terms.policy.effectiveFrom && dischargedOn <= terms.policy.effectiveTo;
}
