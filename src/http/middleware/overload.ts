import type { HttpMiddleware } from '../env.ts';
import { overloaded } from '../refuse.ts';

/** Options of {@link overload}. */
export interface OverloadOptions {
  /** How many writes wait now. */
  readonly queueLength: () => number;
  /** More than this is too much. */
  readonly limit: number;
}

/**
 * Turns requests away while too many writes wait, before any work is done for them: a desk is better served by a retry
 * than by a growing queue.
 *
 * @example
 * app.post('/v1/settlements', overload({ queueLength: () => writer.length, limit: 1_000 }), settle);
 */
export function overload({ queueLength, limit }: OverloadOptions): HttpMiddleware {
  return async function overload(_c, next) {
    if (queueLength() > limit) throw overloaded();
    await next();
  };
}
