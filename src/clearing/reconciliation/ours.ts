import type { Posting } from '../../ledger/posting.ts';
import { toPosting } from '../../ledger/rows.ts';
import type { Database } from '../../store/database.ts';
import { define } from '../../store/statement.ts';
import { all } from '../../store/steps.ts';
import type { Row } from '../../store/tables.ts';
import { BATCH, postingsOf } from '../days/journal.ts';
import { POSTINGS_OF_HOSPITAL } from '../hospital-day.ts';
import { fenOf } from './fen.ts';
import { type Row as Compared, RECORD_TYPES, type Side } from './side.ts';

type PostingRow = Pick<Row<'postings'>, 'entrySeq' | 'line' | 'businessDate' | 'recordType' | 'body'>;

const statements = define('reconciliation-ours', ({ text }) => ({
  ofHospital: text<PostingRow>(`
    SELECT entry_seq AS "entrySeq", line, business_date AS "businessDate", record_type AS "recordType", body
    FROM ${POSTINGS_OF_HOSPITAL} booked
    WHERE (entry_seq, line) > (@entrySeq, @line) ORDER BY entry_seq, line LIMIT ${BATCH}`),
}));

/** Our view of a day as rows to compare, batch by batch. */
export async function* ourRows(
  database: Database,
  { side, subject, date }: Side,
): AsyncGenerator<Compared[], void, void> {
  const pages = side === 'insurer' ? postingsOf(database, subject, date) : hospitalDay(database, subject, date);
  for await (const page of pages) yield page.map(rowOf);
}

/** What was settled and taken back at a hospital on a day, of all schemes; adjustments are none of its business. */
async function* hospitalDay(
  database: Database,
  hospitalId: string,
  date: string,
): AsyncGenerator<Posting[], void, void> {
  let last = { entrySeq: 0, line: 0 };
  for (;;) {
    const rows = await database.read(() => all(statements.ofHospital, { of: hospitalId, date, ...last }));
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows.filter(({ recordType }) => RECORD_TYPES.hospital.has(recordType)).map(toPosting);
    last = { entrySeq: end.entrySeq, line: end.line };
  }
}

function rowOf({ recordType, hospitalId, settlementId, decisionId, insurerPaid, memberBenefit }: Posting): Compared {
  return {
    recordType,
    hospitalId,
    settlementId,
    decisionId,
    insurerPaid: fen(insurerPaid),
    memberBenefit: fen(memberBenefit),
  };
}

function fen(amount: string): bigint {
  const found = fenOf(amount);
  if (found === undefined) throw new Error('a posting holds an amount that is none');
  return found;
}
