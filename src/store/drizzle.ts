import { createRequire } from 'node:module';

/**
 * The query builder, loaded as CommonJS. Node looks into a package's package.json for every ES module in it, and drizzle's
 * has 180 kB and some hundred modules: as ES modules it takes a second of processor time at each start, so a sixth of one.
 */
const load = createRequire(import.meta.url);

export const {
  and,
  asc,
  between,
  Column,
  count,
  desc,
  DrizzleQueryError,
  eq,
  getTableColumns,
  getTableName,
  gt,
  gte,
  is,
  lt,
  lte,
  max,
  min,
  ne,
  noopDecoder,
  not,
  or,
  Param,
  Placeholder,
  SQL,
  sql,
} = load('drizzle-orm') as typeof import('drizzle-orm');

export const sqliteCore = load('drizzle-orm/sqlite-core') as typeof import('drizzle-orm/sqlite-core');
export const pgCore = load('drizzle-orm/pg-core') as typeof import('drizzle-orm/pg-core');
export const sqliteDriver = load('drizzle-orm/better-sqlite3') as typeof import('drizzle-orm/better-sqlite3');
export const { readMigrationFiles } = load('drizzle-orm/migrator') as typeof import('drizzle-orm/migrator');
export const pgDriver = load('drizzle-orm/node-postgres') as typeof import('drizzle-orm/node-postgres');
export const pgMigrator = load(
  'drizzle-orm/node-postgres/migrator',
) as typeof import('drizzle-orm/node-postgres/migrator');
