import type { Limits } from '../../http/gateway.ts';
import { FILE_BODY } from '../../http/middleware/upload.ts';
import { OwnSlots } from '../../http/shared/slots.ts';
import { TokenBuckets } from '../../http/shared/token-buckets.ts';
import { type Clock, systemClock } from '../../time/clock.ts';
import type { AllowanceName, Answers, PrimaryCalls } from './calls.ts';

/** What workers share, as the primary keeps it. */
export class Desk {
  readonly #allowances: Readonly<Record<AllowanceName, TokenBuckets>>;
  readonly #uploads = new OwnSlots(FILE_BODY.atOnce);

  constructor(limits: Limits, clock: Clock = systemClock) {
    this.#allowances = {
      requests: new TokenBuckets(clock, limits.requestsPerSecond),
      eligibility: new TokenBuckets(clock, limits.eligibilityPerSecond),
      pages: new TokenBuckets(clock, limits.pagesPerSecond),
    };
  }

  /** A place for one worker. */
  seat(): Seat {
    let taken = 0;
    const release = () => {
      taken -= 1;
      this.#uploads.release();
      return null;
    };
    return {
      tokens: ({ of, party, most }) => this.#allowances[of].lease(party, most),
      takeUpload: () => {
        const room = this.#uploads.take();
        if (room) taken += 1;
        return room;
      },
      releaseUpload: release,
      leave: () => {
        while (taken > 0) release();
      },
    };
  }
}

/** What the desk answers one worker. */
export interface Seat extends Pick<Answers<PrimaryCalls>, 'tokens' | 'takeUpload' | 'releaseUpload'> {
  /** The worker is gone: what it had taken is free again. */
  leave(): void;
}
