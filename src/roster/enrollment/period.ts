import type { SchemeRules } from '../../scheme/language.ts';
import { type DateText, isDate } from '../../time/calendar.ts';
import { RowFault } from './fault.ts';

/** First and last day of a policy, both included. */
export interface Period {
  readonly effectiveFrom: DateText;
  readonly effectiveTo: DateText;
}

/**
 * A policy's period from its two cells: where they are blank, the scheme's (contract section 4).
 *
 * @throws RowFault where they are no days, reversed, or not within what the scheme covers (rulebook B1, B2)
 */
export function readPeriod(from: string, to: string, coverage: SchemeRules['coverage']): Period {
  const fixed = 'from' in coverage ? coverage : undefined;
  const effectiveFrom = day('effectiveFrom', from, fixed?.from);
  const effectiveTo = day('effectiveTo', to, fixed?.to);
  if (effectiveTo < effectiveFrom) throw new RowFault('PERIOD_REVERSED', 'effectiveTo');
  if ('months' in coverage) {
    if (effectiveTo > lastDay(effectiveFrom, coverage.months)) throw new RowFault('PERIOD_TOO_LONG', 'effectiveTo');
  } else {
    if (effectiveFrom < coverage.from) throw new RowFault('OUTSIDE_COVERAGE', 'effectiveFrom');
    if (effectiveTo > coverage.to) throw new RowFault('OUTSIDE_COVERAGE', 'effectiveTo');
  }
  return { effectiveFrom, effectiveTo };
}

function day(column: string, cell: string, blank: DateText | undefined): DateText {
  if (cell !== '') {
    if (!isDate(cell)) throw new RowFault('INVALID_DATE', column);
    return cell;
  }
  if (blank === undefined) throw new RowFault('DATES_REQUIRED', column);
  return blank;
}

/** The day before the same day so many months on; where that month has no such day, the last of the month. */
function lastDay(from: DateText, months: number): DateText {
  const begin = new Date(`${from}T00:00:00Z`);
  const end = new Date(begin);
  end.setUTCMonth(begin.getUTCMonth() + months + 1, 0);
  if (begin.getUTCDate() <= end.getUTCDate()) end.setUTCDate(begin.getUTCDate() - 1);
  return end.toISOString().slice(0, 10);
}
