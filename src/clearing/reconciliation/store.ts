import type { Database } from '../../ledger/sqlite/database.ts';
import { preparedFor } from '../../roster/prepared.ts';
import type { Instant } from '../../time/clock.ts';
import type { Comparison } from './compare.ts';
import { KINDS } from './difference.ts';
import type { Found, Scratch } from './scratch.ts';
import type { Side } from './side.ts';

/** A reconciliation as it is kept. */
export interface StoredReconciliation extends Side {
  readonly seq: number;
  readonly id: string;
  /** The party; null from the command line. */
  readonly uploadedBy: string | null;
  readonly uploadedAt: Instant;
  /** {@link Comparison}, JSON. */
  readonly body: string;
}

/** A difference as it is kept, with the reconciliations that opened and closed it. */
export interface StoredDifference {
  readonly id: number;
  readonly rank: number;
  readonly body: string;
  readonly openedBy: string;
  readonly closedBy: string | null;
}

/** So many differences of one upload are kept: who differs in more of them compares another file. */
export const MAX_KEPT = 100_000;
const MAX_LISTED = 1_000;
const PAGE = 500;

const OF_DAY = 'side = @side AND subject = @subject AND date = @date';
const COLUMNS =
  'seq, id, side, subject, date, uploaded_by AS uploadedBy, uploaded_at AS uploadedAt, body FROM reconciliations';
/** What stood when a reconciliation was done: opened by then, and not closed by then. */
const STOOD = 'd.opened_seq <= @seq AND (d.closed_seq IS NULL OR d.closed_seq > @seq)';
const DIFFERENCES = `SELECT d.id, d.rank, d.body, o.id AS openedBy, c.id AS closedBy FROM differences d
  JOIN reconciliations o ON o.seq = d.opened_seq LEFT JOIN reconciliations c ON c.seq = d.closed_seq
  WHERE d.side = @side AND d.subject = @subject AND d.date = @date`;

const statements = preparedFor(({ raw }) => ({
  last: raw.prepare(`SELECT max(seq) AS seq FROM reconciliations WHERE ${OF_DAY}`),
  list: raw.prepare(
    `SELECT * FROM (SELECT ${COLUMNS} WHERE ${OF_DAY} ORDER BY seq DESC LIMIT ${MAX_LISTED}) ORDER BY seq`,
  ),
  one: raw.prepare(`SELECT ${COLUMNS} WHERE ${OF_DAY} AND id = @id`),
  known: raw.prepare(`SELECT id, rank, identity FROM differences WHERE ${OF_DAY} AND closed_seq IS NULL`),
  insert: raw.prepare(
    `INSERT INTO reconciliations (id, side, subject, date, uploaded_by, uploaded_at, body)
     VALUES (@id, @side, @subject, @date, @uploadedBy, @uploadedAt, @body)`,
  ),
  open: raw.prepare(
    `INSERT INTO differences (side, subject, date, rank, identity, body, opened_seq)
     VALUES (@side, @subject, @date, @rank, @identity, @body, @seq)`,
  ),
  close: raw.prepare('UPDATE differences SET closed_seq = ? WHERE id = ?'),
  unconfirm: raw.prepare('DELETE FROM confirmations WHERE hospital_id = @subject AND date = @date'),
  confirm: raw.prepare(
    `INSERT INTO confirmations (decision_id, hospital_id, date, reconciliation_seq)
     VALUES (@decision, @subject, @date, @seq) ON CONFLICT DO NOTHING`,
  ),
  stood: raw.prepare(`${DIFFERENCES} AND ${STOOD} AND d.rank = @rank AND d.id > @after ORDER BY d.id LIMIT ${PAGE}`),
  ofKind: raw.prepare(`${DIFFERENCES} AND ${STOOD} AND d.rank = @rank ORDER BY d.id LIMIT ${MAX_LISTED}`),
  closedBy: raw.prepare(`${DIFFERENCES} AND d.closed_seq = @seq ORDER BY d.rank, d.id LIMIT ${MAX_LISTED}`),
  stillOpen: raw.prepare(
    `SELECT count(*) AS count FROM differences WHERE ${OF_DAY} AND opened_seq <= @seq AND closed_seq IS NULL`,
  ),
}));

