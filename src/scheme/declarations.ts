import { z } from 'zod';
import { POTS, SETTINGS } from '../claim/vocabulary.ts';
import { condition } from './condition.ts';
import { bilingual, clause, id, interpretation, oneOrMore, rate, source, yuan } from './words.ts';

/** What a scheme file declares beside the rules that decide a claim. */

const listEntry = z.strictObject({
  code: z.string().min(1),
  name: z.string().default(''),
  class: z.string().default('').describe('the class of a drug where rates differ by class'),
});

/** A list of codes that rules refer to. */
export const list = z.strictObject({
  name: bilingual,
  file: z
    .string()
    .regex(/^[A-Za-z0-9._-]+\.csv$/, { error: '须为本文件夹内的 CSV 文件名 / the name of a CSV file in this folder' })
    .optional()
    .describe('columns code,name,class'),
  entries: z.array(listEntry).min(1).optional().describe('the list itself, where it is short'),
  ...source,
});

/** What a fact is counted in: a share of 1, or yuan. */
export const FACT_UNITS = ['share', 'yuan'] as const;

/** A figure that somebody sets during the year. */
export const fact = z.strictObject({
  zh: z.string().min(1),
  en: z.string().min(1),
  unit: z.enum(FACT_UNITS).default('share').describe('a share of 1 such as 0.31, or yuan'),
});

/** A condition with a name. */
export const definition = z.strictObject({
  zh: z.string().min(1),
  en: z.string().min(1),
  means: condition,
  clause: clause.optional(),
  interpretation: interpretation.optional(),
});

const premiumCase = z.strictObject({
  plan: oneOrMore(id).optional(),
  cohort: oneOrMore(id).optional(),
  is: yuan,
});

/** The premium of a policy, or premiums by what the roster says; the first case that fits counts. */
export const premiumAmount = z
  .union([yuan, z.array(premiumCase).min(1)])
  .transform((value): z.output<typeof premiumCase>[] => (Array.isArray(value) ? value : [{ is: value }]))
  .describe('yuan, or a list of cases {plan, cohort, is}');

/** Until when a hospital may take a settlement back by itself. */
export const reversal = z.strictObject({
  withinDays: z.number().int().min(0).max(3660).describe('business day of the reversal minus that of the decision'),
  afterwards: z
    .enum(['refused', 'insurer'])
    .describe('refused: no longer; insurer: only when the insurer has allowed it'),
  ...source,
});

/** Ratios of a policy year that a notice hangs a consequence on. */
export const EXPERIENCE_RATIOS = ['payout', 'surplus', 'net-profit'] as const;

/** A ratio of the year, and what follows where it passes a bound. */
export const experienceTrigger = z
  .strictObject({
    ratio: z
      .enum(EXPERIENCE_RATIOS)
      .describe('of the premiums: payouts; premiums less payouts; premiums less payouts and expenses'),
    above: rate.optional(),
    below: rate.optional(),
    meaning: bilingual.describe('what must follow'),
    ...source,
  })
  .refine((value) => (value.above === undefined) !== (value.below === undefined), {
    error: '须写 above 或 below 之一 / a trigger has either `above` or `below`',
  });

/** The second distribution of what is left of the year's premiums. */
export const yearEnd = z.strictObject({
  distribute: z.literal('surplus').describe('premiums less service fee and payouts, where that is more than 0'),
  over: z
    .enum(POTS)
    .describe("in proportion to what is left of this pot of each member's accepted claims, never more than that"),
  by: z
    .string()
    .regex(/^\d{2}-\d{2}$/, { error: '须为月-日 / month and day, such as 03-31' })
    .describe('month and day of the next year'),
  ...source,
});

/** What a member must bring. */
export const paper = z.strictObject({
  cohort: oneOrMore(id).optional().describe('only for these members'),
  setting: oneOrMore(z.enum(SETTINGS)).optional().describe('only in these settings'),
  name: bilingual,
  ...source,
});
