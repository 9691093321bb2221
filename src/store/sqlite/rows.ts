import type Sqlite from 'better-sqlite3';
import { getTableName } from '../drizzle.ts';
import { BATCH, type Row, type RowSource, type RowTarget, type Table } from '../transfer.ts';

/** The rows of an embedded store, inside a transaction of the caller's. */
export function sqliteRows(raw: Sqlite.Database): RowSource & RowTarget {
  return {
    count: async (table) =>
      Number(
        raw
          .prepare(`SELECT count(*) FROM ${getTableName(table)}`)
          .pluck()
          .get(),
      ),
    batches: (table) => batches(raw, table),
    insert: async (table, rows) => {
      const insert = insertInto(raw, table, Object.keys(rows[0] ?? {}));
      for (const row of rows) insert.run(row);
    },
    // SQLite notes the highest number of each table by itself.
    finish: async () => {},
  };
}

function* batches(raw: Sqlite.Database, table: Table): Generator<Row[], void, void> {
  let batch: Row[] = [];
  for (const row of raw.prepare(`SELECT * FROM ${getTableName(table)}`).iterate() as Iterable<Row>) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Columns are found by name: a table that was altered has them in another order. */
function insertInto(raw: Sqlite.Database, table: Table, names: readonly string[]): Sqlite.Statement {
  const values = names.map((name) => `@${name}`).join(', ');
  return raw.prepare(`INSERT INTO ${getTableName(table)} (${names.join(', ')}) VALUES (${values})`);
}
