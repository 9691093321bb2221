import { BLOCKED, type Blocked, StoreError, type Transaction } from './transaction.ts';

/** One row as it stands, and as the transaction that holds it would have it. */
export interface Held<R> {
  current: R | undefined;
  changed: R | undefined;
  by: Transaction | undefined;
}

type Key<R> = (row: R) => string;

/**
 * Rows of one table as PostgreSQL keeps them under READ COMMITTED: a transaction sees what is committed and what it has
 * changed itself; a row that another transaction holds is waited for, and looked at again then. Columns of an index never
 * change.
 */
export class Table<R> {
  readonly #rows = new Map<string, Held<R>>();
  readonly #key: Key<R>;
  readonly #indexes: ReadonlyMap<string, { readonly of: Key<R>; readonly rows: Map<string, Held<R>[]> }>;

  constructor(key: Key<R>, indexes: Readonly<Record<string, Key<R>>> = {}) {
    this.#key = key;
    this.#indexes = new Map(Object.entries(indexes).map(([name, of]) => [name, { of, rows: new Map() }]));
  }

  /** A row by its key. */
  get(key: string, as: Transaction | undefined): R | undefined {
    const held = this.#rows.get(key);
    return held === undefined ? undefined : seen(held, as);
  }

  /** The rows under a value of an index, in the order in which they were inserted. */
  under(index: string, value: string, as: Transaction | undefined): R[] {
    const rows: R[] = [];
    for (const held of this.#index(index).rows.get(value) ?? []) {
      const row = seen(held, as);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }

  /** The values of an index that have, or had, a row. */
  values(index: string): string[] {
    return [...this.#index(index).rows.keys()];
  }

  /** Every row. */
  all(as: Transaction | undefined): R[] {
    return [...this.#rows.values()].flatMap((held) => seen(held, as) ?? []);
  }

  /** Holds a row until the end of a transaction. @returns the row, nothing where there is none, or that it is held */
  lock(key: string, by: Transaction): R | undefined | Blocked {
    const held = this.#rows.get(key);
    if (held === undefined) return undefined;
    const blocked = take(held, by);
    return blocked ?? held.changed;
  }

  /** @throws StoreError where there is a row of this key already */
  insert(row: R, by: Transaction): Blocked | undefined {
    const key = this.#key(row);
    const known = this.#rows.get(key);
    if (known !== undefined) {
      const blocked = take(known, by);
      if (blocked !== undefined) return blocked;
      if (known.changed !== undefined) throw new StoreError('23505', `there is a row ${key}`);
      known.changed = row;
      return undefined;
    }
    const held: Held<R> = { current: undefined, changed: row, by };
    this.#rows.set(key, held);
    for (const { of, rows } of this.#indexes.values()) {
      const value = of(row);
      const list = rows.get(value);
      if (list === undefined) rows.set(value, [held]);
      else list.push(held);
    }
    by.touch(held, () => this.#remove(key, row, held));
    return undefined;
  }

  /** Changes a row. @returns how many rows it changed, or that the row is held */
  update(key: string, by: Transaction, change: (row: R) => R | undefined | 'as it is'): number | Blocked {
    const held = this.#rows.get(key);
    if (held === undefined) return 0;
    const blocked = take(held, by);
    if (blocked !== undefined) return blocked;
    if (held.changed === undefined) return 0;
    const changed = change(held.changed);
    if (changed === 'as it is') return 0;
    held.changed = changed;
    return 1;
  }

  #index(name: string) {
    const index = this.#indexes.get(name);
    if (index === undefined) throw new Error(`the table has no index ${name}`);
    return index;
  }

  /** Of a row that never was, or is no more. */
  #remove(key: string, row: R, held: Held<R>): void {
    this.#rows.delete(key);
    for (const { of, rows } of this.#indexes.values()) {
      const value = of(row);
      const list = rows.get(value)?.filter((one) => one !== held) ?? [];
      if (list.length === 0) rows.delete(value);
      else rows.set(value, list);
    }
  }
}

function seen<R>(held: Held<R>, as: Transaction | undefined): R | undefined {
  return as !== undefined && held.by === as ? held.changed : held.current;
}

/** Holds a row, where no other transaction does. */
function take<R>(held: Held<R>, by: Transaction): Blocked | undefined {
  if (held.by === by) return undefined;
  if (held.by !== undefined) return BLOCKED(held.by);
  held.by = by;
  held.changed = held.current;
  by.touch(held);
  return undefined;
}
