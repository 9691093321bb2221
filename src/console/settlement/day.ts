import type { StatementDocument } from '../../settlement/documents.ts';

export type DayRecord = StatementDocument['records'][number];

/**
 * The settlements of a day whose amount the desk has yet to say it took off the bill: those that paid something and were
 * not taken back on the same day.
 */
export function openRecords(records: readonly DayRecord[]): DayRecord[] {
  const takenBack = new Set(
    records.filter(({ recordType }) => recordType === 'REVERSE').map(({ decisionId }) => decisionId),
  );
  return records.filter(
    ({ recordType, acknowledged, insurerPaid, decisionId }) =>
      recordType === 'SETTLE' && !acknowledged && insurerPaid !== '0.00' && !takenBack.has(decisionId),
  );
}
