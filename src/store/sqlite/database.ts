import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database, Now, Snapshot } from '../database.ts';
import { sqliteDriver as drizzle } from '../drizzle.ts';
import { run as change, type Request, runNow, type Steps } from '../steps.ts';
import { sqliteDriver } from './driver.ts';
import { migrate } from './migrate.ts';
import { PATIENCE, Patience } from './patience.ts';
import { Reading } from './reading.ts';
import { Writer } from './writer.ts';

/** The embedded store, below the data folder. */
export const STORE_FILE = 'yizhan.db';

/** The embedded store: one connection, which answers at once, and the one way to write to it. */
export interface SqliteDatabase extends Database {
  readonly raw: Sqlite.Database;
  readonly now: Now;
  readonly writer: Writer;
  /** Runs one statement on the connection itself, and waits for other processes where it must. */
  patiently<T>(statement: () => T): T;
}

/**
 * Opens the store in a data folder, makes it on first use and brings its schema up to date.
 *
 * WAL with `synchronous=FULL`: a commit that returned survives a power cut. Several processes may have it open; one
 * writes at a time, others wait up to ten seconds.
 *
 * @throws NewerStore where a newer version wrote the store
 */
export function openDatabase(dataFolder: string): SqliteDatabase {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const file = join(dataFolder, STORE_FILE);
  const raw = new Sqlite(file, { timeout: PATIENCE });
  // The folder may be a volume that others can look into; SQLite gives its other files the same mode.
  chmodSync(file, 0o600);
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  raw.pragma('cache_size = -16384');
  // What a savepoint may have to undo is not written to a file.
  raw.pragma('temp_store = MEMORY');
  try {
    migrate(raw);
  } catch (error) {
    raw.close();
    throw error;
  }
  return databaseOn(raw);
}

/** The store on a connection, its schema taken as it is. */
export function databaseOn(raw: Sqlite.Database): SqliteDatabase {
  const query = drizzle.drizzle({ client: raw, casing: 'snake_case' });
  const reading = new Reading(raw);
  const writer = new Writer(raw, reading);
  const patience = new Patience(raw);
  const ask = sqliteDriver(raw, query);
  const answer = (request: Request) => patience.wait(() => ask(request));
  const run = <T>(steps: Steps<T>) => {
    reading.begin();
    return runNow(steps, answer);
  };
  const now: Now = Object.assign(run, { moment: () => reading.moment() });
  return {
    dialect: 'sqlite',
    raw,
    now,
    writer,
    patiently: (work) => patience.wait(work),
    read: async (steps) => now(steps()),
    snapshot: (work) => snapshotOf(raw.name, work),
    write: (steps) => writer.write(() => runNow(steps(), answer)),
    change: (statement, params, told) => {
      const job = () => {
        const rows = runNow(change(statement, params), answer);
        told?.(rows);
        return rows;
      };
      return writer.write(job, { repeatable: true });
    },
    get waiting() {
      return writer.length;
    },
    ready: async () => raw.open && raw.prepare('SELECT 1').get() !== undefined,
    close: async () => {
      await writer.drain();
      reading.end();
      raw.close();
    },
  };
}

/** Reads on a connection of its own: the writer's must not be in a transaction for so long. */
async function snapshotOf<T>(file: string, work: (seen: Snapshot) => Promise<T>): Promise<T> {
  const raw = new Sqlite(file, { readonly: true, timeout: PATIENCE });
  try {
    const answer = sqliteDriver(raw, drizzle.drizzle({ client: raw, casing: 'snake_case' }));
    raw.exec('BEGIN');
    // The moment is that of the first read.
    raw.prepare('SELECT count(*) FROM sqlite_master').get();
    const run = <R>(steps: Steps<R>) => runNow(steps, answer);
    const now: Now = Object.assign(run, { moment: () => 1 });
    return await work({ dialect: 'sqlite', now, read: async (steps) => now(steps()) });
  } finally {
    raw.close();
  }
}

let schema: readonly { readonly name: string; readonly sql: string }[] | undefined;

/** The schema of every embedded store as it is now, object by object, in the order in which it can be made. */
export function currentSchema(): readonly { readonly name: string; readonly sql: string }[] {
  if (schema !== undefined) return schema;
  const raw = new Sqlite(':memory:');
  try {
    migrate(raw);
    schema = raw
      .prepare<[], { name: string; sql: string }>(
        `SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC`,
      )
      .all();
    return schema;
  } finally {
    raw.close();
  }
}
