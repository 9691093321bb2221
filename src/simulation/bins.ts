import { Money } from '../money/money.ts';

/** Upper bounds of the bins of a payout, in yuan; each bound belongs to its bin, the last bin is open. */
export const PAYOUT_BOUNDS: readonly number[] = [
  1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000,
];

/** Upper bounds of the bins of a difference; symmetric around 0, which is in none of them. */
export const DIFFERENCE_BOUNDS: readonly number[] = [100, 1_000, 5_000, 10_000, 50_000, 100_000];

const fen = (bounds: readonly number[]): readonly bigint[] => bounds.map((bound) => Money.of(String(bound)).toFen());
const PAYOUT_FEN = fen(PAYOUT_BOUNDS);
const DIFFERENCE_FEN = fen(DIFFERENCE_BOUNDS);

/** The bin of a payout of more than 0, in fen. */
export function payoutBin(amount: bigint): number {
  return binOf(amount, PAYOUT_FEN);
}

/** The bin of a difference that is not 0, in fen: losses first, the largest loss in bin 0. */
export function differenceBin(difference: bigint): number {
  const bins = DIFFERENCE_FEN.length + 1;
  return difference < 0n ? bins - 1 - binOf(-difference, DIFFERENCE_FEN) : bins + binOf(difference, DIFFERENCE_FEN);
}

function binOf(amount: bigint, bounds: readonly bigint[]): number {
  const found = bounds.findIndex((bound) => amount <= bound);
  return found < 0 ? bounds.length : found;
}

/** So many bins of nothing. */
export const NO_PAYOUTS: readonly number[] = Array.from({ length: PAYOUT_BOUNDS.length + 1 }, () => 0);
export const NO_DIFFERENCES: readonly number[] = Array.from({ length: 2 * (DIFFERENCE_BOUNDS.length + 1) }, () => 0);
