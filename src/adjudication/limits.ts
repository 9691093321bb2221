import { Money } from '../money/money.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { LimitRules } from '../scheme/limit.ts';
import type { Reason } from '../scheme/words.ts';
import { amountFor } from './amounts.ts';
import type { Base } from './base.ts';
import type { Reduction } from './decision.ts';
import type { Steps } from './explain.ts';
import { capItemGroups } from './item-groups.ts';
import { amountLeft, numberLeft } from './limit-use.ts';
import {
  type FoundLimit,
  hasLines,
  limitLines,
  linesUnknown,
  PERIODS,
  paidBy,
  partsOf,
  scaled,
  underLimits,
} from './line-limits.ts';
import type { Rated } from './rates.ts';
import { admissionUse, type Work } from './work.ts';

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
    const unknown = hasLines({ rules }) ? linesUnknown(rules, work) : undefined;
    if (unknown !== undefined) return unknown;
    found.push({ rules, index, amount });
  }
  return found;
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
  let parts = limits.some(hasLines) ? partsOf(base, rated, payout) : [];
  for (const limit of limits) {
    if (hasLines(limit)) {
      const kept = limitLines(benefit, limit, parts, work, steps, reductions);
      const cut = paidBy(parts).minus(paidBy(kept));
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
    const begun = admissionUse(work, benefit.id).times > 0;
    if (payout.isZero() || begun || numberLeft(benefit, rules, 'times', rules.times, work) > 0) return payout;
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
  const left = amountLeft(benefit, rules, amount, work);
  if (payout.lte(left)) return payout;
  const [all, rest] = [amount.toFixed2(), left.toFixed2()];
  return cut(
    payout,
    left,
    rules,
    steps,
    reductions,
    `${period.zh}限额 ${all} 元，余额 ${rest} 元，超出部分不赔`,
    `${period.en} limit ${all}, ${rest} of it left: the rest is cut`,
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
