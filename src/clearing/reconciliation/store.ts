import type { Database } from '../../store/database.ts';
import { eq, sql } from '../../store/drizzle.ts';
import { define, param, placeholders } from '../../store/statement.ts';
import { all, one, run, type Steps, together } from '../../store/steps.ts';
import type { Instant } from '../../time/clock.ts';
import type { Comparison } from './compare.ts';
import { currentIdentity, KINDS } from './difference.ts';
import { journalReconciliation, ReconciliationSums } from './journal.ts';
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

/** So many rows are written at a time: a store that has to be waited for is sent them all at once. */
const CHUNK = 200;

const OF_DAY = 'side = @side AND subject = @subject AND date = @date';
const COLUMNS =
  'seq, id, side, subject, date, uploaded_by AS "uploadedBy", uploaded_at AS "uploadedAt", body FROM reconciliations';
/** What stood when a reconciliation was done: opened by then, and not closed by then. */
const STOOD = 'd.opened_seq <= @seq AND (d.closed_seq IS NULL OR d.closed_seq > @seq)';
const DIFFERENCES = `SELECT d.id, d.rank, d.body, o.id AS "openedBy", c.id AS "closedBy" FROM differences d
  JOIN reconciliations o ON o.seq = d.opened_seq LEFT JOIN reconciliations c ON c.seq = d.closed_seq
  WHERE d.side = @side AND d.subject = @subject AND d.date = @date`;

const statements = define('reconciliation', ({ query, text, tables: { reconciliations, differences } }) => ({
  last: text<{ seq: number | null }>(`SELECT max(seq) AS seq FROM reconciliations WHERE ${OF_DAY}`),
  list: text<StoredReconciliation>(
    `SELECT * FROM (SELECT ${COLUMNS} WHERE ${OF_DAY} ORDER BY seq DESC LIMIT ${MAX_LISTED}) AS newest ORDER BY seq`,
  ),
  find: text<StoredReconciliation>(`SELECT ${COLUMNS} WHERE ${OF_DAY} AND id = @id`),
  known: text<Pick<Found, 'rank' | 'identity'> & { id: number }>(
    `SELECT id, rank, identity FROM differences WHERE ${OF_DAY} AND closed_seq IS NULL AND (rank, id) > (@rank, @id)
     ORDER BY rank, id LIMIT ${PAGE}`,
  ),
  insert: query
    .insert(reconciliations)
    .values(placeholders(['id', 'side', 'subject', 'date', 'uploadedBy', 'uploadedAt', 'body']))
    .returning({ seq: reconciliations.seq }),
  open: query
    .insert(differences)
    .values(placeholders(['side', 'subject', 'date', 'rank', 'identity', 'body', 'openedSeq']))
    .returning({ id: differences.id }),
  close: query
    .update(differences)
    .set({ closedSeq: sql`${param('seq')}` })
    .where(eq(differences.id, param('id'))),
  unconfirm: text('DELETE FROM confirmations WHERE hospital_id = @subject AND date = @date'),
  confirm: text(
    `INSERT INTO confirmations (decision_id, hospital_id, date, reconciliation_seq)
     VALUES (@decision, @subject, @date, @seq) ON CONFLICT DO NOTHING`,
  ),
  stood: text<StoredDifference>(
    `${DIFFERENCES} AND ${STOOD} AND d.rank = @rank AND d.id > @after ORDER BY d.id LIMIT ${PAGE}`,
  ),
  ofKind: text<StoredDifference>(`${DIFFERENCES} AND ${STOOD} AND d.rank = @rank ORDER BY d.id LIMIT ${MAX_LISTED}`),
  closedBy: text<StoredDifference>(`${DIFFERENCES} AND d.closed_seq = @seq ORDER BY d.rank, d.id LIMIT ${MAX_LISTED}`),
  stillOpen: text<{ count: number }>(
    `SELECT count(*) AS count FROM differences WHERE ${OF_DAY} AND opened_seq <= @seq AND closed_seq IS NULL`,
  ),
}));

/** The uploads of a day, the newest last. */
export function listOf(side: Side): Steps<StoredReconciliation[]> {
  return all(statements.list, plain(side));
}

/** One upload of a day. */
export function find(side: Side, id: string): Steps<StoredReconciliation | undefined> {
  return one(statements.find, { ...plain(side), id });
}

