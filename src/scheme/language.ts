import { z } from 'zod';
import { CATEGORIES, COMPENSATION_KINDS, LINE_TAGS, POTS } from '../claim/vocabulary.ts';
import { condition } from './condition.ts';
import { experienceTrigger, list, paper, yearEnd } from './declarations.ts';
import { bilingual, clause, day, id, interpretation, oneOrMore, REASONS, rate, source, yuan } from './words.ts';

/** An amount, or amounts by case: the first case whose `when` holds; a last one without `when` is for all others. */
const byCase = z
  .union([
    yuan.transform((is) => [{ is, when: undefined, clause: undefined, interpretation: undefined }]),
    z
      .array(
        z.strictObject({
          when: condition.optional(),
          is: yuan,
          clause: clause.optional(),
          interpretation: interpretation.optional(),
        }),
      )
      .min(1),
  ])
  .describe('yuan, or a list of cases {when, is}');

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

const tier = z.strictObject({ upTo: yuan.optional().describe('this bound belongs to this tier'), rate });

const table = z
  .strictObject({
    table: id,
    when: condition.optional(),
    rate: rate.optional(),
    tiers: z.array(tier).min(1).optional().describe('marginal, on the cumulative eligible amount of the policy year'),
    classes: z.record(z.string(), rate).optional().describe('a rate for each class of the listed items'),
    ...source,
  })
  .refine((value) => [value.rate, value.tiers, value.classes].filter((way) => way !== undefined).length === 1, {
    error: '一张表须写 rate、tiers、classes 之一 / a table has exactly one of `rate`, `tiers`, `classes`',
  });

const base = z.union([
  z.strictObject({ pots: oneOrMore(z.enum(POTS)), ...source }).describe('what is left of one pot or of both'),
  z
    .strictObject({ listed: id, pot: z.enum(POTS), ...source })
    .describe('what the lines on a list weigh in a pot, at most what is left of it'),
  z
    .strictObject({ leftBy: id, ...source })
    .describe('what an earlier benefit left of its pots: the out-of-pocket of the claim'),
]);

const otherCompensation = z.strictObject({
  subtract: oneOrMore(z.enum(COMPENSATION_KINDS)).describe('these kinds come off the pots'),
  creditsDeductible: oneOrMore(z.enum(COMPENSATION_KINDS))
    .optional()
    .describe('what these kinds took off a pot also counts as deductible used'),
  ...source,
});

const benefit = z.strictObject({
  id,
  name: bilingual,
  payTo: z.enum(['hospital', 'member']),
  conditions: z.array(requirement).default([]),
  otherCompensation: otherCompensation.optional().describe('instead of what the scheme says'),
  base: base.optional(),
  deductible: z.strictObject({ per: z.enum(['year', 'admission']), amount: byCase, ...source }).optional(),
  outOfPocketCap: z
    .strictObject({
      amount: byCase.describe('cases by fact; where none holds the benefit does not apply'),
      else: z.enum(REASONS),
      ...source,
    })
    .optional()
    .describe("what the year's out-of-pocket exceeds this cap by is eligible"),
  rates: z.array(table).min(1).optional(),
  bonus: z
    .array(z.strictObject({ when: condition, points: rate, ...source }))
    .optional()
    .describe('added to every rate'),
  factor: z
    .array(z.strictObject({ when: condition.optional(), factor: rate, ...source }))
    .optional()
    .describe('the first that holds multiplies the payout'),
  lumpSum: z
    .strictObject({
      amount: byCase,
      times: z.number().int().min(1).describe('so often under one policy'),
      ...source,
    })
    .optional(),
  review: z
    .array(z.strictObject({ unless: condition, reason: z.enum(REASONS), ...source }))
    .default([])
    .describe('where this does not hold, a person decides on the benefit'),
  limit: z
    .strictObject({
      per: z.literal('year'),
      amount: byCase,
      pool: id.optional().describe('benefits that name the same pool share the limit'),
      ...source,
    })
    .optional(),
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
  region: z
    .string()
    .regex(/^\d{2,6}$/, { error: '须为加引号的行政区划代码前缀 / a region prefix of digits, in quotes' })
    .describe('region prefix (GB/T 2260)'),
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
  premium: z.strictObject({ amount: yuan, clause }),
  roster: z
    .strictObject({
      cohorts: z.array(id).default([]),
      preexisting: z.array(id).default([]).describe('words of the roster beside the twelve categories'),
    })
    .prefault({}),
  interpretations: z.record(z.string().regex(/^I-\d+$/), bilingual).default({}),
  lists: z
    .record(id, list)
    .default({})
    .describe('with `file` or `entries`: part of the scheme; with neither: imported by the insurer'),
  facts: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), bilingual).default({}),
  gates: z.array(gate),
  excludedLines: z.strictObject({ tags: z.array(z.enum(LINE_TAGS)).min(1), ...source }).optional(),
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
export type AmountByCase = NonNullable<BenefitRules['deductible']>['amount'];
export type CompensationRules = NonNullable<SchemeRules['otherCompensation']>;
