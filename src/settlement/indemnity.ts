import type { SchemeDecision } from '../adjudication/decision.ts';
import type { RecordedSettlement } from '../ledger/ledger.ts';
import { Money } from '../money/money.ts';
import { settleBody, termsOf } from './record.ts';
import type { Rulebook } from './terms.ts';

/** What the indemnity guard reads of a claim as the journal shows it. */
interface ShownAmounts {
  readonly personal: string;
  readonly otherCompensation: readonly { readonly amount: string }[];
}

/**
 * What may still be paid on a settlement (rulebook A9): personal less all other compensation and less what all schemes
 * have paid, at the desk and since. Lump sums do not count. Not below 0.
 *
 * @param fresh what a run pays by itself now, where that is not yet booked
 */
export function leftToPay(
  settlement: RecordedSettlement,
  rulebook: Rulebook,
  fresh?: readonly SchemeDecision[],
): Money {
  const { personal, otherCompensation } = settleBody(settlement.entry).claim as ShownAmounts;
  const booked = settlement.postings
    .filter(({ recordType }) => fresh === undefined || (recordType !== 'SETTLE' && recordType !== 'ADJUST'))
    .flatMap(({ scheme, benefits }) => benefits.map(([id, paid]) => [scheme, id, Money.of(paid)] as const));
  const due = (fresh ?? []).flatMap(({ scheme, benefits }) =>
    benefits.map(({ benefit, paid }) => [scheme, benefit, paid] as const),
  );
  const lumpSums = lumpSumsOf(settlement, rulebook);
  const paid = [...booked, ...due].filter(([scheme, benefit]) => !lumpSums.has(`${scheme} ${benefit}`));
  return Money.of(personal)
    .minusDownToZero(Money.sum(otherCompensation.map(({ amount }) => Money.of(amount))))
    .minusDownToZero(Money.sum(paid.map(([, , amount]) => amount)));
}

function lumpSumsOf(settlement: RecordedSettlement, rulebook: Rulebook): ReadonlySet<string> {
  const names = termsOf(settlement).flatMap(({ schemeDigest }) => {
    const { scheme, benefits } = rulebook.schemeByDigest(schemeDigest).rules;
    return benefits.filter(({ lumpSum }) => lumpSum !== undefined).map(({ id }) => `${scheme} ${id}`);
  });
  return new Set(names);
}
