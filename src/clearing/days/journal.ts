import { NO_DAY } from '../../ledger/journal.ts';
import type { Posting } from '../../ledger/posting.ts';
import { toPosting } from '../../ledger/rows.ts';
import type { Database } from '../../store/database.ts';
import { and, asc, count, eq, gt, lte, min, sql } from '../../store/drizzle.ts';
import { define, param } from '../../store/statement.ts';
import { all, one, type Steps } from '../../store/steps.ts';
import type { DateText } from '../../time/calendar.ts';

/** How many rows are read at a time: the memory one reader takes, and how long a settlement waits for it. */
export const BATCH = 200;

const statements = define('days-journal', ({ query, text, tables: { entries, postings } }) => ({
  firstBooked: query
    .select({ date: min(entries.businessDate) })
    .from(entries)
    .where(gt(entries.businessDate, NO_DAY)),
  bookedOn: query
    .select({ count: count() })
    .from(entries)
    .where(eq(entries.businessDate, param('date'))),
  bookedThrough: query
    .select({ count: count() })
    .from(entries)
    .where(and(gt(entries.businessDate, NO_DAY), lte(entries.businessDate, param('date')))),
  entries: query
    .select({ seq: entries.seq, hash: entries.hash })
    .from(entries)
    .where(and(eq(entries.businessDate, param('date')), gt(entries.seq, param('after'))))
    .orderBy(asc(entries.seq))
    .limit(BATCH),
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
    .orderBy(asc(postings.entrySeq), asc(postings.line)),
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
    .orderBy(asc(postings.entrySeq), asc(postings.line))
    .limit(BATCH),
  // From one scheme to the next by the index: DISTINCT would look at every posting there ever was.
  schemes: text<{ scheme: string }>(`
    WITH RECURSIVE found(scheme) AS (
      SELECT min(scheme) FROM postings
      UNION ALL SELECT (SELECT min(scheme) FROM postings WHERE scheme > found.scheme) FROM found WHERE scheme IS NOT NULL
    ) SELECT scheme FROM found WHERE scheme IS NOT NULL`),
}));

/** The business day of the first entry that ever was, or `undefined` where there is none. */
export function* firstBookedDay(): Steps<DateText | undefined> {
  return (yield* one(statements.firstBooked))?.date ?? undefined;
}

/** How many entries there are on a day. */
export function* entriesOn(date: DateText): Steps<number> {
  return (yield* one(statements.bookedOn, { date }))?.count ?? 0;
}

/** How many entries there are on a day and before it. */
export function* entriesThrough(date: DateText): Steps<number> {
  return (yield* one(statements.bookedThrough, { date }))?.count ?? 0;
}

/** Some entries of a day and what they mean in money, in the order of the journal. */
export interface Batch {
  readonly entries: readonly { readonly seq: number; readonly hash: string }[];
  /** Of all schemes. */
  readonly postings: readonly Posting[];
}

/** The next entries of a day after one of them; at most {@link BATCH}. */
export function* batchAfter(date: DateText, after: number): Steps<Batch> {
  const entries = yield* all(statements.entries, { date, after });
  const through = entries.at(-1)?.seq;
  if (through === undefined) return { entries, postings: [] };
  const postings = yield* all(statements.between, { date, after, through });
  return { entries, postings: postings.map(toPosting) };
}

/** The postings of one scheme on one day, in the order of the journal, batch by batch. Others may write in between. */
export async function* postingsOf(
  database: Database,
  scheme: string,
  date: DateText,
): AsyncGenerator<Posting[], void, void> {
  let last = { entrySeq: 0, line: 0 };
  for (;;) {
    const rows = await database.read(() => all(statements.ofScheme, { scheme, date, ...last }));
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows.map(toPosting);
    last = { entrySeq: end.entrySeq, line: end.line };
  }
}

/** Every scheme that anything was ever booked in. */
export function* schemesPosted(): Steps<string[]> {
  return (yield* all(statements.schemes)).map(({ scheme }) => scheme);
}
