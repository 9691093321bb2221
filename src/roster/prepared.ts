import type { Database } from '../ledger/sqlite/database.ts';

/** Statements prepared once for each open store, at their first use. */
export function preparedFor<T>(prepare: (database: Database) => T): (database: Database) => T {
  const made = new WeakMap<Database, T>();
  return (database) => {
    const existing = made.get(database);
    if (existing !== undefined) return existing;
    const fresh = prepare(database);
    made.set(database, fresh);
    return fresh;
  };
}
