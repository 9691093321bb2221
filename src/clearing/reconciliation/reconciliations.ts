import { randomUUID } from 'node:crypto';
import { Refusal } from '../../problem/refusal.ts';
import type { Database } from '../../store/database.ts';
import { type Steps, together } from '../../store/steps.ts';
import { type DateText, dateOf } from '../../time/calendar.ts';
import type { Clock } from '../../time/clock.ts';
import type { DailyFiles } from '../days/daily-files.ts';
import { compare, type Progress } from './compare.ts';
import type { ReconciliationDocument, ReconciliationsDocument } from './documents.ts';
import { csvOf, documentOf, headOf } from './report.ts';
import { Scratch } from './scratch.ts';
import type { Side } from './side.ts';
import { find, keep, listOf, type StoredReconciliation } from './store.ts';

/** An upload of somebody's own view of a day. */
export interface Upload extends Side {
  /** The party; null from the command line. */
  readonly by: string | null;
  /** CSV. */
  readonly source: AsyncIterable<Uint8Array>;
  readonly onProgress?: Progress;
}

/** Holds other people's views of business days against ours, and keeps what differs until it no longer does. */
export class Reconciliations {
  readonly #database: Database;
  readonly #files: Pick<DailyFiles, 'manifest'>;
  readonly #clock: Clock;

  constructor(database: Database, files: Pick<DailyFiles, 'manifest'>, clock: Clock) {
    this.#database = database;
    this.#files = files;
    this.#clock = clock;
  }

  /**
   * Compares an upload with our own day and keeps the result. An insurer's day must be sealed; a hospital may check a
   * day that is still going on, and again when it is over.
   *
   * @throws Refusal `DAY_NOT_SEALED`, `INVALID_PARAMETER` for a day to come, `INVALID_BODY` where a column is missing
   */
  async reconcile({ by, source, onProgress, ...side }: Upload): Promise<ReconciliationDocument> {
    await this.#demandDay(side);
    const scratch = new Scratch();
    try {
      const comparison = await compare(this.#database, side, source, scratch, onProgress);
      const of = { ...side, id: randomUUID(), uploadedBy: by, uploadedAt: this.#clock.business() };
      const kept = await keep(this.#database, of, comparison, scratch);
      return await this.#database.read(() => documentOf(kept));
    } finally {
      scratch.close();
    }
  }

  /** The uploads of a day, the newest last. @throws Refusal as {@link Reconciliations.reconcile} does */
  async list(side: Side): Promise<ReconciliationsDocument> {
    await this.#demandDay(side);
    return this.#database.read(function* () {
      return { reconciliations: yield* together(...(yield* listOf(side)).map(headOf)) };
    });
  }

  /** One report, with what has become of its differences since. @throws Refusal `RECONCILIATION_NOT_FOUND` */
  report(side: Side, id: string): Promise<ReconciliationDocument> {
    return this.#database.read(function* () {
      return yield* documentOf(yield* found(side, id));
    });
  }

  /** All differences of one report as CSV. @throws Refusal `RECONCILIATION_NOT_FOUND` */
  async csv(side: Side, id: string): Promise<string> {
    return csvOf(this.#database, await this.#database.read(() => found(side, id)));
  }

  async #demandDay({ side, subject, date }: Side): Promise<void> {
    if (side === 'insurer') await this.#files.manifest(subject, date);
    else demandBegun(date, dateOf(this.#clock.business()));
  }
}

function* found(side: Side, id: string): Steps<StoredReconciliation> {
  const stored = yield* find(side, id);
  if (stored !== undefined) return stored;
  throw new Refusal('RECONCILIATION_NOT_FOUND', {
    detail: '该业务日没有这次对账',
    detailEn: 'There is no such reconciliation of this business day',
  });
}

function demandBegun(date: DateText, today: DateText): void {
  if (date <= today) return;
  throw new Refusal('INVALID_PARAMETER', {
    detail: `业务日 ${date} 尚未开始（今天是 ${today}）`,
    detailEn: `The business day ${date} has not begun (it is ${today})`,
  });
}
