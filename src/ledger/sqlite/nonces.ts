import { lt, sql } from 'drizzle-orm';
import type { ReplayWindow } from '../../message/replay.ts';
import type { Clock } from '../../time/clock.ts';
import type { Database } from './database.ts';
import { nonces } from './schema.ts';

/** Replicas' clocks may differ by so much, in seconds: an id is kept that much longer than it could be used. */
const SLACK = 120;
/** Expired ids are swept once in so many claims. */
const SWEEP_EVERY = 1_000;

/** Ids of signed requests seen within the window, in the store: across restarts and replicas. */
export class SqliteReplayWindow implements ReplayWindow {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #insert: ReturnType<typeof prepareInsert>;
  #claims = 0;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#insert = prepareInsert(database);
  }

  claim(party: string, jti: string, expiresAt: number): Promise<boolean> {
    return this.#database.writer.write(() => {
      const { changes } = this.#insert.run({ party, jti, expiresAt });
      this.#claims += 1;
      if (this.#claims % SWEEP_EVERY === 0) this.#sweep();
      return changes === 1;
    });
  }

  #sweep(): void {
    const now = Math.floor(this.#clock.real() / 1000);
    this.#database.query
      .delete(nonces)
      .where(lt(nonces.expiresAt, now - SLACK))
      .run();
  }
}

function prepareInsert({ query }: Database) {
  return query
    .insert(nonces)
    .values({
      party: sql.placeholder('party'),
      jti: sql.placeholder('jti'),
      expiresAt: sql.placeholder('expiresAt'),
    })
    .onConflictDoNothing()
    .prepare();
}
