import { setImmediate as breathe } from 'node:timers/promises';
import type { Database } from '../../store/database.ts';
import { type Steps, together } from '../../store/steps.ts';
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
export function* headOf(of: StoredReconciliation): Steps<ReconciliationHead> {
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
    open: yield* stillOpen(of),
  };
}

/** A report, with what has become of its differences since. */
export function* documentOf(of: StoredReconciliation): Steps<ReconciliationDocument> {
  const listed = (kind: DifferenceKind) => differencesOf(of, KINDS.indexOf(kind));
  const [head, missingHere, missingThere, amountDifferences, duplicates, malformed, closed] = yield* together(
    headOf(of),
    listed('MISSING_HERE'),
    listed('MISSING_THERE'),
    listed('AMOUNT'),
    listed('DUPLICATE'),
    listed('MALFORMED'),
    closedBy(of),
  );
  return {
    ...head,
    missingHere: missingHere.map(shown),
    missingThere: missingThere.map(shown),
    amountDifferences: amountDifferences.map(shown),
    duplicates: duplicates.map(shown),
    malformed: malformed.map(shown),
    closed: closed.map(shown),
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
  for await (const page of everyDifference(database, of)) {
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
