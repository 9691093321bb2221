import type { Money } from '../money/money.ts';
import { ratioText } from '../money/ratio.ts';
import type { SchemeRules } from '../scheme/language.ts';
import type { Bilingual } from '../scheme/words.ts';

type Trigger = SchemeRules['experience'][number];

/** A ratio that a notice watches, held against what was simulated. */
export interface TriggerReport {
  readonly ratio: Trigger['ratio'];
  readonly bound: 'above' | 'below';
  readonly at: string;
  /** Of a net profit: before expenses. */
  readonly value: string | null;
  /** `open` where it hangs on expenses, which claims do not tell. */
  readonly status: 'met' | 'not-met' | 'open';
  /** With `open`: the expenses at which the ratio stands exactly on the bound. */
  readonly expensesAtBound: Money | null;
  readonly meaning: Bilingual;
  readonly clause: string;
}

/**
 * Evaluates the experience triggers of a scheme.
 *
 * @param premiums of the year, in yuan
 * @param payouts to hospitals and members
 */
export function evaluateTriggers(rules: SchemeRules, premiums: Money, payouts: Money): TriggerReport[] {
  return rules.experience.map((trigger) => evaluate(trigger, premiums, payouts));
}

function evaluate(trigger: Trigger, premiums: Money, payouts: Money): TriggerReport {
  const { ratio, above, below, meaning, clause } = trigger;
  const at = above ?? below;
  if (at === undefined) throw new Error('a checked trigger has its bound');
  const figure = ratio === 'payout' ? payouts : premiums.minus(payouts);
  const onBound = premiums.times(at);
  const past = above === undefined ? figure.lt(onBound) : figure.gt(onBound);
  // Expenses can only lower a net profit: below the bound it stays there, above it may fall.
  const hangs = ratio === 'net-profit' && figure.gt(onBound);
  const status = premiums.isZero() || hangs ? 'open' : past ? 'met' : 'not-met';
  return {
    ratio,
    bound: above === undefined ? 'below' : 'above',
    at: at.toRate(),
    value: ratioText(figure, premiums),
    status,
    expensesAtBound: hangs ? figure.minus(onBound).roundFen() : null,
    meaning,
    clause,
  };
}
