import { setImmediate as breathe } from 'node:timers/promises';
import type { Posting } from '../../ledger/posting.ts';
import type { Database } from '../../store/database.ts';
import { define } from '../../store/statement.ts';
import { all } from '../../store/steps.ts';
import type { DateText } from '../../time/calendar.ts';
import { POSTINGS_OF_HOSPITAL } from '../hospital-day.ts';
import { daysOf, type MonthText } from './month.ts';

/** A posting as clearing sees it: with what has become of its settlement. */
export interface Item {
  readonly businessDate: DateText;
  readonly posting: Posting;
  /** The hospital has acknowledged the settlement, or listed it with its amount in its own uploaded day. */
  readonly taken: boolean;
  /** The settlement was reversed, in this month or later. */
  readonly reversed: boolean;
}

interface Row {
  readonly entrySeq: number;
  readonly line: number;
  readonly body: string;
  readonly taken: number;
  readonly reversed: number;
}

const PAGE = 500;

const select = (postings: string) => `
  SELECT p.entry_seq AS "entrySeq", p.line, p.body,
    CASE WHEN s.acknowledged_at IS NOT NULL
      OR EXISTS (SELECT 1 FROM confirmations c WHERE c.decision_id = p.decision_id) THEN 1 ELSE 0 END AS taken,
    CASE WHEN s.status = 'reversed' THEN 1 ELSE 0 END AS reversed
  FROM ${postings} p LEFT JOIN settlements s ON s.decision_id = p.decision_id
  WHERE (p.entry_seq, p.line) > (@entrySeq, @line)`;
const PAGED = `ORDER BY p.entry_seq, p.line LIMIT ${PAGE}`;

const statements = define('clearing-items', ({ text }) => ({
  scheme: text<Row>(`${select('postings')} AND p.scheme = @of AND p.business_date = @date ${PAGED}`),
  hospital: text<Row>(`${select(POSTINGS_OF_HOSPITAL)} ${PAGED}`),
}));

/** What was booked in a month in a scheme, or on settlements of a hospital, in order; others may write in between. */
export async function* itemsOf(
  database: Database,
  kind: 'scheme' | 'hospital',
  of: string,
  month: MonthText,
): AsyncGenerator<Item, void, void> {
  for (const date of daysOf(month)) {
    let last = { entrySeq: 0, line: 0 };
    for (;;) {
      const rows = await database.read(() => all(statements[kind], { of, date, ...last }));
      const end = rows.at(-1);
      if (end === undefined) break;
      for (const { body, taken, reversed } of rows) {
        yield {
          businessDate: date,
          posting: JSON.parse(body) as Posting,
          taken: taken === 1,
          reversed: reversed === 1,
        };
      }
      last = { entrySeq: end.entrySeq, line: end.line };
      await breathe();
    }
  }
}
