import { createHash } from 'node:crypto';
import { adjudicate } from '../adjudication/adjudicate.ts';
import type { Adjudication } from '../adjudication/decision.ts';
import { type Hospital, policyKey } from '../adjudication/input.ts';
import { ageAtAdmission } from '../claim/age.ts';
import { billedFrom, dischargedAt } from '../claim/checks.ts';
import type { Claim } from '../claim/claim.ts';
import type { NewEntry } from '../ledger/journal.ts';
import type { Append, MemberView, RecordedSettlement, SettlementRecord, Verdict } from '../ledger/ledger.ts';
import type { Instant } from '../time/clock.ts';
import { toDocument } from './decision-document.ts';
import type { DecisionDocument } from './documents.ts';
import { type At, moment, reversalEntry, reversedRecord } from './entries.ts';
import { type Origin, withWarnings } from './origin.ts';
import { settlePostings } from './postings.ts';
import { checkAttempt, checkOverlap, checkReplaced, recordedAnswer } from './preconditions.ts';
import { heldAtCentre, type SettleBody, splitClaim } from './record.ts';
import { adjustments, cancellations, historyOf, type ReplayedSettlement, replay, standing } from './replay.ts';
import { checkReversalWindow } from './reversal-window.ts';
import { currentTerms, freeze, type Rulebook } from './terms.ts';

/** A claim to be settled or quoted. */
export interface SettleCommand {
  readonly kind: DecisionDocument['kind'];
  readonly hospital: Hospital;
  readonly claim: Claim;
  readonly nameKey: string;
  /** Digest of the claim's content. */
  readonly digest: string;
  /** The business clock. */
  readonly now: Instant;
  /** Where a HIS's own message asked for it. */
  readonly origin?: Origin;
}

/** The entry of a settlement itself; those of others that it changes come beside it. */
type SettleEntry = NewEntry & { readonly body: SettleBody };

export interface Settled {
  readonly created: boolean;
  readonly decision: DecisionDocument;
}

/** The id of a decision: the same for the same attempt, whenever and wherever it is computed. */
export function decisionId(hospitalId: string, claim: Pick<Claim, 'settlementId' | 'attempt'>): string {
  return createHash('sha256')
    .update(`${hospitalId} ${claim.settlementId} ${claim.attempt}`, 'utf8')
    .digest('hex')
    .slice(0, 32);
}

/**
 * Decides a settlement against a member as it stands: retry, conflict, attempt, replacement, overlap, then the
 * adjudication, at the end of the member's history or in the place of what it replaces.
 *
 * @throws Refusal of contract section 3
 */
export function decideSettlement(view: MemberView, command: SettleCommand, rulebook: Rulebook): Verdict<Settled> {
  const recorded = recordedAnswer(view, command);
  if (recorded !== undefined) return { answer: { created: false, decision: recorded } };
  checkAttempt(view, command.claim);
  checkReplaced(view, command.claim);
  const falling = fallingAway(view);
  checkOverlap(view, command.claim, falling);

  const { hospital, claim, now, nameKey, origin } = command;
  const id = decisionId(hospital.id, claim);
  const terms = currentTerms(view.policies, rulebook);
  const held = heldAtCentre(terms, origin?.centre.settledSchemes);
  const place = placeOf(view);
  const at = moment(now, view);
  // An earlier attempt that paid nothing may be settled again at any time; what is replaced is taken back.
  for (const one of falling.filter(({ record }) => record.settlementId !== claim.settlementId)) {
    checkReversalWindow(view, one, at.businessDate, rulebook);
  }
  const input = {
    claim,
    nameKey,
    hospital,
    decidedOn: at.businessDate,
    age: ageAtAdmission(claim),
    terms,
    held,
  };
  const worked = work(view, { place, decisionId: id, input }, falling, rulebook, at);
  const head = {
    decisionId: id,
    settlementId: claim.settlementId,
    hospitalId: hospital.id,
    kind: command.kind,
    decidedAt: now,
    businessDate: at.businessDate,
    attempt: claim.attempt,
  };
  const decision = withWarnings(toDocument(head, worked.found), origin?.warnings ?? []);
  const takenUp = new Set(worked.found.schemes.map((scheme) => policyKey(scheme)));
  const { shown, personal } = splitClaim(claim);
  const body: SettleBody = {
    replaces: claim.replaces,
    digest: command.digest,
    nameKey,
    claim: shown,
    ...(origin === undefined ? {} : { centre: origin.centre }),
    ...(origin?.message ? { message: { id: origin.message.id, person: origin.message.key } } : {}),
    hospital,
    age: input.age,
    terms: input.terms.filter((terms) => takenUp.has(policyKey(terms.policy))).map((terms) => freeze(terms, rulebook)),
    decision,
    supersedes: falling.find(({ record }) => record.settlementId === claim.settlementId)?.record.decisionId ?? null,
    postings: settlePostings(claim, decision),
  };
  const answer = { created: true, decision: { ...decision, adjustments: [], reversal: null, acknowledgedAt: null } };
  const settle: SettleEntry = {
    type: 'SETTLE',
    ...at,
    body,
    personal: { ...personal, ...(origin?.message ? { person: origin.message.person } : {}) },
  };
  return { append: append(command, settle, place, falling, worked, view, at), answer };
}

