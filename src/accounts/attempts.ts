import { createHash } from 'node:crypto';
import { one, run, type Steps } from '../store/steps.ts';
import type { Instant } from '../time/clock.ts';
import { attemptStatements } from './statements.ts';

/** So many failures in a row cost nothing. */
export const FREE_FAILURES = 4;
/** The next one locks for this long, and each further one for twice as long as the one before. */
const FIRST_LOCK = 30_000;
const LONGEST_LOCK = 15 * 60_000;
/** A failure is forgotten after so long. */
const REMEMBERED = 24 * 3_600_000;

/** For how many milliseconds so many failures in a row lock a name. */
export function lockAfter(failures: number): number {
  if (failures <= FREE_FAILURES) return 0;
  return Math.min(LONGEST_LOCK, FIRST_LOCK * 2 ** (failures - FREE_FAILURES - 1));
}

/** Until when nobody signs in under a name; undefined where it is not locked. */
export function* lockedUntil(name: string, at: Instant): Steps<Instant | undefined> {
  const row = yield* one(attemptStatements.find, { name: keyOf(name) });
  return row !== undefined && row.lockedUntil > at ? row.lockedUntil : undefined;
}

/** Notes a failure under a name, whether there is such an account or not. */
export function* noteFailure(name: string, at: Instant): Steps<void> {
  yield* run(attemptStatements.sweep, { before: at - REMEMBERED });
  const row = yield* one(attemptStatements.find, { name: keyOf(name) });
  const failures = (row?.failures ?? 0) + 1;
  yield* run(attemptStatements.save, {
    name: keyOf(name),
    failures,
    failedAt: at,
    lockedUntil: at + lockAfter(failures),
  });
}

/** Forgets the failures under a name. */
export function* forgetFailures(name: string): Steps<void> {
  yield* run(attemptStatements.clear, { name: keyOf(name) });
}

/** What people type as a name may be their password. */
function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('base64url');
}
