import { z } from 'zod';
import { FUNDS, POTS } from '../claim/vocabulary.ts';
import { amountByCase } from './amounts.ts';
import { condition } from './condition.ts';
import { lineSelector } from './selector.ts';
import { clause, id, interpretation, oneOrMore, rate, source } from './words.ts';

/**
 * What the two pots consist of: in the catalog the class B advance payment and the rest (basic deductible and
 * co-payment), out of the catalog what is fully self-paid and what exceeds price limits.
 */
export const CHARGE_KINDS = ['first-self-pay', 'co-payment', 'fully-self-paid', 'over-limit'] as const;
export type ChargeKind = (typeof CHARGE_KINDS)[number];

const counted = z.strictObject({
  charges: oneOrMore(z.enum(CHARGE_KINDS))
    .optional()
    .describe('only what of the base is of these kinds; else all of it'),
  when: condition.optional(),
  share: rate.describe('so much of it counts'),
  clause: clause.optional(),
  interpretation: interpretation.optional(),
});

const less = z.strictObject({
  share: rate,
  of: z.enum(['total', 'in-scope', 'personal']).describe('the whole bill, its in-scope amount, or the personal burden'),
  when: condition.optional(),
  clause: clause.optional(),
  interpretation: interpretation.optional(),
});

const between = z
  .strictObject({ above: amountByCase.optional(), upTo: amountByCase.optional() })
  .refine((value) => value.above !== undefined || value.upTo !== undefined, {
    error: '须写 above 或 upTo / say `above`, `upTo` or both',
  });

const fromPots = z
  .strictObject({
    pots: oneOrMore(z.enum(POTS)),
    lines: oneOrMore(lineSelector)
      .optional()
      .describe('only what lines that are one of these weigh in the pots, at most what is left'),
    before: oneOrMore(z.enum(FUNDS))
      .optional()
      .describe('the scheme pays before these funds: what they paid counts in the in-catalog pot'),
    counts: z.array(counted).min(1).optional().describe('parts that count with a share'),
    less: z.array(less).min(1).optional().describe('what the member bears first'),
    between: between
      .optional()
      .describe("of the year's cumulated cost in this benefit, only the part between two bounds"),
    ...source,
  })
  .describe('what is left of one pot or of both, or of some of their lines');

const leftBy = z
  .strictObject({ leftBy: id, ...source })
  .describe('what an earlier benefit left of its pots: the out-of-pocket of the claim');

/** What a benefit is computed on. */
export const base = z.union([fromPots, leftBy]);
export type BaseRules = z.output<typeof base>;
export type PotBase = z.output<typeof fromPots>;
