import { Money } from '../money/money.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { Base } from './base.ts';
import type { BenefitDecision } from './decision.ts';
import type { Steps } from './explain.ts';
import { amountFor } from './outcome.ts';
import { admissionUse, count, countAdmission, useOf, type Work } from './work.ts';

/** What a deductible takes, and what it leaves. */
export interface Deducted {
  readonly deductible: BenefitDecision['deductible'];
  readonly eligible: Money;
}

/**
 * Takes the deductible off a base: what is left of it this policy year, or of this admission (rulebook A7). What other
 * insurers paid off the same pots may count as deductible used [I-4]; that uses it up before the base does, also where
 * the base is 0.
 */
export function deduct(benefit: BenefitRules, base: Base, work: Work, steps: Steps): Deducted {
  const rules = benefit.deductible;
  if (rules === undefined) return { deductible: { applied: Money.ZERO, remaining: Money.ZERO }, eligible: base.total };
  const whole = amountFor(rules.amount, work) ?? Money.ZERO;
  const used = rules.per === 'year' ? useOf(work, benefit.id).deductible : admissionUse(work, benefit.id);
  const remaining = whole.minusDownToZero(used);
  const credit = Money.min(remaining, base.credited);
  const applied = Money.min(remaining.minus(credit), base.total);
  const nowUsed = used.plus(credit).plus(applied);
  if (rules.per === 'year') count(work, benefit.id, { deductible: nowUsed });
  else countAdmission(work, benefit.id, nowUsed);

  if (credit.isPositive()) {
    steps.note(
      'deductible-credit',
      benefit.otherCompensation ?? work.facts.terms.scheme.rules.otherCompensation,
      `商业保险已赔付的 ${credit.toFixed2()} 元计入免赔额`,
      `${credit.toFixed2()} paid by other insurers counts as deductible used`,
    );
  }
  const period = rules.per === 'year' ? { zh: '年度', en: 'annual' } : { zh: '本次住院', en: 'per-admission' };
  steps.add(
    'deductible',
    rules,
    applied.negated(),
    `${period.zh}免赔额 ${whole.toFixed2()} 元，此前已用 ${used.toFixed2()} 元，本次扣除 ${applied.toFixed2()} 元`,
    `${period.en} deductible ${whole.toFixed2()}, used before ${used.toFixed2()}, taken now ${applied.toFixed2()}`,
  );
  return {
    deductible: { applied, remaining: whole.minusDownToZero(nowUsed) },
    eligible: base.total.minus(applied),
  };
}
