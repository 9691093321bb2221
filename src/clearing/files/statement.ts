import type { StatementDocument } from '../../settlement/documents.ts';
import { amountCell, csvLine, textCell } from './cells.ts';

const HEADER = csvLine([
  'recordType',
  'settlementId',
  'attempt',
  'decisionId',
  'decidedAt',
  'outcome',
  'total',
  'personal',
  'insurerPaid',
  'memberBenefit',
  'acknowledged',
]);

/** A hospital's statement of a day as CSV, one row a record, in the columns of its JSON. Cells are safe in a spreadsheet. */
export function statementCsv({ records }: StatementDocument): string {
  const rows = records.map((record) =>
    csvLine([
      record.recordType,
      textCell(record.settlementId),
      String(record.attempt),
      record.decisionId,
      record.decidedAt,
      record.outcome,
      amountCell(record.total),
      amountCell(record.personal),
      amountCell(record.insurerPaid),
      amountCell(record.memberBenefit),
      String(record.acknowledged),
    ]),
  );
  return HEADER + rows.join('');
}
