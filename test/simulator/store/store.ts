import type { Request } from '../../../src/store/steps.ts';
import type { Bug } from '../bugs.ts';
import { Gates } from './gates.ts';
import { readers } from './readers.ts';
import { SimulatedTables } from './tables.ts';
import { isBlocked, Transaction } from './transaction.ts';
import { writers } from './writers.ts';

/** What a statement is answered with: rows, how many rows it changed, or that it has to wait. */
export type Handler = (store: SimulatedStore, params: never, as: Transaction | undefined) => unknown;

/**
 * The store in memory: the tables of the settlement core and, by name, the statements that the product asks of them.
 * Statements of which it does not know are refused, so that nothing is answered by guessing.
 */
export class SimulatedStore {
  readonly tables = new SimulatedTables();
  readonly gates = new Gates();
  /** Told what a transaction has written, in the order in which transactions commit. */
  onCommit: (transaction: Transaction, tag: unknown) => void = () => {};
  readonly bug: Bug | undefined;
  #seq = 0;

  constructor(bug: Bug | undefined) {
    this.bug = bug;
  }

  /** The next number of an entry. One that is not committed leaves a gap. */
  nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  begin(): Transaction {
    return new Transaction();
  }

  commit(transaction: Transaction, tag: unknown): void {
    transaction.commit();
    if (transaction.log.length > 0) this.onCommit(transaction, tag);
  }

  /** Answers one statement, at once, or says whom it has to wait for. @throws StoreError */
  answer({ statement, params, how }: Request, as: Transaction | undefined): unknown {
    const reader = readers[statement.name];
    if (reader !== undefined) {
      const rows = reader(this, params as never, as);
      if (isBlocked(rows) || how === 'all') return rows;
      return (rows as unknown[])[0];
    }
    const writer = writers[statement.name];
    if (writer === undefined) throw new Error(`the simulated store does not know the statement ${statement.name}`);
    if (as === undefined) throw new Error('what writes is done in a transaction');
    return writer(this, params as never, as);
  }

  /** Answers one statement as of what is committed now. */
  readonly now = (request: Request): unknown => this.answer(request, undefined);
}
