import { Money } from '../money/money.ts';
import type { AmountByCase } from '../scheme/amounts.ts';
import type { Amount, Reason } from '../scheme/words.ts';
import { firstThatHolds } from './conditions.ts';
import type { Facts } from './facts.ts';

/**
 * The amount of the first case that holds, in yuan.
 *
 * @returns a reason where it cannot be told yet, `undefined` where no case holds
 */
export function amountFor(cases: AmountByCase, facts: Facts): Money | Reason | undefined {
  const found = firstThatHolds(cases, facts);
  return typeof found === 'object' ? inYuan(found.is, facts) : found;
}

/** An amount the scheme names, or `FACT_NOT_SET` where it is a fact that nobody has set. */
export function inYuan(amount: Amount, { terms }: Facts): Money | Reason {
  if ('yuan' in amount) return amount.yuan;
  const value = terms.facts[amount.fact];
  return value === undefined ? 'FACT_NOT_SET' : Money.of(value).times(amount.times);
}
