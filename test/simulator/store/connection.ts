import type { Held } from '../../../src/store/postgres/connections.ts';
import type { Request } from '../../../src/store/steps.ts';
import type { Doing } from '../doing.ts';
import { connectionLost } from '../faults.ts';
import type { Scheduler } from '../scheduler.ts';
import { isBlocked, StoreError, type Transaction } from './transaction.ts';

interface Asked {
  readonly run: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One connection to the simulated store, as the ledger holds it: what is asked of it is answered in order, each at a
 * moment that the scheduler draws, and in between others are answered.
 */
export class Connection implements Held {
  readonly #scheduler: Scheduler;
  readonly #doing: Doing | undefined;
  readonly #asked: Asked[] = [];
  #transaction: Transaction | undefined;
  /** A transaction that only reads sees one moment: it is answered at once until it ends. */
  #snapshot = false;
  #aborted = false;
  #lost = false;
  #waitsFor: Transaction | undefined;

  constructor(scheduler: Scheduler, doing: Doing | undefined) {
    this.#scheduler = scheduler;
    this.#doing = doing;
  }

  readonly answer = (request: Request): Promise<unknown> => this.#ask(() => this.#statement(request));
  readonly say = (text: string): Promise<unknown> => this.#ask(() => this.#say(text));
  readonly send = (): never => {
    throw new Error('the settlement core sends no text with values');
  };

  /** Does something at one moment, between what is asked of other connections. */
  atOnce<T>(work: () => T): Promise<T> {
    return this.#ask(() => {
      this.#scheduler.faults.statement(false);
      return work();
    }) as Promise<T>;
  }

  get waiting(): boolean {
    return this.#asked.length > 0;
  }

  /** The transaction it has to wait for, while that has not ended. */
  get blockedOn(): Transaction | undefined {
    if (this.#waitsFor?.done === true) this.#waitsFor = undefined;
    return this.#waitsFor;
  }

  get transaction(): Transaction | undefined {
    return this.#transaction;
  }

  /** Answers what was asked first, or learns whom it has to wait for. */
  step(): void {
    const [asked] = this.#asked;
    if (asked === undefined) return;
    try {
      const value = asked.run();
      if (isBlocked(value)) {
        this.#waitsFor = value.blockedOn;
        this.#scheduler.counts.waits += 1;
        return;
      }
      this.#asked.shift();
      asked.resolve(value);
    } catch (error) {
      this.#asked.shift();
      asked.reject(error);
    }
  }

  /** Ends a wait that would never end. */
  breakDeadlock(): void {
    this.#waitsFor = undefined;
    this.#abort();
    this.#asked.shift()?.reject(new StoreError('40P01', 'deadlock detected'));
  }

  /** What was left open is undone. */
  close(): void {
    this.#abort();
    this.#transaction = undefined;
  }

  #ask(run: () => unknown): Promise<unknown> {
    if (this.#snapshot && this.#asked.length === 0) {
      try {
        return Promise.resolve(run());
      } catch (error) {
        return Promise.reject(error);
      }
    }
    return new Promise((resolve, reject) => {
      this.#asked.push({ run, resolve, reject });
      this.#scheduler.wants(this);
    });
  }

  #statement(request: Request): unknown {
    if (this.#lost) throw connectionLost();
    if (this.#aborted) throw new StoreError('25P02', 'current transaction is aborted');
    try {
      this.#scheduler.faults.statement(this.#transaction !== undefined);
      return this.#scheduler.store.answer(request, this.#transaction);
    } catch (error) {
      if (error instanceof StoreError && error.code === '08006') this.#lose();
      if (this.#transaction !== undefined) this.#abort();
      throw error;
    }
  }

  #say(text: string): unknown {
    if (this.#lost) throw connectionLost();
    if (text.startsWith('BEGIN')) {
      this.#snapshot = text.includes('READ ONLY');
      if (!this.#snapshot) this.#transaction = this.#scheduler.store.begin();
      return undefined;
    }
    if (text === 'ROLLBACK') {
      // Nothing was wrong with it: somebody else was first.
      if (this.#transaction !== undefined && !this.#aborted) this.#scheduler.counts.racesLost += 1;
      this.close();
      this.#aborted = false;
      this.#snapshot = false;
      return undefined;
    }
    if (text !== 'COMMIT') throw new Error(`the simulated store is told ${text}`);
    this.#snapshot = false;
    return this.#commit();
  }

  #commit(): undefined {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    if (transaction === undefined) return;
    if (this.#aborted) throw new Error('a transaction that has failed was committed');
    const { faults, store, random } = this.#scheduler;
    const doing = this.#doing;
    const one = store.bug !== undefined && random.chance(0.02);
    const fault = faults.commit();
    if (fault === 'before' && store.bug !== 'done-though-refused') {
      transaction.rollback();
      this.#lose();
      doing?.fault('before');
      throw connectionLost();
    }
    if (store.bug === 'acknowledged-not-appended' && one) {
      transaction.rollback();
      return;
    }
    if (store.bug === 'half-a-commit' && one) transaction.loseLast();
    store.commit(transaction, doing);
    if (fault === undefined) return;
    this.#lose();
    doing?.fault(fault);
    throw connectionLost();
  }

  #lose(): void {
    this.#lost = true;
    this.#doing?.fault('connection');
  }

  #abort(): void {
    if (this.#transaction === undefined) return;
    this.#aborted = true;
    if (!this.#transaction.done) this.#transaction.rollback();
  }
}
