import { getTableName } from '../store/drizzle.ts';
import { type PostgresDatabase, transaction } from '../store/postgres/database.ts';
import { postgresRows } from '../store/postgres/rows.ts';
import type { SqliteDatabase } from '../store/sqlite/database.ts';
import { sqliteRows } from '../store/sqlite/rows.ts';
import { tables } from '../store/tables.ts';
import type { RowSource, RowTarget } from '../store/transfer.ts';

/** The store that is to be copied to is not empty. For whoever typed the command. */
export class NotEmpty extends Error {
  constructor(table: string) {
    super(`目标数据库不是空的（${table}），未复制任何内容 / the database is not empty (${table}), nothing was copied`);
    this.name = 'NotEmpty';
  }
}

/** How many rows each table has. */
export type Counts = ReadonlyMap<string, number>;

/**
 * Copies everything in one store to another that has its tables and nothing in them, inside the transactions that both
 * are in.
 *
 * @returns how many rows each table has, equal on both sides
 * @throws NotEmpty, or an error where a table came out with another number of rows
 */
export async function copyRows(from: RowSource, to: RowTarget): Promise<Counts> {
  const counts = new Map<string, number>();
  for (const table of Object.values(tables)) {
    const name = getTableName(table);
    if ((await to.count(table)) > 0) throw new NotEmpty(name);
    for await (const rows of from.batches(table)) await to.insert(table, rows);
    const [here, there] = [await from.count(table), await to.count(table)];
    if (here !== there) throw new Error(`${name} has ${here} rows here and ${there} there`);
    counts.set(name, there);
  }
  await to.finish();
  return counts;
}

/**
 * Copies everything in an embedded store to an empty PostgreSQL database: all of it or nothing. Nobody writes to the
 * embedded store meanwhile.
 *
 * @throws as {@link copyRows}
 */
export async function copyStore(from: SqliteDatabase, to: PostgresDatabase): Promise<Counts> {
  from.patiently(() => from.raw.exec('BEGIN IMMEDIATE'));
  try {
    return await to.hold((held) =>
      transaction(held, 'BEGIN', () => copyRows(sqliteRows(from.raw), postgresRows(held))),
    );
  } finally {
    from.raw.prepare('COMMIT').run();
  }
}

/** Copies everything in a PostgreSQL database, of one moment, to an empty embedded store that nobody else has open. */
export async function copySnapshot(from: PostgresDatabase, to: SqliteDatabase): Promise<Counts> {
  to.patiently(() => to.raw.exec('BEGIN IMMEDIATE'));
  const counts = await from.hold((held) =>
    transaction(held, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', () =>
      copyRows(postgresRows(held), sqliteRows(to.raw)),
    ),
  );
  to.raw.prepare('COMMIT').run();
  return counts;
}
