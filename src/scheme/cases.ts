import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { unitPrice } from '../claim/fields.ts';
import {
  BASIC_INSURANCE_STATUSES,
  CATEGORIES,
  CAUSES,
  COMPENSATION_KINDS,
  FUNDS,
  INSURANCE_KINDS,
  LINE_TAGS,
  POTS,
  REFERRALS,
  SETTINGS,
  WARDS,
} from '../claim/vocabulary.ts';
import { isDate, parseInstant } from '../time/calendar.ts';
import type { Finding } from './finding.ts';
import { reportIssues } from './issues.ts';
import { CASES_FILE } from './load.ts';
import { readSchemeFile } from './read-file.ts';
import { bilingual, day, id, yuan } from './words.ts';
import { YamlSource } from './yaml.ts';

/**
 * Worked cases, `schemes/*​/cases.yaml`: what a person worked out by hand from the notice, in the words of the notice.
 * `schemes/README.md` teaches the form.
 */

const years = z.number().int().min(0);

/** The member's row in the roster. */
const policy = z.strictObject({
  from: day.optional().describe("the policy's first day; without it the scheme's"),
  to: day.optional(),
  name: z.string().optional().describe('the name in the roster'),
  insuredRegion: z.string().optional(),
  cohorts: z.array(id).optional(),
  preexisting: z.array(id).optional(),
  priorYears: years.optional(),
  claimFreeYears: years.optional(),
  plan: id.optional().describe('the plan chosen at enrollment'),
  familyBorne: z.array(id).optional().describe('deductibles that another member of the family has borne'),
  familyUsed: z
    .record(id, yuan)
    .optional()
    .describe('what other members of the family have borne of deductibles, by pool or else benefit'),
});

const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));

/** A list as the insurer imported it; `none` where nobody did. */
const lists = z.record(
  id,
  z.union([
    z.literal('none'),
    z.array(z.strictObject({ code: z.string(), name: z.string().default(''), class: z.string().default('') })).min(1),
  ]),
);

const hospital = z.strictObject({
  id: z.string().optional(),
  region: z.string().optional(),
  level: z.number().int().min(1).max(3).optional(),
  public: z.boolean().optional(),
  designated: z.boolean().optional(),
  drg: z.boolean().optional(),
});

const when = z.string().refine((text) => isDate(text) || parseInstant(text) !== undefined, {
  error: '须为日期或带时区的时间 / a day, or an instant with an offset',
});

const line = z.strictObject({
  code: z.string(),
  name: z.string().optional(),
  category: z.enum(CATEGORIES).default('western-medicine'),
  group: z.string().optional().describe('item group; without it the code'),
  tags: z.array(z.enum(LINE_TAGS)).optional(),
  inCatalog: yuan.optional(),
  firstSelfPay: yuan.optional().describe('of the in-catalog amount, the class B advance payment; beside inCatalog'),
  outOfCatalog: yuan.optional().describe('fully self-paid'),
  overLimit: yuan.optional(),
  unitPrice: unitPrice.optional(),
  servedOn: day.optional().describe('the day of service'),
});

const diagnosis = z.union([
  z.string().transform((code) => ({ code, confirmed: undefined, severe: undefined })),
  z.strictObject({
    code: z.string(),
    confirmed: day.optional().describe('first confirmed on this day'),
    severe: z.boolean().optional(),
  }),
]);

/** What is the same in a case's claims, or of all cases of a file. */
const encounter = {
  settled: z.boolean().optional().describe('whether basic insurance has settled'),
  basicInsurance: z.enum(BASIC_INSURANCE_STATUSES).optional(),
  insuranceKind: z
    .enum([...INSURANCE_KINDS, 'unknown'])
    .optional()
    .describe('what the patient is insured as, or `unknown`; an employee unless said'),
  patientName: z.string().optional(),
  newborn: z.boolean().optional(),
  setting: z.enum(SETTINGS).optional(),
  ward: z.enum(WARDS).optional(),
  cause: z.enum(CAUSES).optional(),
  referral: z.enum(REFERRALS).optional(),
  admission: z.string().optional().describe('the encounter; without it each claim is an admission of its own'),
  age: z
    .union([years, z.literal('unknown')])
    .optional()
    .describe("the patient's whole years on the day of admission, or `unknown`; 40 unless said"),
  admitted: when.optional(),
  discharged: when.optional(),
  decided: day.optional().describe('the business day of the decision; the day of discharge unless said'),
  interim: z.boolean().optional(),
  diagnoses: z.array(diagnosis).min(1).optional().describe('the first is the principal one'),
  procedures: z.array(z.string()).optional(),
  hospital: hospital.optional(),
};

const RESULT = ['paid', 'nothing-due', 'not-applicable', 'pended'] as const;
const OUTCOME = ['paid', 'nothing-due', 'pended', 'declined'] as const;

