import type { Dialect, Params, Statement } from './statement.ts';
import type { Steps } from './steps.ts';

/** An open store. */
export interface Database {
  readonly dialect: Dialect;
  /** Reads. What a read sees is of one moment. */
  read<T>(steps: () => Steps<T>): Promise<T>;
  /** Reads on and on, all as of one moment, while others write. */
  snapshot<T>(work: (seen: Snapshot) => Promise<T>): Promise<T>;
  /**
   * Reads and writes in one transaction, as if nobody else did meanwhile; resolves when it is durable. A store may run
   * the steps again, after others got in between: what they do outside the store must bear that.
   *
   * @throws what the steps throw (then nothing was changed), or Refusal `OVERLOADED` or `UNAVAILABLE`
   */
  write<T>(steps: () => Steps<T>): Promise<T>;
  /**
   * A write of one statement. Resolves when it is durable.
   *
   * @param told how many rows it changes, as soon as that is known
   * @returns the same
   */
  change(statement: Statement<unknown>, params: Params, told?: (rows: number) => void): Promise<number>;
  /** Where the store answers without being waited for; `undefined` where it is reached over a network. */
  readonly now: Now | undefined;
  /** How many writes wait. */
  readonly waiting: number;
  /** Whether the store answers. */
  ready(): Promise<boolean>;
  close(): Promise<void>;
}

/** A store as it was at one moment. */
export type Snapshot = Pick<Database, 'dialect' | 'read' | 'now'>;

/** A store that answers at once. What it answers in one turn of the event loop is of one moment. */
export interface Now {
  <T>(steps: Steps<T>): T;
  /**
   * The same number for as long as what is answered is of one moment; `undefined` while a write is under way: what is read
   * then may yet be undone.
   */
  readonly moment: () => number | undefined;
}

/**
 * Thrown by a look-up whose answer has to be fetched first. Who called the function that looks up fetches it and calls
 * again: so a decision stays one synchronous function of what it sees, on a store that has to be waited for as well.
 */
export class NotYet {
  readonly fetch: (read: Read) => Promise<void>;

  constructor(fetch: (read: Read) => Promise<void>) {
    this.fetch = fetch;
  }
}

/**
 * Looks up several things of which none needs another's answer: what has to be fetched is fetched together, and whoever
 * looks is called again once and not once for each.
 */
export function lookAll<T extends readonly (() => unknown)[]>(
  ...looks: T
): { -readonly [K in keyof T]: ReturnType<T[K]> } {
  const missing: NotYet[] = [];
  const found = looks.map((look) => {
    try {
      return look();
    } catch (error) {
      if (!(error instanceof NotYet)) throw error;
      missing.push(error);
      return undefined;
    }
  });
  if (missing.length > 0) {
    throw new NotYet(async (read) => {
      await Promise.all(missing.map(({ fetch }) => fetch(read)));
    });
  }
  return found as { -readonly [K in keyof T]: ReturnType<T[K]> };
}

/** Reads: {@link Database.read}, or the same on a connection that is held already. Who holds one must not wait for another. */
export type Read = <T>(steps: () => Steps<T>) => Promise<T>;

/** Calls a function that looks things up until everything it asks for has been fetched. It must bear being called again. */
export async function fetched<T>(look: () => T, read: Read): Promise<T> {
  for (;;) {
    try {
      return look();
    } catch (error) {
      if (!(error instanceof NotYet)) throw error;
      await error.fetch(read);
    }
  }
}
