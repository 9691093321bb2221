import { Money } from '../money/money.ts';
import type { BenefitRules } from '../scheme/language.ts';
import { addDays, daysBetween } from '../time/calendar.ts';
import { amountFor } from './amounts.ts';
import { doubtOf } from './conditions.ts';
import type { BenefitDecision } from './decision.ts';
import type { Steps } from './explain.ts';
import type { Facts } from './facts.ts';
import { numberLeft } from './limit-use.ts';
import { findLimits, limitSum } from './limits.ts';
import type { FoundLimit } from './line-limits.ts';
import { decision, pend } from './outcome.ts';
import { admissionUse, countPaid, type Work } from './work.ts';

/**
 * Decides a benefit of a fixed sum, a lump sum or an allowance for each day: as often, for as many days and as much as its
 * limits allow; where a review condition does not hold, a person decides. It is no indemnity: pots and guard are not touched.
 */
export function decideFixedSum(benefit: BenefitRules, work: Work, steps: Steps): BenefitDecision {
  const limits = findLimits(benefit, work);
  if (typeof limits === 'string') return pend(benefit, limits, steps);
  const exhausted = limits.find(
    ({ rules }) => rules.times !== undefined && numberLeft(benefit, rules, 'times', rules.times, work) === 0,
  );
  if (exhausted !== undefined) {
    steps.note(
      'nothing-due',
      exhausted.rules,
      `「${benefit.name.zh}」已给付满次数`,
      `"${benefit.name.en}" was already paid as often as it may be`,
    );
    return decision(benefit, 'nothing-due', 'LIMIT_EXHAUSTED');
  }
  const doubt = doubtOf(benefit, work.facts);
  if (doubt !== undefined) return pend(benefit, doubt, steps);
  const { lumpSum, dailyAllowance } = benefit;
  const rules = lumpSum ?? dailyAllowance;
  if (rules === undefined) throw new Error('a fixed sum has its rules');
  const amount = amountFor(rules.amount, work.facts);
  if (typeof amount !== 'object') return pend(benefit, amount ?? 'FACT_NOT_SET', steps);
  if (dailyAllowance !== undefined) return payDays(benefit, dailyAllowance, amount, limits, work, steps);
  steps.add('lump-sum', rules, amount, `一次性给付 ${amount.toFixed2()} 元`, `a lump sum of ${amount.toFixed2()}`);
  return pay(benefit, amount, 0, limits, work, steps);
}

/** The days of the stay behind the first that are not paid, less those that an interim settlement has paid. */
function payDays(
  benefit: BenefitRules,
  rules: NonNullable<BenefitRules['dailyAllowance']>,
  amount: Money,
  limits: readonly FoundLimit[],
  work: Work,
  steps: Steps,
): BenefitDecision {
  const stay = work.facts.stayDays;
  const due = Math.max(0, coveredDays(rules.afterDays, work.facts) - admissionUse(work, benefit.id).days);
  if (due === 0) return nothingDue(benefit, 'NO_ELIGIBLE_CHARGES', steps);
  const left = limits.flatMap(({ rules: limit }) =>
    limit.days === undefined ? [] : [numberLeft(benefit, limit, 'days', limit.days, work)],
  );
  const days = Math.min(due, ...left);
  if (days === 0) return nothingDue(benefit, 'LIMIT_EXHAUSTED', steps);
  const sum = amount.times(Money.of(String(days)));
  steps.add(
    'daily-allowance',
    rules,
    sum,
    `住院 ${stay} 天，给付 ${days} 天 × ${amount.toFixed2()} 元`,
    `a stay of ${stay} day(s), ${days} paid at ${amount.toFixed2()}`,
  );
  return pay(benefit, sum, days, limits, work, steps);
}

/** The days of the stay behind the first that are not paid and inside the policy period with its tail. */
function coveredDays(afterDays: number, { admittedOn, dischargedOn, tailEnd, terms }: Facts): number {
  const from = [addDays(admittedOn, afterDays), terms.policy.effectiveFrom];
  const to = [dischargedOn, addDays(tailEnd, 1)];
  // The least of the four distances is that from the later first day to the earlier last one.
  return Math.max(0, Math.min(...from.flatMap((first) => to.map((last) => daysBetween(first, last)))));
}

function pay(
  benefit: BenefitRules,
  full: Money,
  days: number,
  limits: readonly FoundLimit[],
  work: Work,
  steps: Steps,
): BenefitDecision {
  const { payout, reductions } = limitSum(benefit, limits, full, work, steps);
  const paid = payout.roundFen();
  steps.sum('payout', undefined, `「${benefit.name.zh}」赔付`, `paid by "${benefit.name.en}"`);
  const found = { base: full, eligible: full, reductions };
  if (paid.isZero())
    return decision(benefit, 'nothing-due', full.isZero() ? 'NO_ELIGIBLE_CHARGES' : 'LIMIT_EXHAUSTED', found);
  countPaid(work, benefit, paid, days);
  return decision(benefit, 'paid', null, { ...found, paid });
}

function nothingDue(
  benefit: BenefitRules,
  reason: 'NO_ELIGIBLE_CHARGES' | 'LIMIT_EXHAUSTED',
  steps: Steps,
): BenefitDecision {
  steps.note('nothing-due', benefit.dailyAllowance, '没有可给付的天数', 'no day is left to be paid');
  return decision(benefit, 'nothing-due', reason);
}
