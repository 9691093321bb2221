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

/** What a field means, for who reads the description of the interface. */
const said = (zh: string, en: string) => `${zh} / ${en}`;

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
  total: amount.describe(said('总费用（元）= 后四项之和', 'all charges in yuan: the sum of the next four')),
  fullySelfPaid: amount.describe(said('全自费', 'paid by the patient in full')),
  overLimit: amount.describe(said('超限价', 'above the ceiling of prices')),
  firstSelfPay: amount.describe(said('先行自付', 'paid by the patient first')),
  inScope: amount.describe(said('符合政策范围', 'in the scope of basic insurance')),
};

const diagnosis = z.strictObject({
  code,
  name: text.optional(),
  principal: z.boolean().default(false).describe(said('主诊断，恰有一个', 'the principal one, exactly one')),
  firstConfirmedOn: date.nullish().describe(said('初次确诊日', 'the day it was first confirmed')),
  severe: z
    .boolean()
    .nullish()
    .describe(said('是否重度，如重度恶性肿瘤', 'whether it is severe, as a severe malignancy is')),
});

const line = z
  .strictObject({
    no: z.number().int().min(0).max(999_999_999).describe(said('行号，不重复', 'number of the line, once each')),
    code,
    name: text.optional(),
    category: z.enum(CATEGORIES),
    itemGroup: code
      .optional()
      .describe(said('同一药品或项目的分组，默认为 code', 'what counts as one item; code by default')),
    tags: z.array(z.enum(LINE_TAGS)).max(LINE_TAGS.length).default([]),
    servedOn: date.optional().describe(said('发生日期，个别方案需要', 'day of service, which some schemes ask for')),
    unitPrice: unitPrice.optional().describe(said('单价（元），至多六位小数', 'yuan for one unit, at most 6 decimals')),
    ...charges,
  })
  .transform((value) => ({ ...value, itemGroup: value.itemGroup ?? value.code }));

/**
 * The canonical claim (contract section 3): one discharge settlement as the hospital's HIS has it after basic insurance,
 * big-illness insurance and medical assistance have paid. Unknown fields are refused, except under `extensions`.
 */
export const claimSchema = z.strictObject({
  settlementId: ownId.describe(said('医院自己的结算号，院内唯一', "the hospital's own id, used once")),
  attempt: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .describe(said('第几次结算：冲正后或未赔付后再结算时加一', 'one more after a reversal, or after nothing was paid')),
  replaces: ownId
    .nullish()
    .transform((value) => value ?? null)
    .describe(said('被本次替换的结算号', 'the settlement that this one takes the place of')),
  patient: z.strictObject({
    idType: idType.describe(said('证件类型，01 为居民身份证', '01: resident id card')),
    idNumber: z.string().min(1).max(40),
    name: personName,
    insuredRegion: region.describe(said('参保地区划代码', 'region of the basic insurance, GB/T 2260')),
    insuranceType: code.describe(said('险种，如 310 职工、390 居民', 'kind of basic insurance, such as 310 or 390')),
    newborn: z.boolean().default(false).describe(said('以父母证件结算的新生儿', "billed under a parent's id")),
    birthDate: date.optional().describe(said('无居民身份证号时须有', 'for who has no resident number')),
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
    admittedAt: instant.describe(said('入院时间', 'admission')),
    dischargedAt: instant.nullish().describe(said('出院时间', 'discharge')),
    interim: z.boolean().default(false).describe(said('中途结算，住院继续', 'the stay goes on after this settlement')),
    billedFrom: instant.nullish().describe(said('本次计费起', 'begin of the period billed')),
    billedThrough: instant.nullish().describe(said('本次计费止', 'end of the period billed')),
    cause: z.enum(CAUSES).default('illness'),
    referral: z.enum(REFERRALS).default('unknown'),
    diagnoses: z.array(diagnosis).min(1).max(200),
    procedures: z
      .array(z.strictObject({ code, name: text.optional() }))
      .max(200)
      .default([]),
  }),
  charges: z.strictObject(charges),
  payments: z
    .array(z.strictObject({ fund: z.enum(FUNDS), amount }))
    .max(100)
    .describe(said('各基金支付，不含个人账户', 'what each public fund paid; personal accounts are not funds')),
  hospitalBorne: amount.default(Money.ZERO).describe(said('医院承担', 'borne by the hospital')),
  personal: amount.describe(
    said('个人负担 = 总费用 − 各基金 − 医院承担', "the patient's own: total − funds − hospital"),
  ),
  accountPaid: amount
    .default(Money.ZERO)
    .describe(said('个人负担中由个人账户支付的', 'of that, paid by the personal account')),
  lines: z
    .array(line)
    .max(MAX_LINES)
    .optional()
    .describe(said('费用明细，全部或没有', 'all lines of the bill, or none')),
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
