import pg from 'pg';
import { Refusal } from '../../problem/refusal.ts';
import type { Request } from '../steps.ts';
import { postgresDriver } from './driver.ts';

/** Answers one request on a connection. */
export type Answer = (request: Request) => Promise<unknown>;

/** A connection that is held for a while. */
export interface Held {
  readonly answer: Answer;
  /** Runs a text without parameters, such as `BEGIN`. */
  readonly say: (text: string) => Promise<unknown>;
  /** Runs a text with values for `$1`, `$2` … @returns its rows */
  readonly send: (text: string, values: readonly unknown[]) => Promise<Record<string, unknown>[]>;
}

/** So many connections a process: each is one transaction at a time. */
const CONNECTIONS = 12;
/** More waiting for a connection than this are refused at once: a desk is better served by a retry. */
const MAX_WAITING = 2_000;
/** A statement, or a wait for a lock, that takes longer is given up: something is wrong, in milliseconds. */
const PATIENCE = 10_000;
/**
 * An answer that does not come in so many milliseconds is waited for no longer, and its connection is given up: behind a
 * network that swallows what is sent nothing else ever ends it. Less than a desk waits, so that it hears of it.
 * `query_timeout` in the URL of the database stands instead.
 */
const SILENCE = 25_000;

// Counts and instants are far below 2^53, and the embedded store gives numbers.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** The connections of one process to a PostgreSQL database. */
export class Connections {
  readonly #pool: pg.Pool;
  readonly #drivers = new WeakMap<pg.PoolClient, Answer>();

  constructor(url: string) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: CONNECTIONS,
      application_name: 'yizhan',
      connectionTimeoutMillis: PATIENCE,
      lock_timeout: PATIENCE,
      query_timeout: SILENCE,
      idle_in_transaction_session_timeout: PATIENCE,
      keepAlive: true,
      // What is asked together is sent together.
      pipeline: true,
    });
    // A connection that ends while nobody uses it is replaced at the next use.
    this.#pool.on('error', () => {});
  }

  /** How many wait for a connection. */
  get waiting(): number {
    return this.#pool.waitingCount;
  }

  /** Holds a connection while something is done on it. One that failed is not used again. */
  async hold<T>(use: (held: Held) => Promise<T>): Promise<T> {
    if (this.#pool.waitingCount >= MAX_WAITING) {
      throw new Refusal('OVERLOADED', {
        detail: '排队请求过多，请稍后重试',
        detailEn: 'Too many requests wait',
        retryAfter: 1,
      });
    }
    const client = await this.#pool.connect();
    let failed: Error | undefined;
    const onError = (error: Error) => {
      failed = error;
    };
    client.on('error', onError);
    try {
      return await use({
        answer: this.#driver(client),
        say: (text) => client.query(text),
        send: async (text, values) => (await client.query(text, [...values])).rows,
      });
    } finally {
      client.removeListener('error', onError);
      client.release(failed);
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  #driver(client: pg.PoolClient): Answer {
    const known = this.#drivers.get(client);
    if (known !== undefined) return known;
    const driver = postgresDriver(client);
    this.#drivers.set(client, driver);
    return driver;
  }
}
