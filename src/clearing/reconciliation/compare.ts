import { setImmediate as breathe } from 'node:timers/promises';
import type { Database } from '../../store/database.ts';
import { type DifferenceKind, differenceOf, malformed } from './difference.ts';
import { compareGroup, type Figures } from './groups.ts';
import { ourRows } from './ours.ts';
import type { Scratch } from './scratch.ts';
import type { Side } from './side.ts';
import { RunningTotals, type SideTotals, type Sums } from './totals.ts';
import { type Columns, readUpload } from './upload.ts';

/** Told while a comparison is under way: rows of the upload read, then rows of ours. */
export type Progress = (rows: number) => void;

/** What two views of a day come to. */
export interface Comparison {
  readonly totals: { readonly here: SideTotals; readonly there: SideTotals };
  /** Rows of ours that the other side has too. */
  readonly matched: Sums;
  /** Rows of 0.00 that only one side has: no money, and so no difference. */
  readonly zeroOnly: { readonly here: number; readonly there: number };
  /** How many differences there are of each kind, listed or not. */
  readonly counts: Readonly<Record<DifferenceKind, number>>;
}

/** More malformed rows than this are counted, not listed: the fault lies in the file as a whole. */
const MAX_MALFORMED = 1_000;
/** Others have their turn after so many settlements. */
const PAUSE_EVERY = 500;

/**
 * Lays an upload and our own view of a day side by side in the scratch database, and finds there what differs.
 *
 * @throws Refusal `INVALID_BODY` where the upload is no such file; whatever the source throws
 */
export async function compare(
  database: Database,
  side: Side,
  source: AsyncIterable<Uint8Array>,
  scratch: Scratch,
  onProgress: Progress = () => {},
): Promise<Comparison> {
  const counts: Record<DifferenceKind, number> = {
    AMOUNT: 0,
    MISSING_THERE: 0,
    MISSING_HERE: 0,
    DUPLICATE: 0,
    MALFORMED: 0,
  };
  const there = new RunningTotals();
  let columns: Columns = { decisionId: false, memberBenefit: false };
  let rows = 0;
  await readUpload(side, source, {
    columns: (found) => {
      columns = found;
    },
    row: (row) => {
      rows += 1;
      if ('code' in row) {
        counts.MALFORMED += 1;
        if (counts.MALFORMED <= MAX_MALFORMED) scratch.find(malformed(row));
        return;
      }
      there.add(row);
      scratch.add('theirs', columns.memberBenefit ? row : { ...row, memberBenefit: 0n });
    },
    pause: async () => {
      onProgress(rows);
      await breathe();
    },
  });
  const here = new RunningTotals();
  for await (const page of ourRows(database, side)) {
    for (const row of page) {
      here.add(row);
      scratch.add('ours', columns.memberBenefit ? row : { ...row, memberBenefit: 0n });
    }
    rows += page.length;
    onProgress(rows);
    await breathe();
  }
  const found = await findDifferences(side, scratch, columns, counts);
  return { totals: { here: here.totals(), there: there.totals() }, ...found, counts };
}

async function findDifferences(
  { side }: Side,
  scratch: Scratch,
  columns: Columns,
  counts: Record<DifferenceKind, number>,
): Promise<Pick<Comparison, 'matched' | 'zeroOnly'>> {
  const matched = new RunningTotals();
  const zero = { here: 0, there: 0 };
  let groups = 0;
  for (const group of scratch.groups()) {
    groups += 1;
    if (groups % PAUSE_EVERY === 0) await breathe();
    for (const finding of compareGroup(group, columns.decisionId)) {
      const { kind, agreed, ours, theirs } = finding;
      if (agreed && ours !== null) matched.addAll(group.recordType, ours);
      if (kind === 'ZERO') {
        zero.here += rowsOf(ours);
        zero.there += rowsOf(theirs);
      } else if (kind !== 'MATCHED') {
        counts[kind] += 1;
        scratch.find(differenceOf(kind, group, finding, columns.memberBenefit));
      } else if (side === 'hospital' && group.recordType === 'SETTLE') {
        for (const id of finding.decisions) scratch.confirm(id);
      }
    }
  }
  const { recordTypes: _, ...sums } = matched.totals();
  return { matched: sums, zeroOnly: zero };
}

function rowsOf(figures: Figures | null): number {
  return figures === null ? 0 : Number(figures.rows);
}
