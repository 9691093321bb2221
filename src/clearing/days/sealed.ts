import type { Entry, EntryBody } from '../../ledger/journal.ts';
import { toEntry } from '../../ledger/rows.ts';
import type { Database } from '../../store/database.ts';
import { and, asc, count, eq, gt, max, min } from '../../store/drizzle.ts';
import { define, param } from '../../store/statement.ts';
import { all, one, type Steps } from '../../store/steps.ts';
import type { DateText } from '../../time/calendar.ts';
import type { Instant } from '../../time/clock.ts';
import type { Manifest } from '../files/manifest.ts';
import type { Sums } from '../files/tally.ts';

/** The chain that SEAL entries form, as a member's entries do. No member's id begins with a tilde. */
export const DAYS_CHAIN = '~days';

/** One scheme's file of a sealed day. */
export interface SealedFile {
  readonly manifest: Manifest;
  /** SHA-256 of the manifest's bytes, hex. */
  readonly digest: string;
  /** The gateway's signature over the manifest, made when the day was sealed: to show it needs no key of that time. */
  readonly signature: string;
}

/** The body of a SEAL entry. */
export interface SealBody extends EntryBody {
  readonly date: DateText;
  /** SHA-256 over the hashes (hex, one after another) of all entries of the day, in the order of the journal; hex. */
  readonly root: string;
  readonly entries: { readonly count: number; readonly first: number | null; readonly last: number | null };
  /** By scheme. */
  readonly files: Readonly<Record<string, SealedFile>>;
}

/** What a list of files says of one. */
export interface FileHead {
  readonly date: DateText;
  readonly sealedAt: Instant;
  readonly totals: Sums;
  readonly sha256: string;
  readonly digest: string;
}

const statements = define('days-sealed', ({ query, text, tables: { days, entries } }) => ({
  bounds: query.select({ first: min(days.date), last: max(days.date) }).from(days),
  day: query
    .select({ body: days.body })
    .from(days)
    .where(eq(days.date, param('date'))),
  seals: query
    .select()
    .from(entries)
    .where(and(eq(entries.memberId, DAYS_CHAIN), gt(entries.memberSeq, param('after'))))
    .orderBy(asc(entries.memberSeq))
    .limit(1),
  derived: query.select({ count: count() }).from(days),
  // The store takes the few figures out: a body with all its hospitals need not be read for them.
  heads: text<{ date: string; at: number; file: string }>({
    sqlite: `
      SELECT days.date, entries.at, json_object(
        'totals', json_extract(file.value, '$.manifest.totals'),
        'sha256', json_extract(file.value, '$.manifest.sha256'),
        'digest', json_extract(file.value, '$.digest')) AS file
      FROM days JOIN entries ON entries.seq = days.entry_seq, json_each(days.body, '$.files') AS file
      WHERE file.key = @scheme ORDER BY days.date`,
    postgres: `
      SELECT days.date, entries.at, CAST(json_build_object(
        'totals', file.value -> 'manifest' -> 'totals',
        'sha256', file.value -> 'manifest' -> 'sha256',
        'digest', file.value -> 'digest') AS text) AS file
      FROM days JOIN entries ON entries.seq = days.entry_seq,
        LATERAL (SELECT CAST(days.body AS json) -> 'files' -> CAST(@scheme AS text) AS value) AS file
      WHERE file.value IS NOT NULL ORDER BY days.date`,
  }),
}));

/** The first and the last sealed day, or `undefined` where none is. */
export function* sealedDays(): Steps<{ readonly first: DateText; readonly last: DateText } | undefined> {
  const { first = null, last = null } = (yield* one(statements.bounds)) ?? {};
  return first === null || last === null ? undefined : { first, last };
}

/** How many days the table of sealed days has. */
export function* countSealedDays(): Steps<number> {
  return (yield* one(statements.derived))?.count ?? 0;
}

/** What was sealed of a day, or `undefined` where it is not sealed. */
export function* sealOf(date: DateText): Steps<SealBody | undefined> {
  const body = (yield* one(statements.day, { date }))?.body;
  return body === undefined ? undefined : (JSON.parse(body) as SealBody);
}

/** The SEAL entries in their chain, from the journal itself. */
export async function* sealEntries(database: Pick<Database, 'read'>): AsyncGenerator<Entry, void, void> {
  for (let after = 0; ; ) {
    const row = await database.read(() => one(statements.seals, { after }));
    if (row === undefined) return;
    yield toEntry(row);
    after = row.memberSeq;
  }
}

/** The sealed files of a scheme, the newest last. */
export function* fileHeads(scheme: string): Steps<FileHead[]> {
  return (yield* all(statements.heads, { scheme })).map(({ date, at, file }) => ({
    date,
    sealedAt: at,
    ...(JSON.parse(file) as Omit<FileHead, 'date' | 'sealedAt'>),
  }));
}
