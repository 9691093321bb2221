import type { SchemeStatus } from '../adjudication/decision.ts';
import { Money } from '../money/money.ts';
import { ratioText } from '../money/ratio.ts';
import type { Scheme } from '../scheme/scheme.ts';
import type { Bilingual } from '../scheme/words.ts';
import { DIFFERENCE_BOUNDS } from './bins.ts';
import { type Distribution, distributionOf } from './distribution.ts';
import type { ListUsed } from './lists.ts';
import type { MemberChange } from './member-differences.ts';
import type { Malformed, PartitionResult } from './partition.ts';
import type { Counts, GroupTally, Tally } from './tally.ts';
import { evaluateTriggers, type TriggerReport } from './triggers.ts';

/** What a group of members came to. */
export interface GroupReport {
  /** A cohort, empty for members in none; or `yes` and `no` for an earlier disease. */
  readonly group: string;
  readonly policies: number;
  readonly claims: number;
  readonly paidClaims: number;
  readonly paid: Money;
}

export interface BenefitReport {
  readonly benefit: string;
  readonly name: Bilingual;
  readonly paidClaims: number;
  readonly paid: Money;
  /** Claims it paid nothing for, by status and reason. */
  readonly reasons: Readonly<Counts>;
}

/** What the claims came to under one set of rules. Amounts in yuan, ratios as decimal text. */
export interface RuleSetReport {
  readonly scheme: string;
  readonly name: Bilingual;
  readonly digest: string;
  readonly lists: readonly Pick<ListUsed, 'name' | 'title' | 'source'>[];
  readonly claims: number;
  readonly paidClaims: number;
  readonly outcomes: Readonly<Record<SchemeStatus, number>>;
  /** Claims the scheme as a whole paid nothing for, by outcome and reason. */
  readonly reasons: Readonly<Counts>;
  readonly payouts: { readonly hospital: Money; readonly member: Money; readonly total: Money };
  /** The premium of every policy of which there is a line. */
  readonly premiums: Money;
  readonly payoutRatio: string | null;
  readonly benefits: readonly BenefitReport[];
  readonly cohorts: readonly GroupReport[];
  readonly preexisting: readonly GroupReport[];
  readonly distribution: Distribution;
  readonly triggers: readonly TriggerReport[];
}

export interface ChangeReport {
  readonly policyNo: string;
  readonly before: Money;
  readonly after: Money;
  readonly difference: Money;
}

/** How members fare under the changed rules. */
export interface ComparisonReport {
  readonly payouts: Money;
  readonly premiums: Money;
  readonly winners: number;
  readonly losers: number;
  readonly unchanged: number;
  readonly gained: Money;
  readonly lost: Money;
  readonly topWinners: readonly ChangeReport[];
  readonly topLosers: readonly ChangeReport[];
  /** Changed members by difference; `from` below, `to` included, an open end is null. Losses before gains. */
  readonly histogram: readonly { readonly from: number | null; readonly to: number | null; readonly members: number }[];
}

/** What a simulation found. Its JSON has every amount as a text with two decimals. */
export interface SimulationReport {
  readonly lines: number;
  readonly malformed: { readonly count: number; readonly named: readonly Malformed[] };
  readonly policies: number;
  readonly policiesWithoutClaim: number;
  /** The present rules, then the changed ones where there are any. */
  readonly ruleSets: readonly RuleSetReport[];
  readonly comparison: ComparisonReport | null;
}

/** Rules that were simulated, with the lists they hang on. */
export interface SimulatedRules {
  readonly scheme: Scheme;
  readonly lists: readonly ListUsed[];
}

/** Makes the report of what all lines came to. */
export function reportOf(result: PartitionResult, simulated: readonly SimulatedRules[]): SimulationReport {
  const ruleSets = simulated.flatMap((one, index) => {
    const [tally, payouts] = [result.tallies[index], result.payouts[index]];
    const premiums = Money.ofFen(result.premiums[index] ?? 0n);
    return tally === undefined || payouts === undefined ? [] : [ruleSetReport(result, one, tally, payouts, premiums)];
  });
  const [present, changed] = ruleSets;
  return {
    lines: result.lines,
    malformed: { count: result.malformed, named: result.named },
    policies: result.policies,
    policiesWithoutClaim: result.withoutClaim,
    ruleSets,
    comparison: present === undefined || changed === undefined ? null : comparisonReport(result, present, changed),
  };
}

function ruleSetReport(
  result: PartitionResult,
  { scheme: { rules, digest }, lists }: SimulatedRules,
  tally: Tally,
  payouts: BigInt64Array,
  premiums: Money,
): RuleSetReport {
  const hospital = Money.ofFen(tally.toHospital);
  const member = Money.ofFen(tally.toMember);
  const total = hospital.plus(member);
  return {
    scheme: rules.scheme,
    name: rules.name,
    digest,
    lists: lists.map(({ name, title, source }) => ({ name, title, source })),
    claims: tally.claims,
    paidClaims: tally.histogram.reduce((sum, count) => sum + count, 0),
    outcomes: tally.outcomes,
    reasons: byCount(tally.reasons),
    payouts: { hospital, member, total },
    premiums,
    payoutRatio: ratioText(total, premiums),
    benefits: rules.benefits.map(({ id, name }) => {
      const { paidClaims = 0, paid = 0n, reasons = {} } = tally.benefits[id] ?? {};
      return { benefit: id, name, paidClaims, paid: Money.ofFen(paid), reasons: byCount(reasons) };
    }),
    cohorts: groupReports(result.cohorts, tally.cohorts),
    preexisting: groupReports(result.preexisting, tally.preexisting),
    distribution: distributionOf(payouts, tally.histogram),
    triggers: evaluateTriggers(rules, premiums, total),
  };
}

/** The commonest first, so that a report reads alike whatever order the claims came in. */
function byCount(counts: Readonly<Counts>): Counts {
  return Object.fromEntries(Object.entries(counts).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
}

function groupReports(policies: Readonly<Counts>, tallies: Readonly<Record<string, GroupTally>>): GroupReport[] {
  const names = [...new Set([...Object.keys(policies), ...Object.keys(tallies)])].sort();
  return names.map((group) => {
    const { claims = 0, paidClaims = 0, paid = 0n } = tallies[group] ?? {};
    return { group, policies: policies[group] ?? 0, claims, paidClaims, paid: Money.ofFen(paid) };
  });
}

function comparisonReport(
  { differences }: PartitionResult,
  present: RuleSetReport,
  changed: RuleSetReport,
): ComparisonReport {
  const { winners, losers, unchanged, gained, lost, topWinners, topLosers, histogram } = differences;
  const edges = [null, ...[...DIFFERENCE_BOUNDS].reverse().map((bound) => -bound), 0, ...DIFFERENCE_BOUNDS, null];
  return {
    payouts: changed.payouts.total.minus(present.payouts.total),
    premiums: changed.premiums.minus(present.premiums),
    winners,
    losers,
    unchanged,
    gained: Money.ofFen(gained),
    lost: Money.ofFen(lost),
    topWinners: topWinners.map(changeReport),
    topLosers: topLosers.map(changeReport),
    histogram: histogram.map((members, bin) => ({ from: edges[bin] ?? null, to: edges[bin + 1] ?? null, members })),
  };
}

function changeReport({ policyNo, before, after }: MemberChange): ChangeReport {
  return {
    policyNo,
    before: Money.ofFen(before),
    after: Money.ofFen(after),
    difference: Money.ofFen(after - before),
  };
}
