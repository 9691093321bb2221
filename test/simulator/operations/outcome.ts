import { Refusal } from '../../../src/problem/refusal.ts';
import type { Doing } from '../doing.ts';
import type { Random } from '../random.ts';
import type { World } from '../world.ts';

/** Something that somebody does, in words, and how. */
export interface Operation {
  readonly words: string;
  readonly run: (doing: Doing) => Promise<void>;
}

/** Draws an operation; nothing where there is nothing that it could be done to. */
export type Draw = (world: World, random: Random) => Operation | undefined;

/** What came of a call: an answer, or a refusal. */
export type Outcome<T> =
  | { readonly answer: T; readonly refusal?: undefined }
  | { readonly answer?: undefined; readonly refusal: Refusal };

/**
 * Waits for a call that writes at most once, and holds what holds of any: a refusal has changed nothing, and a store that
 * is away is away only where a fault was injected.
 *
 * @throws what is no refusal: a gateway never ends in anything else
 */
export async function outcomeOf<T>(world: World, doing: Doing, call: Promise<T>): Promise<Outcome<T>> {
  doing.beginCall();
  try {
    const answer = await call;
    world.answered(`${doing.number} ${JSON.stringify(answer)}`);
    return { answer };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    world.answered(`${doing.number} ${error.code}`);
    checkRefused(world, doing, error);
    return { refusal: error };
  }
}

function checkRefused({ checks }: World, doing: Doing, { code }: Refusal): void {
  if (code === 'UNAVAILABLE') {
    checks.that('only a fault makes the store unavailable', doing.faulted, () => doing.words);
    const most = doing.answerLost ? 1 : 0;
    const done = doing.committed;
    checks.that('what was not committed is not done', done === most, () => `${doing.words}: ${done} commits`);
    return;
  }
  checks.that('a refusal changes nothing', doing.committed === 0, () => `${code}, and ${doing.committed} commits`);
}

/** Holds how much the last call has committed. */
export function checkCommits({ checks }: World, doing: Doing, exactly: number): void {
  const done = doing.committed;
  checks.that(
    'what is answered is committed, once',
    done === exactly,
    () => `${doing.words}: ${done} and not ${exactly}`,
  );
}
