import type { NewEntry } from '../ledger/journal.ts';
import type { AdjustmentRecord, RecordedSettlement, ReversalNote, SettlementRecord } from '../ledger/ledger.ts';
import { settleBody } from './record.ts';

type At = Pick<NewEntry, 'at' | 'businessDate'>;

/** A settlement's row once it is reversed. */
export function reversedRecord(record: SettlementRecord, reversal: ReversalNote): SettlementRecord {
  return { ...record, status: 'reversed', reversal };
}

/** The journal entry of a reversal: which decision falls, and the amounts that come back. */
export function reversalEntry({ record, entry }: RecordedSettlement, note: ReversalNote, at: At): NewEntry {
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
    },
  };
}

/** One entry an adjustment, in the order of the adjustments. */
export function adjustmentEntries(adjustments: readonly AdjustmentRecord[], at: At): NewEntry[] {
  return adjustments.map(({ decisionId, scheme, amount, because }) => ({
    type: 'ADJUST',
    ...at,
    body: { decisionId, scheme, amount, because },
  }));
}
