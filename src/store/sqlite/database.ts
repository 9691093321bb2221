import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database, Now } from '../database.ts';
import { sqliteDriver as drizzle } from '../drizzle.ts';
import { run as change, runNow, type Steps } from '../steps.ts';
import { sqliteDriver } from './driver.ts';
import { migrate } from './migrate.ts';
import { Reading } from './reading.ts';
import { Writer } from './writer.ts';

/** The embedded store, below the data folder. */
export const STORE_FILE = 'yizhan.db';

/** The embedded store: one connection, which answers at once, and the one way to write to it. */
export interface SqliteDatabase extends Database {
  readonly raw: Sqlite.Database;
  readonly now: Now;
  readonly writer: Writer;
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
  const raw = new Sqlite(file, { timeout: 10_000 });
  // The folder may be a volume that others can look into; SQLite gives its other files the same mode.
  chmodSync(file, 0o600);
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  raw.pragma('cache_size = -65536');
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
  const answer = sqliteDriver(raw, query);
  const run = <T>(steps: Steps<T>) => {
    reading.begin();
    return runNow(steps, answer);
  };
  const now: Now = Object.assign(run, {
    unsettled: () => writer.busy,
  });
  return {
    dialect: 'sqlite',
    raw,
    now,
    writer,
    read: async (steps) => now(steps()),
    write: (steps) => writer.write(() => runNow(steps(), answer)),
    change: (statement, params, told) =>
      writer.write(() => {
        const rows = runNow(change(statement, params), answer);
        told?.(rows);
        return rows;
      }),
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
