import { z } from 'zod';
import { ownId, text } from '../claim/fields.ts';
import { day, yuan } from '../claim/wire.ts';

/**
 * What the gateway answers about settlements (contract section 3). Amounts are strings of yuan with two decimals;
 * instants carry +08:00.
 */

const instant = z.string();
const reason = z.string().nullable();

const benefit = z.object({
  benefit: z.string(),
  status: z.enum(['paid', 'nothing-due', 'not-applicable', 'pended']),
  reason,
  payTo: z.enum(['hospital', 'member']),
  base: yuan,
  deductible: z.object({ applied: yuan, remaining: yuan }),
  eligible: yuan,
  slices: z.array(z.object({ table: z.string(), from: yuan, to: yuan, amount: yuan, rate: z.string() })),
  factor: z.string(),
  reductions: z.array(z.object({ reason: z.string(), amount: yuan })),
  paid: yuan,
});

const scheme = z.object({
  scheme: z.string(),
  schemeDigest: z.string(),
  policyNo: z.string(),
  status: z.enum(['paid', 'nothing-due', 'pended', 'declined']),
  reason,
  insurerPaid: yuan,
  memberBenefit: yuan,
  benefits: z.array(benefit),
  insurers: z.array(z.object({ insurer: z.string(), amount: yuan })),
});

const step = z.object({
  step: z.string(),
  scheme: z.string().nullable(),
  benefit: z.string().nullable(),
  clause: z.string().nullable(),
  zh: z.string(),
  en: z.string(),
  amount: yuan.nullable(),
});

const adjustment = z.object({ businessDate: day, scheme: z.string(), amount: yuan, because: z.string() });

const reversalNote = z.object({
  reversalId: z.string().nullable(),
  reason: z.string(),
  reversedAt: instant,
  businessDate: day,
  replacedBy: z.string().nullable().describe('the settlement that took its place, as `settlementId#attempt`'),
});

export const decisionDocument = z
  .object({
    decisionId: z.string(),
    settlementId: z.string(),
    hospitalId: z.string(),
    kind: z.enum(['settlement', 'quote']),
    outcome: z.enum(['paid', 'nothing-due', 'pended', 'declined']),
    reason,
    decidedAt: instant,
    businessDate: day,
    attempt: z.number().int(),
    insurerPaid: yuan,
    memberBenefit: yuan,
    patientPays: yuan,
    cashDue: yuan,
    refundDue: yuan,
    schemes: z.array(scheme),
    explanation: z.array(step),
    adjustments: z.array(adjustment),
    reversal: reversalNote.nullable(),
    acknowledgedAt: instant.nullable(),
  })
  .meta({ id: 'Decision' });
export type DecisionDocument = z.output<typeof decisionDocument>;

export const reversalRequest = z.strictObject({
  reversalId: ownId,
  reason: text.min(1),
  attempt: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('only this attempt: a late duplicate then never reverses a later one; without it the latest'),
});
export type ReversalRequest = z.output<typeof reversalRequest>;

export const reversalDocument = z
  .object({
    kind: z.literal('reversal'),
    settlementId: z.string(),
    hospitalId: z.string(),
    attempt: z.number().int(),
    decisionId: z.string().describe('the decision that was reversed'),
    reversalId: z.string().nullable(),
    reason: z.string(),
    reversedAt: instant,
    businessDate: day,
    insurerPaid: yuan.describe('what comes off: not above 0'),
    memberBenefit: yuan,
    already: z.boolean(),
  })
  .meta({ id: 'Reversal' });
export type ReversalDocument = z.output<typeof reversalDocument>;

export const acknowledgementDocument = z
  .object({
    settlementId: z.string(),
    attempt: z.number().int(),
    decisionId: z.string(),
    insurerPaid: yuan,
    acknowledgedAt: instant,
    already: z.boolean(),
  })
  .meta({ id: 'Acknowledgement' });
export type AcknowledgementDocument = z.output<typeof acknowledgementDocument>;

const statementRecord = z.object({
  recordType: z.enum(['SETTLE', 'REVERSE']),
  settlementId: z.string(),
  attempt: z.number().int(),
  decisionId: z.string(),
  decidedAt: instant,
  outcome: z.string(),
  total: yuan,
  personal: yuan,
  insurerPaid: yuan,
  memberBenefit: yuan,
  acknowledged: z.boolean(),
});

const statementSum = z.object({ count: z.number().int(), insurerPaid: yuan, memberBenefit: yuan });

export const statementDocument = z
  .object({
    hospitalId: z.string(),
    date: day,
    records: z.array(statementRecord),
    totals: z.object({ settlements: statementSum, reversals: statementSum, net: statementSum }),
  })
  .meta({ id: 'Statement' });
export type StatementDocument = z.output<typeof statementDocument>;

export const eligibilityDocument = z
  .object({
    date: day,
    setting: z.string(),
    schemes: z.array(
      z.object({
        scheme: z.string(),
        name: z.object({ zh: z.string(), en: z.string() }),
        effectiveFrom: day,
        effectiveTo: day,
        covered: z.boolean().describe('whether the scheme has a benefit for this setting'),
        papers: z.array(z.object({ zh: z.string(), en: z.string() })).describe('what the patient will be asked for'),
      }),
    ),
  })
  .meta({ id: 'Eligibility' });
export type EligibilityDocument = z.output<typeof eligibilityDocument>;
