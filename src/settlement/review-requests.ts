import { z } from 'zod';
import { amount, code, date, ownId, text } from '../claim/fields.ts';
import { Money } from '../money/money.ts';

/** What an insurer states by hand (contract section 4, rulebook A18). Amounts in yuan, not below 0. */

/** More item groups than this no stay has. */
const MAX_GROUPS = 5_000;

const policyNo = z.string().min(1).max(64);
/** As in a claim. */
const encounterId = z.string().min(1).max(64);

const benefit = z.strictObject({
  benefit: z.string().min(1).max(64),
  base: amount,
  deductibleApplied: amount,
  eligible: amount,
  table: z
    .string()
    .min(1)
    .max(64)
    .nullish()
    .describe('the rate table (or class of listed items) that `eligible` counts in; null for a lump sum'),
  paid: amount,
});
export type StatedBenefitInput = z.output<typeof benefit>;

const stated = {
  benefits: z.array(benefit).min(1).max(200),
  itemGroups: z
    .array(z.strictObject({ group: code, paid: amount }))
    .max(MAX_GROUPS)
    .default([]),
  outOfPocket: amount.default(Money.ZERO).describe("what the claim adds to the year's out-of-pocket"),
  note: text.nullish().describe('for the record; kept encrypted, no part of the content that a repeat must have'),
};

export const resolutionRequest = z.strictObject({
  ...stated,
  encounterId: encounterId.nullish().describe("default: the settlement's own"),
  policyNo: policyNo.nullish().describe('needed where the decision is pended under several policies of the scheme'),
});
export type ResolutionRequest = z.output<typeof resolutionRequest>;

export const externalClaimRequest = z.strictObject({
  claimNo: ownId,
  policyNo,
  settledOn: date,
  ...stated,
  encounterId: encounterId.nullish().describe('with `hospitalId`: the admission that a deductible counts in'),
  hospitalId: ownId.nullish(),
});
export type ExternalClaimRequest = z.output<typeof externalClaimRequest>;

export const externalCancellationRequest = z.strictObject({
  reason: text.min(1).describe('for the record; kept encrypted'),
});
export type ExternalCancellationRequest = z.output<typeof externalCancellationRequest>;

export const reversalPermissionRequest = z.strictObject({
  reason: text.min(1).describe('for the record; kept encrypted'),
});
export type ReversalPermissionRequest = z.output<typeof reversalPermissionRequest>;

/** What a resolution and a claim settled elsewhere have in common. */
export type Stated = Pick<ResolutionRequest, 'benefits' | 'itemGroups' | 'outOfPocket' | 'note'>;

/** A page of the review queue. */
export const PENDED_PAGE = { default: 100, max: 1_000 } as const;
