import { eq, sql } from '../store/drizzle.ts';
import { define, param } from '../store/statement.ts';
import { run, type Steps } from '../store/steps.ts';
import type { Instant } from '../time/clock.ts';
import { appendTo } from './append.ts';

/** What of the set-up can change. */
export const AUDITED = ['party', 'list', 'fact', 'roster', 'gateway-key', 'data-key', 'account'] as const;
export type Audited = (typeof AUDITED)[number];

/** One change of the set-up. What is secret, and what is personal, has no place in it: it stays readable for ever. */
export interface Change {
  readonly what: Audited;
  /** Of that which changed: a party's id, a list's name, `SCHEME FACT`, a roster's scheme, a key's id, an account's name. */
  readonly subject: string;
  /** JSON; null where there was nothing. */
  readonly before: unknown;
  /** JSON; null where there is nothing any more. */
  readonly after: unknown;
  /** The party of a signed call, `cli:USER` from the command line, or `system:…` where nobody asked for it. */
  readonly by: string;
  /** Real time. */
  readonly at: Instant;
}

/** The body of a REGISTRY entry. */
export type ChangeBody = Omit<Change, 'at'>;

/** The chain of all changes but those of rosters. */
export const REGISTRY_CHAIN = '~registry';

/** The chain of a roster's changes: imports into two schemes need not wait for each other, nor anything else for them. */
export function rosterChain(scheme: string): string {
  return `~roster ${scheme}`;
}

const REVISION = 1;

const statements = define('audit', ({ query, tables: { revisions } }) => ({
  firstRevision: query
    .insert(revisions)
    .values({ id: REVISION, revision: sql`${param('revision')}` })
    .onConflictDoNothing(),
  revision: query
    .update(revisions)
    .set({ revision: sql`${param('revision')}` })
    .where(eq(revisions.id, REVISION)),
}));

/**
 * Writes a change of the set-up into the journal's hash chain, in the transaction that makes the change. Processes that
 * hold the set-up in memory notice by it.
 *
 * @example
 * yield* run(statements.set, { scheme, name, ...after });
 * yield* audited({ what: 'fact', subject: `${scheme} ${name}`, before, after, by, at: clock.real() });
 */
export function* audited({ at, what, subject, before, after, by }: Change): Steps<void> {
  const body: ChangeBody = { what, subject, by, before, after };
  const chain = what === 'roster' ? rosterChain(subject) : REGISTRY_CHAIN;
  const revision = yield* appendTo(chain, { type: 'REGISTRY', at, body: { ...body } });
  if (what === 'roster') return;
  const changed = yield* run(statements.revision, { revision });
  if (changed === 0) yield* run(statements.firstRevision, { revision });
}