const result = z.union([
  yuan.transform((pays) => ({ pays, status: undefined, reason: undefined })),
  z
    .strictObject({ status: z.enum(RESULT), reason: z.string().optional(), pays: yuan.optional() })
    .describe('where a benefit pays nothing: its status and reason'),
]);

const expectation = {
  outcome: z.enum(OUTCOME).optional(),
  reason: z.string().optional(),
  pays: z
    .record(id, result)
    .optional()
    .describe('by benefit: the yuan it pays, or {status, reason}; a benefit that is not named pays nothing'),
};

const expect = z
  .strictObject({
    ...expectation,
    schemes: z.record(id, z.strictObject(expectation)).optional().describe('what further schemes pay'),
    patientPays: yuan.optional(),
    memberBenefit: yuan.optional(),
  })
  .refine((value) => Object.keys(value).length > 0, {
    error: '须写出应得的结果 / say what must come out',
  });

const claim = z.strictObject({
  ...encounter,
  inCatalog: yuan.optional().describe('personal burden inside the catalog, after basic insurance'),
  outOfCatalog: yuan.optional().describe('personal burden outside the catalog'),
  personal: yuan.optional().describe('the personal burden in all; what is not out of the catalog is in it'),
  firstSelfPay: yuan.optional().describe('of what is in the catalog, the class B advance payment; part of `inCatalog`'),
  overLimit: yuan
    .optional()
    .describe('of what is out of the catalog, what exceeds price limits; part of `outOfCatalog`'),
  paidByBasic: yuan.optional().describe('what basic insurance paid on top, 0 where absent'),
  paidBy: z
    .partialRecord(z.enum(FUNDS), yuan)
    .optional()
    .describe('what other public funds paid on top, such as medical-assistance'),
  accountPaid: yuan.optional(),
  lines: z
    .union([z.literal('none'), z.array(line).min(1)])
    .optional()
    .describe('the fee lines, which then make the amounts; `none` for a claim without; absent: one line for each pot'),
  otherCompensation: z
    .array(
      z.strictObject({
        kind: z.enum(COMPENSATION_KINDS),
        amount: yuan,
        pot: z.enum(POTS).optional(),
        paidTo: z.enum(['hospital', 'patient']).optional(),
      }),
    )
    .optional(),
  expect,
});

const alsoInsured = z.strictObject({ policy: policy.optional(), facts: facts.optional(), lists: lists.optional() });

const oneCase = z.strictObject({
  case: bilingual.describe('what the case shows'),
  why: z.string().min(1).describe('the arithmetic, step by step, as worked by hand'),
  policy: policy.optional(),
  facts: facts.optional(),
  lists: lists.optional(),
  also: z.record(id, alsoInsured).optional().describe('further schemes in which the member is insured'),
  ...encounter,
  claims: z.array(claim).min(1).describe('one after another, in the same policy year'),
});

export const casesFile = z.strictObject({
  scheme: id,
  defaults: z
    .strictObject({ policy: policy.optional(), facts: facts.optional(), lists: lists.optional(), ...encounter })
    .prefault({})
    .describe('what holds in every case that does not say otherwise'),
  cases: z.array(oneCase).min(1),
});

export type CasesFile = z.output<typeof casesFile>;
export type WorkedCase = CasesFile['cases'][number];
export type CaseClaim = WorkedCase['claims'][number];
export type CasePolicy = z.output<typeof policy>;
export type CaseHospital = z.output<typeof hospital>;
export type CaseLists = z.output<typeof lists>;
export type CaseExpectation = Pick<CaseClaim['expect'], 'outcome' | 'reason' | 'pays'>;

/** The worked cases of a scheme as read, and where each of them stands. */
export interface CasesReading {
  readonly file: string;
  /** Absent where anything is wrong. */
  readonly cases: CasesFile | undefined;
  readonly findings: readonly Finding[];
  /** Line and column of a path in the file. */
  readonly locate: YamlSource['locate'];
}

/** Reads the worked cases of a scheme folder. */
export function readCases(folder: string): CasesReading {
  const file = join(folder, CASES_FILE);
  const read = existsSync(file) ? readSchemeFile(file) : { text: '' };
  if ('text' in read) return readCasesText(read.text, file);
  return { ...readCasesText('', file), cases: undefined, findings: [read.finding] };
}

/** Reads worked cases from text; findings carry the name of the file. */
export function readCasesText(text: string, file: string): CasesReading {
  const source = new YamlSource(text, file);
  const locate: YamlSource['locate'] = (path) => source.locate(path);
  if (source.findings.length > 0) return { file, cases: undefined, findings: source.findings, locate };
  const result = casesFile.safeParse(source.value, { reportInput: true });
  if (!result.success) reportIssues(result.error.issues, source.report);
  const cases = result.success ? result.data : undefined;
  return { file, cases, findings: source.findings, locate };
}
