import type { tables } from './tables.ts';

/** A table, whichever store it lies in. */
export type Table = (typeof tables)[keyof typeof tables];

/** A row by the names of its columns, with the values of the embedded store: numbers, texts, bytes, null. */
export type Row = Readonly<Record<string, unknown>>;

/** So many rows are read and written at a time: entries are large. */
export const BATCH = 500;

/** All rows of a store, of one moment. */
export interface RowSource {
  count(table: Table): Promise<number>;
  /** Some hundred rows at a time. */
  batches(table: Table): AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;
}

/** A store that takes rows, inside a transaction of whoever opened it. */
export interface RowTarget {
  count(table: Table): Promise<number>;
  insert(table: Table, rows: readonly Row[]): Promise<void>;
  /** After the last row: what counts up by itself goes on behind what was inserted. */
  finish(): Promise<void>;
}
