import { type Entry, entryHash, GENESIS } from '../../../src/ledger/journal.ts';
import type { Row } from '../../../src/store/tables.ts';

/** Recomputes a chain. @returns the number of the first entry that is not as it was written; `undefined` for none */
export function brokenAt(chain: readonly Row<'entries'>[]): number | undefined {
  let previous = GENESIS;
  for (const [index, row] of chain.entries()) {
    const holds = entryHash(row as Entry) === row.hash && row.previous === previous && row.memberSeq === index + 1;
    if (!holds) return row.seq;
    previous = row.hash;
  }
  return undefined;
}
