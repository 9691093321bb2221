import type { BenefitRules } from '../scheme/language.ts';
import { holds } from './conditions.ts';
import type { BenefitDecision } from './decision.ts';
import type { Steps } from './explain.ts';
import { amountFor, decision, pend } from './outcome.ts';
import { count, useOf, type Work } from './work.ts';

/**
 * Decides a lump sum: so often under one policy; where a review condition does not hold, a person decides. It is no
 * indemnity: pots and guard are not touched.
 */
export function decideLumpSum(benefit: BenefitRules, work: Work, steps: Steps): BenefitDecision {
  const rules = benefit.lumpSum;
  if (rules === undefined) throw new Error('a lump sum has its rules');
  const use = useOf(work, benefit.id);
  if (use.times >= rules.times) {
    steps.note(
      'nothing-due',
      rules,
      `「${benefit.name.zh}」本保单已给付`,
      `"${benefit.name.en}" was already paid under this policy`,
    );
    return decision(benefit, 'nothing-due', 'LIMIT_EXHAUSTED');
  }
  const doubtful = benefit.review.find((review) => holds(review.unless, work.facts) !== true);
  if (doubtful !== undefined) return pend(benefit, doubtful.reason, steps);
  const amount = amountFor(rules.amount, work);
  if (amount === undefined) return pend(benefit, 'LIST_NOT_LOADED', steps);
  steps.add('lump-sum', rules, amount, `一次性给付 ${amount.toFixed2()} 元`, `a lump sum of ${amount.toFixed2()}`);
  steps.sum('payout', undefined, `「${benefit.name.zh}」赔付`, `paid by "${benefit.name.en}"`);
  count(work, benefit.id, { paid: use.paid.plus(amount), times: use.times + 1 });
  return decision(benefit, 'paid', null, { base: amount, eligible: amount, paid: amount });
}
