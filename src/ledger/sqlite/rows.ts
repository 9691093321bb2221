import type { Entry, EntryType } from '../journal.ts';
import type { ReversalNote, SettlementRecord, SettlementStatus } from '../ledger.ts';
import type { entries, settlements } from './schema.ts';

/** A settlement row as the ledger knows it. */
export function toRecord(row: typeof settlements.$inferSelect): SettlementRecord {
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
    reversal: row.reversal === null ? null : (JSON.parse(row.reversal) as ReversalNote),
    acknowledgedAt: row.acknowledgedAt,
  };
}

/** @see toRecord */
export function fromRecord(record: SettlementRecord): Omit<typeof settlements.$inferSelect, 'entrySeq'> {
  return {
    ...record,
    reversal: record.reversal === null ? null : JSON.stringify(record.reversal),
    reversedOn: record.reversal?.businessDate ?? null,
  };
}

export function toEntry(row: typeof entries.$inferSelect): Entry {
  return { ...row, type: row.type as EntryType };
}
