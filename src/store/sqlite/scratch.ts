import Sqlite from 'better-sqlite3';
import { sqliteDriver as drizzle } from '../drizzle.ts';
import { runNow, type Steps } from '../steps.ts';
import { sqliteDriver } from './driver.ts';

/** The same tables as a store has, empty, in a place of its own on disk that has no name and is gone when it is closed. */
export interface ScratchStore {
  readonly raw: Sqlite.Database;
  readonly now: <T>(steps: Steps<T>) => T;
}

/**
 * Opens a scratch store with the tables of another.
 *
 * @param schema `CREATE …` texts, without the indexes that nobody will look by
 */
export function openScratch(schema: readonly string[]): ScratchStore {
  const raw = new Sqlite('');
  raw.pragma('journal_mode = OFF');
  raw.pragma('synchronous = OFF');
  for (const text of schema) raw.exec(text);
  raw.exec('BEGIN');
  const answer = sqliteDriver(raw, drizzle.drizzle({ client: raw, casing: 'snake_case' }));
  return { raw, now: (steps) => runNow(steps, answer) };
}
