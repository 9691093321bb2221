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
  const kept = [...parts];
  for (const [group, places] of groupsUnder(rules, parts, work)) {
    const share = Money.sum(places.map((place) => kept[place]?.paid ?? Money.ZERO));
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
    for (const place of places) {
      const part = kept[place];
      if (part !== undefined) kept[place] = { ...part, paid: left.share(part.paid, share) };
    }
  }
  return kept;
}

/** Whether a limit is for some lines, or for each item group. */
export function hasLines({ rules }: Pick<FoundLimit, 'rules'>): boolean {
  return rules.lines !== undefined || rules.each !== undefined;
}

/** The lines a limit is for; the reason where it cannot be told. */
export function linesUnder({ lines }: LimitRules, work: Work): readonly unknown[] | Reason {
  if (work.lines === undefined) return 'LINE_DETAIL_REQUIRED';
  return lines === undefined ? work.lines : selectLines(work.lines, lines, work.facts);
}

/** The places of the parts under a limit: all together under the empty name, or each item group by itself. */
function groupsUnder(rules: LimitRules, parts: readonly Part[], work: Work): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>(rules.each === undefined ? [['', []]] : []);
  for (const [place, { line }] of parts.entries()) {
    if (rules.lines !== undefined && typeof selectLine(line, rules.lines, work.facts) !== 'object') continue;
    const name = rules.each === undefined ? '' : line.itemGroup;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [place]);
    else group.push(place);
  }
  return groups;
}

/** Spreads a payout over the lines by weight; where classes have rates of their own, each class over its own lines. */
export function partsOf(base: Base, { slices, byClass }: Rated, payout: Money): readonly Part[] {
  const classes = new Map(slices.map(({ table, amount, rate }) => [table, amount.times(rate)]));
  const weights = new Map<string, Money>();
  for (const one of base.weighed) weights.set(one.class, (weights.get(one.class) ?? Money.ZERO).plus(one.weight));
  const earned = base.weighed.map((one): Money => {
    if (!byClass) return one.weight;
    return classes.get(one.class)?.share(one.weight, weights.get(one.class) ?? one.weight) ?? Money.ZERO;
  });
  const total = Money.sum(earned);
  if (total.isZero()) return [];
  return base.weighed.map((one, index) => ({ ...one, paid: payout.share(earned[index] ?? Money.ZERO, total) }));
}

/** The parts with another sum, in the same proportion. */
export function scaled(parts: readonly Part[], to: Money, from: Money): readonly Part[] {
  return from.isZero() || to.eq(from) ? parts : parts.map((part) => ({ ...part, paid: to.share(part.paid, from) }));
}

/** What the parts come to. */
export function paidBy(parts: readonly Part[]): Money {
  return Money.sum(parts.map(({ paid }) => paid));
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
    for (const [group, places] of groupsUnder(limit.rules, parts, work)) {
      const paid = Money.sum(places.map((place) => parts[place]?.paid ?? Money.ZERO));
      byLimit.set(lineLimitKey(benefit, limit, group, work), paid);
    }
  }
  return byLimit;
}
