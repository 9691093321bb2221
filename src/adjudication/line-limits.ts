import { Money } from '../money/money.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { LimitRules } from '../scheme/limit.ts';
import type { Reason } from '../scheme/words.ts';
import type { Base, Weighed } from './base.ts';
import type { Reduction } from './decision.ts';
import type { Steps } from './explain.ts';
import { lineLimitKey, lineLimitUse } from './limit-use.ts';
import type { Rated } from './rates.ts';
import { selectLine, selectLines } from './selector.ts';
import type { Work } from './work.ts';

/** A limit with its amount in yuan; a limit of times or days has none. */
export interface FoundLimit {
  readonly rules: LimitRules;
  /** Which of the benefit's limits it is. */
  readonly index: number;
  readonly amount: Money | undefined;
}

/** A part of the payout that one line carries. */
export interface Part extends Weighed {
  readonly paid: Money;
}

/** What a limit counts over, as a step says it. */
export const PERIODS = {
  claim: { zh: '每次', en: 'per claim' },
  admission: { zh: '每次住院', en: 'per admission' },
  year: { zh: '年度', en: 'annual' },
  life: { zh: '终身', en: 'lifetime' },
} as const;

/** The parts of the payout that a limit of lines leaves; each item group by itself where the limit is for each. */
export function limitLines(
  benefit: BenefitRules,
  limit: FoundLimit,
  parts: readonly Part[],
  work: Work,
  steps: Steps,
  reductions: Reduction[],
): readonly Part[] {
  const { rules, amount } = limit;
  let kept = parts;
  for (const [group, own] of groupsUnder(rules, parts, work)) {
    const share = paidBy(own);
    const left = (amount ?? Money.ZERO).minusDownToZero(lineLimitUse(benefit, limit, group, work));
    const over = share.minusDownToZero(left);
    if (over.isZero()) continue;
    const period = PERIODS[rules.per];
    const name =
      group === '' ? { zh: '所限项目', en: 'the limited items' } : { zh: `项目组 ${group}`, en: `item group ${group}` };
    reductions.push({ reason: 'LIMIT', amount: over });
    steps.add(
      'limit',
      rules,
      over.negated(),
      `${name.zh}应分摊 ${share.toFixed2()} 元，${period.zh}限额余额 ${left.toFixed2()} 元`,
      `${name.en}: its share ${share.toFixed2()}, left of its ${period.en} limit ${left.toFixed2()}`,
    );
    kept = kept.map((part) => (own.has(part) ? { ...part, paid: left.share(part.paid, share) } : part));
  }
  return kept;
}

/** Whether a limit is for some lines, or for each item group. */
export function hasLines({ rules }: Pick<FoundLimit, 'rules'>): boolean {
  return rules.lines !== undefined || rules.each !== undefined;
}

/** The reason why it cannot be told which lines a limit is for, where it cannot. */
export function linesUnknown({ lines }: LimitRules, work: Work): Reason | undefined {
  if (work.lines === undefined) return 'LINE_DETAIL_REQUIRED';
  const selected = lines === undefined ? [] : selectLines(work.lines, lines, work.facts);
  return typeof selected === 'string' ? selected : undefined;
}

/** The parts under a limit: all together under the empty name, or each item group by itself. */
function groupsUnder(rules: LimitRules, parts: readonly Part[], work: Work): ReadonlyMap<string, ReadonlySet<Part>> {
  const groups = new Map<string, Set<Part>>();
  for (const part of parts) {
    if (rules.lines !== undefined && typeof selectLine(part.line, rules.lines, work.facts) !== 'object') continue;
    const name = rules.each === undefined ? '' : part.line.itemGroup;
    groups.set(name, (groups.get(name) ?? new Set()).add(part));
  }
  return groups;
}

/** Spreads a payout over the lines by weight; where classes have rates of their own, each line as its class earned it. */
export function partsOf(base: Base, { slices, byClass }: Rated, payout: Money): readonly Part[] {
  const rates = new Map(slices.map(({ table, rate }) => [table, rate]));
  const rateOf = (line: Weighed) => (byClass ? (rates.get(line.class) ?? Money.ZERO) : Money.ONE);
  const earned = base.weighed().map((one): Part => ({ ...one, paid: one.weight.times(rateOf(one)) }));
  return scaled(earned, payout, paidBy(earned));
}

/** The parts with another sum, in the same proportion; where they come to 0, that sum is 0 too. */
export function scaled(parts: readonly Part[], to: Money, from: Money): readonly Part[] {
  return to.eq(from) ? parts : parts.map((part) => ({ ...part, paid: to.share(part.paid, from) }));
}

/** What the parts come to. */
export function paidBy(parts: Iterable<Part>): Money {
  return Money.sum(Array.from(parts, ({ paid }) => paid));
}

/** What in the end falls under each limit of lines, to be counted. */
export function underLimits(
  benefit: BenefitRules,
  limits: readonly FoundLimit[],
  parts: readonly Part[],
  work: Work,
): Map<string, Money> {
  const byLimit = new Map<string, Money>();
  for (const limit of limits) {
    if (!hasLines(limit) || limit.rules.per === 'claim') continue;
    for (const [group, own] of groupsUnder(limit.rules, parts, work)) {
      byLimit.set(lineLimitKey(benefit, limit, group, work), paidBy(own));
    }
  }
  return byLimit;
}
