import { Money, splitByShares } from '../../money/money.ts';

/** What a policy's member still bears, and what of the pool it gets. */
export interface Share {
  readonly policyNo: string;
  readonly need: Money;
  readonly amount: Money;
}

/**
 * Distributes a pool over needs in proportion to them: whole fen, nothing lost, nobody gets more than the need.
 *
 * At most the sum of the needs is distributed, so that no exact share exceeds its need; and as needs are whole fen, the
 * odd fen that a largest remainder brings does not either. One round therefore uses up the pool or the needs.
 *
 * @param pool whole fen; nothing is distributed of one that is not above 0
 * @param needs whole fen, not below 0; of equal remainders the lower policy number goes first
 */
export function distribute(pool: Money, needs: readonly Omit<Share, 'amount'>[]): Share[] {
  const order = [...needs].sort((a, b) => (a.policyNo < b.policyNo ? -1 : 1));
  const all = Money.sum(order.map(({ need }) => need));
  const given = Money.min(pool, all);
  if (!given.isPositive()) return order.map((one) => ({ ...one, amount: Money.ZERO }));
  const parts = splitByShares(
    given,
    order.map(({ need }) => need),
  );
  return order.map((one, index) => ({ ...one, amount: parts[index] ?? Money.ZERO }));
}
