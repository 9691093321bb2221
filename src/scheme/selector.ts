import { z } from 'zod';
import { CATEGORIES, type Category, LINE_TAGS, type LineTag } from '../claim/vocabulary.ts';
import type { Money } from '../money/money.ts';
import { id, oneOrMore, yuan } from './words.ts';

/** Which lines of a bill are meant: a line is when everything that is named holds for it. */
export interface LineSelector {
  readonly onList?: string | undefined;
  readonly classes?: string[] | undefined;
  readonly tags?: LineTag[] | undefined;
  readonly categories?: Category[] | undefined;
  readonly unitPrice?: { readonly atLeast?: Money | undefined; readonly atMost?: Money | undefined } | undefined;
  readonly served?: 'within-period' | 'outside-period' | undefined;
  readonly not?: LineSelector[] | undefined;
}

/** The fields of a selector; a rule that has them beside its own spreads them. */
export const selectorFields = {
  get not(): z.ZodOptional<z.ZodType<LineSelector[]>> {
    return oneOrMore(lineSelector).optional().describe('and the line is none of these');
  },
  onList: id.optional().describe('a list of this scheme: the code of the line starts with an entry of it'),
  classes: oneOrMore(z.string()).optional().describe('of the list, only entries of these classes'),
  tags: oneOrMore(z.enum(LINE_TAGS)).optional().describe('the line has one of these tags'),
  categories: oneOrMore(z.enum(CATEGORIES)).optional().describe('the line is of one of these fee categories'),
  unitPrice: z
    .strictObject({ atLeast: yuan.optional(), atMost: yuan.optional() })
    .optional()
    .describe('yuan for one unit'),
  served: z
    .enum(['within-period', 'outside-period'])
    .optional()
    .describe('the day of service lies inside, or outside, the policy period'),
};

/** Lines for which all of this holds. */
export const lineSelector: z.ZodType<LineSelector> = z
  .strictObject(selectorFields)
  .refine((value) => Object.keys(value).length > 0, {
    error: '须写明是哪些费用项目 / say which lines are meant',
  });
