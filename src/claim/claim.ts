import { z } from 'zod';
import { Money } from '../money/money.ts';
import {
  amount,
  code,
  date,
  foreignId,
  idType,
  instant,
  ownId,
  personName,
  region,
  text,
  unitPrice,
} from './fields.ts';
import {
  BASIC_INSURANCE_STATUSES,
  CATEGORIES,
  CAUSES,
  COMPENSATION_KINDS,
  FUNDS,
  LINE_TAGS,
  POTS,
  REFERRALS,
  SETTINGS,
  WARDS,
} from './vocabulary.ts';

/** More lines than this are refused (contract section 3). */
export const MAX_LINES = 20_000;

/** How deep `extensions` may be nested. */
const MAX_DEPTH = 32;

/** Walks without recursion: what is too deep to be written must not be too deep to be refused. */
function isShallow(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return false;
    level = level.flatMap((one) => (one !== null && typeof one === 'object' ? Object.values(one) : []));
  }
  return true;
}

const charges = {
  total: amount,
  fullySelfPaid: amount,
  overLimit: amount,
  firstSelfPay: amount,
  inScope: amount,
};

const diagnosis = z.strictObject({
  code,
  name: text.optional(),
  principal: z.boolean().default(false),
  firstConfirmedOn: date.nullish(),
  severe: z.boolean().nullish(),
});

const line = z
  .strictObject({
    no: z.number().int().min(0).max(999_999_999),
    code,
    name: text.optional(),
    category: z.enum(CATEGORIES),
    itemGroup: code.optional(),
    tags: z.array(z.enum(LINE_TAGS)).max(LINE_TAGS.length).default([]),
    servedOn: date.optional(),
    unitPrice: unitPrice.optional(),
    ...charges,
  })
  .transform((value) => ({ ...value, itemGroup: value.itemGroup ?? value.code }));

/**
 * The canonical claim (contract section 3): one discharge settlement as the hospital's HIS has it after basic insurance,
 * big-illness insurance and medical assistance have paid. Unknown fields are refused, except under `extensions`.
 */
export const claimSchema = z.strictObject({
  settlementId: ownId,
  attempt: z.number().int().min(1).max(1000).default(1),
  replaces: ownId.nullish().transform((value) => value ?? null),
  patient: z.strictObject({
    idType,
    idNumber: z.string().min(1).max(40),
    name: personName,
    insuredRegion: region,
    insuranceType: code,
    newborn: z.boolean().default(false),
    birthDate: date.optional(),
    basicInsurance: z.strictObject({
      status: z.enum(BASIC_INSURANCE_STATUSES),
      settlementId: z
        .string()
        .max(64)
        .nullish()
        .transform((value) => (value === undefined || value === '' ? null : value)),
    }),
  }),
  encounter: z.strictObject({
    id: foreignId,
    setting: z.enum(SETTINGS),
    ward: z.enum(WARDS).default('ordinary'),
    admittedAt: instant,
    dischargedAt: instant.nullish(),
    interim: z.boolean().default(false),
    billedFrom: instant.nullish(),
    billedThrough: instant.nullish(),
    cause: z.enum(CAUSES).default('illness'),
    referral: z.enum(REFERRALS).default('unknown'),
    diagnoses: z.array(diagnosis).min(1).max(200),
    procedures: z
      .array(z.strictObject({ code, name: text.optional() }))
      .max(200)
      .default([]),
  }),
  charges: z.strictObject(charges),
  payments: z.array(z.strictObject({ fund: z.enum(FUNDS), amount })).max(100),
  hospitalBorne: amount.default(Money.ZERO),
  personal: amount,
  accountPaid: amount.default(Money.ZERO),
  lines: z.array(line).max(MAX_LINES).optional(),
  otherCompensation: z
    .array(
      z.strictObject({
        kind: z.enum(COMPENSATION_KINDS),
        payer: text.optional(),
        amount,
        pot: z.enum(POTS).nullish(),
        paidTo: z.enum(['hospital', 'patient']).default('patient'),
      }),
    )
    .max(100)
    .default([]),
  invoice: z.strictObject({ number: text.optional(), code: text.optional() }).nullish(),
  consent: z.strictObject({ at: instant.optional(), reference: text.optional() }).nullish(),
  extensions: z
    .record(z.string(), z.unknown())
    .refine(isShallow, { error: `嵌套不得超过 ${MAX_DEPTH} 层 / nested at most ${MAX_DEPTH} levels deep` })
    .optional(),
});

/** A canonical claim with its defaults filled in; amounts are exact. */
export type Claim = z.output<typeof claimSchema>;
/** A canonical claim as it may be sent. */
export type ClaimInput = z.input<typeof claimSchema>;
export type ClaimLine = NonNullable<Claim['lines']>[number];
export type Diagnosis = Claim['encounter']['diagnoses'][number];
export type Compensation = Claim['otherCompensation'][number];
