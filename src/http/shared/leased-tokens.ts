import { Recent } from './recent.ts';
import type { Allowance, Grant } from './token-buckets.ts';

interface Lease {
  tokens: number;
  /** What is not used by then is forgotten: the bucket it came from is full again. */
  until: number;
  /** Until then the bucket has nothing. */
  emptyUntil: number;
  renewal: Promise<void> | undefined;
}

/** How long a lease holds, in milliseconds. */
const HOLDS = 1_000;
/** This part of a second's calls is leased at once: few enough to be no other process's loss, enough to ask seldom. */
const PART = 50;

/**
 * An allowance that several processes share: the buckets are elsewhere, and each process leases tokens of them in small
 * batches.
 */
export class LeasedTokens implements Allowance {
  readonly #lease: (party: string, most: number) => Promise<Grant>;
  readonly #batch: number;
  readonly #now: () => number;
  readonly #leases = new Recent<Lease>(HOLDS);

  /**
   * @param perSecond what a party has in a second, in all processes together
   * @param lease takes tokens out of the common bucket
   * @param now milliseconds of a clock that is never set back
   */
  constructor(
    perSecond: number,
    lease: (party: string, most: number) => Promise<Grant>,
    now = () => performance.now(),
  ) {
    this.#batch = Math.max(1, Math.floor(perSecond / PART));
    this.#lease = lease;
    this.#now = now;
  }

  async take(party: string): Promise<number> {
    const lease = this.#of(party);
    for (;;) {
      const now = this.#now();
      if (lease.tokens > 0 && now < lease.until) {
        lease.tokens -= 1;
        return 0;
      }
      if (now < lease.emptyUntil) return (lease.emptyUntil - now) / 1000;
      lease.renewal ??= this.#renew(party, lease);
      await lease.renewal;
    }
  }

  giveBack(party: string): void {
    this.#of(party).tokens += 1;
  }

  #of(party: string): Lease {
    return this.#leases.get(party, this.#now(), () => ({ tokens: 0, until: 0, emptyUntil: 0, renewal: undefined }));
  }

  async #renew(party: string, lease: Lease): Promise<void> {
    try {
      const { tokens, wait } = await this.#lease(party, this.#batch);
      lease.tokens = tokens;
      lease.until = this.#now() + HOLDS;
      lease.emptyUntil = this.#now() + wait * 1000;
    } finally {
      lease.renewal = undefined;
    }
  }
}
