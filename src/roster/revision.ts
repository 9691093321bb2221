import { define } from '../store/statement.ts';
import { one, type Steps } from '../store/steps.ts';

const statements = define('revision', ({ query, tables: { revisions } }) => ({
  read: query.select({ revision: revisions.revision }).from(revisions),
}));

/** Changes with each audited change of parties, lists and facts; 0 for a new store. */
export function* readRevision(): Steps<number> {
  return (yield* one(statements.read))?.revision ?? 0;
}
