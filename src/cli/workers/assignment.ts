import type { Instant } from '../../time/clock.ts';

/** What the primary tells a worker beyond its own command line. */
export interface Assignment {
  /** How many workers there are. */
  readonly processes: number;
  /** When the business clock started: all processes must have the same. */
  readonly startedAt: Instant;
}

/** The environment variable that makes a process a worker. */
const VARIABLE = 'YIZHAN_WORKER';

/** An assignment as the environment of a worker. */
export function environmentOf(assignment: Assignment): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(assignment) };
}

/** This process's assignment; `undefined` where it is no worker. */
export function ownAssignment(): Assignment | undefined {
  const text = process.env[VARIABLE];
  return text === undefined ? undefined : (JSON.parse(text) as Assignment);
}
