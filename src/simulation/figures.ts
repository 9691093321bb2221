import type { Money } from '../money/money.ts';

/** A count with separators. */
export function countText(count: number): string {
  return grouped(String(count));
}

/** An amount of yuan with separators and two decimals. */
export function moneyText(amount: Money): string {
  const [whole = '', decimals = ''] = amount.toFixed2().split('.');
  return `${grouped(whole)}.${decimals}`;
}

/** The same with its sign, for differences. */
export function signedText(amount: Money): string {
  return amount.isPositive() ? `+${moneyText(amount)}` : moneyText(amount);
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The range of a bin, from above `from` to `to` included; an open end is null. */
export function rangeText(from: number | null, to: number | null): string {
  if (from === null) return `≤ ${to === null ? '' : countText(to)}`;
  if (to === null) return `> ${countText(from)}`;
  return `${countText(from)} – ${countText(to)}`;
}
