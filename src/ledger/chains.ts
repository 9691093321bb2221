import type { Database } from '../store/database.ts';
import { asc, count, eq, gt } from '../store/drizzle.ts';
import { define, param } from '../store/statement.ts';
import { all, one, type Steps, together } from '../store/steps.ts';
import { type EntryBody, entryHash, GENESIS } from './journal.ts';
import { chainHead } from './reading.ts';
import { toEntry, toPosting } from './rows.ts';

/** What of a member's chain is not as it was written. */
export type ChainFlaw = 'ENTRY_ALTERED' | 'CHAIN_BROKEN' | 'HEAD_DIFFERS' | 'POSTINGS_DIFFER' | 'ENTRIES_UNCHAINED';

/** The first difference in a chain; `seq` 0 where it is not about one entry. */
export interface ChainDifference {
  readonly flaw: ChainFlaw;
  readonly seq: number;
}

const statements = define('chains', ({ query, tables: { entries, members, postings } }) => ({
  members: query
    .select({ memberId: members.memberId })
    .from(members)
    .where(gt(members.memberId, param('after')))
    .orderBy(asc(members.memberId))
    .limit(1_000),
  chain: query
    .select()
    .from(entries)
    .where(eq(entries.memberId, param('memberId')))
    .orderBy(asc(entries.memberSeq)),
  postings: query
    .select()
    .from(postings)
    .where(eq(postings.entrySeq, param('seq')))
    .orderBy(asc(postings.line)),
  count: query.select({ all: count() }).from(entries),
}));

/** Members in pages, so that no read is held open while others write. */
export async function* memberIds(database: Database): AsyncGenerator<string, void, void> {
  for (let after = ''; ; ) {
    const page = await database.read(() => all(statements.members, { after }));
    for (const { memberId } of page) yield memberId;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.memberId;
  }
}

/** Recomputes a member's chain from the first entry to the head, and the postings that follow from each entry. */
export function* verifyChain(memberId: string): Steps<{ entries: number; difference?: ChainDifference }> {
  const chain = (yield* all(statements.chain, { memberId })).map(toEntry);
  const postings = yield* together(...chain.map(({ seq }) => all(statements.postings, { seq })));
  let previous = GENESIS;
  for (const [index, entry] of chain.entries()) {
    const { seq } = entry;
    if (entryHash(entry) !== entry.hash) return { entries: index, difference: { flaw: 'ENTRY_ALTERED', seq } };
    if (entry.previous !== previous || entry.memberSeq !== index + 1) {
      return { entries: index, difference: { flaw: 'CHAIN_BROKEN', seq } };
    }
    const body = JSON.parse(entry.body) as EntryBody & { readonly because?: string };
    const written = (body.postings ?? []).map((posting) => ({ ...posting, because: body.because ?? '' }));
    const same = written.map((posting) => ({ ...posting, entrySeq: seq, businessDate: entry.businessDate }));
    if (JSON.stringify(postings[index]?.map(toPosting)) !== JSON.stringify(same))
      return { entries: index, difference: { flaw: 'POSTINGS_DIFFER', seq } };
    previous = entry.hash;
  }
  const member = yield* chainHead(memberId);
  if (member?.head !== previous || member.version !== chain.length) {
    return { entries: chain.length, difference: { flaw: 'HEAD_DIFFERS', seq: chain.at(-1)?.seq ?? 0 } };
  }
  return { entries: chain.length };
}

/** How many entries the journal holds: those of all chains together, or some belong to no member. */
export async function countEntries(database: Database): Promise<number> {
  return (await database.read(() => one(statements.count)))?.all ?? 0;
}
