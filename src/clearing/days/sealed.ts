import { and, asc, eq, gt, max, min, sql } from 'drizzle-orm';
import type { Entry, EntryBody } from '../../ledger/journal.ts';
import type { Database } from '../../ledger/sqlite/database.ts';
import { toEntry } from '../../ledger/sqlite/rows.ts';
import { days, entries } from '../../ledger/sqlite/schema.ts';
import { preparedFor } from '../../roster/prepared.ts';
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

const param = sql.placeholder;

const statements = preparedFor(({ query, raw }) => ({
  bounds: query
    .select({ first: min(days.date), last: max(days.date) })
    .from(days)
    .prepare(),
  day: query
    .select({ body: days.body })
    .from(days)
    .where(eq(days.date, param('date')))
    .prepare(),
  seals: query
    .select()
    .from(entries)
    .where(and(eq(entries.memberId, DAYS_CHAIN), gt(entries.memberSeq, param('after'))))
    .orderBy(asc(entries.memberSeq))
    .limit(1)
    .prepare(),
  derived: query.select({ count: sql<number>`count(*)` }).from(days).prepare(),
  // The store takes the few figures out: a body with all its hospitals need not be read for them.
  heads: raw.prepare<{ scheme: string }, { date: string; at: number; file: string }>(`
    SELECT days.date, entries.at, json_object(
      'totals', json_extract(file.value, '$.manifest.totals'),
      'sha256', json_extract(file.value, '$.manifest.sha256'),
      'digest', json_extract(file.value, '$.digest')) AS file
    FROM days JOIN entries ON entries.seq = days.entry_seq, json_each(days.body, '$.files') AS file
    WHERE file.key = @scheme ORDER BY days.date`),
}));

/** The first and the last sealed day, or `undefined` where none is. */
export function sealedDays(database: Database): { readonly first: DateText; readonly last: DateText } | undefined {
  const { first = null, last = null } = statements(database).bounds.get() ?? {};
  return first === null || last === null ? undefined : { first, last };
}

/** How many days the table of sealed days has. */
export function countSealedDays(database: Database): number {
  return statements(database).derived.get()?.count ?? 0;
}

/** What was sealed of a day, or `undefined` where it is not sealed. */
export function sealOf(database: Database, date: DateText): SealBody | undefined {
  const body = statements(database).day.get({ date })?.body;
  return body === undefined ? undefined : (JSON.parse(body) as SealBody);
}

/** The SEAL entries in their chain, from the journal itself. */
export function* sealEntries(database: Database): Generator<Entry, void, void> {
  for (let after = 0; ; ) {
    const row = statements(database).seals.get({ after });
    if (row === undefined) return;
    yield toEntry(row);
    after = row.memberSeq;
  }
}

/** The sealed files of a scheme, the newest last. */
export function fileHeads(database: Database, scheme: string): FileHead[] {
  return statements(database)
    .heads.all({ scheme })
    .map(({ date, at, file }) => ({
      date,
      sealedAt: at,
      ...(JSON.parse(file) as Omit<FileHead, 'date' | 'sealedAt'>),
    }));
}
