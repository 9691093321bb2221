import { createHash } from 'node:crypto';
import type { Database } from '../../store/database.ts';
import type { Steps } from '../../store/steps.ts';
import type { DateText } from '../../time/calendar.ts';
import { type FileSummary, FileSummer } from '../files/summary.ts';
import { BATCH, type Batch, batchAfter } from './journal.ts';
import type { SealBody } from './sealed.ts';

/** Goes through a business day in the order of the journal, as far as it has got, and can go on where it stopped. */
export class DayScan {
  readonly #date: DateText;
  readonly #root = createHash('sha256');
  readonly #files = new Map<string, FileSummer>();
  #count = 0;
  #first: number | null = null;
  #last: number | null = null;

  constructor(date: DateText) {
    this.#date = date;
  }

  /** The last entry it has taken, 0 before the first. */
  get last(): number {
    return this.#last ?? 0;
  }

  /** How many entries it has taken. */
  get count(): number {
    return this.#count;
  }

  /** Reads the entries that come next; they are not taken by that. */
  next(): Steps<Batch> {
    return batchAfter(this.#date, this.last);
  }

  /**
   * Takes the entries that come next.
   *
   * @returns whether these were all that there were
   */
  take({ entries, postings }: Batch): boolean {
    if (entries.some(({ seq }) => seq <= this.last)) throw new Error('entries of a day were to be taken twice');
    for (const { seq, hash } of entries) {
      this.#root.update(hash);
      this.#count += 1;
      this.#first ??= seq;
      this.#last = seq;
    }
    for (const posting of postings) this.#file(posting.scheme).add(posting);
    return entries.length < BATCH;
  }

  /**
   * Reads and takes the entries that come next.
   *
   * @returns whether these were all that there are now
   */
  async step(database: Pick<Database, 'read'>): Promise<boolean> {
    return this.take(await database.read(() => this.next()));
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

/** Goes through a whole day as of one moment. */
export function* scanOf(date: DateText): Steps<DayScan> {
  const scan = new DayScan(date);
  while (!scan.take(yield* scan.next()));
  return scan;
}
