import { eq, sql } from 'drizzle-orm';
import type { Database } from '../ledger/sqlite/database.ts';
import { revisions } from '../ledger/sqlite/schema.ts';
import { preparedFor } from './prepared.ts';

const ROW = 1;

const statements = preparedFor(({ query }) => ({
  read: query.select({ revision: revisions.revision }).from(revisions).where(eq(revisions.id, ROW)).prepare(),
  count: query
    .insert(revisions)
    .values({ id: ROW, revision: 1 })
    .onConflictDoUpdate({ target: revisions.id, set: { revision: sql`${revisions.revision} + 1` } })
    .prepare(),
}));

/** How often parties, lists, facts or rules have changed; 0 for a new store. */
export function readRevision(database: Database): number {
  return statements(database).read.get()?.revision ?? 0;
}

/** Counts a change, so that every process notices it. Called in the transaction that makes the change. */
export function countRevision(database: Database): void {
  statements(database).count.run();
}
