import Sqlite from 'better-sqlite3';
import type { RecordType } from '../../ledger/posting.ts';
import { RowsOfGroup } from './group-rows.ts';
import type { Group } from './groups.ts';
import { type KeyedRow, SortedRuns } from './runs.ts';
import type { Row } from './side.ts';

/** A difference on its way to the store. */
export interface Found {
  readonly rank: number;
  readonly identity: string;
  /** JSON. */
  readonly body: string;
}

const TABLES = `
  CREATE TABLE found (rank INTEGER, identity TEXT, body TEXT, PRIMARY KEY (rank, identity)) WITHOUT ROWID;
  CREATE TABLE known (rank INTEGER, identity TEXT, id INTEGER, PRIMARY KEY (rank, identity)) WITHOUT ROWID;
  CREATE TABLE confirmed (decision TEXT PRIMARY KEY) WITHOUT ROWID;`;

/** So many statements share a transaction: one a row would cost more than the row. */
const BATCH = 10_000;
const SEPARATOR = '\u0000';

/**
 * Where two views of a day are laid side by side: a database of its own that lives on disk, has no name there and is
 * gone when it is closed. So a day of a million rows takes no memory to speak of, and no settlement waits for it.
 */
export class Scratch {
  readonly #db: Sqlite.Database;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #rows: Readonly<Record<'ours' | 'theirs', SortedRuns>>;
  #pending = 0;

  constructor() {
    this.#db = new Sqlite('');
    this.#db.pragma('journal_mode = OFF');
    this.#db.pragma('synchronous = OFF');
    this.#db.pragma('cache_size = -16384');
    this.#db.exec(TABLES);
    this.#statements = prepare(this.#db);
    this.#rows = { ours: new SortedRuns(this.#db, 'ours'), theirs: new SortedRuns(this.#db, 'theirs') };
    this.#db.exec('BEGIN');
  }

  add(side: 'ours' | 'theirs', row: Row): void {
    const { recordType, hospitalId, settlementId, decisionId, insurerPaid, memberBenefit } = row;
    const key = `${recordType}${SEPARATOR}${hospitalId}${SEPARATOR}${settlementId}`;
    this.#rows[side].add([key, decisionId, String(insurerPaid), String(memberBenefit)]);
  }

  find({ identity, rank, body }: Found): void {
    this.#statements.find.run(rank, identity, body);
    this.#wrote();
  }

  know({ rank, identity }: Pick<Found, 'rank' | 'identity'>, id: number): void {
    this.#statements.know.run(rank, identity, id);
    this.#wrote();
  }

  forgetKnown(): void {
    this.#statements.forget.run();
  }

  confirm(decisionId: string): void {
    this.#statements.confirm.run(decisionId);
    this.#wrote();
  }

  /** What both sides say, settlement by settlement. */
  *groups(): Generator<Group, void, void> {
    const [ours, theirs] = [this.#rows.ours.merged(), this.#rows.theirs.merged()];
    let [mine, other] = [ours.next(), theirs.next()];
    for (;;) {
      const keys = [mine, other].flatMap(({ done, value }) => (done === true || !value ? [] : [value[0]]));
      const [key] = keys.sort();
      if (key === undefined) return;
      const rows = { ours: new RowsOfGroup(), theirs: new RowsOfGroup() };
      for (; isOf(mine, key); mine = ours.next()) rows.ours.add(mine.value);
      for (; isOf(other, key); other = theirs.next()) rows.theirs.add(other.value);
      const [recordType = '', hospitalId = '', settlementId = ''] = key.split(SEPARATOR);
      yield {
        recordType: recordType as RecordType,
        hospitalId,
        settlementId,
        ours: rows.ours.list(),
        theirs: rows.theirs.list(),
      };
    }
  }

  /** What was found and not known, in the order of a report; at most so many. */
  opened(limit: number): Iterable<Found> {
    return this.#statements.opened.iterate(limit) as Iterable<Found>;
  }

  /** The ids of what was known and not found. */
  closed(): Iterable<{ readonly id: number }> {
    return this.#statements.closed.iterate() as Iterable<{ id: number }>;
  }

  confirmed(): Iterable<{ readonly decision: string }> {
    return this.#statements.confirmed.iterate() as Iterable<{ decision: string }>;
  }

  close(): void {
    this.#db.close();
  }

  #wrote(): void {
    this.#pending += 1;
    if (this.#pending % BATCH === 0) this.#db.exec('COMMIT; BEGIN');
  }
}

function isOf(next: IteratorResult<KeyedRow, void>, key: string): next is IteratorYieldResult<KeyedRow> {
  return next.done !== true && next.value[0] === key;
}

function prepare(db: Sqlite.Database) {
  return {
    find: db.prepare('INSERT INTO found VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    know: db.prepare('INSERT INTO known VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    forget: db.prepare('DELETE FROM known'),
    confirm: db.prepare('INSERT INTO confirmed VALUES (?) ON CONFLICT DO NOTHING'),
    opened: db.prepare(
      'SELECT rank, identity, body FROM found f WHERE NOT EXISTS (SELECT 1 FROM known k WHERE k.rank = f.rank AND k.identity = f.identity) ORDER BY rank, identity LIMIT ?',
    ),
    closed: db.prepare(
      'SELECT id FROM known k WHERE NOT EXISTS (SELECT 1 FROM found f WHERE f.rank = k.rank AND f.identity = k.identity)',
    ),
    confirmed: db.prepare('SELECT decision FROM confirmed'),
  };
}
