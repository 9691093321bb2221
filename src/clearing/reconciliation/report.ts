import { setImmediate as breathe } from 'node:timers/promises';
import type { Database } from '../../ledger/sqlite/database.ts';
import { formatInstant } from '../../time/calendar.ts';
import { amountCell, csvLine, textCell } from '../files/cells.ts';
import type { Comparison } from './compare.ts';
import { type Difference, type DifferenceKind, KINDS, type SideFigures } from './difference.ts';
import type { DifferenceDocument, ReconciliationDocument, ReconciliationHead } from './documents.ts';
import {
  closedBy,
  differencesOf,
  everyDifference,
  type StoredDifference,
  type StoredReconciliation,
  stillOpen,
} from './store.ts';

/** What a list of reconciliations says of one. */
export function headOf(database: Database, of: StoredReconciliation): ReconciliationHead {
  const { totals, matched, zeroOnly, counts } = JSON.parse(of.body) as Comparison;
  return {
    id: of.id,
    scheme: of.side === 'insurer' ? of.subject : null,
    hospitalId: of.side === 'hospital' ? of.subject : null,
    date: of.date,
    uploadedAt: formatInstant(of.uploadedAt),
    uploadedBy: of.uploadedBy,
    totals,
    matched,
    zeroOnly,
    counts,
    open: stillOpen(database, of),
  };
}

/** A report, with what has become of its differences since. */
export function documentOf(database: Database, of: StoredReconciliation): ReconciliationDocument {
  const listed = (kind: DifferenceKind) => differencesOf(database, of, KINDS.indexOf(kind)).map(shown);
  return {
    ...headOf(database, of),
    missingHere: listed('MISSING_HERE'),
    missingThere: listed('MISSING_THERE'),
    amountDifferences: listed('AMOUNT'),
    duplicates: listed('DUPLICATE'),
    malformed: listed('MALFORMED'),
    closed: closedBy(database, of).map(shown),
  };
}

function shown({ body, openedBy, closedBy: closed }: StoredDifference): DifferenceDocument {
  return { ...(JSON.parse(body) as Difference), openedBy, closedBy: closed };
}

const HEADER = csvLine([
  'kind',
  'recordType',
  'hospitalId',
  'settlementId',
  'decisionId',
  'rowsHere',
  'insurerPaidHere',
  'memberBenefitHere',
  'rowsThere',
  'insurerPaidThere',
  'memberBenefitThere',
  'row',
  'code',
  'message',
  'openedBy',
  'closedBy',
]);

/** All differences of a report as CSV, in the columns of its JSON. Cells are safe in a spreadsheet. */
export async function csvOf(database: Database, of: StoredReconciliation): Promise<string> {
  const parts = [HEADER];
  for (const page of everyDifference(database, of)) {
    parts.push(...page.map(line));
    await breathe();
  }
  return parts.join('');
}

function line(stored: StoredDifference): string {
  const one = shown(stored);
  return csvLine([
    one.kind,
    one.recordType,
    textCell(one.hospitalId),
    textCell(one.settlementId),
    textCell(one.decisionId),
    ...cells(one.here),
    ...cells(one.there),
    one.row === null ? '' : String(one.row),
    one.code ?? '',
    textCell(one.message ?? ''),
    one.openedBy,
    one.closedBy ?? '',
  ]);
}

function cells(figures: SideFigures | null): string[] {
  if (figures === null) return ['', '', ''];
  const { rows, insurerPaid, memberBenefit } = figures;
  return [String(rows), amountCell(insurerPaid), memberBenefit === null ? '' : amountCell(memberBenefit)];
}