/** The uploads of a day, the newest last. */
export function listOf(database: Database, side: Side): StoredReconciliation[] {
  return statements(database).list.all(plain(side)) as StoredReconciliation[];
}

/** One upload of a day. */
export function find(database: Database, side: Side, id: string): StoredReconciliation | undefined {
  return statements(database).one.get({ ...plain(side), id }) as StoredReconciliation | undefined;
}

/** How many of the differences that stood at a reconciliation are open now. */
export function stillOpen(database: Database, of: StoredReconciliation): number {
  return (statements(database).stillOpen.get({ ...plain(of), seq: of.seq }) as { count: number }).count;
}

/** The differences of one kind that stood at a reconciliation; at most 1,000. */
export function differencesOf(database: Database, of: StoredReconciliation, rank: number): StoredDifference[] {
  return statements(database).ofKind.all({ ...plain(of), seq: of.seq, rank }) as StoredDifference[];
}

/** The differences that a reconciliation closed; at most 1,000. */
export function closedBy(database: Database, of: StoredReconciliation): StoredDifference[] {
  return statements(database).closedBy.all({ ...plain(of), seq: of.seq }) as StoredDifference[];
}

/** All differences that stood at a reconciliation, page by page, in the order of a report. */
export function* everyDifference(
  database: Database,
  of: StoredReconciliation,
): Generator<StoredDifference[], void, void> {
  for (const rank of KINDS.keys()) {
    for (let after = 0; ; ) {
      const page = statements(database).stood.all({ ...plain(of), seq: of.seq, rank, after }) as StoredDifference[];
      const end = page.at(-1);
      if (end === undefined) break;
      yield page;
      after = end.id;
    }
  }
}

/**
 * Keeps a comparison: what is new is opened, what an earlier upload of the day showed and this one does not is closed,
 * and, of a hospital's day, what it confirms takes the place of what its earlier upload confirmed. All of it, or nothing.
 */
export async function keep(
  database: Database,
  of: Omit<StoredReconciliation, 'seq' | 'body'>,
  comparison: Comparison,
  scratch: Scratch,
): Promise<StoredReconciliation> {
  const every = statements(database);
  const day = plain(of);
  const lastSeq = () => (every.last.get(day) as { seq: number | null }).seq;
  const body = JSON.stringify(comparison);
  for (;;) {
    const seen = lastSeq();
    loadKnown(database, of, scratch);
    const kept = await database.writer.write(() => {
      // Somebody else has uploaded the day meanwhile: what is known has changed.
      if (lastSeq() !== seen) return undefined;
      const { lastInsertRowid } = every.insert.run({ ...of, body });
      const seq = Number(lastInsertRowid);
      for (const { rank, identity, body: text } of scratch.opened(MAX_KEPT)) {
        every.open.run({ ...day, rank, identity, body: text, seq });
      }
      for (const { id } of scratch.closed()) every.close.run(seq, id);
      if (of.side === 'hospital') {
        every.unconfirm.run({ subject: of.subject, date: of.date });
        for (const { decision } of scratch.confirmed()) {
          every.confirm.run({ decision, subject: of.subject, date: of.date, seq });
        }
      }
      return { ...of, seq, body };
    });
    if (kept !== undefined) return kept;
  }
}

function loadKnown(database: Database, of: Side, scratch: Scratch): void {
  scratch.forgetKnown();
  const open = statements(database).known.iterate(plain(of)) as Iterable<Found & { id: number }>;
  for (const one of open) scratch.know(one, one.id);
}

function plain({ side, subject, date }: Side): Side {
  return { side, subject, date };
}
