import { and, asc, eq, gt, lte, min, sql } from 'drizzle-orm';
import type { Posting } from '../../ledger/posting.ts';
import type { Database } from '../../ledger/sqlite/database.ts';
import { toPosting } from '../../ledger/sqlite/rows.ts';
import { entries, postings } from '../../ledger/sqlite/schema.ts';
import { preparedFor } from '../../roster/prepared.ts';
import type { DateText } from '../../time/calendar.ts';

/** How many rows are read at a time: the memory one reader takes, and how long a settlement waits for it. */
export const BATCH = 200;

const param = sql.placeholder;
const inOrder = [asc(postings.entrySeq), asc(postings.line)] as const;

const statements = preparedFor(({ query, raw }) => ({
  firstBooked: query
    .select({ date: min(entries.businessDate) })
    .from(entries)
    .prepare(),
  bookedThrough: query
    .select({ count: sql<number>`count(*)` })
    .from(entries)
    .where(lte(entries.businessDate, param('date')))
    .prepare(),
  entries: query
    .select({ seq: entries.seq, hash: entries.hash })
    .from(entries)
    .where(and(eq(entries.businessDate, param('date')), gt(entries.seq, param('after'))))
    .orderBy(asc(entries.seq))
    .limit(BATCH)
    .prepare(),
  between: query
    .select()
    .from(postings)
    .where(
      and(
        gt(postings.entrySeq, param('after')),
        lte(postings.entrySeq, param('through')),
        eq(postings.businessDate, param('date')),
      ),
    )
    .orderBy(...inOrder)
    .prepare(),
  ofScheme: query
    .select()
    .from(postings)
    .where(
      and(
        eq(postings.scheme, param('scheme')),
        eq(postings.businessDate, param('date')),
        sql`(${postings.entrySeq}, ${postings.line}) > (${param('entrySeq')}, ${param('line')})`,
      ),
    )
    .orderBy(...inOrder)
    .limit(BATCH)
    .prepare(),
  // From one scheme to the next by the index: DISTINCT would look at every posting there ever was.
  schemes: raw.prepare<[], { scheme: string }>(`
    WITH RECURSIVE found(scheme) AS (
      SELECT min(scheme) FROM postings
      UNION ALL SELECT (SELECT min(scheme) FROM postings WHERE scheme > found.scheme) FROM found WHERE scheme IS NOT NULL
    ) SELECT scheme FROM found WHERE scheme IS NOT NULL`),
}));

/** The business day of the first entry that ever was, or `undefined` where there is none. */
export function firstBookedDay(database: Database): DateText | undefined {
  return statements(database).firstBooked.get()?.date ?? undefined;
}

/** How many entries there are on a day and before it. */
export function entriesThrough(database: Database, date: DateText): number {
  return statements(database).bookedThrough.get({ date })?.count ?? 0;
}

/** The next entries of a day after one of them, in the order of the journal; at most {@link BATCH}. */
export function entriesOf(database: Database, date: DateText, after: number): { seq: number; hash: string }[] {
  return statements(database).entries.all({ date, after });
}

/** The postings of a day by the entries after one and up to another, of all schemes, in the order of the journal. */
export function postingsBetween(database: Database, date: DateText, after: number, through: number): Posting[] {
  return statements(database).between.all({ date, after, through }).map(toPosting);
}

/** The postings of one scheme on one day, in the order of the journal, batch by batch. Others may write in between. */
export function* postingsOf(database: Database, scheme: string, date: DateText): Generator<Posting[], void, void> {
  let last = { entrySeq: 0, line: 0 };
  for (;;) {
    const rows = statements(database).ofScheme.all({ scheme, date, ...last });
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows.map(toPosting);
    last = { entrySeq: end.entrySeq, line: end.line };
  }
}

/** Every scheme that anything was ever booked in. */
export function schemesPosted(database: Database): string[] {
  return statements(database)
    .schemes.all()
    .map(({ scheme }) => scheme);
}
