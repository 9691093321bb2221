import { Money } from '../money/money.ts';
import { decimalText } from '../money/ratio.ts';
import { PAYOUT_BOUNDS } from './bins.ts';

/** How payouts are spread over members and claims. */
export interface Distribution {
  readonly paidMembers: number;
  /** What the member at each tenth of the paid members gets: 10 %, 20 % … 90 % (nearest rank). */
  readonly deciles: readonly Money[];
  readonly mean: Money;
  readonly max: Money;
  /** The share of all payouts that goes to each tenth of the paid members, the least paid first. */
  readonly shares: readonly string[];
  /** Paid claims by payout; each bound belongs to its bin, the last bin is open. */
  readonly claims: readonly { readonly upTo: Money | null; readonly claims: number }[];
}

const TENTHS = Array.from({ length: 10 }, (_, index) => index + 1);

/**
 * @param payouts what each paid member was paid, in fen, in order of size
 * @param histogram paid claims by bin
 */
export function distributionOf(payouts: BigInt64Array, histogram: readonly number[]): Distribution {
  const count = payouts.length;
  const total = payouts.reduce((sum, one) => sum + one, 0n);
  const rank = (tenth: number) => Math.ceil((count * tenth) / 10);
  const at = (place: number) => Money.ofFen(payouts[place - 1] ?? 0n);
  return {
    paidMembers: count,
    deciles: count === 0 ? [] : TENTHS.slice(0, 9).map((tenth) => at(rank(tenth))),
    mean:
      count === 0
        ? Money.ZERO
        : Money.ofFen(total)
            .share(Money.ONE, Money.of(String(count)))
            .roundFen(),
    max: at(count),
    shares:
      count === 0
        ? []
        : TENTHS.map((tenth) => {
            const part = payouts.subarray(rank(tenth - 1), rank(tenth)).reduce((sum, one) => sum + one, 0n);
            return decimalText(part, total);
          }),
    claims: histogram.map((claims, bin) => {
      const bound = PAYOUT_BOUNDS[bin];
      return { upTo: bound === undefined ? null : Money.of(String(bound)), claims };
    }),
  };
}
