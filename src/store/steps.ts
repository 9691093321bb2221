import type { Params, Statement } from './statement.ts';

/** One statement that a store is asked to run, and in which form the answer is wanted. */
export interface Request {
  readonly statement: Statement<unknown>;
  readonly params: Params;
  readonly how: 'all' | 'one' | 'run' | 'insert';
}

/**
 * Something done in a store, statement by statement: a generator that yields what it asks and is given the answers. It
 * does not wait, so the same text runs through without a pause on the embedded store, where nothing may await inside a
 * transaction, and over a network on PostgreSQL.
 *
 * @example
 * function* nameOf(id: string): Steps<string | undefined> {
 *   const row = yield* one(statements.party, { id });
 *   return row?.name;
 * }
 * const name = await database.read(() => nameOf('H1'));
 */
export type Steps<T> = Generator<Request | readonly Request[], T, unknown>;

/** All rows of a query. */
export function* all<R>(statement: Statement<R>, params: Params = {}): Steps<R[]> {
  return (yield { statement, params, how: 'all' }) as R[];
}

/** The first row of a query, or `undefined` where there is none. */
export function* one<R>(statement: Statement<R>, params: Params = {}): Steps<R | undefined> {
  return (yield { statement, params, how: 'one' }) as R | undefined;
}

/** Runs what changes rows. @returns how many rows it changed */
export function* run(statement: Statement<unknown>, params: Params = {}): Steps<number> {
  return (yield { statement, params, how: 'run' }) as number;
}

/** Inserts one row into a table that counts its rows. @returns the number the row got */
export function* insert(statement: Statement<unknown>, params: Params): Steps<number> {
  return (yield { statement, params, how: 'insert' }) as number;
}

/** Several things of which none needs another's answer: a store that has to be waited for is asked for all of them at once. */
export function* together<T extends readonly Steps<unknown>[]>(
  ...several: T
): Steps<{ -readonly [K in keyof T]: T[K] extends Steps<infer R> ? R : never }> {
  const states = several.map((steps) => steps.next());
  for (;;) {
    const open = states.flatMap((state, index) => (state.done === true ? [] : [{ index, request: state.value }]));
    if (open.length === 0) break;
    const answers = (yield open.flatMap(({ request }) => request)) as unknown[];
    let taken = 0;
    for (const { index, request } of open) {
      const many = Array.isArray(request) ? request.length : undefined;
      const answer = many === undefined ? answers[taken] : answers.slice(taken, taken + many);
      taken += many ?? 1;
      states[index] = (several[index] as Steps<unknown>).next(answer);
    }
  }
  return states.map(({ value }) => value) as { -readonly [K in keyof T]: T[K] extends Steps<infer R> ? R : never };
}

/** Runs steps with a store that answers at once. */
export function runNow<T>(steps: Steps<T>, answer: (request: Request) => unknown): T {
  let next = steps.next();
  while (next.done !== true) {
    let given: unknown;
    try {
      given = 'how' in next.value ? answer(next.value) : next.value.map(answer);
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(given);
  }
  return next.value;
}

/** Runs steps with a store that has to be waited for. */
export async function runLater<T>(steps: Steps<T>, answer: (request: Request) => Promise<unknown>): Promise<T> {
  let next = steps.next();
  while (next.done !== true) {
    let given: unknown;
    try {
      given = await ('how' in next.value ? answer(next.value) : Promise.all(next.value.map(answer)));
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(given);
  }
  return next.value;
}
