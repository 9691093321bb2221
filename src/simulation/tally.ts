import type { Adjudication, SchemeStatus } from '../adjudication/decision.ts';
import { NO_PAYOUTS, payoutBin } from './bins.ts';
import type { PolicyRow } from './line.ts';

/** Counts by word. */
export type Counts = Record<string, number>;

/** What a group of claims came to; amounts in fen. */
export interface GroupTally {
  claims: number;
  paidClaims: number;
  paid: bigint;
}

/** What one benefit came to. */
export interface BenefitTally {
  paidClaims: number;
  paid: bigint;
  /** Status and reason of each claim it paid nothing for. */
  readonly reasons: Counts;
}

/** What claims came to under one rule set: sums and counts, which can be added up in any order. */
export interface Tally {
  claims: number;
  readonly outcomes: Record<SchemeStatus, number>;
  /** Outcome and reason of each claim that the scheme as a whole paid nothing for. */
  readonly reasons: Counts;
  toHospital: bigint;
  toMember: bigint;
  readonly benefits: Record<string, BenefitTally>;
  /** By cohort; a member in none counts under the empty word. */
  readonly cohorts: Record<string, GroupTally>;
  /** `yes` for members of whom the roster lists an earlier disease. */
  readonly preexisting: Record<string, GroupTally>;
  /** Paid claims by {@link payoutBin}. */
  readonly histogram: number[];
}

export function emptyTally(): Tally {
  return {
    claims: 0,
    outcomes: { paid: 0, 'nothing-due': 0, pended: 0, declined: 0 },
    reasons: {},
    toHospital: 0n,
    toMember: 0n,
    benefits: {},
    cohorts: {},
    preexisting: {},
    histogram: [...NO_PAYOUTS],
  };
}

/** The groups a member is counted in: cohorts (the empty word for none), and whether an earlier disease is listed. */
export function groupsOf({ cohorts, preexisting }: PolicyRow): { cohorts: readonly string[]; preexisting: string } {
  return { cohorts: cohorts.length === 0 ? [''] : cohorts, preexisting: preexisting.length > 0 ? 'yes' : 'no' };
}

/** Counts one decided claim; @returns what it was paid, in fen. */
export function countClaim(tally: Tally, decided: Adjudication, policy: PolicyRow): bigint {
  const toHospital = decided.insurerPaid.toFen();
  const toMember = decided.memberBenefit.toFen();
  const paid = toHospital + toMember;
  const [scheme] = decided.schemes;
  tally.claims += 1;
  tally.outcomes[decided.outcome] += 1;
  tally.toHospital += toHospital;
  tally.toMember += toMember;
  const reason = scheme?.reason ?? decided.reason;
  if (reason !== null) add(tally.reasons, `${decided.outcome} ${reason}`, 1);
  for (const { benefit, status, reason: why, paid: amount } of scheme?.benefits ?? []) {
    tally.benefits[benefit] ??= { paidClaims: 0, paid: 0n, reasons: {} };
    const counted = tally.benefits[benefit];
    if (status === 'paid') {
      counted.paidClaims += 1;
      counted.paid += amount.toFen();
    } else add(counted.reasons, `${status} ${why ?? ''}`.trim(), 1);
  }
  if (paid > 0n) addToBin(tally.histogram, payoutBin(paid), 1);
  const groups = groupsOf(policy);
  for (const cohort of groups.cohorts) countGroup(tally.cohorts, cohort, paid);
  countGroup(tally.preexisting, groups.preexisting, paid);
  return paid;
}

function countGroup(groups: Record<string, GroupTally>, name: string, paid: bigint): void {
  addGroup(groups, name, { claims: 1, paidClaims: paid > 0n ? 1 : 0, paid });
}

/** Adds one tally to another. */
export function addTally(to: Tally, from: Tally): void {
  to.claims += from.claims;
  to.toHospital += from.toHospital;
  to.toMember += from.toMember;
  addCounts(to.outcomes, from.outcomes);
  addCounts(to.reasons, from.reasons);
  for (const [bin, count] of from.histogram.entries()) addToBin(to.histogram, bin, count);
  for (const [name, benefit] of Object.entries(from.benefits)) {
    to.benefits[name] ??= { paidClaims: 0, paid: 0n, reasons: {} };
    const sum = to.benefits[name];
    sum.paidClaims += benefit.paidClaims;
    sum.paid += benefit.paid;
    addCounts(sum.reasons, benefit.reasons);
  }
  for (const [name, group] of Object.entries(from.cohorts)) addGroup(to.cohorts, name, group);
  for (const [name, group] of Object.entries(from.preexisting)) addGroup(to.preexisting, name, group);
}

function addGroup(groups: Record<string, GroupTally>, name: string, more: GroupTally): void {
  groups[name] ??= { claims: 0, paidClaims: 0, paid: 0n };
  const sum = groups[name];
  sum.claims += more.claims;
  sum.paidClaims += more.paidClaims;
  sum.paid += more.paid;
}

/** Adds counts to counts. */
export function addCounts(to: Counts, from: Readonly<Counts>): void {
  for (const [word, count] of Object.entries(from)) add(to, word, count);
}

function add(counts: Counts, word: string, more: number): void {
  counts[word] = (counts[word] ?? 0) + more;
}

function addToBin(histogram: number[], bin: number, more: number): void {
  histogram[bin] = (histogram[bin] ?? 0) + more;
}
