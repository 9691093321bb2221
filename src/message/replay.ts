import { nothingDone } from '../problem/nothing-done.ts';
import { Refusal } from '../problem/refusal.ts';
import type { Clock } from '../time/clock.ts';
import type { VerifiedRequest } from './request.ts';

/** Remembers which messages were seen: durably, and for all replicas together. */
export interface ReplayWindow {
  /**
   * Claims a message for this one arrival, atomically.
   *
   * @param expiresAt seconds since 1970, {@link VerifiedRequest.expiresAt}. The claim is kept until the clock has passed
   *   that second, and longer by what the clocks of replicas may differ.
   * @param told whether it is the first time, as soon as that is known: before it is durable, and before anything that is
   *   written to the store after this call
   * @returns true the first time, false (`SIGNATURE_REPLAYED`) ever after; durable when it resolves
   */
  claim(party: string, jti: string, expiresAt: number, told?: (first: boolean) => void): Promise<boolean>;
}

/** A message that is being claimed while it is worked on. What is written for it becomes durable with its claim. */
export interface Arrival {
  /** Resolves when it is claimed. @throws Refusal `SIGNATURE_REPLAYED`, or what the window throws */
  readonly claimed: Promise<void>;
  /** To be asked in the transaction that writes for it. @throws Refusal where it is not the first of its kind */
  demandFirst(): void;
}

/**
 * Claims a verified request's `jti`.
 *
 * @throws Refusal `SIGNATURE_REPLAYED` where it was seen before: the first arrival may have done its work
 */
export async function claimRequest(window: ReplayWindow, { party, jti, expiresAt }: VerifiedRequest): Promise<void> {
  if (!(await window.claim(party, jti, expiresAt))) throw replayed();
}

/** Begins to claim a verified request's `jti`, and does not wait for it. */
export function arrive(window: ReplayWindow, { party, jti, expiresAt }: VerifiedRequest): Arrival {
  let first: boolean | undefined;
  const claimed = window
    .claim(party, jti, expiresAt, (told) => {
      first = told;
    })
    .then(
      (is) => {
        first = is;
        if (!is) throw replayed();
      },
      (error: unknown) => {
        first = undefined;
        throw error;
      },
    );
  // Who works on it waits for it in the end; until then nobody listens.
  claimed.catch(() => {});
  return {
    claimed,
    demandFirst: () => {
      if (first === true) return;
      if (first === false) throw replayed();
      throw nothingDone();
    },
  };
}

function replayed(): Refusal {
  return new Refusal('SIGNATURE_REPLAYED', {
    detail: '此jti已使用过：先前的报文可能已处理，结果未知。请查询，切勿直接收费；重试须用新的jti重新签名',
    detailEn:
      'This jti was used before: the earlier arrival may have been processed, so the outcome is unknown. Query, never collect; a retry is signed again with a new jti',
  });
}

const BUCKET_SECONDS = 60;

/**
 * Stands before a durable window and turns away at once, without asking it, what this process has already seen: most
 * replays are an HTTP stack that sends twice within a second.
 *
 * Only a shortcut: what it has forgotten, because the time is over or there is too much of it, the durable window knows.
 */
export class ReplayGuard implements ReplayWindow {
  readonly #window: ReplayWindow;
  readonly #clock: Clock;
  readonly #limit: number;
  /** Messages by the minute they expire in, so that a minute is forgotten as a whole. */
  readonly #buckets = new Map<number, Set<string>>();
  #size = 0;

  /** @param limit how many messages are remembered at most, about 150 bytes each */
  constructor(window: ReplayWindow, clock: Clock, limit = 100_000) {
    this.#window = window;
    this.#clock = clock;
    this.#limit = limit;
  }

  /** How many messages are remembered now. */
  get size(): number {
    return this.#size;
  }

  /** As {@link ReplayWindow.claim}. Where the durable window fails, its error is thrown on and the message forgotten. */
  async claim(party: string, jti: string, expiresAt: number, told?: (first: boolean) => void): Promise<boolean> {
    this.#forget();
    const minute = Math.floor(expiresAt / BUCKET_SECONDS);
    const message = `${jti} ${party}`;
    const bucket = this.#buckets.get(minute) ?? new Set<string>();
    if (bucket.has(message)) {
      told?.(false);
      return false;
    }
    this.#buckets.set(minute, bucket);
    bucket.add(message);
    this.#size += 1;
    try {
      return await this.#window.claim(party, jti, expiresAt, told);
    } catch (error) {
      if (this.#buckets.get(minute) === bucket && bucket.delete(message)) this.#size -= 1;
      throw error;
    }
  }

  #forget(): void {
    const current = Math.floor(this.#clock.real() / 1000 / BUCKET_SECONDS);
    for (const minute of this.#buckets.keys()) if (minute < current) this.#drop(minute);
    // At most some dozen minutes exist, as iat lies within the window; the one that ends first goes first.
    while (this.#size > 0 && this.#size >= this.#limit) this.#drop(Math.min(...this.#buckets.keys()));
  }

  #drop(minute: number): void {
    this.#size -= this.#buckets.get(minute)?.size ?? 0;
    this.#buckets.delete(minute);
  }
}
