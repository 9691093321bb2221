import { z } from 'zod';
import { CATEGORIES, COMPENSATION_KINDS } from '../claim/vocabulary.ts';
import { amountByCase } from './amounts.ts';
import { base } from './base.ts';
import { condition } from './condition.ts';
import { definition, experienceTrigger, fact, list, paper, premiumAmount, reversal, yearEnd } from './declarations.ts';
import { limit } from './limit.ts';
import { selectorFields } from './selector.ts';
import {
  amount,
  bilingual,
  clause,
  day,
  factName,
  id,
  oneOrMore,
  points,
  REASONS,
  rate,
  regionCode,
  source,
  yuan,
} from './words.ts';

const document = z.strictObject({ number: z.string().min(1), title: bilingual });

const gate = z
  .strictObject({
    when: condition.optional().describe('the gate fails when this holds'),
    unless: condition.optional().describe('the gate fails unless this holds'),
    outcome: z.enum(['declined', 'pended']).describe('declined: nothing is due; pended: a person decides'),
    reason: z.enum(REASONS),
    ...source,
  })
  .refine((value) => (value.when === undefined) !== (value.unless === undefined), {
    error: '一道门须写 when 或 unless 之一 / a gate has either `when` or `unless`',
  });

const requirement = z.strictObject({ require: condition, else: z.enum(REASONS), ...source });

const tier = z.strictObject({ upTo: amount.optional().describe('this bound belongs to this tier'), rate });

const bounds = z
  .strictObject({
    count: z
      .enum(['after-deductible', 'before-deductible'])
      .default('after-deductible')
      .describe('before-deductible: the deductible fills the first tiers'),
    per: z.enum(['year', 'admission', 'claim']).default('year').describe('over what the amount is cumulated'),
    pays: z
      .enum(['slice', 'whole'])
      .default('slice')
      .describe('slice: each part at the rate of its tier; whole: all of this claim at the rate of the tier reached'),
  })
  .refine((value) => Object.values(value).some((word) => !['after-deductible', 'year', 'slice'].includes(word)), {
    error: '与通常相同：请删去 bounds / this is how bounds count anyway: leave `bounds` out',
  });

const table = z
  .strictObject({
    table: id,
    when: condition.optional(),
    rate: rate.optional(),
    tiers: z.array(tier).min(1).optional().describe('a rate for each slice of the cumulative eligible amount'),
    bounds: bounds.optional().describe('where the bounds of the tiers count otherwise'),
    classes: z.record(z.string(), rate).optional().describe('a rate for each class of the listed items'),
    ...source,
  })
  .refine((value) => [value.rate, value.tiers, value.classes].filter((way) => way !== undefined).length === 1, {
    error: '一张表须写 rate、tiers、classes 之一 / a table has exactly one of `rate`, `tiers`, `classes`',
  })
  .refine((value) => value.bounds === undefined || value.tiers !== undefined, {
    error: 'bounds 只用于 tiers / `bounds` goes with `tiers` only',
  });

const otherCompensation = z.strictObject({
  subtract: oneOrMore(z.enum(COMPENSATION_KINDS)).default([]).describe('these kinds come off the pots'),
  creditsDeductible: oneOrMore(z.enum(COMPENSATION_KINDS))
    .optional()
    .describe('what these kinds paid for a pot counts as deductible used, whether or not it comes off the pot'),
  ...source,
});

const benefit = z.strictObject({
  id,
  name: bilingual,
  payTo: z.enum(['hospital', 'member']),
  conditions: z.array(requirement).default([]),
  otherCompensation: otherCompensation.optional().describe('instead of what the scheme says'),
  base: base.optional(),
  deductible: z
    .strictObject({
      per: z.enum(['year', 'admission']),
      amount: amountByCase,
      pool: id.optional().describe('benefits that name the same pool share the deductible'),
      familyWaiver: z
        .literal(true)
        .optional()
        .describe('once one member of a family has borne it, it is waived for the others'),
      familyShared: z
        .literal(true)
        .optional()
        .describe('the members of a family bear it together: what one has borne counts for all of them'),
      ...source,
    })
    .optional(),
  outOfPocketCap: z
    .strictObject({
      amount: amountByCase.describe('cases by fact; where none holds the benefit does not apply'),
      else: z.enum(REASONS),
      ...source,
    })
    .optional()
    .describe("what the year's out-of-pocket exceeds this cap by is eligible"),
  rates: z.array(table).min(1).optional(),
  bonus: z
    .array(z.strictObject({ when: condition, points, ...source }))
    .optional()
    .describe('percentage points added to every rate, or, below 0, taken off'),
  factor: z
    .array(z.strictObject({ when: condition.optional(), factor: rate, ...source }))
    .optional()
    .describe('the first that holds multiplies the payout'),
  lumpSum: z
    .strictObject({ amount: amountByCase, ...source })
    .optional()
    .describe('a fixed sum; `limit` says how often'),
  dailyAllowance: z
    .strictObject({
      amount: amountByCase.describe('for one day of the stay'),
      afterDays: z.number().int().min(0).max(365).default(0).describe('the first so many days of a stay are not paid'),
      ...source,
    })
    .optional()
    .describe('a fixed sum for each day of a stay; `limit` says for how many'),
  review: z
    .array(z.strictObject({ unless: condition, reason: z.enum(REASONS), ...source }))
    .default([])
    .describe('where this does not hold, a person decides on the benefit'),
  limit: oneOrMore(limit).optional().describe('one limit, or several from the innermost to the outermost'),
});

