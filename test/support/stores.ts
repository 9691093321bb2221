import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres, type PostgresDatabase } from '../../src/store/postgres/database.ts';
import { openDatabase, type SqliteDatabase } from '../../src/store/sqlite/database.ts';
import { emptyPostgres, freshPostgres } from './postgres.ts';

/** Which store the tests run on. */
export const STORE: 'sqlite' | 'postgres' = process.env['YIZHAN_TEST_STORE'] === 'postgres' ? 'postgres' : 'sqlite';

export type TestDatabase = SqliteDatabase | PostgresDatabase;

/** A store that has nothing in it, and a data folder beside it. */
export interface TestStore {
  readonly database: TestDatabase;
  readonly folder: string;
  release(): Promise<void>;
}

/** Databases that are not in use now: to empty one takes less than to make one. */
const idle: PostgresDatabase[] = [];

/** Opens a store for a test, which releases it. */
export async function openTestStore(): Promise<TestStore> {
  const folder = mkdtempSync(join(tmpdir(), 'yizhan-test-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (STORE === 'sqlite') {
    const database = openDatabase(folder);
    // What a power cut would lose is not what these tests are about.
    database.raw.pragma('synchronous = OFF');
    const release = async () => {
      if (database.raw.open) await database.close();
      remove();
    };
    return { database, folder, release };
  }
  const database = idle.pop() ?? (await openPostgres(await freshPostgres()));
  const release = async () => {
    await emptyPostgres(database);
    idle.push(database);
    remove();
  };
  return { database, folder, release };
}

/** Runs a text without parameters on either store, and gives the rows it has. */
export async function execute(database: TestDatabase, sql: string): Promise<Record<string, unknown>[]> {
  if ('raw' in database) {
    const statement = database.raw.prepare(sql);
    if (statement.reader) return statement.all() as Record<string, unknown>[];
    statement.run();
    return [];
  }
  const result = await database.hold(({ say }) => say(sql));
  return (result as { rows: Record<string, unknown>[] }).rows;
}
