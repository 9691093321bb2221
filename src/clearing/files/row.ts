import type { Parts, Posting } from '../../ledger/posting.ts';
import type { DateText } from '../../time/calendar.ts';
import { amountCell, csvLine, textCell } from './cells.ts';

/** The columns of a daily file (contract section 4), in order. */
const COLUMNS = [
  'seq',
  'recordType',
  'businessDate',
  'decisionId',
  'hospitalId',
  'settlementId',
  'policyNo',
  'admittedAt',
  'dischargedAt',
  'total',
  'personal',
  'insurerPaid',
  'memberBenefit',
  'benefits',
  'insurerShares',
  'schemeDigest',
  'decidedAt',
] as const;

/** The header row of a daily file. */
export const HEADER = csvLine(COLUMNS);

/**
 * A row of a daily file. What it says of a person is the policy number; a posting has no id number and no name.
 *
 * @param seq 1, 2, 3 … within the file
 */
export function fileRow(seq: number, date: DateText, posting: Posting): string {
  const cells: Record<(typeof COLUMNS)[number], string> = {
    seq: String(seq),
    recordType: posting.recordType,
    businessDate: date,
    decisionId: textCell(posting.decisionId),
    hospitalId: textCell(posting.hospitalId),
    settlementId: textCell(posting.settlementId),
    policyNo: textCell(posting.policyNo),
    admittedAt: textCell(posting.admittedAt),
    dischargedAt: textCell(posting.dischargedAt),
    total: amountCell(posting.total),
    personal: amountCell(posting.personal),
    insurerPaid: amountCell(posting.insurerPaid),
    memberBenefit: amountCell(posting.memberBenefit),
    benefits: textCell(parts(posting.benefits)),
    insurerShares: textCell(parts(posting.insurers)),
    schemeDigest: textCell(posting.schemeDigest),
    decidedAt: textCell(posting.decidedAt),
  };
  return csvLine(COLUMNS.map((column) => cells[column]));
}

/** `id=amount;…` */
function parts(amounts: Parts): string {
  return amounts.map(([name, amount]) => `${name}=${amount}`).join(';');
}
