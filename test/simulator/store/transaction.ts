/** An error of the store, by the code that PostgreSQL gives it. */
export class StoreError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** A statement has to wait for the end of another transaction. */
export interface Blocked {
  readonly blockedOn: Transaction;
}

export function BLOCKED(blockedOn: Transaction): Blocked {
  return { blockedOn };
}

export function isBlocked(answer: unknown): answer is Blocked {
  return typeof answer === 'object' && answer !== null && 'blockedOn' in answer;
}

interface Changed {
  current: unknown;
  changed: unknown;
  by: Transaction | undefined;
}

/** A transaction: what it has changed is seen by it alone until it commits, and never where it does not. */
export class Transaction {
  readonly #touched: { readonly held: Changed; readonly remove: (() => void) | undefined }[] = [];
  readonly #released: (() => void)[] = [];
  /** What it has written, table by table, for those who watch commits. */
  readonly log: { readonly table: string; readonly row: unknown }[] = [];
  done = false;

  /** Notes a row that it holds. @param remove takes the row away again, where it did not exist before */
  touch(held: Changed, remove?: () => void): void {
    this.#touched.push({ held, remove });
  }

  /** Notes what has to be done at its end, whatever the end is. */
  atEnd(release: () => void): void {
    this.#released.push(release);
  }

  /** Forgets the row that was written last. */
  loseLast(): void {
    const last = this.#touched.at(-1);
    if (last !== undefined) last.held.changed = last.held.current;
  }

  commit(): void {
    this.#end(({ held, remove }) => {
      held.current = held.changed;
      if (held.current === undefined) remove?.();
    });
  }

  rollback(): void {
    this.#end(({ held, remove }) => {
      held.changed = undefined;
      remove?.();
    });
  }

  #end(each: (touched: { readonly held: Changed; readonly remove: (() => void) | undefined }) => void): void {
    this.done = true;
    for (const touched of this.#touched) {
      each(touched);
      touched.held.by = undefined;
      touched.held.changed = undefined;
    }
    for (const release of this.#released) release();
  }
}
