import type { Row } from '../store/tables.ts';
import type { Entry, EntryType } from './journal.ts';
import type {
  BookedPosting,
  ReversalNote,
  Review,
  ReviewStatus,
  SettlementRecord,
  SettlementStatus,
} from './ledger.ts';
import type { Posting } from './posting.ts';

/** A settlement row as the ledger knows it. */
export function toRecord(row: Row<'settlements'>): SettlementRecord {
  return {
    hospitalId: row.hospitalId,
    settlementId: row.settlementId,
    attempt: row.attempt,
    decisionId: row.decisionId,
    memberId: row.memberId,
    place: row.place,
    encounterId: row.encounterId,
    billedFrom: row.billedFrom,
    billedThrough: row.billedThrough,
    digest: row.digest,
    status: row.status as SettlementStatus,
    paid: row.paid,
    businessDate: row.businessDate,
    settledOn: row.settledOn,
    reversal: row.reversal === null ? null : (JSON.parse(row.reversal) as ReversalNote),
    acknowledgedAt: row.acknowledgedAt,
  };
}

/** @see toRecord */
export function fromRecord(record: SettlementRecord): Omit<Row<'settlements'>, 'entrySeq' | 'amendedSeq'> {
  return {
    ...record,
    reversal: record.reversal === null ? null : JSON.stringify(record.reversal),
    reversedOn: record.reversal?.businessDate ?? null,
  };
}

export function toEntry(row: Row<'entries'>): Entry {
  return row as Row<'entries'> & { type: EntryType };
}

export function toReview(row: Row<'reviews'>): Review {
  return { ...row, status: row.status as ReviewStatus };
}

/** A posting row: the posting as written, with where and when it was booked. */
export function toPosting(row: Pick<Row<'postings'>, 'entrySeq' | 'businessDate' | 'body'>): BookedPosting {
  const { because, ...posting } = JSON.parse(row.body) as Posting & { because: string };
  return { ...posting, because, entrySeq: row.entrySeq, businessDate: row.businessDate };
}
