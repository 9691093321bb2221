import type Sqlite from 'better-sqlite3';
import { SHAPES, type StoredRow, type TableName } from '../store/rows.ts';
import { currentSchema } from '../store/sqlite/database.ts';
import { openScratch, type ScratchStore } from '../store/sqlite/scratch.ts';

/** Indexes by which entries change rows that earlier ones made. */
const INDEXES: ReadonlySet<string> = new Set(['settlements_decision', 'bookings_member', 'bookings_reference']);

const EXPECTED = `CREATE TABLE expected (kind TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID`;

/** What a journal says there must be, row by row, on disk: a store of any size is verified in bounded memory. */
export class Scratch {
  readonly now: ScratchStore['now'];
  readonly #raw: Sqlite.Database;
  readonly #expect: Sqlite.Statement<[string, string, string]>;
  readonly #forget: Sqlite.Statement<[string, string]>;
  readonly #expected: Sqlite.Statement<[string, string], string>;
  readonly #rows = new Map<TableName, Sqlite.Statement<unknown[], StoredRow>>();

  constructor() {
    const tables: ReadonlySet<string> = new Set(Object.values(SHAPES).map(({ name }) => name));
    const wanted = currentSchema().filter(({ name }) => tables.has(name) || INDEXES.has(name));
    const { raw, now } = openScratch([...wanted.map(({ sql }) => sql), EXPECTED]);
    this.now = now;
    this.#raw = raw;
    this.#expect = raw.prepare(
      'INSERT INTO expected VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value',
    );
    this.#forget = raw.prepare('DELETE FROM expected WHERE kind = ? AND key = ?');
    this.#expected = raw
      .prepare<[string, string], string>('SELECT value FROM expected WHERE kind = ? AND key = ?')
      .pluck();
  }

  /** Notes that something must be there, in place of what was noted under its key. */
  expect(kind: string, key: string, value: string): void {
    this.#expect.run(kind, key, value);
  }

  /** Notes that something is not there any more. */
  forget(kind: string, key: string): void {
    this.#forget.run(kind, key);
  }

  expected(kind: string, key: string): string | undefined {
    return this.#expected.get(kind, key);
  }

  /** All that must be there of a kind. */
  everything(kind: string): IterableIterator<{ readonly key: string; readonly value: string }> {
    return this.#raw
      .prepare<[string], { key: string; value: string }>('SELECT key, value FROM expected WHERE kind = ?')
      .iterate(kind);
  }

  count(kind: string): number {
    return this.#raw.prepare<[string], number>('SELECT count(*) FROM expected WHERE kind = ?').pluck().get(kind) ?? 0;
  }

  /** The row of a table made again that has the same key. */
  row(table: TableName, like: StoredRow): StoredRow | undefined {
    const { name, key } = SHAPES[table];
    let find = this.#rows.get(table);
    if (find === undefined) {
      find = this.#raw.prepare(`SELECT * FROM ${name} WHERE ${key.map((column) => `${column} = ?`).join(' AND ')}`);
      this.#rows.set(table, find);
    }
    return find.get(...key.map((column) => like[column]));
  }

  /** How many rows a table made again has. */
  rows(table: TableName): number {
    return this.#raw.prepare<[], number>(`SELECT count(*) FROM ${SHAPES[table].name}`).pluck().get() ?? 0;
  }

  /** Where the chain of a member, or another, stands. */
  chain(memberId: string): StoredRow | undefined {
    return this.row('members', { member_id: memberId });
  }

  putChain(memberId: string, version: number, head: string, seqs: number): void {
    this.#put ??= this.#raw.prepare(
      'INSERT OR REPLACE INTO members (member_id, version, head, seqs) VALUES (?, ?, ?, ?)',
    );
    this.#put.run(memberId, version, head, seqs);
  }

  #put: Sqlite.Statement<[string, number, string, number]> | undefined;

  /** Forgets everything. */
  close(): void {
    this.#raw.close();
  }
}
