import { Refusal } from '../../problem/refusal.ts';
import type { Clock } from '../../time/clock.ts';
import { callerOf, type HttpMiddleware } from '../env.ts';

/** Options of {@link rateLimit}. */
export interface RateLimitOptions {
  readonly clock: Clock;
  /** Requests a second of one party; as many may come at once. */
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/**
 * Limits how often one party calls (a token bucket for each). It stands behind the signature check, so that nobody can
 * use up what is another's; a replay, which anybody can send who has seen a message, is not counted either.
 *
 * @example
 * app.post('/v1/eligibility', verify(), rateLimit({ clock, perSecond: 20 }), eligibility);
 */
export function rateLimit({ clock, perSecond }: RateLimitOptions): HttpMiddleware {
  const buckets = new Map<string, Bucket>();
  return async function rateLimit(c, next) {
    const { id } = callerOf(c).party;
    const now = clock.real();
    const bucket = buckets.get(id) ?? { tokens: perSecond, filledAt: now };
    buckets.set(id, bucket);
    // A clock that is set back must not empty a bucket.
    const earned = (Math.max(0, now - bucket.filledAt) / 1000) * perSecond;
    bucket.tokens = Math.min(perSecond, bucket.tokens + earned);
    bucket.filledAt = now;
    if (bucket.tokens < 1) throw limited(perSecond, (1 - bucket.tokens) / perSecond);
    bucket.tokens -= 1;
    await next();
    if (c.get('problem') === 'SIGNATURE_REPLAYED') bucket.tokens += 1;
  };
}

function limited(perSecond: number, seconds: number): Refusal {
  return new Refusal('RATE_LIMITED', {
    detail: `每秒最多 ${perSecond} 个请求，请稍后重试（使用新的 jti 重新签名）`,
    detailEn: `At most ${perSecond} requests a second: try again later, signed with a new jti`,
    retryAfter: Math.ceil(seconds),
  });
}
