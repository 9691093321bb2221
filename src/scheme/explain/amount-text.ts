import { Money } from '../../money/money.ts';
import type { SchemeRules } from '../language.ts';
import type { Amount } from '../words.ts';
import { say, type Text, yuanText } from './say.ts';
import { factName } from './scheme-names.ts';

/** An amount as people say it: yuan, or the fact it is. */
export function amountText(amount: Amount, rules: SchemeRules): Text {
  if ('yuan' in amount) return yuanText(amount.yuan);
  const { zh, en } = factName(amount.fact, rules);
  if (amount.times.eq(Money.ONE)) return say(`“${zh}”所录金额`, `the amount set as "${en}"`);
  const times = amount.times.toString();
  return say(`“${zh}”所录金额的 ${times} 倍`, `${times} times the amount set as "${en}"`);
}

/** True for an amount of 0. */
export function isNone(amount: Amount): boolean {
  return 'yuan' in amount && amount.yuan.isZero();
}
