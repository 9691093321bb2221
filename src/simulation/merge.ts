import { addDifferences } from './member-differences.ts';
import { MALFORMED_NAMED, type PartitionResult } from './partition.ts';
import { addCounts, addTally, emptyTally } from './tally.ts';

/** The results of several partitions as that of one: the same whatever the partition was. */
export function mergeResults(results: readonly PartitionResult[]): PartitionResult {
  const [first, ...rest] = results;
  if (first === undefined) throw new RangeError('nothing to merge');
  const cohorts = {};
  const preexisting = {};
  const tallies = first.tallies.map(emptyTally);
  for (const result of results) {
    addCounts(cohorts, result.cohorts);
    addCounts(preexisting, result.preexisting);
    for (const [index, tally] of tallies.entries()) {
      const from = result.tallies[index];
      if (from !== undefined) addTally(tally, from);
    }
  }
  const sum = (key: 'lines' | 'malformed' | 'policies' | 'withoutClaim') =>
    results.reduce((total, result) => total + result[key], 0);
  return {
    lines: sum('lines'),
    malformed: sum('malformed'),
    named: results
      .flatMap((result) => result.named)
      .sort((a, b) => a.line - b.line)
      .slice(0, MALFORMED_NAMED),
    policies: sum('policies'),
    withoutClaim: sum('withoutClaim'),
    cohorts,
    preexisting,
    tallies,
    premiums: first.premiums.map((_, index) => results.reduce((total, one) => total + (one.premiums[index] ?? 0n), 0n)),
    payouts: first.payouts.map((_, index) => joined(results.map((result) => result.payouts[index]))),
    differences: rest.reduce((all, one) => addDifferences(all, one.differences), first.differences),
  };
}

/** In order of size. */
function joined(parts: readonly (BigInt64Array | undefined)[]): BigInt64Array {
  const all = new BigInt64Array(parts.reduce((length, part) => length + (part?.length ?? 0), 0));
  let at = 0;
  for (const part of parts) {
    if (part === undefined) continue;
    all.set(part, at);
    at += part.length;
  }
  return all.sort();
}
