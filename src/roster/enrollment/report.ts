import type { Outcome } from './apply.ts';
import { type RowCode, RowFault } from './fault.ts';

/** A row that was not taken. */
export interface RejectedRow {
  /** As a spreadsheet shows it: the header is row 1. */
  readonly row: number;
  readonly code: RowCode;
  /** Chinese, then English; never what a cell holds. */
  readonly message: string;
}

/** What became of a roster file. */
export interface EnrollmentReport {
  /** Rows that are new or changed a policy. */
  readonly accepted: number;
  /** Rows that say what is stored already. */
  readonly unchanged: number;
  /** By row; at most {@link MAX_LISTED} of them. */
  readonly rejected: readonly RejectedRow[];
  /** All that were not taken, listed or not. */
  readonly rejectedTotal: number;
}

/** More bad rows than this are counted, not listed: the fault lies in the file as a whole. */
export const MAX_LISTED = 10_000;

/** Counts what becomes of rows. */
export class Tally {
  #accepted = 0;
  #unchanged = 0;
  #rejectedTotal = 0;
  readonly #rejected: RejectedRow[] = [];

  count(row: number, outcome: Outcome): void {
    if (outcome instanceof RowFault) {
      this.#rejectedTotal += 1;
      if (this.#rejected.length < MAX_LISTED) {
        this.#rejected.push({ row, code: outcome.code, message: outcome.message });
      }
    } else if (outcome === 'accepted') this.#accepted += 1;
    else this.#unchanged += 1;
  }

  report(): EnrollmentReport {
    return {
      accepted: this.#accepted,
      unchanged: this.#unchanged,
      rejected: this.#rejected.sort((a, b) => a.row - b.row),
      rejectedTotal: this.#rejectedTotal,
    };
  }
}
