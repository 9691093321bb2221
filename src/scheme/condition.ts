import { z } from 'zod';
import { BASIC_INSURANCE_STATUSES, CAUSES, INSURANCE_KINDS, REFERRALS, SETTINGS, WARDS } from '../claim/vocabulary.ts';
import type { Money } from '../money/money.ts';
import { type LineSelector, lineSelector } from './selector.ts';
import { factName, id, oneOrMore, rate, regionCode, written } from './words.ts';

/** Where the hospital lies, seen from the scheme. `away` is everything not local. */
export const AREAS = ['local', 'away', 'same-province', 'other-province'] as const;
/** Where a day lies, seen from the policy's first and last day and the scheme's tail. */
export const PERIODS = ['before-period', 'within-period', 'after-period', 'within-tail', 'after-tail'] as const;

/** Whole numbers from one bound to another, both included. */
export interface Range {
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
}

const range = z
  .strictObject(
    { atLeast: z.number().int().min(0).optional(), atMost: z.number().int().min(0).optional() },
    written('{ atLeast: 2 } 或 { atMost: 2 }', '{ atLeast: 2 } or { atMost: 2 }'),
  )
  .refine((value) => value.atLeast !== undefined || value.atMost !== undefined, {
    error: '须写 atLeast 或 atMost / say `atLeast`, `atMost` or both',
  })
  .refine((value) => value.atLeast !== 0 || value.atMost !== undefined, {
    error: '不小于 0 恒成立：请改正 / at least 0 always holds: correct it',
  })
  .refine((value) => (value.atLeast ?? 0) <= (value.atMost ?? Number.POSITIVE_INFINITY), {
    error: 'atLeast 大于 atMost，永不成立 / `atLeast` is above `atMost`, so that it never holds',
  });
const moreThan = z.strictObject({ moreThan: z.number().int().min(0) }, written('{ moreThan: 90 }'));
const days = z.number().int().min(1).max(3660);

/** Which diagnoses (or procedures) count; all members must hold for one and the same diagnosis. */
const diagnosis = z
  .strictObject({
    category: oneOrMore(z.string())
      .optional()
      .describe('a category of earlier disease, or `enrolled`: one that the roster lists for this member'),
    onList: id.optional().describe('a list of this scheme: the code starts with an entry of it'),
    confirmed: z.literal('within-period').optional().describe('first confirmed on a day of the policy period'),
    confirmedAfterDays: days.optional().describe('first confirmed after so many days of the policy (waiting period)'),
    severe: z
      .enum(['yes', 'not-denied'])
      .optional()
      .describe('`yes`: marked severe; `not-denied`: marked severe or not marked at all'),
  })
  .describe('a diagnosis for which all of this holds');

export interface Condition {
  is?: string[] | undefined;
  setting?: (typeof SETTINGS)[number][] | undefined;
  ward?: (typeof WARDS)[number][] | undefined;
  cause?: (typeof CAUSES)[number][] | undefined;
  referral?: (typeof REFERRALS)[number][] | undefined;
  area?: (typeof AREAS)[number][] | undefined;
  hospital?:
    | {
        designated?: boolean | undefined;
        public?: boolean | undefined;
        drg?: boolean | undefined;
        level?: Range | undefined;
        region?: string[] | undefined;
        onList?: string | undefined;
      }
    | undefined;
  basicInsurance?:
    | {
        settled?: boolean | undefined;
        status?: (typeof BASIC_INSURANCE_STATUSES)[number][] | undefined;
        kind?: (typeof INSURANCE_KINDS)[number][] | undefined;
      }
    | undefined;
  plan?: string[] | undefined;
  cohort?: string[] | undefined;
  preexisting?: string[] | undefined;
  age?: Range | undefined;
  priorYears?: Range | undefined;
  claimFreeYears?: Range | undefined;
  enrolledLate?: boolean | undefined;
  principalDiagnosis?: z.output<typeof diagnosis> | undefined;
  diagnosis?: z.output<typeof diagnosis> | undefined;
  procedure?: { onList: string } | undefined;
  line?: LineSelector | undefined;
  admitted?: (typeof PERIODS)[number][] | undefined;
  discharged?: (typeof PERIODS)[number][] | undefined;
  withinFirstDays?: number | undefined;
  stayDays?: { moreThan: number } | undefined;
  daysSinceDischarge?: { moreThan: number } | undefined;
  fact?: { name: string; atLeast: Money } | undefined;
  paidBefore?: boolean | undefined;
  all?: Condition[] | undefined;
  any?: Condition[] | undefined;
  not?: Condition | undefined;
}

/** A condition: everything it names must hold. `all`, `any` and `not` combine conditions. */
export const condition: z.ZodType<Condition> = z
  .strictObject({
    is: oneOrMore(id).optional().describe('one of these `definitions` holds'),
    setting: oneOrMore(z.enum(SETTINGS)).optional(),
    ward: oneOrMore(z.enum(WARDS)).optional(),
    cause: oneOrMore(z.enum(CAUSES)).optional(),
    referral: oneOrMore(z.enum(REFERRALS)).optional(),
    area: oneOrMore(z.enum(AREAS)).optional(),
    hospital: z
      .strictObject({
        designated: z.boolean().optional(),
        public: z.boolean().optional(),
        drg: z.boolean().optional(),
        level: range.optional(),
        region: oneOrMore(regionCode).optional().describe('the hospital lies in one of these regions'),
        onList: id.optional().describe('the id of the hospital is on this list'),
      })
      .optional(),
    basicInsurance: z
      .strictObject({
        settled: z.boolean().optional(),
        status: oneOrMore(z.enum(BASIC_INSURANCE_STATUSES)).optional(),
        kind: oneOrMore(z.enum(INSURANCE_KINDS))
          .optional()
          .describe('what the patient is insured as, by the `insuranceType` of the claim'),
      })
      .optional(),
    plan: oneOrMore(id).optional().describe('the plan chosen at enrollment is one of these'),
    cohort: oneOrMore(id).optional().describe('the roster puts the member into one of these cohorts'),
    preexisting: oneOrMore(z.string())
      .optional()
      .describe('the roster lists one of these categories for the member; `any` is any of the twelve'),
    age: range.optional().describe('whole years on the day of admission'),
    priorYears: range.optional().describe('years insured before this one'),
    claimFreeYears: range.optional(),
    enrolledLate: z.boolean().optional().describe("the policy began after the scheme's first day"),
    principalDiagnosis: diagnosis.optional(),
    diagnosis: diagnosis.optional(),
    procedure: z.strictObject({ onList: id }).optional(),
    line: lineSelector.optional().describe('some line of the bill is one of these'),
    admitted: oneOrMore(z.enum(PERIODS)).optional(),
    discharged: oneOrMore(z.enum(PERIODS)).optional(),
    withinFirstDays: days.optional().describe('admitted within the first so many days of the policy (waiting period)'),
    stayDays: moreThan.optional().describe('discharge day minus admission day'),
    daysSinceDischarge: moreThan.optional().describe('business day of the decision minus discharge day'),
    fact: z.strictObject({ name: factName, atLeast: rate }).optional().describe('a fact set by the operator'),
    paidBefore: z.boolean().optional().describe('whether anything was paid under this policy before this claim'),
    get all() {
      return z.array(condition).min(1).optional();
    },
    get any() {
      return z.array(condition).min(1).optional();
    },
    get not() {
      return condition.optional();
    },
  })
  .refine((value) => Object.keys(value).length > 0, {
    error: '空条件恒成立：请删去 / an empty condition always holds: leave it out',
  });
