import { Money } from '../money/money.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { Reason } from '../scheme/words.ts';
import type { BenefitDecision, BenefitStatus } from './decision.ts';
import { inWords, type Steps } from './explain.ts';

const NO_DEDUCTIBLE = { applied: Money.ZERO, remaining: Money.ZERO };

/** What a benefit came to, so far as it did. */
export type Found = Partial<Omit<BenefitDecision, 'benefit' | 'status' | 'reason' | 'payTo'>>;

/** Builds a benefit's decision; what it did not come to is 0 or empty. */
export function decision(
  benefit: BenefitRules,
  status: BenefitStatus,
  reason: Reason | null,
  found: Found = {},
): BenefitDecision {
  return {
    benefit: benefit.id,
    status,
    reason,
    payTo: benefit.payTo,
    base: found.base ?? Money.ZERO,
    deductible: found.deductible ?? NO_DEDUCTIBLE,
    eligible: found.eligible ?? Money.ZERO,
    slices: found.slices ?? [],
    factor: found.factor ?? Money.ONE,
    reductions: found.reductions ?? [],
    paid: found.paid ?? Money.ZERO,
  };
}

/** Leaves the benefit to a person. */
export function pend(benefit: BenefitRules, reason: Reason, steps: Steps): BenefitDecision {
  steps.note(
    'pended',
    undefined,
    `「${benefit.name.zh}」转人工处理：${inWords(reason).zh}`,
    `"${benefit.name.en}" is left to a person: ${inWords(reason).en}`,
  );
  return decision(benefit, 'pended', reason);
}