/** What the new settlement takes the place of: a replaced settlement that is live, an earlier attempt that paid nothing. */
function fallingAway(view: MemberView): RecordedSettlement[] {
  return [view.replaced, view.attempts.at(-1)].flatMap((record) =>
    record?.status === 'live' ? [view.recorded(record.decisionId)] : [],
  );
}

/** The place in the replay order: that of what is replaced or attempted again, if it was of this member, else the end. */
function placeOf(view: MemberView): number {
  const earlier = [view.replaced, ...view.attempts].flatMap((record) =>
    record?.memberId === view.memberId ? [record.place] : [],
  );
  return earlier.length > 0 ? Math.min(...earlier) : view.version + 1;
}

interface Worked {
  readonly found: Adjudication;
  readonly accumulators: Append['accumulators'];
  readonly replaceAll: boolean;
  /** Entries on other settlements. */
  readonly adjusted: readonly NewEntry[];
}

/** Adjudicates on the accumulators as they are, or, in another's place, by a fresh run over all that stands. */
function work(
  view: MemberView,
  settlement: ReplayedSettlement,
  falling: readonly RecordedSettlement[],
  rulebook: Rulebook,
  at: At,
): Worked {
  if (settlement.place > view.version) {
    const found = adjudicate({ ...settlement.input, accumulators: view.accumulators });
    return { found, accumulators: found.accumulators, replaceAll: false, adjusted: [] };
  }
  const fallen = new Set(falling.map(({ record }) => record.decisionId));
  const left = standing(view, rulebook, fallen);
  const { results, accumulators } = replay([...historyOf(left, rulebook), settlement]);
  const found = results.get(settlement.decisionId);
  if (found === undefined) throw new Error('unreachable: the settlement took part in the replay');
  return {
    found,
    accumulators,
    replaceAll: true,
    adjusted: [
      ...cancellations(falling, settlement.decisionId, at),
      ...adjustments(view, left, results, settlement.decisionId, at),
    ],
  };
}

function append(
  { claim, now, origin }: SettleCommand,
  settle: SettleEntry,
  place: number,
  falling: readonly RecordedSettlement[],
  worked: Worked,
  view: MemberView,
  at: At,
): Append {
  const { decision, digest } = settle.body;
  const successor = `${claim.settlementId}#${claim.attempt}`;
  const ended = falling.map((one) => {
    if (one.record.settlementId === claim.settlementId)
      return { record: { ...one.record, status: 'superseded' as const } };
    const note = {
      reversalId: null,
      reason: '由新的结算替换 / replaced by another settlement',
      reversedAt: now,
      businessDate: decision.businessDate,
      replacedBy: successor,
    };
    return { record: reversedRecord(one.record, note), entry: reversalEntry(one, note, at) };
  });
  const record: SettlementRecord = {
    hospitalId: decision.hospitalId,
    settlementId: claim.settlementId,
    attempt: claim.attempt,
    decisionId: decision.decisionId,
    memberId: view.memberId,
    place,
    encounterId: claim.encounter.id,
    billedFrom: billedFrom(claim),
    billedThrough: dischargedAt(claim),
    digest,
    status: 'live',
    paid: decision.outcome === 'paid',
    businessDate: decision.businessDate,
    settledOn: origin?.centre.date ?? decision.businessDate,
    reversal: null,
    acknowledgedAt: null,
  };
  return {
    entries: [...ended.flatMap(({ entry }) => (entry === undefined ? [] : [entry])), settle, ...worked.adjusted],
    settlements: [...ended.map((one) => one.record), record],
    accumulators: worked.accumulators,
    replaceAll: worked.replaceAll,
  };
}

/** What settling would answer now (rulebook A13); nothing is written. */
export function quote(view: MemberView, command: SettleCommand, rulebook: Rulebook): DecisionDocument {
  return { ...decideSettlement(view, command, rulebook).answer.decision, kind: 'quote' };
}
