import { getTableColumns, getTableName } from '../store/drizzle.ts';
import type { Held } from '../store/postgres/connections.ts';
import { type PostgresDatabase, transaction } from '../store/postgres/database.ts';
import type { SqliteDatabase } from '../store/sqlite/database.ts';
import { tables } from '../store/tables.ts';

/** So many rows are sent at a time: entries are large. */
const BATCH = 500;

/** Tables with numbers of their own, and the column that counts. */
const COUNTERS = [
  ['entries', 'seq'],
  ['reconciliations', 'seq'],
  ['differences', 'id'],
] as const;

type Table = (typeof tables)[keyof typeof tables];

/** The database that is to be copied to is not empty. */
export class NotEmpty extends Error {
  readonly table: string;

  constructor(table: string) {
    super(`the table ${table} has rows already`);
    this.name = 'NotEmpty';
    this.table = table;
  }
}

/**
 * Copies everything in the embedded store to a PostgreSQL database that has its tables and nothing in them: all of it or
 * nothing. Nobody writes to the embedded store meanwhile.
 *
 * @param onRows told how many rows have been copied so far
 * @returns how many rows each table has, equal on both sides
 * @throws NotEmpty, or an error where a table came out with another number of rows
 */
export async function copyStore(
  from: SqliteDatabase,
  to: PostgresDatabase,
  onRows: (rows: number) => void = () => {},
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  let copied = 0;
  from.raw.prepare('BEGIN IMMEDIATE').run();
  try {
    await to.hold((held) =>
      transaction(held, 'BEGIN', async () => {
        for (const table of Object.values(tables)) {
          const name = getTableName(table);
          if ((await countOf(held, name)) > 0) throw new NotEmpty(name);
          for (const rows of batches(from, table)) {
            await held.send(`INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, $1)`, [
              JSON.stringify(rows),
            ]);
            copied += rows.length;
            onRows(copied);
          }
          counts.set(name, await sameCount(held, from, name));
        }
        for (const [name, column] of COUNTERS) {
          await held.say(
            `SELECT setval(pg_get_serial_sequence('${name}', '${column}'), coalesce(max(${column}), 0) + 1, false) FROM ${name}`,
          );
        }
      }),
    );
  } finally {
    from.raw.prepare('COMMIT').run();
  }
  return counts;
}

async function sameCount(held: Held, from: SqliteDatabase, name: string): Promise<number> {
  const here = from.raw.prepare(`SELECT count(*) FROM ${name}`).pluck().get();
  const there = await countOf(held, name);
  if (here !== there) throw new Error(`${name} has ${here} rows here and ${there} there`);
  return there;
}

async function countOf({ send }: Held, name: string): Promise<number> {
  const [row] = await send(`SELECT count(*) AS n FROM ${name}`, []);
  return Number(row?.['n']);
}

function* batches(from: SqliteDatabase, table: Table): Generator<Record<string, unknown>[], void, void> {
  const convert = converter(table);
  let batch: Record<string, unknown>[] = [];
  const rows = from.raw.prepare(`SELECT * FROM ${getTableName(table)}`).iterate() as Iterable<Record<string, unknown>>;
  for (const row of rows) {
    batch.push(convert(row));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Flags are numbers here, and bytes have to be written out. */
function converter(table: Table): (row: Record<string, unknown>) => Record<string, unknown> {
  const flags = Object.values(getTableColumns(table)).flatMap((column) =>
    column.dataType === 'boolean'
      ? [column.name.replaceAll(/[A-Z]/g, (letter: string) => `_${letter.toLowerCase()}`)]
      : [],
  );
  return (row) => {
    const out: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(row)) {
      out[name] = Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value;
    }
    for (const name of flags) out[name] = row[name] === 1;
    return out;
  };
}