const excludedLines = z
  .strictObject({ ...selectorFields, ...source })
  .refine((value) => Object.keys(selectorFields).some((key) => key in value), {
    error: '须写明是哪些费用项目 / say which lines are meant',
  });

const itemGroupCap = z.strictObject({
  categories: z.array(z.enum(CATEGORIES)).min(1),
  per: z.literal('year'),
  amount: yuan,
  ...source,
});

/** A scheme file, `schemes/*​/scheme.yaml`. `schemes/README.md` teaches it; this schema is what it is held against. */
export const schemeFile = z.strictObject({
  scheme: id,
  name: bilingual,
  documents: z
    .record(id, document)
    .refine((all) => Object.keys(all).length > 0, { error: '未列出任何文件 / no document is named' }),
  precedence: z.number().int().min(0).max(1000).describe('lower first; equal: by scheme id'),
  region: regionCode,
  area: z.strictObject({
    local: z
      .enum(['region', 'insured-region'])
      .describe("a hospital is local when it lies in the scheme's region, or in the region the policy is insured in"),
    digits: z.number().int().min(2).max(6).optional().describe('how many digits of the insured region count'),
    sameAs: z
      .record(z.string().regex(/^\d+$/), z.string().regex(/^\d+$/))
      .default({})
      .describe('insured regions that count as another one'),
    ...source,
  }),
  enrollment: z.strictObject({ from: day, to: day, clause }).optional(),
  coverage: z.union([
    z.strictObject({ from: day, to: day, tailDays: z.number().int().min(0).max(366).default(0), ...source }),
    z.strictObject({ months: z.number().int().min(1).max(60), ...source }),
  ]),
  premium: z.strictObject({ amount: premiumAmount, clause }),
  succeeds: z
    .array(id)
    .default([])
    .describe('the schemes of earlier years, whose payouts count towards limits for life'),
  roster: z
    .strictObject({
      plans: z.array(id).default([]).describe('plans that a member may have chosen'),
      cohorts: z.array(id).default([]),
      preexisting: z.array(id).default([]).describe('words of the roster beside the twelve categories'),
      names: z.record(id, bilingual).default({}).describe('what plans, cohorts and further conditions are called'),
    })
    .prefault({}),
  interpretations: z.record(z.string().regex(/^I-\d+$/), bilingual).default({}),
  lists: z
    .record(id, list)
    .default({})
    .describe('with `file` or `entries`: part of the scheme; with neither: imported by the insurer'),
  facts: z.record(factName, fact).default({}),
  definitions: z.record(id, definition).default({}).describe('conditions with a name, for `is`'),
  gates: z.array(gate),
  reversal: reversal.optional(),
  excludedLines: oneOrMore(excludedLines).optional().describe('lines that leave the pots before any benefit'),
  otherCompensation: otherCompensation.optional(),
  benefits: z.array(benefit).min(1),
  itemGroupCap: itemGroupCap.optional(),
  experience: z.array(experienceTrigger).default([]).describe('ratios of the year that the notice watches'),
  yearEnd: yearEnd.optional(),
  papers: z.array(paper).default([]).describe('what a member must bring, told at admission'),
});

/** A scheme as the engine reads it. */
export type SchemeRules = z.output<typeof schemeFile>;
export type BenefitRules = SchemeRules['benefits'][number];
export type Gate = SchemeRules['gates'][number];
export type RateTable = NonNullable<BenefitRules['rates']>[number];
export type ExcludedLines = NonNullable<SchemeRules['excludedLines']>[number];
export type CompensationRules = NonNullable<SchemeRules['otherCompensation']>;
