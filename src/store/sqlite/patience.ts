import type Sqlite from 'better-sqlite3';
import { SqliteError } from 'better-sqlite3';

/** Whoever holds the store for longer, in milliseconds, does not write: something is wrong. */
export const PATIENCE = 10_000;

/** Whether another process is in the way. */
export function isBusy(error: unknown): boolean {
  return error instanceof SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/**
 * How a connection waits for other processes. SQLite waits asleep, and with it everybody who is connected to this process:
 * a connection is not to wait at all but for what cannot be put off.
 */
export class Patience {
  readonly #raw: Sqlite.Database;

  /** @param raw waits for nobody from now on */
  constructor(raw: Sqlite.Database) {
    this.#raw = raw;
    this.#wait(0);
  }

  /**
   * Runs one statement, and once more where another process is in the way: then it waits. Reading, that is rare: while
   * what a process left behind that was killed is put in order.
   */
  wait<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
    this.#wait(PATIENCE);
    try {
      return run();
    } finally {
      this.#wait(0);
    }
  }

  /** Not a prepared statement: SQLite does this when it prepares it, not when it runs it. */
  #wait(milliseconds: number): void {
    this.#raw.pragma(`busy_timeout = ${milliseconds}`);
  }
}
