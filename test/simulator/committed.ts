import type { Row } from '../../src/store/tables.ts';
import type { Transaction } from './store/transaction.ts';

/** What one transaction has added to the journal and to what is derived from it. */
export interface Committed {
  /** Counts commits. */
  readonly number: number;
  readonly entries: readonly Row<'entries'>[];
  readonly postings: readonly Row<'postings'>[];
  /** Rows as they were inserted. */
  readonly settlements: readonly Row<'settlements'>[];
  readonly messages: readonly Row<'messages'>[];
  readonly days: readonly Row<'days'>[];
}

/** Sorts what a transaction has written. */
export function committed(number: number, { log }: Transaction): Committed {
  const of = <T>(table: string) => log.flatMap((one) => (one.table === table ? [one.row as T] : []));
  return {
    number,
    entries: of('entries'),
    postings: of('postings'),
    settlements: of('settlements'),
    messages: of('messages'),
    days: of('days'),
  };
}
