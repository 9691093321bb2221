import type Sqlite from 'better-sqlite3';
import { SqliteError } from 'better-sqlite3';
import { nothingDone } from '../../problem/nothing-done.ts';
import { Refusal } from '../../problem/refusal.ts';
import type { Reading } from './reading.ts';

interface Job {
  readonly run: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
}

/** More waiting writes than this are refused at once: a desk is better served by a retry than by a growing queue. */
const MAX_WAITING = 2_000;
/** At most so many writes share one commit, so that the first of them does not wait long for the last. */
const MAX_GROUP = 128;
/** While another process writes, it is looked again after so many milliseconds. */
const PAUSE = 1;
/** Whoever holds the store for longer, in milliseconds, does not write: something is wrong. */
const PATIENCE = 10_000;

/**
 * The one way to write: jobs that wait together are committed together (group commit), each in its own savepoint with
 * its own answer. A job is synchronous; nothing awaits inside a transaction. A promise resolves after the commit, so
 * what it tells is durable.
 */
export class Writer {
  readonly #db: Sqlite.Database;
  readonly #reading: Reading;
  readonly #waiting: Job[] = [];
  #scheduled = false;
  #idle: (() => void)[] = [];

  readonly #begin: Sqlite.Statement;
  readonly #commit: Sqlite.Statement;
  readonly #savepoint: Sqlite.Statement;
  readonly #release: Sqlite.Statement;
  readonly #undo: Sqlite.Statement;
  readonly #impatient: Sqlite.Statement;
  readonly #patient: Sqlite.Statement;
  /** Since when other processes have been writing, whenever this one wanted to. */
  #heldUpSince: number | undefined;
  #busy = false;

  /** @param reading ends before a group is written */
  constructor(db: Sqlite.Database, reading: Reading) {
    this.#db = db;
    this.#reading = reading;
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#savepoint = db.prepare('SAVEPOINT job');
    this.#release = db.prepare('RELEASE job');
    this.#undo = db.prepare('ROLLBACK TO job');
    this.#impatient = db.prepare('PRAGMA busy_timeout = 0');
    this.#patient = db.prepare(`PRAGMA busy_timeout = ${PATIENCE}`);
  }

  /** Whether a group is being written: what is read then may yet be undone. */
  get busy(): boolean {
    return this.#busy;
  }

  /** How many writes wait now. */
  get length(): number {
    return this.#waiting.length;
  }

  /**
   * Runs a job in a transaction.
   *
   * @throws what the job throws (its own changes are undone, not those of others), or Refusal `OVERLOADED`
   */
  write<T>(run: () => T): Promise<T> {
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
      this.#waiting.push({ run, resolve: resolve as Job['resolve'], reject });
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
    if (this.#mayWrite()) this.#commitGroup(this.#waiting.splice(0, MAX_GROUP));
    if (this.#waiting.length > 0) this.#schedule();
    else for (const idle of this.#idle.splice(0)) idle();
  }

  /**
   * Begins a transaction, where no other process writes now. SQLite itself would wait for it asleep, and with it everybody
   * who is connected to this process.
   */
  #mayWrite(): boolean {
    this.#reading.end();
    this.#impatient.get();
    try {
      this.#begin.run();
    } catch (error) {
      const since = this.#heldUpSince ?? performance.now();
      const busy = error instanceof SqliteError && error.code === 'SQLITE_BUSY';
      if (busy && performance.now() - since < PATIENCE) {
        this.#heldUpSince = since;
        return false;
      }
      this.#fail(this.#waiting.splice(0, MAX_GROUP), error);
      return false;
    } finally {
      this.#patient.get();
    }
    this.#heldUpSince = undefined;
    return true;
  }

  #commitGroup(group: readonly Job[]): void {
    const settled: (() => void)[] = [];
    this.#busy = true;
    try {
      for (const job of group) settled.push(this.#runOne(job));
      this.#commit.run();
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      this.#fail(group, error);
      return;
    } finally {
      this.#busy = false;
    }
    for (const answer of settled) answer();
  }

  #fail(group: readonly Job[], cause: unknown): void {
    this.#heldUpSince = undefined;
    const refusal = nothingDone(cause);
    for (const job of group) job.reject(refusal);
  }

  /** Runs one job in its savepoint; its answer is given only after the commit. */
  #runOne(job: Job): () => void {
    this.#savepoint.run();
    try {
      const value = job.run();
      this.#release.run();
      return () => job.resolve(value as never);
    } catch (error) {
      // A full disk may have ended the whole transaction by itself: then no job of the group has happened.
      if (!this.#db.inTransaction) throw error;
      this.#undo.run();
      this.#release.run();
      return () => job.reject(error);
    }
  }
}
