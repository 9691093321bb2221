import { Money } from '../money/money.ts';
import type { FACT_UNITS } from './declarations.ts';

/** What kind of value a fact has; a `switch` is true or false. */
export type FactKind = (typeof FACT_UNITS)[number] | 'switch';

/** The scheme facts that brake automatic payment, known in every scheme (rulebook A18). */
export const AUTO_PAY_STOP = 'autoPayStop';
export const AUTO_PAY_LIMIT = 'autoPayLimit';
export const ENGINE_FACTS: ReadonlyMap<string, FactKind> = new Map([
  [AUTO_PAY_LIMIT, 'yuan'],
  [AUTO_PAY_STOP, 'switch'],
]);

/** What a value of each kind looks like, for a refusal. */
export const FACT_FORMS: Readonly<Record<FactKind, { readonly zh: string; readonly en: string }>> = {
  share: { zh: '0 至 1 之间、至多六位小数的数，如 0.31', en: 'between 0 and 1 with at most 6 decimals, such as 0.31' },
  yuan: { zh: '不小于 0、至多两位小数的元', en: 'yuan, not below 0, with at most 2 decimals' },
  switch: { zh: ' true 或 false', en: 'true or false' },
};

/**
 * The one text of a value, so that 0.3 after 0.30 is no change.
 *
 * @returns `undefined` for a value that a fact of this kind cannot have: 31 in place of 0.31 would pass every bound
 */
export function factText(kind: FactKind, value: string): string | undefined {
  switch (kind) {
    case 'switch':
      return value === 'true' || value === 'false' ? value : undefined;
    case 'share':
      return /^(0(\.\d{1,6})?|1(\.0{1,6})?)$/.test(value) ? Money.of(value).toString() : undefined;
    case 'yuan': {
      const amount = Money.parse(value);
      return amount === undefined || amount.isNegative() ? undefined : amount.toFixed2();
    }
  }
}
