import type { SchemeDecision } from '../adjudication/decision.ts';
import { policyKey } from '../adjudication/input.ts';
import { canonicalJson } from '../claim/digest.ts';
import type { EntryBody, NewEntry } from '../ledger/journal.ts';
import type { MemberView, RecordedSettlement, Review } from '../ledger/ledger.ts';
import type { At } from './entries.ts';
import type { Replay } from './replay.ts';

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
  const { decision } = JSON.parse(view.entry(review.entrySeq).body) as Opening;
  const pended = decision.schemes.find((one) => policyKey(one) === policyKey(review));
  if (pended === undefined) throw new Error('a review is of a scheme of the entry that opened it');
  return { ...pended, benefits: pended.benefits.filter(isPended) };
}

/**
 * The PEND entries for what a fresh run leaves to a person and no review waits for: else the member would get nothing
 * and nobody would be asked. A review that is open is opened again where more or other benefits wait than it says; one
 * that a person has ended stays ended.
 */
export function pendings(
  view: Pick<MemberView, 'reviews' | 'entry'>,
  survivors: readonly RecordedSettlement[],
  results: Replay['results'],
  because: string,
  at: At,
): NewEntry[] {
  return survivors.flatMap(({ record: { decisionId } }) => {
    const waiting = (results.get(decisionId)?.schemes ?? []).map(pendedScheme).filter(waits);
    const reviews = waiting.length === 0 ? [] : view.reviews(decisionId);
    const schemes = waiting.filter((one) => {
      const known = reviews.find((review) => policyKey(review) === policyKey(one));
      return known === undefined || (known.status === 'open' && !sameWait(one, pendedIn(view, known)));
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
