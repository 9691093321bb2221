import { and, eq, inArray } from 'drizzle-orm';
import type { Entry, EntryBody } from '../journal.ts';
import type { Database } from './database.ts';
import { bookings, days, messages, permissions, reviews, settlements } from './schema.ts';
import { preparePosting } from './statements.ts';

/** What a decision says of one scheme, as far as the review queue cares. */
interface DecidedScheme {
  readonly scheme: string;
  readonly policyNo: string;
  readonly status: string;
  readonly benefits: readonly { readonly status: string }[];
}

/** Bodies of entries, as far as tables are derived from them. */
interface Body extends EntryBody {
  readonly because?: string;
  readonly decisionId?: string;
  readonly scheme?: string;
  readonly policyNo?: string;
  readonly reference?: string;
  readonly supersedes?: string | null;
  readonly booking?: unknown;
  readonly terms?: Readonly<Record<string, unknown>>;
  readonly date?: string;
  readonly hospitalId?: string;
  readonly settlementId?: string;
  readonly message?: { readonly id: string; readonly person: string };
  readonly decision?: {
    readonly decisionId: string;
    readonly hospitalId: string;
    readonly settlementId: string;
    readonly schemes: readonly DecidedScheme[];
  };
}

/**
 * Writes what follows from an entry into the derived tables, all but settlements and accumulators, which the write that
 * appended the entry has worked out. Rebuilding these tables from the journal is calling this for each entry in order.
 */
export function deriveFrom(database: Database): (entry: Entry, body: EntryBody) => void {
  const { query } = database;
  const post = preparePosting(database);
  return (entry, given) => {
    const body = given as Body;
    body.postings?.forEach((posting, line) => {
      const { scheme, recordType, decisionId, hospitalId } = posting;
      const text = JSON.stringify({ ...posting, because: body.because ?? '' });
      const { seq: entrySeq, businessDate } = entry;
      post.run({ entrySeq, line, scheme, businessDate, recordType, decisionId, hospitalId, body: text });
    });
    switch (entry.type) {
      case 'SETTLE':
        queueReviews(entry, body);
        noteMessage(entry, { ...body, ...body.decision });
        if (typeof body.supersedes === 'string') fallAway(entry, body.supersedes);
        break;
      case 'PEND':
        queueReviews(entry, body);
        break;
      case 'REVERSE':
        if (body.decisionId !== undefined) fallAway(entry, body.decisionId);
        break;
      case 'RESOLVE':
      case 'EXTERNAL':
        book(entry, body);
        break;
      case 'CANCEL':
        cancel(body);
        break;
      case 'MESSAGE':
        noteMessage(entry, body);
        break;
      case 'PERMIT':
        query
          .insert(permissions)
          .values({ decisionId: body.decisionId ?? '', scheme: body.scheme ?? '', entrySeq: entry.seq })
          .run();
        break;
      case 'READJUDICATE':
        query
          .update(settlements)
          .set({ amendedSeq: entry.seq })
          .where(inArray(settlements.decisionId, Object.keys(body.terms ?? {})))
          .run();
        break;
      case 'SEAL':
        query
          .insert(days)
          .values({ date: body.date ?? '', entrySeq: entry.seq, body: entry.body })
          .run();
        break;
    }
  };

  function queueReviews(entry: Entry, { decision }: Body): void {
    for (const { scheme, policyNo, status, benefits } of decision?.schemes ?? []) {
      if (status !== 'pended' && benefits.every((benefit) => benefit.status !== 'pended')) continue;
      const decisionId = decision?.decisionId ?? '';
      query
        .insert(reviews)
        .values({ scheme, decisionId, policyNo, memberId: entry.memberId, entrySeq: entry.seq, status: 'open' })
        .onConflictDoUpdate({
          target: [reviews.decisionId, reviews.scheme, reviews.policyNo],
          set: { entrySeq: entry.seq },
          setWhere: eq(reviews.status, 'open'),
        })
        .run();
    }
  }

  function noteMessage(entry: Entry, { message, hospitalId = '', decisionId = '', settlementId = '' }: Body): void {
    if (message === undefined) return;
    const { id: messageId, person } = message;
    query
      .insert(messages)
      .values({ hospitalId, messageId, person, decisionId, settlementId, entrySeq: entry.seq })
      .run();
  }

  /** A settlement that no longer stands waits for nobody, and what was resolved on it counts no more. */
  function fallAway({ memberId }: Entry, decisionId: string): void {
    query
      .update(bookings)
      .set({ active: false })
      .where(and(eq(bookings.memberId, memberId), eq(bookings.reference, decisionId)))
      .run();
    query
      .update(reviews)
      .set({ status: 'void' })
      .where(and(eq(reviews.decisionId, decisionId), eq(reviews.status, 'open')))
      .run();
  }

  /** What an insurer takes back counts no more. */
  function cancel({ scheme = '', reference = '' }: Body): void {
    query
      .update(bookings)
      .set({ active: false })
      .where(and(eq(bookings.scheme, scheme), eq(bookings.reference, reference)))
      .run();
  }

  function book(entry: Entry, { scheme = '', policyNo = '', reference = '', booking }: Body): void {
    query
      .insert(bookings)
      .values({
        entrySeq: entry.seq,
        memberId: entry.memberId,
        place: entry.memberSeq,
        scheme,
        policyNo,
        reference,
        active: true,
        body: JSON.stringify(booking),
      })
      .run();
    query
      .update(reviews)
      .set({ status: 'resolved' })
      .where(and(eq(reviews.decisionId, reference), eq(reviews.scheme, scheme), eq(reviews.policyNo, policyNo)))
      .run();
  }
}
