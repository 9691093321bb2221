import type Sqlite from 'better-sqlite3';

/**
 * What is read in one turn of the event loop is read in one transaction: each by itself would lock and unlock the store,
 * which costs more than the reading. So it is of one moment, too.
 */
export class Reading {
  readonly #db: Sqlite.Database;
  readonly #begin: Sqlite.Statement;
  readonly #end: Sqlite.Statement;
  #open = false;
  #moment = 0;

  constructor(db: Sqlite.Database) {
    this.#db = db;
    this.#begin = db.prepare('BEGIN');
    this.#end = db.prepare('COMMIT');
  }

  /** Begins to read, where nothing has begun in this turn; ends with the turn. */
  begin(): void {
    if (this.#db.inTransaction) return;
    this.#begin.run();
    this.#open = true;
    this.#moment += 1;
    setImmediate(() => this.end());
  }

  /** The same number for as long as what is read is of one moment; `undefined` while something is being written. */
  moment(): number | undefined {
    this.begin();
    return this.#open ? this.#moment : undefined;
  }

  /** Ends what was begun: somebody wants to write, or to close the store. */
  end(): void {
    if (!this.#open) return;
    this.#open = false;
    if (this.#db.open && this.#db.inTransaction) this.#end.run();
  }
}
