import { Refusal } from '../../problem/refusal.ts';
import { callerOf, type HttpMiddleware } from '../env.ts';
import type { Allowance } from '../shared/token-buckets.ts';

/** Options of {@link rateLimit}. */
export interface RateLimitOptions {
  readonly allowance: Allowance;
  /** Requests a second of one party; as many may come at once. */
  readonly perSecond: number;
}

/**
 * Limits how often one party calls (a token bucket for each). It stands behind the signature check, so that nobody can
 * use up what is another's; a replay, which anybody can send who has seen a message, is not counted either.
 *
 * @example
 * app.post('/v1/eligibility', verify(), rateLimit({ allowance: new TokenBuckets(clock, 20), perSecond: 20 }), eligibility);
 */
export function rateLimit({ allowance, perSecond }: RateLimitOptions): HttpMiddleware {
  return async function rateLimit(c, next) {
    const { id } = callerOf(c).party;
    const wait = await allowance.take(id);
    if (wait > 0) throw limited(perSecond, wait);
    await next();
    if (c.get('problem') === 'SIGNATURE_REPLAYED') allowance.giveBack(id);
  };
}

function limited(perSecond: number, seconds: number): Refusal {
  return new Refusal('RATE_LIMITED', {
    detail: `每秒最多 ${perSecond} 个请求，请稍后重试（使用新的 jti 重新签名）`,
    detailEn: `At most ${perSecond} requests a second: try again later, signed with a new jti`,
    retryAfter: Math.ceil(seconds),
  });
}
