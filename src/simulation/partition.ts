import { type Accumulators, UNTOUCHED } from '../adjudication/accumulators.ts';
import { adjudicate } from '../adjudication/adjudicate.ts';
import { type Policy, policyKey, type SchemeTerms } from '../adjudication/input.ts';
import { ageAtAdmission } from '../claim/age.ts';
import { dischargedOn } from '../claim/checks.ts';
import { Money } from '../money/money.ts';
import { premiumOf } from '../scheme/premium.ts';
import { LineFault, type PolicyRow, readLine, type SimulationLine } from './line.ts';
import { compareMembers, type MemberDifferences } from './member-differences.ts';
import type { RuleSet } from './rule-set.ts';
import { addCounts, type Counts, countClaim, emptyTally, groupsOf, type Tally } from './tally.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A line that was not taken. */
export interface Malformed {
  /** Counted from 1. */
  readonly line: number;
  /** Chinese, then English. */
  readonly what: string;
}

/** So many malformed lines are named; all are counted. */
export const MALFORMED_NAMED = 100;

/** A policy while its claims go by. */
interface Member {
  row: PolicyRow;
  claims: number;
  /** By rule set, as are all lists below. */
  readonly accumulators: Accumulators[];
  readonly paid: bigint[];
}

/** What the lines of some policies came to; results of several partitions can be added up in any order. */
export interface PartitionResult {
  readonly lines: number;
  readonly malformed: number;
  /** The first of them, in order. */
  readonly named: readonly Malformed[];
  readonly policies: number;
  /** Policies of which there is a line but no claim. */
  readonly withoutClaim: number;
  /** Policies by cohort, and by whether an earlier disease is listed. */
  readonly cohorts: Counts;
  readonly preexisting: Counts;
  readonly tallies: readonly Tally[];
  /** The premiums of all these policies, in fen, by rule set. */
  readonly premiums: readonly bigint[];
  /** What each paid member was paid, in fen, by rule set; in no order. */
  readonly payouts: readonly BigInt64Array[];
  /** The second rule set against the first. */
  readonly differences: MemberDifferences;
}

/**
 * Runs the lines of some policies, each policy's in order of settlement, under one or two rule sets. Nothing of one
 * policy touches another, so that policies may be spread over threads in any way.
 */
export class Partition {
  readonly #ruleSets: readonly RuleSet[];
  readonly #vocabulary: Vocabulary;
  readonly #members = new Map<string, Member>();
  readonly #tallies: readonly Tally[];
  readonly #named: Malformed[] = [];
  #lines = 0;
  #malformed = 0;

  constructor(ruleSets: readonly RuleSet[], vocabulary: Vocabulary) {
    this.#ruleSets = ruleSets;
    this.#vocabulary = vocabulary;
    this.#tallies = ruleSets.map(emptyTally);
  }

  /**
   * Takes the next line.
   *
   * @param line its number in the file
   * @param policyNo the policy by which it came here
   */
  take(line: number, policyNo: string, text: string): void {
    this.#lines += 1;
    try {
      this.#run(readLine(text, policyNo, this.#vocabulary));
    } catch (error) {
      if (!(error instanceof LineFault)) throw error;
      this.#malformed += 1;
      if (this.#named.length < MALFORMED_NAMED) this.#named.push({ line, what: error.message });
    }
  }

  #run({ policy, hospital, claim, facts }: SimulationLine): void {
    const terms = this.#ruleSets.map(
      ({ scheme, lists }): SchemeTerms => ({
        scheme,
        policy: policyOf(policy, scheme),
        facts,
        lists,
        shares: [],
      }),
    );
    const member = this.#member(policy);
    if (claim === undefined || hospital === undefined) return;
    member.claims += 1;
    for (const [index, one] of terms.entries()) {
      const tally = this.#tallies[index];
      const before = member.accumulators[index] ?? UNTOUCHED;
      if (tally === undefined) continue;
      const key = policyKey(one.policy);
      const decided = adjudicate({
        claim,
        nameKey: one.policy.nameKey,
        hospital,
        // History does not say when a claim was decided; it is taken to be decided at discharge, as it would be here.
        decidedOn: dischargedOn(claim),
        age: ageAtAdmission(claim),
        terms: [one],
        accumulators: new Map([[key, before]]),
      });
      member.accumulators[index] = decided.accumulators.get(key) ?? before;
      member.paid[index] = (member.paid[index] ?? 0n) + countClaim(tally, decided, policy);
    }
  }

  /** A later line of a policy that says something else of it counts from there on, as a corrected roster does. */
  #member(row: PolicyRow): Member {
    const known = this.#members.get(row.policyNo);
    if (known !== undefined) {
      known.row = row;
      return known;
    }
    const fresh: Member = {
      row,
      claims: 0,
      accumulators: this.#ruleSets.map(() => UNTOUCHED),
      paid: this.#ruleSets.map(() => 0n),
    };
    this.#members.set(row.policyNo, fresh);
    return fresh;
  }

  /** What all lines taken so far came to. */
  result(): PartitionResult {
    const members = [...this.#members.values()];
    const cohorts: Counts = {};
    const preexisting: Counts = {};
    for (const { row } of members) {
      const groups = groupsOf(row);
      addCounts(preexisting, { [groups.preexisting]: 1 });
      for (const cohort of groups.cohorts) addCounts(cohorts, { [cohort]: 1 });
    }
    const changes = members.map(({ row, paid: [first = 0n, second = first] }) => ({
      policyNo: row.policyNo,
      before: first,
      after: second,
    }));
    return {
      lines: this.#lines,
      malformed: this.#malformed,
      named: this.#named,
      policies: members.length,
      withoutClaim: members.filter((member) => member.claims === 0).length,
      cohorts,
      preexisting,
      tallies: this.#tallies,
      premiums: this.#ruleSets.map(({ scheme }) =>
        Money.sum(members.map(({ row }) => premiumOf(scheme.rules, row))).toFen(),
      ),
      payouts: this.#ruleSets.map((_, index) =>
        BigInt64Array.from(members.flatMap(({ paid }) => ((paid[index] ?? 0n) > 0n ? [paid[index] ?? 0n] : []))),
      ),
      differences: compareMembers(changes),
    };
  }
}

/** The policy as a roster row would make it; the name is taken to be the patient's own. */
function policyOf(row: PolicyRow, { rules }: RuleSet['scheme']): Policy {
  const fixed = 'from' in rules.coverage ? rules.coverage : undefined;
  const effectiveFrom = row.effectiveFrom ?? fixed?.from;
  const effectiveTo = row.effectiveTo ?? fixed?.to;
  if (effectiveFrom === undefined || effectiveTo === undefined) {
    throw new LineFault(
      '/policy 方案没有统一保障期，须给出 effectiveFrom 与 effectiveTo / the scheme has no fixed period: effectiveFrom and effectiveTo are required',
    );
  }
  return { ...row, scheme: rules.scheme, nameKey: '', effectiveFrom, effectiveTo };
}
