import { createHash } from 'node:crypto';
import type { Posting } from '../../ledger/posting.ts';
import type { DateText } from '../../time/calendar.ts';
import { fileRow, HEADER } from './row.ts';
import { Tally, type Totals } from './tally.ts';

/** What a manifest says of the bytes of a daily file. */
export interface FileSummary extends Totals {
  /** Length of the CSV. */
  readonly bytes: number;
  /** SHA-256 of the CSV, hex. */
  readonly sha256: string;
}

/** Takes the postings of one scheme and day, in order, and knows the daily file they make without keeping it. */
export class FileSummer {
  readonly #date: DateText;
  readonly #hash = createHash('sha256').update(HEADER);
  readonly #tally = new Tally();
  #bytes = Buffer.byteLength(HEADER);
  #rows = 0;

  constructor(date: DateText) {
    this.#date = date;
  }

  add(posting: Posting): void {
    this.#rows += 1;
    const row = fileRow(this.#rows, this.#date, posting);
    this.#hash.update(row);
    this.#bytes += Buffer.byteLength(row);
    this.#tally.add(posting);
  }

  summary(): FileSummary {
    return { bytes: this.#bytes, sha256: this.#hash.copy().digest('hex'), ...this.#tally.totals() };
  }
}
