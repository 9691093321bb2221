import type { AdjudicationInput, Hospital } from '../adjudication/input.ts';
import { type Claim, claimSchema } from '../claim/claim.ts';
import type { Entry } from '../ledger/journal.ts';
import type { DecisionDocument } from './documents.ts';
import { type FrozenTerms, type Rulebook, thaw } from './terms.ts';

/** The decision as the journal keeps it: what comes later (adjustments, reversal, acknowledgement) is not part of it. */
export type RecordedDecision = Omit<DecisionDocument, 'adjustments' | 'reversal' | 'acknowledgedAt'>;

/** The body of a SETTLE entry: the claim without what is personal, everything the decision hung on, the decision. */
export interface SettleBody {
  readonly replaces: string | null;
  readonly digest: string;
  readonly nameKey: string;
  readonly claim: unknown;
  readonly hospital: Hospital;
  /** Policies that were taken up. */
  readonly terms: readonly FrozenTerms[];
  readonly decision: RecordedDecision;
}

/** What of a claim is encrypted. `extensions` is: nobody knows what a hospital puts there. */
export interface PersonalPart {
  readonly idNumber: string;
  readonly name: string;
  readonly extensions?: Claim['extensions'];
}

/** Splits a claim into what the journal shows and what it encrypts. */
export function splitClaim(claim: Claim): { shown: unknown; personal: PersonalPart } {
  const { extensions, patient, ...rest } = claim;
  const { idNumber, name, ...person } = patient;
  return {
    shown: { ...rest, patient: person },
    personal: { idNumber, name, ...(extensions === undefined ? {} : { extensions }) },
  };
}

/** A recorded claim as adjudication reads it; adjudication looks neither at the id number nor at the name itself. */
export function claimOf(shown: unknown): Claim {
  const { patient, ...rest } = shown as { patient: object };
  return claimSchema.parse({ ...rest, patient: { ...patient, idNumber: '-', name: '-' } });
}

export function settleBody(entry: Entry): SettleBody {
  return JSON.parse(entry.body) as SettleBody;
}

/** The input with which a recorded settlement was adjudicated, but for the accumulators. */
export function recordedInput(body: SettleBody, rulebook: Rulebook): Omit<AdjudicationInput, 'accumulators'> {
  return {
    claim: claimOf(body.claim),
    nameKey: body.nameKey,
    hospital: body.hospital,
    terms: body.terms.map((frozen) => thaw(frozen, rulebook)),
  };
}
