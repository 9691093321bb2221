import type { Claim } from '../claim/claim.ts';
import type { CompensationKind, Fund } from '../claim/vocabulary.ts';
import type { LedgerView, SettlementRecord } from '../ledger/ledger.ts';
import { currentDocument } from './decision-document.ts';
import type { DecisionDocument } from './documents.ts';
import { claimOf, settleBody } from './record.ts';
import { settlementNotFound } from './reverse.ts';

/** The hospital's own bill as it was settled: figures alone, nothing about the person. Amounts are wire texts of yuan. */
export interface BillDocument {
  readonly total: string;
  readonly payments: readonly { readonly fund: Fund; readonly amount: string }[];
  readonly hospitalBorne: string;
  readonly personal: string;
  readonly accountPaid: string;
  readonly otherCompensation: readonly {
    readonly kind: CompensationKind;
    readonly amount: string;
    readonly paidTo: 'hospital' | 'patient';
  }[];
}

/** One attempt to settle, in a line. `superseded`: paid nothing, and a later attempt took its place. */
export type AttemptDocument = Pick<SettlementRecord, 'attempt' | 'decisionId' | 'businessDate' | 'status' | 'paid'>;

/** A settlement with the bill it was decided on, as its hospital's desk looks at it. */
export interface BilledSettlement {
  readonly bill: BillDocument;
  readonly decision: DecisionDocument;
  /** All attempts of the settlement id, lowest first. */
  readonly attempts: readonly AttemptDocument[];
  /** The settlement whose place this one took. */
  readonly replaces: string | null;
}

/**
 * A settlement of a hospital with its bill, of one moment.
 *
 * @param attempt which one; the latest without it
 * @throws Refusal `SETTLEMENT_NOT_FOUND`
 */
export function billedSettlement(
  ledger: LedgerView,
  hospitalId: string,
  settlementId: string,
  attempt: number | undefined,
): BilledSettlement {
  const records = ledger.attempts(hospitalId, settlementId);
  const record = attempt === undefined ? records.at(-1) : records.find((one) => one.attempt === attempt);
  if (record === undefined) throw settlementNotFound();
  const settlement = ledger.recorded(record.decisionId);
  const body = settleBody(settlement.entry);
  return {
    bill: billDocument(claimOf(body.claim)),
    decision: currentDocument(settlement),
    attempts: records.map(({ attempt: number, decisionId, businessDate, status, paid }) => ({
      attempt: number,
      decisionId,
      businessDate,
      status,
      paid,
    })),
    replaces: body.replaces,
  };
}

/** The figures of a claim that say who pays what. */
export function billDocument(claim: Claim): BillDocument {
  const { charges, payments, hospitalBorne, personal, accountPaid, otherCompensation } = claim;
  return {
    total: charges.total.toFixed2(),
    payments: payments.map(({ fund, amount }) => ({ fund, amount: amount.toFixed2() })),
    hospitalBorne: hospitalBorne.toFixed2(),
    personal: personal.toFixed2(),
    accountPaid: accountPaid.toFixed2(),
    otherCompensation: otherCompensation.map(({ kind, amount, paidTo }) => ({
      kind,
      amount: amount.toFixed2(),
      paidTo,
    })),
  };
}
