import type { RecordType } from '../../ledger/posting.ts';
import type { DateText } from '../../time/calendar.ts';

/** Whose view of a business day is held against ours: an insurer's of a scheme's daily file, or a hospital's of its own day. */
export interface Side {
  readonly side: 'insurer' | 'hospital';
  /** The scheme, or the hospital. */
  readonly subject: string;
  readonly date: DateText;
}

/** What a row of either view says, as far as it is compared. Amounts in fen, signed. */
export interface Row {
  readonly recordType: RecordType;
  readonly hospitalId: string;
  readonly settlementId: string;
  /** Empty where it is not known. */
  readonly decisionId: string;
  readonly insurerPaid: bigint;
  readonly memberBenefit: bigint;
}

/** What each side lists. */
export const RECORD_TYPES: Readonly<Record<Side['side'], ReadonlySet<string>>> = {
  insurer: new Set<RecordType>(['SETTLE', 'REVERSE', 'ADJUST', 'RESOLVE', 'EXTERNAL', 'DISTRIBUTE']),
  hospital: new Set<RecordType>(['SETTLE', 'REVERSE']),
};

/** Rows of these types may belong to no hospital's bill, and name none: a REVERSE also takes back a claim settled elsewhere. */
export const WITHOUT_HOSPITAL: ReadonlySet<string> = new Set<RecordType>(['EXTERNAL', 'DISTRIBUTE', 'REVERSE']);
