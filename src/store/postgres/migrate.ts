import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pgDriver, pgMigrator } from '../drizzle.ts';

const MIGRATIONS = join(dirname(fileURLToPath(import.meta.url)), 'migrations');

/** Any number will do, so long as nobody else on this database takes it: "yizhan" in letters of the telephone. */
const LOCK = 949_426;

/** Brings the schema up to date, on a connection of its own; who comes second waits until it is, and finds nothing to do. */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'yizhan migration' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await pgMigrator.migrate(pgDriver.drizzle({ client }), { migrationsFolder: MIGRATIONS });
  } finally {
    // Ends the lock as well.
    await client.end();
  }
}
