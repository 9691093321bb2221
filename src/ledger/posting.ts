/** The kinds of row of a daily file (contract section 4). */
export type RecordType = 'SETTLE' | 'REVERSE' | 'ADJUST' | 'RESOLVE' | 'EXTERNAL' | 'DISTRIBUTE';

/** An amount by what it falls on; amounts are signed yuan as text with two decimals. */
export type Parts = readonly (readonly [name: string, amount: string])[];

/** What an entry means in money to one scheme: one row of that scheme's daily file, of the entry's business day. */
export interface Posting {
  readonly recordType: RecordType;
  readonly scheme: string;
  /** Empty for a claim that was settled elsewhere. */
  readonly decisionId: string;
  readonly hospitalId: string;
  /** The hospital's settlement id, or the insurer's own claim number. */
  readonly settlementId: string;
  readonly policyNo: string;
  readonly admittedAt: string;
  readonly dischargedAt: string;
  readonly total: string;
  readonly personal: string;
  readonly insurerPaid: string;
  readonly memberBenefit: string;
  /** By benefit. */
  readonly benefits: Parts;
  /** By insurer. */
  readonly insurers: Parts;
  readonly schemeDigest: string;
  readonly decidedAt: string;
}
