import type Sqlite from 'better-sqlite3';
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { kitFor, type Params, type Statement } from '../statement.ts';
import type { Request } from '../steps.ts';
import { tables } from '../tables.ts';

interface Prepared {
  all(params: Params): unknown[];
  get(params: Params): unknown;
  run(params: Params): { readonly changes: number };
}

/** Answers requests on one connection. Every statement is prepared at its first use. */
export function sqliteDriver(raw: Sqlite.Database, query: BetterSQLite3Database): (request: Request) => unknown {
  const kit = kitFor('sqlite', query, tables);
  const known = new Map<Statement<unknown>, Prepared>();
  const prepare = (statement: Statement<unknown>): Prepared => {
    const built = statement.build(kit);
    const prepared = ('text' in built ? raw.prepare(built.text) : built.prepare()) as unknown as Prepared;
    known.set(statement, prepared);
    return prepared;
  };
  return ({ statement, params, how }) => {
    const prepared = known.get(statement) ?? prepare(statement);
    if (how === 'all') return prepared.all(params);
    return how === 'one' ? prepared.get(params) : prepared.run(params).changes;
  };
}
