import { Money } from '../money/money.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { LimitRules } from '../scheme/limit.ts';
import type { Reason } from '../scheme/words.ts';
import { amountFor } from './amounts.ts';
import type { Base, Weighed } from './base.ts';
import type { Reduction } from './decision.ts';
import type { Steps } from './explain.ts';
import { capItemGroups } from './item-groups.ts';
import { available, lineLimitKey, lineLimitUse } from './limit-use.ts';
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

/** A payout after everything that caps it, unrounded. */
export interface Limited {
  readonly payout: Money;
  readonly reductions: readonly Reduction[];
  /** The part of the payout that falls on each capped item group. */
  readonly byGroup: ReadonlyMap<string, Money>;
  /** The part of the payout under each limit that looks at lines, by its key. */
  readonly byLimit: ReadonlyMap<string, Money>;
}

/**
 * The limits of a benefit with their amounts.
 *
 * @returns a reason where an amount cannot be told yet
 */
export function findLimits(benefit: BenefitRules, work: Work): FoundLimit[] | Reason {
  const found: FoundLimit[] = [];
  for (const [index, rules] of (benefit.limit ?? []).entries()) {
    const amount = rules.amount === undefined ? undefined : amountFor(rules.amount, work.facts);
    if (typeof amount === 'string') return amount;
    const lines = hasLines({ rules }) ? linesUnder(rules, work) : [];
    if (typeof lines === 'string') return lines;
    found.push({ rules, index, amount });
  }
  return found;
}

/** A part of the payout that one line carries. */
interface Part extends Weighed {
  readonly paid: Money;
}

/** Item-group caps, then the benefit's limits in order, then the indemnity guard (rulebook A7, A9). */
export function limitPayout(
  benefit: BenefitRules,
  limits: readonly FoundLimit[],
  base: Base,
  rated: Rated,
  full: Money,
  work: Work,
  steps: Steps,
): Limited {
  const reductions: Reduction[] = [];
  const groups = capItemGroups(base, full, work, steps, reductions);
  let payout = groups.payout;
  let parts = partsOf(base, rated, payout);
  for (const limit of limits) {
    if (hasLines(limit)) {
      const kept = limitLines(benefit, limit, parts, work, steps, reductions);
      const cut = sum(parts).minus(sum(kept));
      if (cut.isNegligible()) continue;
      parts = kept;
      payout = payout.minusDownToZero(cut);
    } else {
      const left = limitWhole(benefit, limit, payout, work, steps, reductions);
      parts = scaled(parts, left, payout);
      payout = left;
    }
  }
  if (payout.gt(work.guard)) {
    const cut = payout.minus(work.guard);
    reductions.push({ reason: 'INDEMNITY', amount: cut });
    steps.add(
      'indemnity',
      undefined,
      cut.negated(),
      '补偿原则：各方补偿合计不超过个人负担',
      'indemnity: all compensation together never exceeds the personal burden',
    );
    parts = scaled(parts, work.guard, payout);
    payout = work.guard;
  }
  const byGroup = new Map<string, Money>();
  if (payout.isPositive()) {
    for (const [group, share] of groups.shares) byGroup.set(group, share.share(payout, groups.payout));
  }
  return { payout, reductions, byGroup, byLimit: underLimits(benefit, limits, parts, work) };
}

/** Cuts a fixed sum, which falls on no lines, to the limits of a benefit. */
export function limitSum(
  benefit: BenefitRules,
  limits: readonly FoundLimit[],
  full: Money,
  work: Work,
  steps: Steps,
): Omit<Limited, 'byGroup' | 'byLimit'> {
  const reductions: Reduction[] = [];
  let payout = full;
  for (const limit of limits) payout = limitWhole(benefit, limit, payout, work, steps, reductions);
  return { payout, reductions };
}

const PERIODS = {
  claim: { zh: '每次', en: 'per claim' },
  admission: { zh: '每次住院', en: 'per admission' },
  year: { zh: '年度', en: 'annual' },
  life: { zh: '终身', en: 'lifetime' },
} as const;

