import { z } from 'zod';
import { day, yuan } from '../claim/wire.ts';
import { decisionDocument } from './documents.ts';

/**
 * What the gateway answers to insurers about reviews and single decisions (contract section 4). Amounts are strings of
 * yuan with two decimals. No id number and no name.
 */

const instant = z.string();
const reason = z.string().nullable();
const insurers = z.array(z.object({ insurer: z.string(), amount: yuan }));

const pendedReview = z.object({
  decisionId: z.string(),
  hospitalId: z.string(),
  settlementId: z.string(),
  attempt: z.number().int(),
  policyNo: z.string(),
  decidedAt: instant,
  businessDate: day,
  status: z.enum(['paid', 'pended']).describe('of the scheme: `paid` where other benefits of it were paid'),
  reason: reason.describe('why the whole scheme was pended; null where single benefits are'),
  benefits: z.array(z.object({ benefit: z.string(), reason })).describe('the pended ones; empty where all of it is'),
  total: yuan,
  personal: yuan,
  paid: yuan.describe(
    'what the scheme has paid on this claim so far, at the desk and by adjustments since: a resolution stands in the stead of what the pended part got of it',
  ),
  left: yuan.describe('what may still be paid on this claim, lump sums aside'),
  pots: z
    .object({ inCatalog: yuan, outOfCatalog: yuan })
    .nullable()
    .describe('the personal burden by pot; null once something was paid out of it'),
});
export type PendedReview = z.output<typeof pendedReview>;

export const pendedDocument = z
  .object({
    scheme: z.string(),
    pended: z.array(pendedReview),
    next: z.string().nullable().describe('`after` of the next page; null on the last one'),
  })
  .meta({ id: 'Pended' });
export type PendedDocument = z.output<typeof pendedDocument>;

const stated = {
  benefits: z.array(
    z.object({
      benefit: z.string(),
      base: yuan,
      deductibleApplied: yuan,
      eligible: yuan,
      table: z.string().nullable(),
      paid: yuan,
    }),
  ),
  encounterId: z.string().nullable(),
  itemGroups: z.array(z.object({ group: z.string(), paid: yuan })),
  outOfPocket: yuan,
};

const resolution = z.object({
  decisionId: z.string(),
  scheme: z.string(),
  policyNo: z.string(),
  memberBenefit: yuan.describe('paid to the member'),
  businessDate: day,
  resolvedAt: instant,
  resolvedBy: z.string().describe('the insurer'),
  insurers,
  ...stated,
});

export const resolutionDocument = resolution.extend({ already: z.boolean() }).meta({ id: 'Resolution' });
export type ResolutionDocument = z.output<typeof resolutionDocument>;

export const externalClaimDocument = z
  .object({
    claimNo: z.string(),
    scheme: z.string(),
    policyNo: z.string(),
    settledOn: day,
    businessDate: day,
    bookedAt: instant,
    bookedBy: z.string().describe('the insurer'),
    hospitalId: z.string().nullable(),
    ...stated,
    cancellation: z
      .object({ businessDate: day, cancelledAt: instant, cancelledBy: z.string().describe('the insurer') })
      .nullable()
      .describe('once it was taken back: it counts no more'),
    already: z.boolean(),
  })
  .meta({ id: 'ExternalClaim' });
export type ExternalClaimDocument = z.output<typeof externalClaimDocument>;

const terms = z.object({
  policy: z.object({
    policyNo: z.string(),
    insuredRegion: z.string(),
    effectiveFrom: day,
    effectiveTo: day,
    cohorts: z.array(z.string()),
    preexisting: z.array(z.string()),
    priorYears: z.number().int(),
    claimFreeYears: z.number().int(),
    plan: z.string(),
    familyBorne: z.array(z.string()).optional().describe('deductibles that another of the family had borne'),
    familyUsed: z
      .record(z.string(), z.string())
      .optional()
      .describe('what others of the family had borne of deductibles, by benefit'),
  }),
  facts: z.record(z.string(), z.string()),
  lists: z.record(z.string(), z.string()).describe('digest by list name'),
  shares: z.array(z.object({ insurer: z.string(), share: z.string() })),
  rules: z.object({ digest: z.string(), text: z.string().describe('the scheme file') }),
});
export type DetailTerms = z.output<typeof terms>;

export const decisionDetailDocument = z
  .object({
    decisionId: z.string(),
    settlementId: z.string(),
    hospitalId: z.string(),
    attempt: z.number().int(),
    standing: z.enum(['live', 'reversed', 'superseded']),
    decidedAt: instant,
    businessDate: day,
    claim: z.looseObject({}).describe('as recorded; of the patient only idType and insuredRegion'),
    hospital: z.looseObject({}).describe('its attributes as they were'),
    earlierSchemesPaid: yuan.describe('what schemes before this one in the cascade paid to the hospital'),
    schemes: decisionDocument.shape.schemes.describe("this scheme's rows: one a policy"),
    explanation: decisionDocument.shape.explanation,
    adjustments: decisionDocument.shape.adjustments,
    resolutions: z.array(resolution.extend({ note: z.string().nullable() })),
    reversal: decisionDocument.shape.reversal,
    acknowledgedAt: instant.nullable(),
    terms: z.array(terms).describe('what the decision was made under'),
    amendment: z
      .object({ seq: z.number().int(), reason: z.string(), terms: z.array(terms) })
      .nullable()
      .describe('a readjudication, whose terms stand instead since'),
    journal: z.object({
      seq: z.number().int(),
      memberSeq: z.number().int(),
      previous: z.string(),
      hash: z.string(),
    }),
  })
  .meta({ id: 'DecisionDetail' });
export type DecisionDetailDocument = z.output<typeof decisionDetailDocument>;

export const reversalPermissionDocument = z
  .object({
    decisionId: z.string(),
    scheme: z.string(),
    permittedAt: instant,
    already: z.boolean(),
  })
  .meta({ id: 'ReversalPermission' });
export type ReversalPermissionDocument = z.output<typeof reversalPermissionDocument>;
