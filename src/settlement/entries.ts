import type { NewEntry } from '../ledger/journal.ts';
import type { MemberView, RecordedSettlement, ReversalNote, SettlementRecord } from '../ledger/ledger.ts';
import { dateOf } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import { reversePostings } from './postings.ts';
import { settleBody } from './record.ts';

/** When an entry happens. */
export type At = Pick<NewEntry, 'at' | 'businessDate'>;

/** The moment of a write, and the business day it falls on: today, or the first day that is still open. */
export function moment(now: Instant, { openDay }: Pick<MemberView, 'openDay'>): At {
  const today = dateOf(now);
  return { at: now, businessDate: today < openDay ? openDay : today };
}

/** A settlement's row once it is reversed. */
export function reversedRecord(record: SettlementRecord, reversal: ReversalNote): SettlementRecord {
  return { ...record, status: 'reversed', reversal };
}

/** The journal entry of a reversal: which decision falls, and the amounts that come back. */
export function reversalEntry(settlement: RecordedSettlement, note: ReversalNote, at: At): NewEntry {
  const { record, entry } = settlement;
  const { decision } = settleBody(entry);
  return {
    type: 'REVERSE',
    ...at,
    body: {
      decisionId: record.decisionId,
      hospitalId: record.hospitalId,
      settlementId: record.settlementId,
      attempt: record.attempt,
      reversalId: note.reversalId,
      reason: note.reason,
      replacedBy: note.replacedBy,
      insurerPaid: decision.insurerPaid,
      memberBenefit: decision.memberBenefit,
      postings: reversePostings(settlement, at.at),
    },
  };
}
