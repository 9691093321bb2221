import type Sqlite from 'better-sqlite3';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { Column, is, noopDecoder, Param, Placeholder, SQL } from '../drizzle.ts';
import { kitFor, type Params, type Statement } from '../statement.ts';
import type { Request } from '../steps.ts';
import { tables } from '../tables.ts';

/** A prepared statement, whatever it was made of. */
interface Prepared {
  all(params: Params): unknown[];
  get(params: Params): unknown;
  run(params: Params): Sqlite.RunResult;
}

/** What the query builder knows of a statement that it has prepared. */
interface Composed {
  getQuery(): { readonly sql: string; readonly params: readonly unknown[] };
  /** The columns of a row, or of several tables' rows, each under a name; none where there are no rows. */
  readonly fields?: readonly { readonly path: readonly string[]; readonly field: unknown }[];
}

/** Answers requests on one connection. Every statement is prepared at its first use. */
export function sqliteDriver(raw: Sqlite.Database, query: BetterSQLite3Database): (request: Request) => unknown {
  const kit = kitFor('sqlite', query, tables);
  const known = new Map<Statement<unknown>, Prepared>();
  const prepare = (statement: Statement<unknown>): Prepared => {
    const built = statement.build(kit);
    const prepared =
      'text' in built
        ? (raw.prepare(built.text) as unknown as Prepared)
        : composed(raw, built.prepare() as unknown as Composed);
    known.set(statement, prepared);
    return prepared;
  };
  return ({ statement, params, how }) => {
    const prepared = known.get(statement) ?? prepare(statement);
    if (how === 'all') return prepared.all(params);
    if (how === 'one') return prepared.get(params);
    const { changes, lastInsertRowid } = prepared.run(params);
    return how === 'run' ? changes : Number(lastInsertRowid);
  };
}

/**
 * A statement of the builder's, run without it. The builder would look at every value of every row anew to find out what
 * it is, which takes longer than the statement itself; here that is found out once.
 */
function composed(raw: Sqlite.Database, made: Composed): Prepared {
  const { fields } = made;
  const { sql, params: values } = made.getQuery();
  const statement = raw.prepare<unknown[], unknown[]>(sql);
  const givers = values.map(giverOf);
  const bound = (params: Params) => givers.map((give) => give(params));
  const columns = (fields ?? []).map(({ path, field }) => ({
    of: path.length > 1 ? path[0] : undefined,
    name: path.at(-1) ?? '',
    read: readerOf(field),
  }));
  const toRow = (cells: unknown[]) => {
    const row: Record<string, unknown> = {};
    for (let at = 0; at < columns.length; at += 1) {
      const { of, name, read } = columns[at] as (typeof columns)[number];
      const cell = cells[at];
      if (of !== undefined) row[of] ??= {};
      const into = of === undefined ? row : (row[of] as typeof row);
      into[name] = read === undefined || cell === null ? cell : read(cell);
    }
    return row;
  };
  if (fields !== undefined) statement.raw();
  return {
    all: (params) => statement.all(...bound(params)).map(toRow),
    get: (params) => {
      const cells = statement.get(...bound(params));
      return cells === undefined ? undefined : toRow(cells);
    },
    run: (params) => statement.run(...bound(params)),
  };
}

/** What a value of a statement is, given the parameters. */
function giverOf(value: unknown): (params: Params) => unknown {
  if (is(value, Param)) {
    const { encoder } = value;
    const give = giverOf(value.value);
    return (params) => encoder.mapToDriverValue(give(params));
  }
  if (!is(value, Placeholder)) return () => value;
  const { name } = value;
  return (params) => {
    const given = params[name];
    // It would be taken for NULL.
    if (given === undefined) throw new Error(`unreachable: no value for ${name}`);
    return given;
  };
}

/** How a cell of a column is read; `undefined` where it is as it should be. */
function readerOf(field: unknown): ((cell: unknown) => unknown) | undefined {
  const decoder = (is(field, SQL) ? (field as { readonly decoder?: unknown }).decoder : field) as typeof noopDecoder;
  if (decoder === noopDecoder || decoder.mapFromDriverValue === Column.prototype.mapFromDriverValue) return undefined;
  return (cell) => decoder.mapFromDriverValue(cell);
}
