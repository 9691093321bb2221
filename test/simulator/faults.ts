import type { Random } from './random.ts';
import { StoreError } from './store/transaction.ts';

/** How often what happens; each a probability. */
export interface FaultRates {
  /** A connection ends before a statement: nothing of its transaction is done. */
  readonly statement: number;
  /** A connection ends before a commit arrives: nothing is done. */
  readonly beforeCommit: number;
  /** A connection ends after a commit was done: the answer is lost. */
  readonly afterCommit: number;
  /** The store asks for a transaction to be done again. */
  readonly serialization: number;
}

export const FAULTS: FaultRates = { statement: 0.0008, beforeCommit: 0.012, afterCommit: 0.012, serialization: 0.004 };
export const NO_FAULTS: FaultRates = { statement: 0, beforeCommit: 0, afterCommit: 0, serialization: 0 };

/** Where in a commit a fault falls. */
export type CommitFault = 'before' | 'after' | undefined;

/** Draws faults, and counts them. */
export class Faults {
  readonly #random: Random;
  readonly #rates: FaultRates;
  readonly injected = { connection: 0, notCommitted: 0, answerLost: 0, serialization: 0, deadlock: 0 };

  constructor(random: Random, rates: FaultRates) {
    this.#random = random;
    this.#rates = rates;
  }

  /** @throws StoreError where a statement of a transaction fails, or, outside of one, its connection */
  statement(inTransaction: boolean): void {
    if (this.#random.chance(this.#rates.statement)) {
      this.injected.connection += 1;
      throw connectionLost();
    }
    if (inTransaction && this.#random.chance(this.#rates.serialization)) {
      this.injected.serialization += 1;
      throw new StoreError('40001', 'could not serialize access due to concurrent update');
    }
  }

  commit(): CommitFault {
    if (this.#random.chance(this.#rates.beforeCommit)) {
      this.injected.notCommitted += 1;
      return 'before';
    }
    if (!this.#random.chance(this.#rates.afterCommit)) return undefined;
    this.injected.answerLost += 1;
    return 'after';
  }
}

export function connectionLost(): StoreError {
  return new StoreError('08006', 'the connection to the server was lost');
}
