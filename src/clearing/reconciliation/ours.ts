import { sql } from 'drizzle-orm';
import type { Posting } from '../../ledger/posting.ts';
import type { Database } from '../../ledger/sqlite/database.ts';
import { toPosting } from '../../ledger/sqlite/rows.ts';
import { postings } from '../../ledger/sqlite/schema.ts';
import { preparedFor } from '../../roster/prepared.ts';
import { BATCH, postingsOf } from '../days/journal.ts';
import { fenOf } from './fen.ts';
import { RECORD_TYPES, type Row, type Side } from './side.ts';

const param = sql.placeholder;

const statements = preparedFor(({ query }) => ({
  ofHospital: query
    .select()
    .from(postings)
    .where(
      sql`${postings.hospitalId} = ${param('hospitalId')} AND ${postings.businessDate} = ${param('date')}
        AND (${postings.entrySeq}, ${postings.line}) > (${param('entrySeq')}, ${param('line')})`,
    )
    .orderBy(postings.entrySeq, postings.line)
    .limit(BATCH)
    .prepare(),
}));

/** Our view of a day as rows to compare, batch by batch. */
export function* ourRows(database: Database, { side, subject, date }: Side): Generator<Row[], void, void> {
  const pages = side === 'insurer' ? postingsOf(database, subject, date) : hospitalDay(database, subject, date);
  for (const page of pages) yield page.map(rowOf);
}

/** What was settled and taken back at a hospital on a day, of all schemes; adjustments are none of its business. */
function* hospitalDay(database: Database, hospitalId: string, date: string): Generator<Posting[], void, void> {
  let last = { entrySeq: 0, line: 0 };
  for (;;) {
    const rows = statements(database).ofHospital.all({ hospitalId, date, ...last });
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows.filter(({ recordType }) => RECORD_TYPES.hospital.has(recordType)).map(toPosting);
    last = { entrySeq: end.entrySeq, line: end.line };
  }
}

function rowOf({ recordType, hospitalId, settlementId, decisionId, insurerPaid, memberBenefit }: Posting): Row {
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
