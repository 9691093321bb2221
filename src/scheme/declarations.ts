import { z } from 'zod';
import { POTS, SETTINGS } from '../claim/vocabulary.ts';
import { bilingual, id, oneOrMore, rate, source } from './words.ts';

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