function limitWhole(
  benefit: BenefitRules,
  { rules, amount }: FoundLimit,
  payout: Money,
  work: Work,
  steps: Steps,
  reductions: Reduction[],
): Money {
  const period = PERIODS[rules.per];
  if (rules.times !== undefined) {
    if (payout.isZero() || available(benefit, rules, 'times', rules.times, work) > 0) return payout;
    return cut(
      payout,
      Money.ZERO,
      rules,
      steps,
      reductions,
      `${period.zh}以 ${rules.times} 次为限，已用完`,
      `${period.en} at most ${rules.times} time(s): used up`,
    );
  }
  if (amount === undefined) return payout;
  const left = available(benefit, rules, 'paid', amount, work);
  if (payout.lte(left)) return payout;
  return cut(
    payout,
    left,
    rules,
    steps,
    reductions,
    `${period.zh}限额 ${amount.toFixed2()} 元，余额 ${left.toFixed2()} 元，超出部分不赔`,
    `${period.en} limit ${amount.toFixed2()}, ${left.toFixed2()} of it left: the rest is cut`,
  );
}

function cut(
  payout: Money,
  left: Money,
  rules: LimitRules,
  steps: Steps,
  reductions: Reduction[],
  zh: string,
  en: string,
): Money {
  const amount = payout.minus(left);
  reductions.push({ reason: 'LIMIT', amount });
  steps.add('limit', rules, amount.negated(), zh, en);
  return left;
}

/** The parts of the payout that a limit of lines leaves; each item group by itself where the limit is for each. */
function limitLines(
  benefit: BenefitRules,
  limit: FoundLimit,
  parts: readonly Part[],
  work: Work,
  steps: Steps,
  reductions: Reduction[],
): readonly Part[] {
  const { rules, amount } = limit;
  let kept = parts;
  for (const group of groupsUnder(rules, parts, work)) {
    const under = (part: Part) => isUnder(rules, group, part, work);
    const share = sum(kept.filter(under));
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
    kept = kept.map((part) => (under(part) ? { ...part, paid: left.share(part.paid, share) } : part));
  }
  return kept;
}

function hasLines({ rules }: Pick<FoundLimit, 'rules'>): boolean {
  return rules.lines !== undefined || rules.each !== undefined;
}

function linesUnder({ lines }: LimitRules, work: Work): readonly unknown[] | Reason {
  if (work.lines === undefined) return 'LINE_DETAIL_REQUIRED';
  return lines === undefined ? work.lines : selectLines(work.lines, lines, work.facts);
}

/** The item groups a limit is for, or the empty name for all of its lines together. */
function groupsUnder(rules: LimitRules, parts: readonly Part[], work: Work): readonly string[] {
  if (rules.each === undefined) return [''];
  const limited = parts.filter((part) => isUnder(rules, undefined, part, work));
  return [...new Set(limited.map(({ line }) => line.itemGroup))];
}

function isUnder(rules: LimitRules, group: string | undefined, { line }: Weighed, work: Work): boolean {
  if (group !== undefined && group !== '' && line.itemGroup !== group) return false;
  return rules.lines === undefined || typeof selectLine(line, rules.lines, work.facts) === 'object';
}

/** Spreads a payout over the lines by weight; where classes have rates of their own, each class over its own lines. */
function partsOf(base: Base, { slices, byClass }: Rated, payout: Money): readonly Part[] {
  const earned = base.weighed.map((one): Money => {
    if (!byClass) return one.weight;
    const slice = slices.find(({ table }) => table === one.class);
    const inClass = Money.sum(base.weighed.filter((other) => other.class === one.class).map(({ weight }) => weight));
    return slice === undefined ? Money.ZERO : slice.amount.times(slice.rate).share(one.weight, inClass);
  });
  const total = Money.sum(earned);
  if (total.isZero()) return [];
  return base.weighed.map((one, index) => ({ ...one, paid: payout.share(earned[index] ?? Money.ZERO, total) }));
}

function scaled(parts: readonly Part[], to: Money, from: Money): readonly Part[] {
  return from.isZero() || to.eq(from) ? parts : parts.map((part) => ({ ...part, paid: to.share(part.paid, from) }));
}

function sum(parts: readonly Part[]): Money {
  return Money.sum(parts.map(({ paid }) => paid));
}

/** What in the end falls under each limit of lines, to be counted. */
function underLimits(
  benefit: BenefitRules,
  limits: readonly FoundLimit[],
  parts: readonly Part[],
  work: Work,
): Map<string, Money> {
  const byLimit = new Map<string, Money>();
  for (const limit of limits) {
    if (!hasLines(limit) || limit.rules.per === 'claim') continue;
    for (const group of groupsUnder(limit.rules, parts, work)) {
      const paid = sum(parts.filter((part) => isUnder(limit.rules, group, part, work)));
      byLimit.set(lineLimitKey(benefit, limit, group, work), paid);
    }
  }
  return byLimit;
}
