import type Sqlite from 'better-sqlite3';
import type { Database } from '../../ledger/sqlite/database.ts';

let tables = 0;

/**
 * The policy numbers that a file has had so far, each with what its first row said. Kept in a temporary table of the
 * connection, which SQLite spills to disk, so that a file of any length takes bounded memory.
 */
export class SeenPolicies {
  readonly #raw: Sqlite.Database;
  readonly #table: string;
  readonly #note: Sqlite.Statement<[string, string]>;
  readonly #first: Sqlite.Statement<[string], string>;

  constructor({ raw }: Database) {
    tables += 1;
    this.#raw = raw;
    this.#table = `temp.roster_import_${tables}`;
    raw.exec(`CREATE TABLE ${this.#table} (policy_no TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID`);
    this.#note = raw.prepare(`INSERT OR IGNORE INTO ${this.#table} VALUES (?, ?)`);
    this.#first = raw.prepare<[string], string>(`SELECT digest FROM ${this.#table} WHERE policy_no = ?`).pluck();
  }

  /** Notes a row. False where the same policy number came before with other content. */
  note(policyNo: string, digest: string): boolean {
    if (this.#note.run(policyNo, digest).changes === 1) return true;
    return this.#first.get(policyNo) === digest;
  }

  /** Forgets everything. */
  close(): void {
    // Where the store was closed under way, it took the table with it.
    if (this.#raw.open) this.#raw.exec(`DROP TABLE ${this.#table}`);
  }
}
