import Sqlite from 'better-sqlite3';
import type { RecordType } from '../../ledger/posting.ts';
import type { Group, GroupRow } from './groups.ts';
import type { Row } from './side.ts';

/** A difference on its way to the store. */
export interface Found {
  readonly rank: number;
  readonly identity: string;
  /** JSON. */
  readonly body: string;
}

/** So many keys are looked at at a time. */
const PAGE = 500;
/** More unlike rows than this under one key are one sum: nobody has them but by mistake. */
const MAX_GROUP = 1_000;

const TABLES = `
  CREATE TABLE ours (t TEXT, h TEXT, s TEXT, d TEXT, paid INTEGER, benefit INTEGER, times INTEGER NOT NULL,
    PRIMARY KEY (t, h, s, d, paid, benefit)) WITHOUT ROWID;
  CREATE TABLE theirs (t TEXT, h TEXT, s TEXT, d TEXT, paid INTEGER, benefit INTEGER, times INTEGER NOT NULL,
    PRIMARY KEY (t, h, s, d, paid, benefit)) WITHOUT ROWID;
  CREATE TABLE found (identity TEXT PRIMARY KEY, rank INTEGER, body TEXT) WITHOUT ROWID;
  CREATE TABLE known (identity TEXT PRIMARY KEY, id INTEGER) WITHOUT ROWID;
  CREATE TABLE confirmed (decision TEXT PRIMARY KEY) WITHOUT ROWID;`;

interface StoredRow {
  readonly t: string;
  readonly h: string;
  readonly s: string;
  readonly d: string;
  readonly paid: bigint;
  readonly benefit: bigint;
  readonly times: bigint;
}

type Key = Pick<StoredRow, 't' | 'h' | 's'>;

/**
 * Where two views of a day are laid side by side: a database of its own that lives on disk, has no name there and is
 * gone when it is closed. So a day of a million rows takes no memory to speak of, and no settlement waits for it.
 */
export class Scratch {
  readonly #db: Sqlite.Database;
  readonly #statements: ReturnType<typeof prepare>;
  #pending = 0;

  constructor() {
    this.#db = new Sqlite('');
    this.#db.pragma('journal_mode = OFF');
    this.#db.pragma('synchronous = OFF');
    this.#db.pragma('cache_size = -32768');
    this.#db.exec(TABLES);
    this.#statements = prepare(this.#db);
    this.#db.exec('BEGIN');
  }

  add(side: 'ours' | 'theirs', row: Row): void {
    const { recordType, hospitalId, settlementId, decisionId, insurerPaid, memberBenefit } = row;
    this.#statements[side].run(recordType, hospitalId, settlementId, decisionId, insurerPaid, memberBenefit);
    this.#wrote();
  }

  find({ identity, rank, body }: Found): void {
    this.#statements.find.run(identity, rank, body);
    this.#wrote();
  }

  know(identity: string, id: number): void {
    this.#statements.know.run(identity, id);
    this.#wrote();
  }

  forgetKnown(): void {
    this.#statements.forget.run();
  }

  confirm(decisionId: string): void {
    this.#statements.confirm.run(decisionId);
    this.#wrote();
  }

  /** What both sides say, settlement by settlement, page by page. */
  *groups(): Generator<Group[], void, void> {
    let after: Key = { t: '', h: '', s: '' };
    for (;;) {
      const keys = this.#statements.keys.all(after) as Key[];
      const last = keys.at(-1);
      if (last === undefined) return;
      yield keys.map((key) => ({
        recordType: key.t as RecordType,
        hospitalId: key.h,
        settlementId: key.s,
        ours: groupRows(this.#statements.oursOf.iterate(key) as Iterable<StoredRow>),
        theirs: groupRows(this.#statements.theirsOf.iterate(key) as Iterable<StoredRow>),
      }));
      after = last;
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

  /** One long transaction would keep every page it changed in memory; one a row would cost more than the row. */
  #wrote(): void {
    this.#pending += 1;
    if (this.#pending % 10_000 === 0) this.#db.exec('COMMIT; BEGIN');
  }
}

function prepare(db: Sqlite.Database) {
  const add = (table: string) =>
    db.prepare(`INSERT INTO ${table} VALUES (?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1`);
  const of = (table: string) =>
    db.prepare(`SELECT * FROM ${table} WHERE t = @t AND h = @h AND s = @s ORDER BY d, paid, benefit`).safeIntegers();
  const next = (table: string) =>
    `SELECT * FROM (SELECT DISTINCT t, h, s FROM ${table} WHERE (t, h, s) > (@t, @h, @s) ORDER BY t, h, s LIMIT ${PAGE})`;
  return {
    ours: add('ours'),
    theirs: add('theirs'),
    oursOf: of('ours'),
    theirsOf: of('theirs'),
    keys: db.prepare(`${next('ours')} UNION ${next('theirs')} ORDER BY t, h, s LIMIT ${PAGE}`),
    find: db.prepare('INSERT INTO found VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
    know: db.prepare('INSERT INTO known VALUES (?, ?) ON CONFLICT DO NOTHING'),
    forget: db.prepare('DELETE FROM known'),
    confirm: db.prepare('INSERT INTO confirmed VALUES (?) ON CONFLICT DO NOTHING'),
    opened: db.prepare(
      'SELECT rank, identity, body FROM found WHERE identity NOT IN (SELECT identity FROM known) ORDER BY rank, identity LIMIT ?',
    ),
    closed: db.prepare('SELECT id FROM known WHERE identity NOT IN (SELECT identity FROM found)'),
    confirmed: db.prepare('SELECT decision FROM confirmed'),
  };
}

function groupRows(rows: Iterable<StoredRow>): GroupRow[] {
  const found: GroupRow[] = [];
  for (const { d, paid, benefit, times } of rows) {
    const row = { decisionId: d, times, insurerPaid: paid, memberBenefit: benefit };
    const last = found.at(-1);
    if (found.length < MAX_GROUP || last === undefined) found.push(row);
    else found[MAX_GROUP - 1] = merged(last, row);
  }
  return found;
}

/** Two rows as one that stands for both; it is there once. */
function merged(a: GroupRow, b: GroupRow): GroupRow {
  return {
    decisionId: a.decisionId,
    times: 1n,
    insurerPaid: a.times * a.insurerPaid + b.times * b.insurerPaid,
    memberBenefit: a.times * a.memberBenefit + b.times * b.memberBenefit,
  };
}
