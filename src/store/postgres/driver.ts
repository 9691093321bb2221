import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { PoolClient } from 'pg';
import { DrizzleQueryError, pgDriver } from '../drizzle.ts';
import { kitFor, type Params, type Statement } from '../statement.ts';
import type { Request } from '../steps.ts';
import { postgresTables } from '../tables.ts';

/** What a statement gives: its rows, or how many it changed. */
type Execute = (params: Params) => Promise<{ readonly rows: unknown[] } | { readonly rowCount: number | null }>;

interface Built {
  prepare(name: string): { execute(params: Params): Promise<unknown[] | { readonly rowCount: number | null }> };
}

/** Answers requests on one connection. Every statement is prepared, here and in the server, at its first use. */
export function postgresDriver(client: PoolClient): (request: Request) => Promise<unknown> {
  const kit = kitFor(
    'postgres',
    pgDriver.drizzle({ client, casing: 'snake_case' }) as unknown as BetterSQLite3Database,
    postgresTables,
  );
  const known = new Map<Statement<unknown>, Execute>();
  const prepare = (statement: Statement<unknown>): Execute => {
    const built = statement.build(kit);
    const execute = 'text' in built ? written(client, statement.name, built.text) : composed(built, statement.name);
    known.set(statement, execute);
    return execute;
  };
  return async ({ statement, params, how }) => {
    // PostgreSQL has no text with U+0000 in it, so no row has one either.
    if (how !== 'run' && Object.values(params).some((one) => typeof one === 'string' && one.includes('\0'))) {
      return how === 'all' ? [] : undefined;
    }
    const found = await (known.get(statement) ?? prepare(statement))(params).catch(unwrap);
    if ('rows' in found) {
      if (how === 'all') return found.rows;
      // The statement returns nothing but the number.
      if (how === 'insert') return Object.values(found.rows[0] as object)[0];
      return how === 'one' ? found.rows[0] : found.rows.length;
    }
    return found.rowCount ?? 0;
  };
}

function composed(built: unknown, name: string): Execute {
  const prepared = (built as Built).prepare(name);
  return async (params) => {
    const found = await prepared.execute(params);
    return Array.isArray(found) ? { rows: found } : { rowCount: found.rowCount };
  };
}

/** `@name` becomes `$n`. */
function written(client: PoolClient, name: string, text: string): Execute {
  const names: string[] = [];
  const numbered = text.replaceAll(/@(\w+)/g, (_, param: string) => {
    if (!names.includes(param)) names.push(param);
    return `$${names.indexOf(param) + 1}`;
  });
  const reads = /^\s*(SELECT|WITH)/.test(text);
  return async (params) => {
    const { rows, rowCount } = await client.query({ name, text: numbered, values: names.map((one) => params[one]) });
    return reads ? { rows } : { rowCount };
  };
}

/** The builder wraps errors into one whose message has all values in it. */
function unwrap(error: unknown): never {
  throw error instanceof DrizzleQueryError && error.cause !== undefined ? error.cause : error;
}
