import { BLOCKED, type Blocked, type Transaction } from './transaction.ts';

interface Lock {
  readonly shared: Set<Transaction>;
  exclusive: Transaction | undefined;
}

/** Rows that are there only to be locked: shared by many, or by one alone. */
export class Gates {
  readonly #locks = new Map<string, Lock>();

  /** @returns that another transaction has it to itself, if so */
  share(name: string, by: Transaction): Blocked | undefined {
    const lock = this.#lock(name);
    if (lock.exclusive !== undefined && lock.exclusive !== by) return BLOCKED(lock.exclusive);
    if (lock.shared.has(by)) return undefined;
    lock.shared.add(by);
    by.atEnd(() => lock.shared.delete(by));
    return undefined;
  }

  /** @returns that another transaction has it, or shares it, if so */
  take(name: string, by: Transaction): Blocked | undefined {
    const lock = this.#lock(name);
    if (lock.exclusive === by) return undefined;
    if (lock.exclusive !== undefined) return BLOCKED(lock.exclusive);
    for (const other of lock.shared) if (other !== by) return BLOCKED(other);
    lock.exclusive = by;
    by.atEnd(() => {
      lock.exclusive = undefined;
    });
    return undefined;
  }

  #lock(name: string): Lock {
    const known = this.#locks.get(name);
    if (known !== undefined) return known;
    const lock: Lock = { shared: new Set(), exclusive: undefined };
    this.#locks.set(name, lock);
    return lock;
  }
}
