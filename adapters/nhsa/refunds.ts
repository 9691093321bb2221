import type { Category, LineTag } from '../../src/claim/vocabulary.ts';
import type { Money } from '../../src/money/money.ts';
import type { DateText } from '../../src/time/calendar.ts';
import { inconsistent, invalid } from './refusals.ts';

const MAX_TRIED = 100;

const FIGURES = ['total', 'fullySelfPaid', 'overLimit', 'firstSelfPay', 'inScope'] as const;
type Figures = Readonly<Record<(typeof FIGURES)[number], Money>>;

/** One row of the bill, charged or refunded. */
export interface BillRow extends Figures {
  readonly at: string;
  readonly serial: string;
  /** The line that a refund takes back. */
  readonly refunds: string | undefined;
  readonly code: string;
  /** Drugs of one substance; absent where the code does not tell. */
  readonly group: string | undefined;
  readonly name: string | undefined;
  readonly category: Category;
  readonly tags: readonly LineTag[];
  readonly servedOn: DateText | undefined;
  /** Yuan, as text. */
  readonly unitPrice: string | undefined;
}

/**
 * Nets refunds against what they refund: the line they name, else lines of the same code. Lines that come to nothing are
 * left out.
 */
export function netted(rows: readonly BillRow[]): BillRow[] {
  const lines = rows.filter(({ total }) => !total.isNegative());
  const places = [...lines.keys()];
  const bySerial = Map.groupBy(places, (place) => lines[place]?.serial);
  const byCode = Map.groupBy(places, (place) => lines[place]?.code);
  for (const refund of rows.filter(({ total }) => total.isNegative())) {
    const named = refund.refunds === undefined ? undefined : bySerial.get(refund.refunds);
    // Of a thousand lines that it could be, only some are tried.
    const candidates = (named ?? byCode.get(refund.code) ?? []).slice(0, MAX_TRIED);
    const place = candidates.find((one) => covers(lines[one], refund)) ?? candidates[0] ?? -1;
    const line = lines[place];
    if (line === undefined || !covers(line, refund)) throw beyond(refund, line);
    const left = { ...line, ...added(line, refund) };
    lines[place] = left;
    if (isNothing(left)) drop(byCode.get(line.code), place);
  }
  return lines.filter((line) => !isNothing(line));
}

function isNothing(line: BillRow): boolean {
  return FIGURES.every((figure) => line[figure].isZero());
}

/** A line that was refunded whole covers no other refund. */
function drop(places: number[] | undefined, place: number): void {
  const index = places?.indexOf(place) ?? -1;
  if (index >= 0) places?.splice(index, 1);
}

function covers(line: BillRow | undefined, refund: BillRow): boolean {
  return line !== undefined && FIGURES.every((figure) => !line[figure].plus(refund[figure]).isNegative());
}

function added(line: BillRow, refund: BillRow): Figures {
  return {
    total: line.total.plus(refund.total),
    fullySelfPaid: line.fullySelfPaid.plus(refund.fullySelfPaid),
    overLimit: line.overLimit.plus(refund.overLimit),
    firstSelfPay: line.firstSelfPay.plus(refund.firstSelfPay),
    inScope: line.inScope.plus(refund.inScope),
  };
}

function beyond(refund: BillRow, line: BillRow | undefined) {
  if (line === undefined) {
    return invalid(
      refund.at,
      `退费行（${refund.total.toFixed2()}）找不到被退的行：init_feedetl_sn 应为本次明细中的 feedetl_sn`,
      `The refund (${refund.total.toFixed2()}) names no line of this bill: init_feedetl_sn must be the feedetl_sn of one`,
    );
  }
  return inconsistent(
    refund.at,
    `退费 ${refund.total.toFixed2()} 的某项拆分超过被退行（总额 ${line.total.toFixed2()}）`,
    `a part of the refund of ${refund.total.toFixed2()} is more than that of the line it refunds (total ${line.total.toFixed2()})`,
  );
}
