import { z } from 'zod';
import { Money } from '../money/money.ts';
import { isDate } from '../time/calendar.ts';

/** Small words of the scheme language, each with the description an editor shows. */

/** What is said where something else stands in place of a group of fields: how such a group is written. */
export function written(form: string, en = form): { error: z.core.$ZodErrorMap } {
  return { error: ({ code }) => (code === 'invalid_type' ? `须写作 ${form} / write ${en}` : undefined) };
}

const TAKEN = { error: '此名称不能使用，请换一个 / this name cannot be used, choose another' };

/** Every object has a `constructor` and some more: looked up by such a name, what nobody declared would be found. */
function isFree(name: string): boolean {
  return !(name in {});
}

/** A text in both languages. */
export const bilingual = z.strictObject(
  { zh: z.string().min(1), en: z.string().min(1) },
  written('{ zh: 中文, en: English }'),
);
export type Bilingual = z.output<typeof bilingual>;

/**
 * Where a rule stands: the key of a document of this scheme, a blank, and the clause in that document's own numbering,
 * such as `notice 三(一)2`.
 */
export const clause = z
  .string()
  .regex(/^[a-z][a-z0-9-]*( .+)?$/, {
    error:
      '条款须写作“文件键 条款号”，如 notice 三(一)2 / a clause is a document key and the place in it, such as "notice 三(一)2"',
  })
  .describe('document key, a blank, the clause in its own numbering: "notice 三(一)2"');

/** The interpretations a rule rests on, by their key in `interpretations`. */
export const interpretation = z
  .union([z.string(), z.array(z.string()).min(1)])
  .transform((keys) => (typeof keys === 'string' ? [keys] : keys))
  .describe('key(s) of `interpretations` that this rule rests on');

/** Where a rule comes from; every rule that holds a figure has one. */
export const source = { clause, interpretation: interpretation.optional() };

/** YAML reads `0.30` as a number; its decimal text is exact for what a notice can say. */
const decimalText = z.union([z.string(), z.number()]).transform((value) => String(value));

/** Yuan, not below 0. */
export const yuan = decimalText
  .refine((text) => /^\d{1,12}(\.\d{1,2})?$/.test(text), {
    error: '须为不小于 0、至多两位小数的元 / an amount of yuan, not below 0, at most 2 decimals',
  })
  .transform((text) => Money.of(text))
  .describe('yuan');

/** A rate between 0 and 1. */
export const rate = decimalText
  .refine((text) => /^(0(\.\d{1,6})?|1(\.0{1,6})?)$/.test(text), {
    error: '须为 0 至 1 之间的比例，如 0.30 / a rate between 0 and 1, such as 0.30',
  })
  .transform((text) => Money.of(text))
  .describe('a share between 0 and 1');

/** Percentage points on a rate, as a share of 1; below 0 they are taken off. */
export const points = decimalText
  .refine((text) => /^-?(0(\.\d{1,6})?|1(\.0{1,6})?)$/.test(text) && !/^-?0(\.0*)?$/.test(text), {
    error: '须为 -1 至 1 之间、不等于 0 的比例，如 0.05 / a share between -1 and 1 other than 0, such as 0.05',
  })
  .transform((text) => Money.of(text))
  .describe('percentage points as a share of 1: 0.05 adds five, -0.05 takes five off');

/** The name of a fact. */
export const factName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/)
  .refine(isFree, TAKEN);

/**
 * An amount that the scheme names, or one that is known elsewhere and set as a fact, such as last year's threshold of
 * big-illness insurance; `times` multiplies it.
 */
export const amount = z.union([
  yuan.transform((value): Amount => ({ yuan: value })),
  z
    .strictObject({
      fact: factName,
      times: decimalText
        .refine((text) => /^\d{1,3}(\.\d{1,6})?$/.test(text) && !/^0+(\.0*)?$/.test(text), {
          error: '须为大于 0 的倍数 / a factor above 0',
        })
        .transform((text) => Money.of(text))
        .optional(),
    })
    .transform((value): Amount => ({ fact: value.fact, times: value.times ?? Money.ONE })),
]);
export type Amount = { readonly yuan: Money } | { readonly fact: string; readonly times: Money };

