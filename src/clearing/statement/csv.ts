import { amountCell, csvLine, textCell } from '../files/cells.ts';
import type { AccountDocument, HospitalClearingDocument, SchemeClearingDocument } from './documents.ts';

const HEADER = csvLine([
  'line',
  'id',
  'settlements',
  'reversals',
  'net',
  'payable',
  'held',
  'heldCount',
  'heldDays',
  'cancelled',
  'settlementId',
  'decisionId',
  'businessDate',
  'memberBenefit',
]);

/**
 * A scheme's month as CSV: a TOTAL line, one for each HOSPITAL followed by its HELD settlements, and one for each record
 * type that is owed to MEMBERS. Cells are safe in a spreadsheet.
 */
export function schemeCsv({ totals, hospitals, members }: SchemeClearingDocument): string {
  const types = Object.entries(members.recordTypes).map(([type, { memberBenefit }]) =>
    csvLine(['MEMBERS', type, ...Array<string>(11).fill(''), amountCell(memberBenefit)]),
  );
  return [
    HEADER,
    line('TOTAL', '', totals, members.memberBenefit),
    ...hospitals.flatMap(({ hospitalId, ...account }) => lines('HOSPITAL', hospitalId, account)),
    ...types,
  ].join('');
}

/** A hospital's month as CSV: a TOTAL line, and one for each SCHEME followed by its HELD settlements. */
export function hospitalCsv({ totals, schemes }: HospitalClearingDocument): string {
  const rows = schemes.flatMap(({ scheme, ...account }) => lines('SCHEME', scheme, account));
  return [HEADER, line('TOTAL', '', totals), ...rows].join('');
}

function lines(kind: string, id: string, account: AccountDocument): string[] {
  const held = account.held.settlements.map((one) =>
    csvLine([
      'HELD',
      textCell(id),
      ...['', '', '', ''],
      amountCell(one.insurerPaid),
      '1',
      String(one.days),
      '',
      textCell(one.settlementId),
      textCell(one.decisionId),
      one.businessDate,
      '',
    ]),
  );
  return [line(kind, id, account), ...held];
}

function line(kind: string, id: string, account: AccountDocument, memberBenefit = ''): string {
  const { settlements, reversals, net, payable, held, cancelled } = account;
  return csvLine([
    kind,
    textCell(id),
    amountCell(settlements.insurerPaid),
    amountCell(reversals.insurerPaid),
    amountCell(net),
    amountCell(payable),
    amountCell(held.insurerPaid),
    String(held.count),
    held.oldestDays === null ? '' : String(held.oldestDays),
    amountCell(cancelled),
    ...['', '', ''],
    amountCell(memberBenefit),
  ]);
}
