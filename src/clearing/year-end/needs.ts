import { potsOf } from '../../adjudication/base.ts';
import { policyKey } from '../../adjudication/input.ts';
import type { Pot } from '../../claim/vocabulary.ts';
import type { Ledger, MemberView, RecordedSettlement } from '../../ledger/ledger.ts';
import { Money } from '../../money/money.ts';
import { leftToPay } from '../../settlement/indemnity.ts';
import { termsOf } from '../../settlement/record.ts';
import { historyOf, type Replay, replay } from '../../settlement/replay.ts';
import type { Rulebook } from '../../settlement/terms.ts';
import type { PolicyYear } from '../experience/payouts.ts';

/** What a policy's member still bears of a pot after all payments of the year. */
export interface Need {
  readonly memberId: string;
  readonly policyNo: string;
  /** Whole fen, above 0. */
  readonly need: Money;
}

/**
 * What is left of a pot of each policy's accepted live claims of a year, member by member.
 *
 * A claim is accepted where the scheme paid it or found nothing due, by itself or by a person. What any scheme paid out
 * of the pot is gone; what was paid by hand from a benefit that takes the pot comes off in full; and no claim counts for
 * more than the indemnity guard leaves to pay (rulebook A9), so that charity or an employer's help is not paid again.
 */
export async function* needsOf(
  ledger: Ledger,
  rulebook: Rulebook,
  year: PolicyYear,
  pot: Pot,
): AsyncGenerator<Need, void, void> {
  for await (const memberId of ledger.membersSince(year.from)) {
    yield* await ledger.read((all) => needsIn(all.member({ memberId, hospitalId: '' }), rulebook, year, pot));
  }
}

/** What is left of a pot of each of a member's policies. */
function needsIn(view: MemberView, rulebook: Rulebook, year: PolicyYear, pot: Pot): Need[] {
  const { memberId } = view;
  const survivors = view.survivors();
  const claims = survivors.flatMap((settlement) =>
    policiesIn(settlement, year).map((policyNo) => ({ settlement, policyNo })),
  );
  if (claims.length === 0) return [];
  const { results } = replay(historyOf({ survivors, bookings: view.bookings() }, rulebook));
  const needs = [...Map.groupBy(claims, (claim) => claim.policyNo)].map(([policyNo, of]): Need => {
    const accepted = of.filter(({ settlement }) => isAccepted(settlement, { ...year, policyNo }, results, view));
    const left = Money.sum(accepted.map(({ settlement }) => leftOf(settlement, results, rulebook, pot)));
    return { memberId, policyNo, need: Money.ofFen(left.toFenFloor()) };
  });
  return needs.filter(({ need }) => need.isPositive());
}

function policiesIn(settlement: RecordedSettlement, { scheme, from, to }: PolicyYear): string[] {
  return termsOf(settlement)
    .filter(({ policy }) => policy.scheme === scheme && policy.effectiveFrom >= from && policy.effectiveFrom <= to)
    .map(({ policy }) => policy.policyNo);
}

function isAccepted(
  { record }: RecordedSettlement,
  policy: { readonly scheme: string; readonly policyNo: string },
  results: Replay['results'],
  view: MemberView,
): boolean {
  const key = policyKey(policy);
  const decided = results.get(record.decisionId)?.schemes.find((one) => policyKey(one) === key);
  if (decided?.status === 'paid' || decided?.status === 'nothing-due') return true;
  return view.reviews(record.decisionId).some((review) => policyKey(review) === key && review.status === 'resolved');
}

function leftOf(settlement: RecordedSettlement, results: Replay['results'], rulebook: Rulebook, pot: Pot): Money {
  const left = results.get(settlement.record.decisionId)?.left[pot] ?? Money.ZERO;
  return Money.min(left.minusDownToZero(paidByHand(settlement, rulebook, pot)), leftToPay(settlement, rulebook));
}

/** What persons resolved to pay from benefits that take the pot. */
function paidByHand({ postings }: RecordedSettlement, rulebook: Rulebook, pot: Pot): Money {
  const parts = postings
    .filter(({ recordType }) => recordType === 'RESOLVE')
    .flatMap(({ schemeDigest, benefits }) => {
      const { rules } = rulebook.schemeByDigest(schemeDigest);
      return benefits.filter(([id]) => {
        const base = rules.benefits.find((benefit) => benefit.id === id)?.base;
        return base !== undefined && potsOf(base).includes(pot);
      });
    });
  return Money.sum(parts.map(([, amount]) => Money.of(amount)));
}
