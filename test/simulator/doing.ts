import { AsyncLocalStorage } from 'node:async_hooks';
import type { Committed } from './committed.ts';

/** An operation that is under way: what has been committed for it so far, and which faults it has met. */
export class Doing {
  readonly number: number;
  readonly words: string;
  readonly commits: Committed[] = [];
  faulted = false;
  /** A commit was done and its answer lost. */
  answerLost = false;

  /** The world's changes when it began. */
  readonly changesBefore: number;

  constructor(number: number, words: string, changesBefore: number) {
    this.number = number;
    this.words = words;
    this.changesBefore = changesBefore;
  }

  #before = 0;

  /** A call to a gateway begins: faults and commits are counted from here on. */
  beginCall(): void {
    this.#before = this.commits.length;
    this.faulted = false;
    this.answerLost = false;
  }

  /** How much the last call has committed. */
  get committed(): number {
    return this.commits.length - this.#before;
  }

  fault(kind: 'connection' | 'before' | 'after'): void {
    this.faulted = true;
    if (kind === 'after') this.answerLost = true;
  }
}

const under = new AsyncLocalStorage<Doing>();

/** Does something as part of an operation. */
export function as<T>(doing: Doing, work: () => T): T {
  return under.run(doing, work);
}

/** The operation that the caller is part of. */
export function current(): Doing | undefined {
  return under.getStore();
}
