import type Sqlite from 'better-sqlite3';
import { nothingDone } from '../../problem/nothing-done.ts';
import { Refusal } from '../../problem/refusal.ts';
import { isBusy, PATIENCE } from './patience.ts';
import type { Reading } from './reading.ts';

interface Job {
  readonly run: () => unknown;
  readonly repeatable: boolean;
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
}

/** More waiting writes than this are refused at once: a desk is better served by a retry than by a growing queue. */
const MAX_WAITING = 2_000;
/** At most so many writes share one commit, so that the first of them does not wait long for the last. */
const MAX_GROUP = 128;
/** While another process writes, it is looked again after so many milliseconds. */
const PAUSE = 1;

/**
 * The one way to write: jobs that wait together are committed together (group commit), each with its own answer. A job
 * is synchronous; nothing awaits inside a transaction. A promise resolves after the commit, so what it tells is durable.
 *
 * Where one of a group fails, it is undone alone. That takes a savepoint for each, for which every page is copied before it
 * is changed: so jobs that can be run again are first run without, and once more with savepoints where one of them fails.
 */
export class Writer {
  readonly #db: Sqlite.Database;
  readonly #reading: Reading;
  readonly #waiting: Job[] = [];
  #scheduled = false;
  #idle: (() => void)[] = [];

  readonly #begin: Sqlite.Statement;
  readonly #commit: Sqlite.Statement;
  readonly #rollback: Sqlite.Statement;
  readonly #savepoint: Sqlite.Statement;
  readonly #release: Sqlite.Statement;
  readonly #undo: Sqlite.Statement;
  /** Since when other processes have been writing, whenever this one wanted to. */
  #heldUpSince: number | undefined;
  /** So many of those that wait, from the first on, were in a group of which one failed. */
  #doubtful = 0;

  /**
   * @param db waits for nobody by itself ({@link Patience})
   * @param reading ends before a group is written
   */
  constructor(db: Sqlite.Database, reading: Reading) {
    this.#db = db;
    this.#reading = reading;
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#rollback = db.prepare('ROLLBACK');
    this.#savepoint = db.prepare('SAVEPOINT job');
    this.#release = db.prepare('RELEASE job');
    this.#undo = db.prepare('ROLLBACK TO job');
  }

  /** How many writes wait now. */
  get length(): number {
    return this.#waiting.length;
  }

  /**
   * Runs a job in a transaction.
   *
   * @param repeatable it may be run twice: it does nothing outside the store that does not bear that
   * @throws what the job throws (its own changes are undone, not those of others), or Refusal `OVERLOADED`
   */
  write<T>(run: () => T, { repeatable = false } = {}): Promise<T> {
    if (this.#waiting.length >= MAX_WAITING) {
      return Promise.reject(
        new Refusal('OVERLOADED', {
          detail: '排队请求过多，请稍后重试',
          detailEn: 'Too many writes wait',
          retryAfter: 1,
        }),
      );
    }
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run, repeatable, resolve: resolve as Job['resolve'], reject });
      this.#schedule();
    });
  }

  /** Resolves when nothing waits. */
  drain(): Promise<void> {
    if (this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    if (this.#heldUpSince === undefined) setImmediate(() => this.#writeGroup());
    else setTimeout(() => this.#writeGroup(), PAUSE);
  }

  #writeGroup(): void {
    this.#scheduled = false;
    if (this.#mayWrite()) this.#commitGroup(this.#waiting.splice(0, this.#doubtful || MAX_GROUP));
    if (this.#waiting.length > 0) this.#schedule();
    else for (const idle of this.#idle.splice(0)) idle();
  }

  /**
   * Begins a transaction, where no other process writes now.
   */
  #mayWrite(): boolean {
    this.#reading.end();
    try {
      this.#begin.run();
    } catch (error) {
      const since = this.#heldUpSince ?? performance.now();
      if (isBusy(error) && performance.now() - since < PATIENCE) {
        this.#heldUpSince = since;
        return false;
      }
      this.#fail(this.#waiting.splice(0, MAX_GROUP), error);
      this.#doubtful = 0;
      return false;
    }
    this.#heldUpSince = undefined;
    return true;
  }

  #commitGroup(group: readonly Job[]): void {
    const settled: (() => void)[] = [];
    const careful = this.#doubtful > 0 || group.some(({ repeatable }) => !repeatable);
    this.#doubtful = 0;
    try {
      for (const job of group) settled.push(careful ? this.#runAlone(job) : run(job));
      this.#commit.run();
    } catch (error) {
      // A full disk may have ended the whole transaction by itself: then all of them would fail again.
      const open = this.#db.inTransaction;
      if (open) this.#rollback.run();
      if (open && !careful && settled.length < group.length) this.#takeBack(group);
      else this.#fail(group, error);
      return;
    }
    for (const answer of settled) answer();
  }

  /** One of them failed, the others need not: none has happened yet. */
  #takeBack(group: readonly Job[]): void {
    this.#waiting.unshift(...group);
    this.#doubtful = group.length;
  }

  #fail(group: readonly Job[], cause: unknown): void {
    this.#heldUpSince = undefined;
    const refusal = nothingDone(cause);
    for (const job of group) job.reject(refusal);
  }

  /** The same in a savepoint of its own. */
  #runAlone(job: Job): () => void {
    this.#savepoint.run();
    try {
      const answer = run(job);
      this.#release.run();
      return answer;
    } catch (error) {
      // A full disk may have ended the whole transaction by itself: then no job of the group has happened.
      if (!this.#db.inTransaction) throw error;
      this.#undo.run();
      this.#release.run();
      return () => job.reject(error);
    }
  }
}

/** Runs a job as if it could not fail; its answer is given only after the commit. */
function run(job: Job): () => void {
  const value = job.run();
  return () => job.resolve(value as never);
}
