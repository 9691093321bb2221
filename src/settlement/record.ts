import {
  type AdjudicationInput,
  type Held,
  type Hospital,
  policyKey,
  type SchemeTerms,
} from '../adjudication/input.ts';
import type { Claim } from '../claim/claim.ts';
import { recordClaim, reviveClaim } from '../claim/recorded.ts';
import type { Entry, EntryBody } from '../ledger/journal.ts';
import type { RecordedSettlement } from '../ledger/ledger.ts';
import { Money } from '../money/money.ts';
import type { DateText } from '../time/calendar.ts';
import type { DecisionDocument } from './documents.ts';
import { type FrozenTerms, type Rulebook, thaw } from './terms.ts';

/** The decision as the journal keeps it: what comes later (adjustments, reversal, acknowledgement) is not part of it. */
export type RecordedDecision = Omit<DecisionDocument, 'adjustments' | 'reversal' | 'acknowledgedAt'>;

/** The body of a SETTLE entry: the claim without what is personal, everything the decision hung on, the decision. */
export interface SettleBody extends EntryBody {
  readonly replaces: string | null;
  readonly digest: string;
  readonly nameKey: string;
  readonly claim: unknown;
  readonly hospital: Hospital;
  /** The patient's whole years on the day of admission. */
  readonly age: number | null;
  /** What the basic insurance centre said of its own settlement, where a HIS's message told it. */
  readonly centre?: CentreRecord;
  /** The HIS's message it was settled by. */
  readonly message?: { readonly id: string; readonly person: string };
  /** Policies that were taken up. */
  readonly terms: readonly FrozenTerms[];
  readonly decision: RecordedDecision;
  /** The decision of an earlier attempt that paid nothing and whose place this one takes. */
  readonly supersedes: string | null;
}

/** What the basic insurance centre said of its own settlement. */
export interface CentreRecord {
  /** `null`: not told. */
  readonly date: DateText | null;
  /** The centre's clearing category; `null`: not told. */
  readonly clearing: string | null;
  /** Schemes of ours that were paid there already. */
  readonly settledSchemes: readonly string[];
}

/** The body of a READJUDICATE entry: terms that stand instead of those first frozen, by decision. */
export interface AmendmentBody extends EntryBody {
  readonly reason: string;
  readonly scheme: string;
  readonly terms: Readonly<Record<string, readonly FrozenTerms[]>>;
}

/** What of a claim is encrypted. `extensions` is: nobody knows what a hospital puts there. */
export interface PersonalPart {
  readonly idNumber: string;
  readonly name: string;
  readonly birthDate?: string;
  readonly extensions?: Claim['extensions'];
  /** The patient as the centre numbers people. */
  readonly person?: string;
}

/** Splits a claim into what the journal shows and what it encrypts. */
export function splitClaim(claim: Claim): { shown: unknown; personal: PersonalPart } {
  const { extensions, patient, ...rest } = claim;
  const { idNumber, name, birthDate, ...person } = patient;
  return {
    shown: recordClaim({ ...rest, patient: person }),
    personal: {
      idNumber,
      name,
      ...(birthDate === undefined ? {} : { birthDate }),
      ...(extensions === undefined ? {} : { extensions }),
    },
  };
}

/** A recorded claim as adjudication reads it; adjudication looks neither at the id number nor at the name itself. */
export function claimOf(shown: unknown): Claim {
  const { patient, ...rest } = shown as { patient: object };
  return reviveClaim({ ...rest, patient: { ...patient, idNumber: '', name: '' } });
}

/** What entries say, for as long as somebody has the entry: a replay asks for the same again and again. */
const bodies = new WeakMap<Entry, unknown>();

/** The body of an entry, read once. */
export function bodyOf<T>(entry: Entry): T {
  const known = bodies.get(entry);
  if (known !== undefined) return known as T;
  const body: unknown = JSON.parse(entry.body);
  bodies.set(entry, body);
  return body as T;
}

export function settleBody(entry: Entry): SettleBody {
  return bodyOf(entry);
}

/** The terms a settlement stands under: as first frozen, or as a readjudication has frozen them since. */
export function termsOf({ entry, amendment, record }: RecordedSettlement): readonly FrozenTerms[] {
  const amended = amendment === null ? undefined : bodyOf<AmendmentBody>(amendment).terms[record.decisionId];
  return amended ?? settleBody(entry).terms;
}

/** The input of a recorded settlement's adjudication, but for the accumulators. */
export function recordedInput(
  { entry }: RecordedSettlement,
  terms: readonly FrozenTerms[],
  rulebook: Rulebook,
): Omit<AdjudicationInput, 'accumulators'> {
  const body = settleBody(entry);
  const thawed = terms.map((frozen) => thaw(frozen, rulebook));
  return {
    claim: claimOf(body.claim),
    nameKey: body.nameKey,
    hospital: body.hospital,
    decidedOn: body.decision.businessDate,
    age: body.age,
    terms: thawed,
    held: heldAtCentre(thawed, body.centre?.settledSchemes),
  };
}

/** What the centre has paid already is its insurer's to settle: by policy, the schemes that adjudication leaves alone. */
export function heldAtCentre(
  terms: readonly SchemeTerms[],
  settledSchemes: readonly string[] = [],
): ReadonlyMap<string, Held> {
  const held: Held = { scheme: 'ALREADY_SETTLED_AT_CENTRE', benefits: {}, paid: Money.ZERO };
  return new Map(
    terms
      .filter(({ policy }) => settledSchemes.includes(policy.scheme))
      .map(({ policy }) => [policyKey(policy), held] as const),
  );
}
