import type { Vault } from '../../ledger/vault.ts';
import { Refusal } from '../../problem/refusal.ts';
import type { Scheme } from '../../scheme/scheme.ts';
import type { Database } from '../../store/database.ts';
import type { Steps } from '../../store/steps.ts';
import type { Clock, Instant } from '../../time/clock.ts';
import { applyRow, type Outcome } from './apply.ts';
import { RosterChanges } from './changes.ts';
import { readHeader } from './columns.ts';
import { CsvReader, type CsvRow } from './csv.ts';
import { RowFault } from './fault.ts';
import { type EnrollmentReport, Tally } from './report.ts';
import { type RosterRow, rowReader, type Vocabulary } from './row.ts';
import { SeenPolicies } from './seen.ts';

/** A roster file to import, and where to. */
export interface EnrollmentImport {
  readonly database: Database;
  readonly vault: Vault;
  readonly scheme: Scheme;
  readonly vocabulary: Vocabulary;
  /** CSV in UTF-8. */
  readonly source: AsyncIterable<Uint8Array>;
  /** The instant the file speaks of; where that is simply now, the real clock's now. */
  readonly asOf: Instant;
  readonly clock: Clock;
  /** Who imports it, as the audit trail names callers. */
  readonly by: string;
  /** Called after each batch with how many rows are done, the header not counted. */
  readonly onProgress?: (rows: number) => void;
}

/** So many rows share a transaction: a settlement that waits behind them waits some tens of milliseconds. */
const BATCH = 100;
/** So many rows that collide with another policy wait for the rest of the file; those beyond are refused at once. */
const MAX_WAITING = 10_000;
/** Rows that wait for each other in a chain are tried again so often. */
const MAX_ROUNDS = 5;
/** A clock that runs a little ahead is no mistake. */
const AHEAD = 300_000;

interface NumberedRow {
  readonly number: number;
  readonly row: RosterRow;
}

/**
 * Imports a roster (contract section 4): good rows are taken, bad ones listed; the same file again changes nothing.
 * A batch that was taken stays taken where the source breaks off: sending the file again completes it.
 *
 * A row that collides with another policy of its member is tried again at the end: the row that ends the other policy
 * may come later in the file.
 *
 * @throws Refusal `INVALID_BODY` where the header is wrong, `INVALID_PARAMETER` where `asOf` lies in the future; then
 *   nothing was taken. Whatever the source throws.
 */
export async function importEnrollments(order: EnrollmentImport): Promise<EnrollmentReport> {
  const { clock, asOf } = order;
  if (asOf > Math.max(clock.real(), clock.business()) + AHEAD) {
    throw new Refusal('INVALID_PARAMETER', {
      detail: 'asOf 不得晚于现在',
      detailEn: 'asOf must not lie in the future',
    });
  }
  const rows = batches(order.source);
  try {
    const [header, ...first] = (await rows.next()).value ?? [];
    const cellsOf = readHeader(header !== undefined && 'cells' in header ? header.cells : []);
    const readRow = rowReader(order.vault, order.scheme.rules, order.vocabulary);
    const running = new RunningImport(order, (cells) => readRow(cellsOf(cells)));
    try {
      await running.take(first);
      for await (const batch of rows) await running.take(batch);
      return await running.finish();
    } finally {
      running.close();
    }
  } finally {
    // Lets go of the source where it was not read to its end.
    await rows.return(undefined);
  }
}

class RunningImport {
  readonly #order: EnrollmentImport;
  readonly #seen = new SeenPolicies();
  readonly #tally = new Tally();
  readonly #read: (cells: readonly string[]) => RosterRow;
  #waiting: NumberedRow[] = [];
  #done = 0;

  constructor(order: EnrollmentImport, read: (cells: readonly string[]) => RosterRow) {
    this.#order = order;
    this.#read = read;
  }

  async take(rows: readonly CsvRow[]): Promise<void> {
    const good = rows.flatMap((row) => this.#readRow(row));
    const outcomes = await this.#write(good, ({ row }, changes) => this.#applyFirst(row, changes));
    for (const [index, one] of good.entries()) {
      const outcome = outcomes[index] as Outcome;
      if (isCollision(outcome) && this.#waiting.length < MAX_WAITING) this.#waiting.push(one);
      else this.#tally.count(one.number, outcome);
    }
    this.#done += rows.length;
    this.#order.onProgress?.(this.#done);
  }

  async finish(): Promise<EnrollmentReport> {
    for (let round = 1; this.#waiting.length > 0; round += 1) await this.#tryAgain(round === MAX_ROUNDS);
    return this.#tally.report();
  }

  close(): void {
    this.#seen.close();
  }

  #readRow(row: CsvRow): NumberedRow[] {
    try {
      if ('code' in row) throw new RowFault(row.code);
      return [{ number: row.row, row: this.#read(row.cells) }];
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      this.#tally.count(row.row, error);
      return [];
    }
  }

  *#applyFirst(row: RosterRow, changes: RosterChanges): Steps<Outcome> {
    if (!this.#seen.note(row.policyNo, row.digest)) return new RowFault('DUPLICATE_ROW', 'policyNo');
    return yield* this.#apply(row, changes);
  }

  #apply(row: RosterRow, changes: RosterChanges): Steps<Outcome> {
    const { scheme, asOf, vault } = this.#order;
    return applyRow({ scheme: scheme.rules.scheme, asOf, vault }, row, changes);
  }

  /** Also where there is nothing to write, for it lets others have their turn. */
  #write(
    rows: readonly NumberedRow[],
    apply: (one: NumberedRow, changes: RosterChanges) => Steps<Outcome>,
  ): Promise<Outcome[]> {
    const { database, scheme, asOf, by, clock } = this.#order;
    return database.write(function* () {
      const changes = new RosterChanges();
      const outcomes: Outcome[] = [];
      for (const one of rows) outcomes.push(yield* apply(one, changes));
      yield* changes.audited({ subject: scheme.rules.scheme, asOf, by, at: clock.real() });
      return outcomes;
    });
  }

  /** Where a round frees none of them, it was the last. */
  async #tryAgain(last: boolean): Promise<void> {
    const rows = this.#waiting;
    const still: { readonly one: NumberedRow; readonly outcome: Outcome }[] = [];
    for (let from = 0; from < rows.length; from += BATCH) {
      const part = rows.slice(from, from + BATCH);
      const outcomes = await this.#write(part, ({ row }, changes) => this.#apply(row, changes));
      for (const [index, one] of part.entries()) {
        const outcome = outcomes[index] as Outcome;
        if (isCollision(outcome)) still.push({ one, outcome });
        else this.#tally.count(one.number, outcome);
      }
    }
    if (!last && still.length < rows.length) {
      this.#waiting = still.map(({ one }) => one);
      return;
    }
    for (const { one, outcome } of still) this.#tally.count(one.number, outcome);
    this.#waiting = [];
  }
}

function isCollision(outcome: Outcome): boolean {
  return outcome instanceof RowFault && outcome.code === 'DUPLICATE_POLICY';
}

/** The rows of a file, so many at a time. */
async function* batches(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly CsvRow[], undefined, undefined> {
  const reader = new CsvReader();
  let batch: CsvRow[] = [];
  for await (const chunk of source) {
    for (const row of reader.push(chunk)) {
      batch.push(row);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  }
  batch.push(...reader.end());
  if (batch.length > 0) yield batch;
  return undefined;
}
