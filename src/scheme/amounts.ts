import { z } from 'zod';
import { type Condition, condition } from './condition.ts';
import { type Amount, amount, clause, interpretation } from './words.ts';

/** One case of an amount. */
export interface AmountCase {
  readonly when?: Condition | undefined;
  readonly is: Amount;
  readonly clause?: string | undefined;
  readonly interpretation?: string[] | undefined;
}

/** An amount, or amounts by case: the first case whose `when` holds; a last one without `when` is for all others. */
export type AmountByCase = readonly AmountCase[];

const amountCase = z.strictObject({
  when: condition.optional(),
  is: amount,
  clause: clause.optional(),
  interpretation: interpretation.optional(),
});

export const amountByCase = z
  .union([amount, z.array(amountCase).min(1)])
  .transform((value): AmountByCase => (Array.isArray(value) ? value : [{ is: value }]))
  .describe('yuan, {fact}, or a list of cases {when, is}');
