import type { Clock } from '../../time/clock.ts';
import { Recent } from './recent.ts';

/** How often each party may call. */
export interface Allowance {
  /** Takes one call. @returns 0 where there was one, else in how many seconds there will be */
  take(party: string): number | Promise<number>;
  /** Gives the last one back, for it was not used. */
  giveBack(party: string): void;
}

/** What a bucket gave. */
export interface Grant {
  readonly tokens: number;
  /** Without any: in how many seconds there will be one. Else 0. */
  readonly wait: number;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** A bucket is full again in a second, and one that is full need not be remembered. */
const FULL_AGAIN = 1_000;

/** A token bucket for each party, in this process. */
export class TokenBuckets implements Allowance {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #buckets = new Recent<Bucket>(FULL_AGAIN);

  /** @param perSecond how many tokens a party earns in a second, and has at most */
  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
  }

  take(party: string): number {
    return this.lease(party, 1).wait;
  }

  /** Takes several at once, fewer where there are not so many. */
  lease(party: string, most: number): Grant {
    const bucket = this.#filled(party);
    const tokens = Math.min(most, Math.floor(bucket.tokens));
    if (tokens < 1) return { tokens: 0, wait: (1 - bucket.tokens) / this.#perSecond };
    bucket.tokens -= tokens;
    return { tokens, wait: 0 };
  }

  giveBack(party: string): void {
    this.#filled(party).tokens += 1;
  }

  #filled(party: string): Bucket {
    const now = this.#clock.real();
    const bucket = this.#buckets.get(party, now, () => ({ tokens: this.#perSecond, filledAt: now }));
    // A clock that is set back must not empty a bucket.
    const earned = (Math.max(0, now - bucket.filledAt) / 1000) * this.#perSecond;
    bucket.tokens = Math.min(this.#perSecond, bucket.tokens + earned);
    bucket.filledAt = now;
    return bucket;
  }
}
