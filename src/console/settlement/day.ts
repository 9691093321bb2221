import type { StatementDocument } from '../../settlement/documents.ts';

export type DayRecord = StatementDocument['records'][number];

/**
 * The settlements of a day whose amount the desk has not said it took off the bill: those that paid something and were
 * not taken back on the same day. A statement does not say what was taken back on a later day.
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
