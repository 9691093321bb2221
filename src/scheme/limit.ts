import { z } from 'zod';
import { amountByCase } from './amounts.ts';
import { lineSelector } from './selector.ts';
import { id, oneOrMore, source } from './words.ts';

/** What a limit counts over: one claim, one admission, a policy year, all policy years of a member. */
export const LIMIT_PERIODS = ['claim', 'admission', 'year', 'life'] as const;

/** The units a limit may be in. */
const LIMIT_UNITS = ['amount', 'times', 'days'] as const;

/**
 * A limit of a benefit: an amount, a number of payouts or a number of paid days, over a period. One benefit may have
 * several, one inside the other; benefits that name the same pool share one.
 */
export const limit = z
  .strictObject({
    per: z.enum(LIMIT_PERIODS),
    amount: amountByCase.optional().describe('so much is paid at most'),
    times: z.number().int().min(1).max(9999).optional().describe('so often is paid at most'),
    days: z.number().int().min(1).max(9999).optional().describe('for so many days is paid at most'),
    lines: oneOrMore(lineSelector).optional().describe('only the part of the payout that falls on these lines'),
    each: z.literal('item-group').optional().describe('each item group has a limit of its own'),
    pool: id.optional().describe('benefits that name the same pool share the limit'),
    ...source,
  })
  .refine((value) => LIMIT_UNITS.filter((unit) => value[unit] !== undefined).length === 1, {
    error: '限额须写 amount、times、days 之一 / a limit has exactly one of `amount`, `times`, `days`',
  })
  .refine((value) => value.amount !== undefined || (value.lines === undefined && value.each === undefined), {
    error: '只有金额限额可限于费用项目（lines、each） / only an `amount` can be for some lines (`lines`, `each`)',
  });
export type LimitRules = z.output<typeof limit>;
