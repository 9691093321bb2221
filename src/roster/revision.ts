import { eq, sql } from '../store/drizzle.ts';
import { define } from '../store/statement.ts';
import { one, run, type Steps } from '../store/steps.ts';

const ROW = 1;

const statements = define('revision', ({ query, tables: { revisions } }) => ({
  read: query.select({ revision: revisions.revision }).from(revisions).where(eq(revisions.id, ROW)),
  count: query
    .insert(revisions)
    .values({ id: ROW, revision: 1 })
    .onConflictDoUpdate({ target: revisions.id, set: { revision: sql`${revisions.revision} + 1` } }),
}));

/** How often parties, lists, facts or rules have changed; 0 for a new store. */
export function* readRevision(): Steps<number> {
  return (yield* one(statements.read))?.revision ?? 0;
}

/** Counts a change, so that every process notices it. Called in the transaction that makes the change. */
export function* countRevision(): Steps<void> {
  yield* run(statements.count);
}
