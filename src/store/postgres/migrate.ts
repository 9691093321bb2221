import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { pgDriver, pgMigrator } from '../drizzle.ts';
import { migrationsIn, pending } from '../migrations.ts';

const MIGRATIONS = join(dirname(fileURLToPath(import.meta.url)), 'migrations');

/** Any number will do, so long as nobody else on this database takes it: "yizhan" in letters of the telephone. */
const LOCK = 949_426;

/**
 * Brings the schema up to date, on a connection of its own; who comes second waits until it is, and finds nothing to do.
 *
 * @throws NewerStore where a newer version wrote the store
 */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'yizhan migration' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    pending(migrationsIn(MIGRATIONS), await taken(client));
    await pgMigrator.migrate(pgDriver.drizzle({ client }), { migrationsFolder: MIGRATIONS });
  } finally {
    // Ends the lock as well.
    await client.end();
  }
}

/**
 * How the schema of a database stands to this version. Nothing is written.
 *
 * @throws NewerStore where a newer version wrote the store
 */
export async function schemaState(url: string): Promise<'none' | 'older' | 'current'> {
  const client = new pg.Client({ connectionString: url, application_name: 'yizhan migration' });
  await client.connect();
  try {
    const steps = await taken(client);
    if (steps.length === 0) return 'none';
    return pending(migrationsIn(MIGRATIONS), steps).length === 0 ? 'current' : 'older';
  } finally {
    await client.end();
  }
}

async function taken(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query("SELECT to_regclass('drizzle.__drizzle_migrations') IS NOT NULL AS known");
  if (rows[0]?.known !== true) return [];
  const found = await client.query('SELECT created_at FROM drizzle.__drizzle_migrations');
  return found.rows.map((row) => Number(row.created_at));
}
