import { differenceBin, NO_DIFFERENCES } from './bins.ts';

/** What a member is paid under the two rule sets, in fen. */
export interface MemberChange {
  readonly policyNo: string;
  readonly before: bigint;
  readonly after: bigint;
}

/** How members fare under the second rule set against the first; amounts in fen. */
export interface MemberDifferences {
  readonly winners: number;
  readonly losers: number;
  readonly unchanged: number;
  readonly gained: bigint;
  /** Not below 0. */
  readonly lost: bigint;
  readonly topWinners: readonly MemberChange[];
  readonly topLosers: readonly MemberChange[];
  /** Changed members by {@link differenceBin}. */
  readonly histogram: readonly number[];
}

/** So many winners and losers are named. */
const TOP = 10;

const difference = ({ before, after }: MemberChange): bigint => after - before;

/** The largest difference first; equal ones by policy number. */
function bySize(sign: 1n | -1n): (a: MemberChange, b: MemberChange) => number {
  return (a, b) => {
    const more = sign * (difference(b) - difference(a));
    return more === 0n ? (a.policyNo < b.policyNo ? -1 : 1) : more > 0n ? 1 : -1;
  };
}

/** Compares what each member is paid. */
export function compareMembers(changes: readonly MemberChange[]): MemberDifferences {
  const winners = changes.filter((change) => change.after > change.before);
  const losers = changes.filter((change) => change.after < change.before);
  const histogram = [...NO_DIFFERENCES];
  for (const change of [...winners, ...losers]) {
    const bin = differenceBin(difference(change));
    histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  return {
    winners: winners.length,
    losers: losers.length,
    unchanged: changes.length - winners.length - losers.length,
    gained: winners.reduce((sum, change) => sum + difference(change), 0n),
    lost: losers.reduce((sum, change) => sum - difference(change), 0n),
    topWinners: winners.sort(bySize(1n)).slice(0, TOP),
    topLosers: losers.sort(bySize(-1n)).slice(0, TOP),
    histogram,
  };
}

/** The differences of two sets of members that have none in common. */
export function addDifferences(a: MemberDifferences, b: MemberDifferences): MemberDifferences {
  return {
    winners: a.winners + b.winners,
    losers: a.losers + b.losers,
    unchanged: a.unchanged + b.unchanged,
    gained: a.gained + b.gained,
    lost: a.lost + b.lost,
    topWinners: [...a.topWinners, ...b.topWinners].sort(bySize(1n)).slice(0, TOP),
    topLosers: [...a.topLosers, ...b.topLosers].sort(bySize(-1n)).slice(0, TOP),
    histogram: a.histogram.map((count, bin) => count + (b.histogram[bin] ?? 0)),
  };
}
