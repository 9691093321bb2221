import { Money } from '../money/money.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { Bilingual } from '../scheme/words.ts';
import type { BenefitUse } from './accumulators.ts';
import type { Base } from './base.ts';
import type { BenefitDecision } from './decision.ts';
import type { Steps } from './explain.ts';
import { admissionUse, count, noteBorne, useOf, type Work } from './work.ts';

/** What a deductible takes, and what it leaves. */
export interface Deducted {
  readonly deductible: BenefitDecision['deductible'];
  readonly eligible: Money;
}

/** What a deductible counts over, as a step says it. */
const PERIODS = {
  year: { zh: '年度', en: 'annual' },
  admission: { zh: '本次住院', en: 'per-admission' },
} as const;

type DeductibleRules = NonNullable<BenefitRules['deductible']>;

/**
 * Takes the deductible off a base: what is left of it this policy year, or of this admission (rulebook A7), over all
 * benefits that share it, and in a year over the members of a family where they do. What other insurers paid for the same
 * pots may count as deductible used [I-4]; that uses it up before the base does, also where the base is 0.
 *
 * @param amount the whole deductible in yuan, before it is waived
 */
export function deduct(benefit: BenefitRules, amount: Money, base: Base, work: Work, steps: Steps): Deducted {
  const rules = benefit.deductible;
  if (rules === undefined) {
    const none = { applied: Money.ZERO, remaining: Money.ZERO };
    return { deductible: none, eligible: base.total };
  }
  const whole = waived(benefit.id, rules, work, steps) ? Money.ZERO : amount;
  const inFamily = familyUse(benefit, rules, work);
  const used = sharedUse(benefit, rules, work).plus(inFamily);
  const remaining = whole.minusDownToZero(used);
  const credit = Money.min(remaining, base.credited);
  const applied = Money.min(remaining.minus(credit), base.total);
  const taken = credit.plus(applied);
  const nowUsed = used.plus(taken);
  count(work, benefit, (use) => ({
    ...use,
    deductible: use.deductible.plus(taken),
    credited: use.credited.plus(credit),
  }));
  if (rules.familyWaiver === true && whole.isPositive() && nowUsed.gte(whole)) {
    noteBorne(work, rules.pool ?? benefit.id);
  }

  if (credit.isPositive()) {
    steps.note(
      'deductible-credit',
      benefit.otherCompensation ?? work.facts.terms.scheme.rules.otherCompensation,
      `商业保险已赔付的 ${credit.toFixed2()} 元计入免赔额`,
      `${credit.toFixed2()} paid by other insurers counts as deductible used`,
    );
  }
  const period = PERIODS[rules.per];
  const [all, now] = [whole.toFixed2(), applied.toFixed2()];
  const before = beforeThis(used, inFamily);
  steps.add(
    'deductible',
    rules,
    applied.negated(),
    `${period.zh}免赔额 ${all} 元，此前已用 ${before.zh}，本次扣除 ${now} 元`,
    `${period.en} deductible ${all}, used before ${before.en}, taken now ${now}`,
  );
  return {
    deductible: { applied, remaining: whole.minusDownToZero(nowUsed) },
    eligible: base.total.minus(applied),
  };
}

/** What the member used of a deductible before, by this benefit and by all that share it. */
function sharedUse(benefit: BenefitRules, rules: DeductibleRules, work: Work): Money {
  const useIn: (work: Work, benefit: string) => BenefitUse = rules.per === 'year' ? useOf : admissionUse;
  return Money.sum(sharing(benefit, rules, work).map(({ id }) => useIn(work, id).deductible));
}

/** What other members of the family used of a deductible that they bear together. */
function familyUse(benefit: BenefitRules, rules: DeductibleRules, work: Work): Money {
  const { familyUsed } = work.facts.terms.policy;
  if (rules.familyShared !== true || familyUsed === undefined) return Money.ZERO;
  return Money.sum(sharing(benefit, rules, work).map(({ id }) => Money.of(familyUsed[id] ?? '0')));
}

function sharing(benefit: BenefitRules, { pool }: DeductibleRules, work: Work): readonly BenefitRules[] {
  if (pool === undefined) return [benefit];
  return work.facts.terms.scheme.rules.benefits.filter((other) => other.deductible?.pool === pool);
}

function beforeThis(used: Money, inFamily: Money): Bilingual {
  const all = used.toFixed2();
  if (inFamily.isZero()) return { zh: `${all} 元`, en: all };
  const theirs = inFamily.toFixed2();
  return { zh: `${all} 元（其中家庭其他成员 ${theirs} 元）`, en: `${all} (of it ${theirs} by others of the family)` };
}

/** Whether another member of the family has borne it. */
function waived(benefit: string, rules: DeductibleRules, work: Work, steps: Steps): boolean {
  const borne = work.facts.terms.policy.familyBorne ?? [];
  if (rules.familyWaiver !== true || !borne.includes(rules.pool ?? benefit)) return false;
  steps.note(
    'deductible-waived',
    rules,
    '家庭成员中已有一人承担了免赔额，本人免除',
    'a member of the family has borne the deductible: it is waived',
  );
  return true;
}
