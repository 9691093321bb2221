import { ROW_FAULTS } from './fault.ts';
import { yuanOf } from './fen.ts';
import type { Figures, Finding, Group } from './groups.ts';
import type { Found } from './scratch.ts';
import type { FaultyRow } from './upload.ts';

/** The kinds of difference, in the order of a report. */
export const KINDS = ['AMOUNT', 'MISSING_THERE', 'MISSING_HERE', 'DUPLICATE', 'MALFORMED'] as const;
export type DifferenceKind = (typeof KINDS)[number];

/** What one side says under a key. Amounts in yuan; `memberBenefit` null where it was not compared. */
export interface SideFigures {
  readonly rows: number;
  readonly insurerPaid: string;
  readonly memberBenefit: string | null;
}

/** A difference between the two views of a day, as it is kept. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly recordType: string;
  readonly hospitalId: string;
  readonly settlementId: string;
  /** Empty where rows of several decisions, or of none, were compared together. */
  readonly decisionId: string;
  readonly here: SideFigures | null;
  readonly there: SideFigures | null;
  /** Of a malformed row: where it is and what is wrong. */
  readonly row: number | null;
  readonly code: string | null;
  readonly message: string | null;
}

/** Between the parts of an identity. */
const SEPARATOR = '\u0001';
/** What it was in stores of old; PostgreSQL keeps no such character. */
const OLD_SEPARATOR = '\u0000';

/** The identity of a difference as it is made today, whenever it was kept. */
export function currentIdentity(identity: string): string {
  return identity.replaceAll(OLD_SEPARATOR, SEPARATOR);
}

/** The difference that a finding is, ready to be kept. */
export function differenceOf(kind: DifferenceKind, of: Group, finding: Finding, withBenefit: boolean): Found {
  const { recordType, hospitalId, settlementId } = of;
  return found({
    kind,
    recordType,
    hospitalId,
    settlementId,
    decisionId: finding.decisionId,
    here: shown(finding.ours, withBenefit),
    there: shown(finding.theirs, withBenefit),
    row: null,
    code: null,
    message: null,
  });
}

/** A row that could not be compared, as a difference. */
export function malformed({ row, code }: FaultyRow): Found {
  const none = { recordType: '', hospitalId: '', settlementId: '', decisionId: '', here: null, there: null };
  return found({ kind: 'MALFORMED', ...none, row, code, message: ROW_FAULTS[code].join(' / ') });
}

function found(difference: Difference): Found {
  const body = JSON.stringify(difference);
  const { kind, recordType, hospitalId, settlementId, decisionId, row } = difference;
  // In the order of a report: by kind, by key, or by row.
  const place = row === null ? [recordType, hospitalId, settlementId, decisionId] : [String(row).padStart(9, '0')];
  return { rank: KINDS.indexOf(kind), identity: [...place, body].join(SEPARATOR), body };
}

function shown(figures: Figures | null, withBenefit: boolean): SideFigures | null {
  if (figures === null) return null;
  return {
    rows: Number(figures.rows),
    insurerPaid: yuanOf(figures.insurerPaid),
    memberBenefit: withBenefit ? yuanOf(figures.memberBenefit) : null,
  };
}
