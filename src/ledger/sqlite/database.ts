import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { Writer } from './writer.ts';

const MIGRATIONS = join(dirname(fileURLToPath(import.meta.url)), 'migrations');

/** The open store: one connection, its query builder, and the one way to write to it. */
export interface Database {
  readonly raw: Sqlite.Database;
  readonly query: BetterSQLite3Database;
  readonly writer: Writer;
  close(): Promise<void>;
}

/**
 * Opens the store in a data folder, makes it on first use and brings its schema up to date.
 *
 * WAL with `synchronous=FULL`: a commit that returned survives a power cut. Several processes may have it open; one
 * writes at a time, others wait up to ten seconds.
 */
export function openDatabase(dataFolder: string): Database {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const file = join(dataFolder, 'yizhan.db');
  const raw = new Sqlite(file, { timeout: 10_000 });
  // The folder may be a volume that others can look into; SQLite gives its other files the same mode.
  chmodSync(file, 0o600);
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  raw.pragma('cache_size = -65536');
  const query = drizzle({ client: raw, casing: 'snake_case' });
  // Two processes that open a new store at once: the second waits here until the first has made it.
  raw.pragma('busy_timeout = 10000');
  migrate(query, { migrationsFolder: MIGRATIONS });
  const writer = new Writer(raw);
  return {
    raw,
    query,
    writer,
    close: async () => {
      await writer.drain();
      raw.close();
    },
  };
}
