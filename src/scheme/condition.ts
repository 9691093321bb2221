import { z } from 'zod';
import { BASIC_INSURANCE_STATUSES, CAUSES, REFERRALS, SETTINGS, WARDS } from '../claim/vocabulary.ts';
import { id, oneOrMore, rate } from './words.ts';

/** Where the hospital lies, seen from the scheme. `away` is everything not local. */
export const AREAS = ['local', 'away', 'same-province', 'other-province'] as const;
/** Where a day lies, seen from the policy's first and last day and the scheme's tail. */
export const PERIODS = ['before-period', 'within-period', 'after-period', 'within-tail', 'after-tail'] as const;

const atLeast = z.strictObject({ atLeast: z.number().int().min(0) });
const moreThan = z.strictObject({ moreThan: z.number().int().min(0) });

/** Which diagnoses (or procedures) count; all members must hold for one and the same diagnosis. */
const diagnosis = z
  .strictObject({
    category: oneOrMore(z.string())
      .optional()
      .describe('a category of earlier disease, or `enrolled`: one that the roster lists for this member'),
    onList: id.optional().describe('a list of this scheme: the code starts with an entry of it'),
    confirmed: z.literal('within-period').optional().describe('first confirmed on a day of the policy period'),
    severe: z
      .enum(['yes', 'not-denied'])
      .optional()
      .describe('`yes`: marked severe; `not-denied`: marked severe or not marked at all'),
  })
  .describe('a diagnosis for which all of this holds');

export interface Condition {
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
        level?: { atLeast: number } | undefined;
      }
    | undefined;
  basicInsurance?:
    | { settled?: boolean | undefined; status?: (typeof BASIC_INSURANCE_STATUSES)[number][] | undefined }
    | undefined;
  cohort?: string[] | undefined;
  preexisting?: string[] | undefined;
  priorYears?: { atLeast: number } | undefined;
  claimFreeYears?: { atLeast: number } | undefined;
  principalDiagnosis?: z.output<typeof diagnosis> | undefined;
  diagnosis?: z.output<typeof diagnosis> | undefined;
  procedure?: { onList: string } | undefined;
  admitted?: (typeof PERIODS)[number][] | undefined;
  discharged?: (typeof PERIODS)[number][] | undefined;
  stayDays?: { moreThan: number } | undefined;
  fact?: { name: string; atLeast: z.output<typeof rate> } | undefined;
  paidBefore?: boolean | undefined;
  all?: Condition[] | undefined;
  any?: Condition[] | undefined;
  not?: Condition | undefined;
}

/** A condition: everything it names must hold. `all`, `any` and `not` combine conditions. */
export const condition: z.ZodType<Condition> = z
  .strictObject({
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
        level: atLeast.optional(),
      })
      .optional(),
    basicInsurance: z
      .strictObject({
        settled: z.boolean().optional(),
        status: oneOrMore(z.enum(BASIC_INSURANCE_STATUSES)).optional(),
      })
      .optional(),
    cohort: oneOrMore(id).optional().describe('the roster puts the member into one of these cohorts'),
    preexisting: oneOrMore(z.string())
      .optional()
      .describe('the roster lists one of these categories for the member; `any` is any of the twelve'),
    priorYears: atLeast.optional(),
    claimFreeYears: atLeast.optional(),
    principalDiagnosis: diagnosis.optional(),
    diagnosis: diagnosis.optional(),
    procedure: z.strictObject({ onList: id }).optional(),
    admitted: oneOrMore(z.enum(PERIODS)).optional(),
    discharged: oneOrMore(z.enum(PERIODS)).optional(),
    stayDays: moreThan.optional().describe('discharge day minus admission day'),
    fact: z.strictObject({ name: z.string(), atLeast: rate }).optional().describe('a fact set by the operator'),
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
