import { asc, count, eq, gt } from 'drizzle-orm';
import { type EntryBody, entryHash, GENESIS } from '../journal.ts';
import type { Database } from './database.ts';
import { toEntry, toPosting } from './rows.ts';
import { entries, members, postings } from './schema.ts';

/** What of a member's chain is not as it was written. */
export type ChainFlaw = 'ENTRY_ALTERED' | 'CHAIN_BROKEN' | 'HEAD_DIFFERS' | 'POSTINGS_DIFFER' | 'ENTRIES_UNCHAINED';

/** The first difference in a chain; `seq` 0 where it is not about one entry. */
export interface ChainDifference {
  readonly flaw: ChainFlaw;
  readonly seq: number;
}

/** Members in pages, so that no read is held open while others write. */
export function* memberIds(database: Database): Generator<string> {
  for (let after = ''; ; ) {
    const page = database.query
      .select({ memberId: members.memberId })
      .from(members)
      .where(gt(members.memberId, after))
      .orderBy(asc(members.memberId))
      .limit(1_000)
      .all();
    for (const { memberId } of page) yield memberId;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.memberId;
  }
}

/** Recomputes a member's chain from the first entry to the head, and the postings that follow from each entry. */
export function verifyChain({ query }: Database, memberId: string): { entries: number; difference?: ChainDifference } {
  const chain = query
    .select()
    .from(entries)
    .where(eq(entries.memberId, memberId))
    .orderBy(asc(entries.memberSeq))
    .all()
    .map(toEntry);
  let previous = GENESIS;
  for (const [index, entry] of chain.entries()) {
    const { seq } = entry;
    if (entryHash(entry) !== entry.hash) return { entries: index, difference: { flaw: 'ENTRY_ALTERED', seq } };
    if (entry.previous !== previous || entry.memberSeq !== index + 1) {
      return { entries: index, difference: { flaw: 'CHAIN_BROKEN', seq } };
    }
    const body = JSON.parse(entry.body) as EntryBody & { readonly because?: string };
    const written = (body.postings ?? []).map((posting) => ({ ...posting, because: body.because ?? '' }));
    const kept = query
      .select()
      .from(postings)
      .where(eq(postings.entrySeq, seq))
      .orderBy(asc(postings.line))
      .all()
      .map(toPosting);
    const same = written.map((posting) => ({ ...posting, entrySeq: seq, businessDate: entry.businessDate }));
    if (JSON.stringify(kept) !== JSON.stringify(same))
      return { entries: index, difference: { flaw: 'POSTINGS_DIFFER', seq } };
    previous = entry.hash;
  }
  const member = query.select().from(members).where(eq(members.memberId, memberId)).get();
  if (member?.head !== previous || member.version !== chain.length) {
    return { entries: chain.length, difference: { flaw: 'HEAD_DIFFERS', seq: chain.at(-1)?.seq ?? 0 } };
  }
  return { entries: chain.length };
}

/** How many entries the journal holds: those of all chains together, or some belong to no member. */
export function countEntries({ query }: Database): number {
  return query.select({ all: count() }).from(entries).get()?.all ?? 0;
}
