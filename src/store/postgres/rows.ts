import { getTableColumns, getTableName } from '../drizzle.ts';
import { tables } from '../tables.ts';
import { BATCH, type Row, type RowSource, type RowTarget, type Table } from '../transfer.ts';
import type { Held } from './connections.ts';

/** The rows of a PostgreSQL database, inside a transaction of the caller's on a held connection. */
export function postgresRows(held: Held): RowSource & RowTarget {
  return {
    count: async (table) => {
      const [row] = await held.send(`SELECT count(*) AS n FROM ${getTableName(table)}`, []);
      return Number(row?.['n']);
    },
    batches: (table) => batches(held, table),
    insert: async (table, rows) => {
      const name = getTableName(table);
      const written = JSON.stringify(rows.map(toPostgres(table)));
      await held.send(`INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, $1)`, [written]);
    },
    finish: async () => {
      for (const [name, column] of counters()) {
        await held.say(
          `SELECT setval(pg_get_serial_sequence('${name}', '${column}'), coalesce(max(${column}), 0) + 1, false) FROM ${name}`,
        );
      }
    },
  };
}

async function* batches(held: Held, table: Table): AsyncGenerator<Row[], void, void> {
  await held.say(`DECLARE batches NO SCROLL CURSOR FOR SELECT * FROM ${getTableName(table)}`);
  for (;;) {
    const rows = await held.send(`FETCH ${BATCH} FROM batches`, []);
    if (rows.length > 0) yield rows.map(fromPostgres);
    if (rows.length < BATCH) break;
  }
  await held.say('CLOSE batches');
}

/** Flags are numbers in the embedded store. */
function fromPostgres(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'boolean' ? Number(value) : value]),
  );
}

/** Flags are true or false here, and bytes have to be written out. */
function toPostgres(table: Table): (row: Row) => Row {
  const flags = new Set(
    Object.values(getTableColumns(table)).flatMap((column) =>
      column.dataType === 'boolean' ? [inSnakeCase(column.name)] : [],
    ),
  );
  const converted = (name: string, value: unknown): unknown => {
    if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
    return flags.has(name) ? value === 1 : value;
  };
  return (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, converted(name, value)]));
}

/** Tables with numbers of their own, and the column that counts. */
function counters(): [table: string, column: string][] {
  return Object.values(tables).flatMap((table) =>
    Object.values(getTableColumns(table)).flatMap((column): [string, string][] =>
      'autoIncrement' in column && column.autoIncrement === true
        ? [[getTableName(table), inSnakeCase(column.name)]]
        : [],
    ),
  );
}

function inSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