/** A calendar day. */
export const day = z
  .string()
  .refine(isDate, { error: '须为存在的日期，如 2023-06-01 / a day that exists, such as 2023-06-01' });

/** The name of a thing in a scheme. */
export const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}$/, {
    error: '须为小写字母、数字与连字符 / lower case letters, digits and hyphens, beginning with a letter',
  })
  .refine(isFree, TAKEN);

/** A region, as the prefix of the codes of all that lies in it. */
export const regionCode = z
  .string()
  .regex(/^\d{2,6}$/, { error: '须为加引号的行政区划代码前缀 / a region prefix of digits, in quotes' })
  .describe('region prefix (GB/T 2260)');

/** One value or a list of them. */
export function oneOrMore<T extends z.ZodType>(item: T) {
  return z.union([item.transform((value) => [value]), z.array(item).min(1)]) as unknown as z.ZodType<
    z.output<T>[],
    z.input<T> | z.input<T>[]
  >;
}

/** A reason as it appears in a decision. The list is closed: a HIS and an insurer branch on it. */
export const REASONS = [
  'ADMITTED_BEFORE_COVERAGE',
  'AGE_NOT_COVERED',
  'AREA_NOT_COVERED',
  'BASIC_INSURANCE_NOT_SETTLED',
  'BASIC_INSURANCE_SUSPENDED',
  'COHORT_NOT_COVERED',
  'CONDITION_EXCLUDED',
  'DISCHARGED_AFTER_TAIL',
  'DISEASE_NOT_COVERED',
  'EXCLUDED_TREATMENT',
  'HOSPITAL_NOT_COVERED',
  'ITEM_NOT_COVERED',
  'MATERNITY',
  'NEEDS_REVIEW',
  'NEW_RESIDENT_DOCUMENTS',
  'NOT_TRIGGERED',
  'OUTSIDE_COVERAGE_PERIOD',
  'PLAN_NOT_COVERED',
  'REFERRAL_UNKNOWN',
  'SETTING_NOT_COVERED',
  'SPLIT_PERIOD',
  'STAY_TOO_LONG',
  'SUBMITTED_TOO_LATE',
  'THIRD_PARTY_LIABILITY',
  'WAITING_PERIOD',
  'WARD_NOT_COVERED',
  'WORK_INJURY',
] as const;
export type SchemeReason = (typeof REASONS)[number];

/** Reasons the engine itself gives, for every scheme. */
export type EngineReason =
  | 'AGE_UNKNOWN'
  | 'ALREADY_SETTLED_AT_CENTRE'
  | 'AWAITS_EARLIER_SCHEME'
  | 'BELOW_DEDUCTIBLE'
  | 'FACT_NOT_SET'
  | 'IDENTITY_MISMATCH'
  | 'INSURANCE_UNKNOWN'
  | 'LIMIT_EXHAUSTED'
  | 'LINE_DETAIL_REQUIRED'
  | 'LIST_NOT_LOADED'
  | 'MANUAL_REVIEW'
  | 'NEWBORN'
  | 'NO_BENEFIT_APPLIES'
  | 'NO_ELIGIBLE_CHARGES'
  | 'NOT_ENROLLED';
export type Reason = SchemeReason | EngineReason;

/** The twelve categories of earlier disease in five classes (rulebook A14). */
export const CONDITION_CATEGORIES = {
  malignancy: 'C00-C97',
  'renal-insufficiency': 'N17 N18 N19',
  hepatic: 'K70.3 K70.4 K72 K74',
  'ischemic-heart': 'I20-I25 I50',
  cerebrovascular: 'I60-I64 I69',
  'hypertension-3': 'I11 I12 I13',
  'diabetes-complicated': 'E10.0-E10.8 E11.0-E11.8 E12.0-E12.8 E13.0-E13.8 E14.0-E14.8',
  copd: 'J44 J96.1',
  sle: 'M32',
  paralysis: 'G81 G82 G83',
  'aplastic-anemia': 'D60 D61',
  'ulcerative-colitis': 'K51',
} as const;
export type ConditionCategory = keyof typeof CONDITION_CATEGORIES;
export const CATEGORY_NAMES = Object.keys(CONDITION_CATEGORIES) as ConditionCategory[];
