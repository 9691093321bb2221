import type { SchemeDecision } from '../adjudication/decision.ts';
import { policyKey } from '../adjudication/input.ts';
import { canonicalJson } from '../claim/digest.ts';
import type { Entry, EntryBody, NewEntry } from '../ledger/journal.ts';
import type { MemberView, RecordedSettlement, Review } from '../ledger/ledger.ts';
import { lookAll } from '../store/database.ts';
import type { At } from './entries.ts';
import { bodyOf, settleBody } from './record.ts';
import type { Replay, Standing } from './replay.ts';

/** What of a scheme's decision waits for a person. */
export interface PendedScheme {
  readonly scheme: string;
  readonly policyNo: string;
  /** `paid` where other benefits of the scheme were paid. */
  readonly status: string;
  /** Why all of it waits; null where single benefits do. */
  readonly reason: string | null;
  /** In a PEND entry the pended ones alone. */
  readonly benefits: readonly { readonly benefit: string; readonly status: string; readonly reason: string | null }[];
}

/** The part of an entry that opens reviews: a SETTLE entry has it in its decision. */
interface Opening {
  readonly decision: { readonly decisionId: string; readonly schemes: readonly PendedScheme[] };
}

/** The body of a PEND entry: a fresh run leaves to a person what the decision, or a run before, did not. */
export interface PendBody extends EntryBody, Opening {
  /** The decision whose reversal, replacement or correction changed things. */
  readonly because: string;
}

/** What a review is about, as the entry that opened it tells. */
export function pendedIn(view: Pick<MemberView, 'entry'>, review: Review): PendedScheme {
  return openedBy(view.entry(review.entrySeq), review);
}

function openedBy(entry: Entry, review: Review): PendedScheme {
  const { decision } = bodyOf<Opening>(entry);
  const pended = decision.schemes.find((one) => policyKey(one) === policyKey(review));
  if (pended === undefined) throw new Error('a review is of a scheme of the entry that opened it');
  return { ...pended, benefits: pended.benefits.filter(isPended) };
}

/** A review with what it asks of a person, where it is still open. */
export interface Waiting {
  readonly review: Review;
  readonly asks: PendedScheme | undefined;
}

/** Reviews of settlements, by decision. */
export type Waits = ReadonlyMap<string, readonly Waiting[]>;

/** What waits, or waited, for persons of settlements. */
function waitsOf(view: Pick<MemberView, 'reviews' | 'entry'>, settlements: readonly RecordedSettlement[]): Waits {
  const reviews = lookAll(
    ...settlements.map(
      ({ record }) =>
        () =>
          view.reviews(record.decisionId),
    ),
  );
  const waits = lookAll(
    ...settlements.map(
      ({ entry }, index) =>
        () =>
          (reviews[index] ?? []).map((review) => waiting(view, entry, review)),
    ),
  );
  return new Map(settlements.map(({ record }, index) => [record.decisionId, waits[index] ?? []]));
}

/** Mostly a decision's own entry has opened its review, and that is at hand. */
function waiting(view: Pick<MemberView, 'entry'>, entry: Entry, review: Review): Waiting {
  if (review.status !== 'open') return { review, asks: undefined };
  return { review, asks: openedBy(review.entrySeq === entry.seq ? entry : view.entry(review.entrySeq), review) };
}

/**
 * What waits of the settlements that were left to a person when they were decided. A fresh run mostly leaves the same:
 * what is looked up before it begins need not be looked up after it, when it would have to be run again.
 */
export function waitsBefore(
  view: Pick<MemberView, 'reviews' | 'entry'>,
  survivors: readonly RecordedSettlement[],
): Waits {
  return waitsOf(
    view,
    survivors.filter(({ entry }) =>
      settleBody(entry).decision.schemes.some(({ status, benefits }) => status === 'pended' || benefits.some(isPended)),
    ),
  );
}

/**
 * The PEND entries for what a fresh run leaves to a person and no review waits for: else the member would get nothing
 * and nobody would be asked. A review that is open is opened again where more or other benefits wait than it says; one
 * that a person has ended stays ended.
 */
export function pendings(
  view: Pick<MemberView, 'reviews' | 'entry'>,
  { survivors, waits: before }: Standing,
  results: Replay['results'],
  because: string,
  at: At,
): NewEntry[] {
  const left = survivors.flatMap((settlement) => {
    const schemes = (results.get(settlement.record.decisionId)?.schemes ?? []).map(pendedScheme).filter(waits);
    return schemes.length === 0 ? [] : [{ settlement, schemes }];
  });
  const unknown = left.filter(({ settlement }) => !before.has(settlement.record.decisionId));
  const known = new Map([
    ...before,
    ...waitsOf(
      view,
      unknown.map(({ settlement }) => settlement),
    ),
  ]);
  return left.flatMap(({ settlement: { record }, schemes: all }) => {
    const { decisionId } = record;
    const schemes = all.filter((one) => {
      const same = known.get(decisionId)?.find(({ review }) => policyKey(review) === policyKey(one));
      return same === undefined || (same.asks !== undefined && !sameWait(one, same.asks));
    });
    if (schemes.length === 0) return [];
    const body: PendBody = { because, decision: { decisionId, schemes } };
    return [{ type: 'PEND', ...at, body }];
  });
}

/** How many reviews entries open. */
export function pendedBy(entries: readonly NewEntry[]): number {
  return entries
    .filter(({ type }) => type === 'PEND')
    .reduce((count, { body }) => count + (body as PendBody).decision.schemes.length, 0);
}

function pendedScheme({ scheme, policyNo, status, reason, benefits }: SchemeDecision): PendedScheme {
  const pended = benefits.filter(isPended).map((one) => ({
    benefit: one.benefit,
    status: one.status,
    reason: one.reason,
  }));
  return { scheme, policyNo, status, reason, benefits: pended };
}

function isPended({ status }: { readonly status: string }): boolean {
  return status === 'pended';
}

function waits({ status, benefits }: PendedScheme): boolean {
  return status === 'pended' || benefits.length > 0;
}

/** Whether the same is asked of a person; what else the scheme pays is not. */
function sameWait(one: PendedScheme, other: PendedScheme): boolean {
  const asked = ({ reason, benefits }: PendedScheme) =>
    canonicalJson([reason, benefits.map(({ benefit, reason: why }) => [benefit, why])]);
  return asked(one) === asked(other);
}
