import { createHash } from 'node:crypto';
import { canonicalJson, sha256 } from '../../claim/digest.ts';
import { appendTo } from '../../ledger/append.ts';
import type { Steps } from '../../store/steps.ts';
import type { Row } from '../../store/tables.ts';

/** The body of a RECONCILE entry: the upload, and sums over the rows that it opened, closed and confirmed. */
export interface ReconcileBody extends Omit<Row<'reconciliations'>, 'body'> {
  /** Digest of the comparison's body as stored. */
  readonly digest: string;
  readonly opened: string;
  readonly closed: string;
  readonly confirmed: string;
}

const SIZE = 2n ** 256n;

/** A sum over rows in whatever order: of the SHA-256 of each, as numbers, modulo 2^256. */
class RowSum {
  #sum = 0n;

  add(row: unknown): void {
    this.#sum = (this.#sum + BigInt(`0x${createHash('sha256').update(canonicalJson(row)).digest('hex')}`)) % SIZE;
  }

  hex(): string {
    return this.#sum.toString(16).padStart(64, '0');
  }
}

/** Sums over the rows that a reconciliation wrote beside its own. */
export class ReconciliationSums {
  readonly #opened = new RowSum();
  readonly #closed = new RowSum();
  readonly #confirmed = new RowSum();

  open(row: Omit<Row<'differences'>, 'closedSeq'>): void {
    const { id, side, subject, date, rank, identity, body, openedSeq } = row;
    this.#opened.add([id, side, subject, date, rank, identity, body, openedSeq]);
  }

  close({ id, closedSeq }: { readonly id: number; readonly closedSeq: number }): void {
    this.#closed.add([id, closedSeq]);
  }

  confirm({ decisionId, hospitalId, date, reconciliationSeq }: Row<'confirmations'>): void {
    this.#confirmed.add([decisionId, hospitalId, date, reconciliationSeq]);
  }

  all(): Pick<ReconcileBody, 'opened' | 'closed' | 'confirmed'> {
    return { opened: this.#opened.hex(), closed: this.#closed.hex(), confirmed: this.#confirmed.hex() };
  }
}

/** Writes into the journal what a reconciliation has stored: in a chain of its own for each whose days are compared. */
export function* journalReconciliation(of: Row<'reconciliations'>, sums: ReconciliationSums): Steps<void> {
  const { body: stored, ...row } = of;
  const body: ReconcileBody = { ...row, digest: sha256(stored), ...sums.all() };
  yield* appendTo(`~${of.side} ${of.subject}`, { type: 'RECONCILE', at: of.uploadedAt, body: { ...body } });
}
