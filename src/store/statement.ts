import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { sql, sqliteDriver } from './drizzle.ts';
import { type Tables, tables } from './tables.ts';

/** Values by the names of placeholders. */
export type Params = Readonly<Record<string, unknown>>;

/** Which SQL a store speaks. */
export type Dialect = 'sqlite' | 'postgres';

/** A statement written out, with `@name` for its parameters; for what the query builder cannot say. */
export interface Text<R> {
  readonly text: string;
  /** What a row has; there is no such value. */
  readonly row?: R;
}

/** What statements are made of, in one dialect. */
export interface Kit {
  readonly dialect: Dialect;
  readonly query: BetterSQLite3Database;
  readonly tables: Tables;
  /** The text of a member of a JSON object in a text column. */
  readonly member: (column: string, name: string) => string;
  readonly text: <R>(text: Readonly<Record<Dialect, string>> | string) => Text<R>;
}

interface Buildable {
  prepare(): { all(params?: Record<string, unknown>): unknown };
}

type RowOf<B> =
  B extends Text<infer R>
    ? R
    : B extends { prepare(): { all(params?: Record<string, unknown>): (infer R)[] } }
      ? R
      : never;

/** A statement that every store can prepare for itself: once a connection, for making one costs more than running it. */
export interface Statement<R> {
  /** Unique. */
  readonly name: string;
  readonly build: (kit: Kit) => Buildable | Text<unknown>;
  /** What a row has; there is no such value. */
  readonly row?: R;
}

/**
 * Defines statements. They are written once, in the query builder's words for SQLite, and made of the tables of whatever
 * store they run on; the builder's words are the same for both.
 *
 * @param name of the group, unique
 * @example
 * const statements = define('parties', ({ query, tables: { parties } }) => ({
 *   find: query.select().from(parties).where(eq(parties.id, param('id'))),
 * }));
 */
export function define<T extends Record<string, Buildable | Text<unknown>>>(
  name: string,
  build: (kit: Kit) => T,
): { readonly [K in keyof T]: Statement<RowOf<T[K]>> } {
  const of = (key: string): Statement<unknown> => ({
    name: `${name}_${key}`,
    build: (kit) => {
      const built = build(kit)[key];
      if (built === undefined) throw new Error(`unreachable: no statement ${name}.${key}`);
      return built;
    },
  });
  return Object.fromEntries(Object.keys(build(NO_STORE)).map((key) => [key, of(key)])) as {
    [K in keyof T]: Statement<RowOf<T[K]>>;
  };
}

/** What statements are made of in a dialect. */
export function kitFor(dialect: Dialect, query: BetterSQLite3Database, of: Tables): Kit {
  return {
    dialect,
    query,
    tables: of,
    member: (column, name) =>
      dialect === 'sqlite' ? `(${column} ->> '$.${name}')` : `(${column}::json ->> '${name}')`,
    text: (text) => ({ text: typeof text === 'string' ? text : text[dialect] }),
  };
}

/** Only to learn which statements there are. */
const NO_STORE = kitFor('sqlite', sqliteDriver.drizzle.mock({ casing: 'snake_case' }), tables);

/** A parameter of a statement. */
export const param = sql.placeholder;

/** A parameter for each of the columns. */
export function placeholders<K extends string>(names: readonly K[]): Record<K, never> {
  return Object.fromEntries(names.map((name) => [name, param(name)])) as unknown as Record<K, never>;
}
