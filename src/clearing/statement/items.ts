import { setImmediate as breathe } from 'node:timers/promises';
import type { Posting, RecordType } from '../../ledger/posting.ts';
import type { Database } from '../../ledger/sqlite/database.ts';
import { preparedFor } from '../../roster/prepared.ts';
import type { DateText } from '../../time/calendar.ts';
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
  readonly recordType: RecordType;
  readonly body: string;
  readonly taken: number;
  readonly reversed: number;
}

const PAGE = 500;

const select = (of: string) => `
  SELECT p.entry_seq AS entrySeq, p.line, p.record_type AS recordType, p.body,
    s.acknowledged_at IS NOT NULL OR EXISTS (SELECT 1 FROM confirmations c WHERE c.decision_id = p.decision_id) AS taken,
    coalesce(s.status = 'reversed', 0) AS reversed
  FROM postings p LEFT JOIN settlements s ON s.decision_id = p.decision_id
  WHERE p.${of} = @of AND p.business_date = @date AND (p.entry_seq, p.line) > (@entrySeq, @line)
  ORDER BY p.entry_seq, p.line LIMIT ${PAGE}`;

const statements = preparedFor(({ raw }) => ({
  scheme: raw.prepare(select('scheme')),
  hospital: raw.prepare(select('hospital_id')),
}));

/** What was booked in a month in a scheme, or on settlements of a hospital, in order; others may write in between. */
export async function* itemsOf(
  database: Database,
  kind: 'scheme' | 'hospital',
  of: string,
  month: MonthText,
): AsyncGenerator<Item, void, void> {
  const statement = statements(database)[kind];
  for (const date of daysOf(month)) {
    let last = { entrySeq: 0, line: 0 };
    for (;;) {
      const rows = statement.all({ of, date, ...last }) as Row[];
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
