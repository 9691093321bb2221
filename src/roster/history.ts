import type { ListEntry } from '../scheme/lists.ts';
import { asc, eq } from '../store/drizzle.ts';
import { define, param } from '../store/statement.ts';
import { all, type Steps } from '../store/steps.ts';
import type { Instant } from '../time/clock.ts';

/** One version of an imported list. */
export interface ListVersion {
  readonly version: number;
  readonly digest: string;
  /** Business time. */
  readonly importedAt: Instant;
  /** How many entries it has. */
  readonly entries: number;
}

/** One value that a fact of a scheme has had. */
export interface FactValue {
  readonly name: string;
  readonly version: number;
  readonly value: string;
  /** Business time. */
  readonly setAt: Instant;
}

const statements = define('roster-history', ({ query, tables: { facts, lists } }) => ({
  versions: query
    .select({ version: lists.version, digest: lists.digest, importedAt: lists.importedAt, body: lists.body })
    .from(lists)
    .where(eq(lists.list, param('list')))
    .orderBy(asc(lists.version)),
  facts: query
    .select({ name: facts.name, version: facts.version, value: facts.value, setAt: facts.setAt })
    .from(facts)
    .where(eq(facts.scheme, param('scheme')))
    .orderBy(asc(facts.name), asc(facts.version)),
}));

/** The versions of an imported list, the newest last. */
export function* listVersions(list: string): Steps<ListVersion[]> {
  return (yield* all(statements.versions, { list })).map(({ body, ...version }) => ({
    ...version,
    entries: (JSON.parse(body) as ListEntry[]).length,
  }));
}

/** Every value that the facts of a scheme have had, by name, the newest last. */
export function* factHistory(scheme: string): Steps<FactValue[]> {
  return yield* all(statements.facts, { scheme });
}
