import pg from 'pg';
import { getTableName } from '../../src/store/drizzle.ts';
import type { PostgresDatabase } from '../../src/store/postgres/database.ts';
import { tables } from '../../src/store/tables.ts';

/** Where `postgres-server.ts` has started a server for the tests. */
const SERVER = 'YIZHAN_TEST_POSTGRES';

let made = 0;

/** Makes a new database on the tests' server. @returns its address */
export async function freshPostgres(): Promise<string> {
  const server = process.env[SERVER];
  if (server === undefined) throw new Error('no PostgreSQL was started for the tests');
  made += 1;
  const name = `test_${process.pid}_${made}`;
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  return `${server}/${name}`;
}

/** Empties every table, as a new database has them. */
export async function emptyPostgres(database: PostgresDatabase): Promise<void> {
  const names = Object.values(tables).map((table) => getTableName(table));
  const sequences = ['entries_seq_seq', 'reconciliations_seq_seq', 'differences_id_seq'];
  await database.hold(({ say }) =>
    say(
      [...names.map((name) => `DELETE FROM ${name}`), ...sequences.map((one) => `ALTER SEQUENCE ${one} RESTART`)].join(
        ';',
      ),
    ),
  );
}
