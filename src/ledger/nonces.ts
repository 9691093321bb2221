import type { ReplayWindow } from '../message/replay.ts';
import type { Database } from '../store/database.ts';
import { lt } from '../store/drizzle.ts';
import { define, param, placeholders } from '../store/statement.ts';
import type { Clock } from '../time/clock.ts';

/** Replicas' clocks may differ by so much, in seconds: an id is kept that much longer than it could be used. */
const SLACK = 120;
/** Expired ids are swept once in so many claims. */
const SWEEP_EVERY = 1_000;

const statements = define('nonces', ({ query, tables: { nonces } }) => ({
  claim: query
    .insert(nonces)
    .values(placeholders(['party', 'jti', 'expiresAt']))
    .onConflictDoNothing(),
  sweep: query.delete(nonces).where(lt(nonces.expiresAt, param('before'))),
}));

/** Ids of signed requests seen within the window, in the store: across restarts and replicas. */
export class StoredReplayWindow implements ReplayWindow {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #elapsed: () => number;
  /** What the clock showed, in milliseconds, when nothing had elapsed. */
  readonly #beganAt: number;
  #claims = 0;

  /** @param elapsed milliseconds of a clock that is never set */
  constructor(database: Database, clock: Clock, elapsed = () => performance.now()) {
    this.#database = database;
    this.#clock = clock;
    this.#elapsed = elapsed;
    this.#beganAt = clock.real() - elapsed();
  }

  async claim(party: string, jti: string, expiresAt: number, told?: (first: boolean) => void): Promise<boolean> {
    const rows = this.#database.change(statements.claim, { party, jti, expiresAt }, (changed) => told?.(changed === 1));
    this.#claims += 1;
    if (this.#claims % SWEEP_EVERY === 0) await this.#sweep();
    return (await rows) === 1;
  }

  /** A clock that has jumped ahead would sweep ids that count again as soon as it is set right: then it is not believed. */
  async #sweep(): Promise<void> {
    const now = Math.floor(Math.min(this.#clock.real(), this.#beganAt + this.#elapsed()) / 1000);
    await this.#database.change(statements.sweep, { before: now - SLACK });
  }
}
