import Sqlite from 'better-sqlite3';

/**
 * The policy numbers that a file has had so far, each with what its first row said. Kept in a database of its own that
 * lives on disk, has no name there and is gone when it is closed, so that a file of any length takes bounded memory.
 */
export class SeenPolicies {
  readonly #db = new Sqlite('');
  readonly #note: Sqlite.Statement<[string, string]>;
  readonly #first: Sqlite.Statement<[string], string>;

  constructor() {
    this.#db.pragma('journal_mode = OFF');
    this.#db.pragma('synchronous = OFF');
    this.#db.exec('CREATE TABLE seen (policy_no TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID');
    this.#note = this.#db.prepare('INSERT OR IGNORE INTO seen VALUES (?, ?)');
    this.#first = this.#db.prepare<[string], string>('SELECT digest FROM seen WHERE policy_no = ?').pluck();
  }

  /** Notes a row. False where the same policy number came before with other content. */
  note(policyNo: string, digest: string): boolean {
    if (this.#note.run(policyNo, digest).changes === 1) return true;
    return this.#first.get(policyNo) === digest;
  }

  /** Forgets everything. */
  close(): void {
    this.#db.close();
  }
}
