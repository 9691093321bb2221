import { createHash } from 'node:crypto';
import type { Database } from '../../ledger/sqlite/database.ts';
import type { DateText } from '../../time/calendar.ts';
import { type FileSummary, FileSummer } from '../files/summary.ts';
import { BATCH, entriesOf, postingsBetween } from './journal.ts';
import type { SealBody } from './sealed.ts';

/** Goes through a business day in the order of the journal, as far as it has got, and can go on where it stopped. */
export class DayScan {
  readonly #database: Database;
  readonly #date: DateText;
  readonly #root = createHash('sha256');
  readonly #files = new Map<string, FileSummer>();
  #count = 0;
  #first: number | null = null;
  #last: number | null = null;

  constructor(database: Database, date: DateText) {
    this.#database = database;
    this.#date = date;
  }

  /**
   * Takes the next entries of the day, at most {@link BATCH}.
   *
   * @returns whether these were all that there are now
   */
  step(): boolean {
    const after = this.#last ?? 0;
    const found = entriesOf(this.#database, this.#date, after);
    for (const { seq, hash } of found) {
      this.#root.update(hash);
      this.#count += 1;
      this.#first ??= seq;
      this.#last = seq;
    }
    if (this.#last === null || found.length === 0) return true;
    for (const posting of postingsBetween(this.#database, this.#date, after, this.#last)) {
      this.#file(posting.scheme).add(posting);
    }
    return found.length < BATCH;
  }

  /** What was found so far. */
  found(): Pick<SealBody, 'root' | 'entries'> {
    const { count, first, last } = { count: this.#count, first: this.#first, last: this.#last };
    return { root: this.#root.copy().digest('hex'), entries: { count, first, last } };
  }

  /** The file of a scheme as far as it was found; one without a row where nothing was booked. */
  summary(scheme: string): FileSummary {
    return this.#file(scheme).summary();
  }

  /** The schemes in which anything was found. */
  schemes(): string[] {
    return [...this.#files.keys()];
  }

  #file(scheme: string): FileSummer {
    const known = this.#files.get(scheme);
    if (known !== undefined) return known;
    const fresh = new FileSummer(this.#date);
    this.#files.set(scheme, fresh);
    return fresh;
  }
}
