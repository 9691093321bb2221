import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Sqlite from 'better-sqlite3';
import { type Migration, migrationsIn, pending } from '../migrations.ts';

/** The migrations of the embedded store. */
export const MIGRATIONS = join(dirname(fileURLToPath(import.meta.url)), 'migrations');

/**
 * Brings the schema up to date: all of what is missing, or, where a step fails, nothing. Which that is, is read again
 * when nobody else can write: of two processes that open a store at once the second finds nothing left to do.
 *
 * @throws NewerStore where a newer version wrote the store
 */
export function migrate(raw: Sqlite.Database, folder = MIGRATIONS): void {
  const known = migrationsIn(folder);
  if (pending(known, taken(raw)).length === 0) return;
  raw
    .transaction(() => {
      raw.exec(
        'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)',
      );
      for (const migration of pending(known, taken(raw))) take(raw, migration);
    })
    .immediate();
}

function take(raw: Sqlite.Database, { sql, hash, folderMillis }: Migration): void {
  for (const statement of sql) raw.exec(statement);
  raw.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run(hash, folderMillis);
}

/** Which migrations a store has taken, none where it is new. */
export function taken(raw: Sqlite.Database): number[] {
  const known = raw.prepare("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get();
  if (known === undefined) return [];
  return raw.prepare('SELECT created_at FROM __drizzle_migrations').pluck().all().map(Number);
}
