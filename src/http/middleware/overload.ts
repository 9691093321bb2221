import type { HttpMiddleware } from '../env.ts';
import { overloaded } from '../refuse.ts';

/** Options of {@link overload}. */
export interface OverloadOptions {
  /** How many writes wait now. */
  readonly queueLength: () => number;
  /** More than this is too much. */
  readonly limit: number;
  /**
   * Work for so many milliseconds is taken on in one turn of the event loop where there was more just before, else three
   * times as much.
   */
  readonly turn: number;
  /** Milliseconds of a clock that only goes forward. */
  readonly clock?: () => number;
}

/** So many requests may be under way however long they take: one large message must not turn others away. */
const AT_LEAST = 32;
/** Where there was not too much work before, so many times as much is taken on: what a slow disk has held up is no overload. */
const HELD_UP = 3;
/** Too much work so many milliseconds ago is over. */
const PAST = 1_000;

/**
 * Turns requests away before any work is done for them while too many writes wait, or where those that arrived with them
 * are work enough: what comes later in the same turn of the event loop has waited that long already, unseen in the
 * sockets. A desk is better served by a retry than by a growing queue; and by an answer than by a retry, where others were
 * only held up once.
 *
 * @example
 * app.post('/v1/settlements', overload({ queueLength: () => writer.length, limit: 256, turn: 200 }), settle);
 */
export function overload({
  queueLength,
  limit,
  turn,
  clock = () => performance.now(),
}: OverloadOptions): HttpMiddleware {
  let underWay = 0;
  let inTurn = false;
  let most = HELD_UP * turn;
  let beganAt = Number.NEGATIVE_INFINITY;
  let lastAt = Number.NEGATIVE_INFINITY;
  let tooMuchAt = Number.NEGATIVE_INFINITY;
  const late = () => {
    const now = clock();
    if (!inTurn) {
      inTurn = true;
      setImmediate(() => {
        inTurn = false;
      });
      if (lastAt - beganAt > turn) tooMuchAt = lastAt;
      most = now - tooMuchAt < PAST ? turn : HELD_UP * turn;
      beganAt = now;
    }
    lastAt = now;
    return underWay >= AT_LEAST && now - beganAt > most;
  };
  return async function overload(_c, next) {
    if (queueLength() > limit || late()) throw overloaded();
    underWay += 1;
    try {
      await next();
    } finally {
      underWay -= 1;
    }
  };
}
