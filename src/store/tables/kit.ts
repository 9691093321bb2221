import { sqliteCore as lite, pgCore } from '../drizzle.ts';

const { bigint, bigserial, boolean, customType, index, pgTable, primaryKey, text, uniqueIndex } = pgCore;

/** What tables are made of: the words are SQLite's, and PostgreSQL has one of its own for each. */
export const SQLITE_KIT = {
  table: lite.sqliteTable,
  text: lite.text,
  integer: () => lite.integer(),
  /** Counts up by itself. */
  counter: () => lite.integer().primaryKey({ autoIncrement: true }),
  flag: () => lite.integer({ mode: 'boolean' }),
  bytes: () => lite.blob({ mode: 'buffer' }),
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
};

export type TableKit = typeof SQLITE_KIT;

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** The values are those of SQLite: numbers, texts, bytes; only the types of the builder differ, and nobody asks them. */
export const POSTGRES_KIT = {
  table: pgTable,
  text,
  integer: () => bigint({ mode: 'number' }),
  counter: () => bigserial({ mode: 'number' }).primaryKey(),
  flag: () => boolean(),
  bytes: () => bytea(),
  index,
  uniqueIndex,
  primaryKey,
} as unknown as TableKit;