/** How many of the differences that stood at a reconciliation are open now. */
export function* stillOpen(of: StoredReconciliation): Steps<number> {
  return (yield* one(statements.stillOpen, { ...plain(of), seq: of.seq }))?.count ?? 0;
}

/** The differences of one kind that stood at a reconciliation; at most 1,000. */
export function differencesOf(of: StoredReconciliation, rank: number): Steps<StoredDifference[]> {
  return all(statements.ofKind, { ...plain(of), seq: of.seq, rank });
}

/** The differences that a reconciliation closed; at most 1,000. */
export function closedBy(of: StoredReconciliation): Steps<StoredDifference[]> {
  return all(statements.closedBy, { ...plain(of), seq: of.seq });
}

/** All differences that stood at a reconciliation, page by page, in the order of a report. */
export async function* everyDifference(
  database: Database,
  of: StoredReconciliation,
): AsyncGenerator<StoredDifference[], void, void> {
  for (const rank of KINDS.keys()) {
    let after = 0;
    for (;;) {
      const page = await database.read(() => all(statements.stood, { ...plain(of), seq: of.seq, rank, after }));
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
  const body = JSON.stringify(comparison);
  for (;;) {
    const seen = await database.read(() => lastOf(of));
    await loadKnown(database, of, scratch);
    const kept = await database.write(function* () {
      // Somebody else has uploaded the day meanwhile: what is known has changed.
      if ((yield* lastOf(of)) !== seen) return undefined;
      return yield* write({ ...of, body }, scratch);
    });
    if (kept !== undefined) return kept;
  }
}

/** Only reads the scratch database: a store may run it again. */
function* write(of: Omit<StoredReconciliation, 'seq'>, scratch: Scratch): Steps<StoredReconciliation> {
  const { subject, date } = of;
  const inserted = yield* one(statements.insert, { ...of });
  if (inserted === undefined) throw new Error('unreachable: a reconciliation that was inserted has a number');
  const { seq } = inserted;
  const kept = { ...of, seq };
  const sums = new ReconciliationSums();
  for (const some of chunks(scratch.opened(MAX_KEPT))) {
    const opened = some.map((found) => ({ ...plain(of), ...found, openedSeq: seq }));
    const ids = yield* together(...opened.map((one) => insertDifference(one)));
    for (const [index, one] of opened.entries()) sums.open({ ...one, id: ids[index] as number });
  }
  for (const some of chunks(scratch.closed())) {
    yield* together(...some.map(({ id }) => run(statements.close, { seq, id })));
    for (const { id } of some) sums.close({ id, closedSeq: seq });
  }
  if (of.side === 'hospital') {
    yield* run(statements.unconfirm, { subject, date });
    for (const some of chunks(scratch.confirmed())) {
      // What another day's upload has confirmed already stays that day's.
      const rows = some.map(({ decision }) => ({
        decisionId: decision,
        hospitalId: subject,
        date,
        reconciliationSeq: seq,
      }));
      const done = yield* together(
        ...rows.map(({ decisionId: decision }) => run(statements.confirm, { decision, subject, date, seq })),
      );
      for (const [index, row] of rows.entries()) if (done[index] === 1) sums.confirm(row);
    }
  }
  yield* journalReconciliation(kept, sums);
  return kept;
}

function* insertDifference(found: Record<string, unknown>): Steps<number> {
  const inserted = yield* one(statements.open, found);
  if (inserted === undefined) throw new Error('unreachable: a difference that was inserted has a number');
  return inserted.id;
}

function* lastOf(side: Side): Steps<number | null> {
  return (yield* one(statements.last, plain(side)))?.seq ?? null;
}

async function loadKnown(database: Database, of: Side, scratch: Scratch): Promise<void> {
  scratch.forgetKnown();
  let last = { rank: 0, id: 0 };
  for (;;) {
    const page = await database.read(() => all(statements.known, { ...plain(of), ...last }));
    for (const { rank, identity, id } of page) scratch.know({ rank, identity: currentIdentity(identity) }, id);
    const end = page.at(-1);
    if (end === undefined) return;
    last = { rank: end.rank, id: end.id };
  }
}

function* chunks<T>(all: Iterable<T>): Generator<T[], void, void> {
  let some: T[] = [];
  for (const one of all) {
    some.push(one);
    if (some.length < CHUNK) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

function plain({ side, subject, date }: Side) {
  return { side, subject, date };
}
