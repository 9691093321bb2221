import type { Money } from '../../money/money.ts';
import { ratioText } from '../../money/ratio.ts';
import type { SchemeRules } from '../../scheme/language.ts';
import type { ExperienceDocument } from './documents.ts';

/** The figures of a year that ratios are made of, in yuan; expenses where they are known. */
export interface YearFigures {
  readonly premiums: Money;
  readonly payouts: Money;
  readonly expenses: Money | undefined;
}

type Ratio = SchemeRules['experience'][number]['ratio'];
type TriggerDocument = ExperienceDocument['triggers'][number];

/** The ratios of a year: of the premiums, payouts; premiums less payouts; premiums less payouts and expenses. */
export function ratiosOf(year: YearFigures): ExperienceDocument['ratios'] {
  const ratio = (name: Ratio) => {
    const part = partOf(name, year);
    return part === undefined ? null : ratioText(part, year.premiums);
  };
  return { payout: ratio('payout'), surplus: ratio('surplus'), 'net-profit': ratio('net-profit') };
}

/**
 * Holds a year against the ratios that the notice watches. A net profit hangs on expenses; where it is too low without
 * any, it is known to be.
 */
export function evaluateTriggers(
  { experience }: Pick<SchemeRules, 'experience'>,
  year: YearFigures,
): TriggerDocument[] {
  return experience.map(({ ratio, above, below, meaning, clause }) => {
    const at = above ?? below;
    if (at === undefined) throw new Error('a checked trigger has its bound');
    const onBound = year.premiums.times(at);
    const part = partOf(ratio, year);
    const best = part ?? year.premiums.minus(year.payouts);
    const past = above === undefined ? best.lt(onBound) : best.gt(onBound);
    // Expenses can only lower it: below the bound it stays there.
    const hangs = part === undefined && best.gte(onBound);
    const needs = year.premiums.isZero() ? 'premiums' : hangs ? 'expenses' : null;
    return {
      ratio,
      bound: above === undefined ? 'below' : 'above',
      at: at.toRate(),
      value: part === undefined ? null : ratioText(part, year.premiums),
      met: needs === null ? past : null,
      needs,
      meaning,
      clause,
    };
  });
}

function partOf(ratio: Ratio, { premiums, payouts, expenses }: YearFigures): Money | undefined {
  if (ratio === 'payout') return payouts;
  const surplus = premiums.minus(payouts);
  return ratio === 'surplus' ? surplus : expenses && surplus.minus(expenses);
}
