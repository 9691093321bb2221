import type { RecordType } from '../../ledger/posting.ts';

/** Rows of one side under one settlement (record type, hospital, settlement id), alike ones counted. Amounts in fen. */
export interface GroupRow {
  readonly decisionId: string;
  readonly times: bigint;
  readonly insurerPaid: bigint;
  readonly memberBenefit: bigint;
}

/** All that both sides say of one settlement. */
export interface Group {
  readonly recordType: RecordType;
  readonly hospitalId: string;
  readonly settlementId: string;
  readonly ours: readonly GroupRow[];
  readonly theirs: readonly GroupRow[];
}

/** So many rows, and what they sum to. */
export interface Figures {
  readonly rows: bigint;
  readonly insurerPaid: bigint;
  readonly memberBenefit: bigint;
}

/** What a comparison says of the rows under one key. `ZERO`: only one side has it, and it is no money. */
export interface Finding {
  readonly kind: 'MATCHED' | 'ZERO' | 'MISSING_HERE' | 'MISSING_THERE' | 'AMOUNT' | 'DUPLICATE';
  /** Whether, but for repeats, both sides agree. */
  readonly agreed: boolean;
  /** Empty where rows of several decisions, or of none, are compared together. */
  readonly decisionId: string;
  readonly ours: Figures | null;
  readonly theirs: Figures | null;
  /** The decisions of ours that are in it. */
  readonly decisions: readonly string[];
}

/**
 * Compares what both sides say of one settlement: decision by decision where the upload names them, else all of its rows
 * together. Rows under one key are compared by their sums, so that two adjustments of one day may stand in one row, or
 * in two.
 *
 * @param byDecision whether the upload has a column for decisions
 */
export function compareGroup({ recordType, ours, theirs }: Group, byDecision: boolean): Finding[] {
  const named = byDecision && theirs.every(({ decisionId }) => decisionId !== '');
  const key = ({ decisionId }: GroupRow) => (named ? decisionId : '');
  const here = Map.groupBy(ours, key);
  const there = Map.groupBy(theirs, key);
  return [...new Set([...here.keys(), ...there.keys()])].sort().map((decisionId) => {
    const mine = here.get(decisionId) ?? [];
    const others = there.get(decisionId) ?? [];
    const found = compare(recordType, mine, others);
    return { ...found, decisionId, decisions: mine.map((row) => row.decisionId) };
  });
}

function compare(recordType: RecordType, ours: readonly GroupRow[], theirs: readonly GroupRow[]) {
  const here = ours.length === 0 ? null : figures(ours);
  const there = theirs.length === 0 ? null : figures(theirs);
  const finding = (kind: Finding['kind'], agreed: boolean) => ({ kind, agreed, ours: here, theirs: there });
  if (here === null || there === null) {
    const [only, kind] = here === null ? [there, 'MISSING_HERE' as const] : [here, 'MISSING_THERE' as const];
    return finding(only === null || same(only, NOTHING) ? 'ZERO' : kind, false);
  }
  if (same(here, there)) return finding('MATCHED', true);
  // Adjustments come as many as there are reasons for them: only a row that is there twice is a repeat.
  const repeats = there.rows > here.rows && (recordType !== 'ADJUST' || theirs.some(({ times }) => times > 1n));
  if (!repeats) return finding('AMOUNT', false);
  return finding('DUPLICATE', same(here, figures(theirs.map((row) => ({ ...row, times: 1n })))));
}

const NOTHING = { insurerPaid: 0n, memberBenefit: 0n };

function same(a: Omit<Figures, 'rows'>, b: Omit<Figures, 'rows'>): boolean {
  return a.insurerPaid === b.insurerPaid && a.memberBenefit === b.memberBenefit;
}

function figures(rows: readonly GroupRow[]): Figures {
  let [count, insurerPaid, memberBenefit] = [0n, 0n, 0n];
  for (const row of rows) {
    count += row.times;
    insurerPaid += row.times * row.insurerPaid;
    memberBenefit += row.times * row.memberBenefit;
  }
  return { rows: count, insurerPaid, memberBenefit };
}
