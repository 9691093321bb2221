import { z } from 'zod';
import { day, yuan } from '../../claim/wire.ts';

/** What the gateway answers about clearing. Amounts are yuan with two decimals, signed. */

const count = z.number().int().min(0);
const month = z.string().regex(/^\d{4}-\d{2}$/);

const held = z.object({
  settlementId: z.string(),
  decisionId: z.string(),
  businessDate: day,
  insurerPaid: yuan,
  days: z.number().int().describe('since its business day'),
});
export type HeldDocument = z.output<typeof held>;

const side = z.object({ count, insurerPaid: yuan });
const account = z.object({
  settlements: side,
  reversals: side.describe('of settlements of this month or an earlier one'),
  net: yuan.describe('settlements and reversals: payable + held + cancelled'),
  payable: yuan.describe('what the hospital acknowledged or listed in its own uploaded day, less its reversals'),
  held: z
    .object({
      count,
      insurerPaid: yuan,
      oldestDays: z.number().int().nullable(),
      settlements: z.array(held).describe('at most 1000 are listed'),
    })
    .describe(
      'neither acknowledged nor listed by the hospital; once it is, it stands under payable when the month is asked for again',
    ),
  cancelled: yuan.describe(
    'of settlements that were reversed and that the hospital never took: nothing flows, over all months they come to 0',
  ),
});
export type AccountDocument = z.output<typeof account>;

const common = {
  month,
  today: day.describe('what is held is as old as on this day'),
  final: z.boolean().describe('whether every day of the month is sealed'),
};

export const schemeClearingDocument = z
  .object({
    ...common,
    scheme: z.string(),
    name: z.object({ zh: z.string(), en: z.string() }),
    totals: account,
    hospitals: z.array(account.extend({ hospitalId: z.string() })),
    members: z
      .object({ memberBenefit: yuan, recordTypes: z.record(z.string(), z.object({ count, memberBenefit: yuan })) })
      .describe('what is owed to members: lump sums, adjustments, resolutions, distributions'),
    insurers: z.array(z.object({ insurer: z.string(), amount: yuan })).describe('how insurers share all of it'),
  })
  .meta({ id: 'SchemeClearing' });
export type SchemeClearingDocument = z.output<typeof schemeClearingDocument>;

export const hospitalClearingDocument = z
  .object({
    ...common,
    hospitalId: z.string(),
    totals: account,
    schemes: z.array(account.extend({ scheme: z.string() })),
  })
  .meta({ id: 'HospitalClearing' });
export type HospitalClearingDocument = z.output<typeof hospitalClearingDocument>;
