import { Money } from '../money/money.ts';
import type { Reason } from '../scheme/words.ts';
import { addDays } from '../time/calendar.ts';
import { type Accumulators, asStored } from './accumulators.ts';
import type { Adjudication, ExplanationStep, SchemeDecision, SchemeStatus } from './decision.ts';
import { gatherFacts, type Stay, stayOf, tailDays } from './facts.ts';
import { type AdjudicationInput, policyKey, type SchemeTerms } from './input.ts';
import { personalBurden } from './pots.ts';
import { decideScheme, type Remaining } from './scheme.ts';

/**
 * Decides what every scheme in which a member holds a policy pays for one claim.
 *
 * Pure: the same input gives the same result, to the fen and to the word. Quoting, settling, replaying after a
 * reversal, simulating history and verifying the ledger are all this one function.
 *
 * @param input a checked claim and everything a decision hangs on
 * @returns the decision in yuan, its explanation, and the accumulators of every policy it changed
 */
export function adjudicate(input: AdjudicationInput): Adjudication {
  const { claim } = input;
  const compensation = Money.sum(claim.otherCompensation.map((entry) => entry.amount));
  const byHand = Money.sum([...(input.held?.values() ?? [])].map(({ paid }) => paid));
  let remaining: Remaining = {
    left: personalBurden(claim),
    guard: claim.personal.minusDownToZero(compensation.plus(byHand)),
  };
  let awaits = false;
  const schemes: SchemeDecision[] = [];
  const explanation: ExplanationStep[] = [];
  const accumulators = new Map<string, Accumulators>();
  const stay = stayOf(claim);
  const used = new Map(input.accumulators);
  for (const terms of takenUp(input, stay)) {
    const key = policyKey(terms.policy);
    const facts = gatherFacts(input, terms, stay, used);
    const decided = decideScheme(input, facts, remaining, awaits);
    remaining = decided;
    awaits ||= decided.pendedByGate;
    schemes.push(decided.decision);
    explanation.push(...decided.explanation);
    if (!decided.counted) continue;
    const now = asStored(decided.accumulators);
    used.set(key, now);
    accumulators.set(key, now);
  }
  return { ...conclude(input, schemes), schemes, explanation, left: remaining.left, accumulators };
}

/**
 * The policies that are taken up (rulebook A10): those whose period, with the scheme's tail, touches the stay; in the
 * order of their schemes' precedence, two of one scheme by their first day.
 */
function takenUp({ terms }: AdjudicationInput, { admittedOn, dischargedOn }: Stay): SchemeTerms[] {
  return terms
    .filter(
      (one) => one.policy.effectiveFrom <= dischargedOn && addDays(one.policy.effectiveTo, tailDays(one)) >= admittedOn,
    )
    .sort(
      (a, b) =>
        a.scheme.rules.precedence - b.scheme.rules.precedence ||
        compareText(a.policy.scheme, b.policy.scheme) ||
        compareText(a.policy.effectiveFrom, b.policy.effectiveFrom),
    );
}

function compareText(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

function conclude({ claim }: AdjudicationInput, schemes: readonly SchemeDecision[]) {
  const insurerPaid = Money.sum(schemes.map((scheme) => scheme.insurerPaid));
  const toHospital = claim.otherCompensation.filter((entry) => entry.paidTo === 'hospital');
  const patientPays = claim.personal
    .minus(insurerPaid)
    .minusDownToZero(Money.sum(toHospital.map((entry) => entry.amount)));
  const reason: Reason | null = schemes.length === 0 ? 'NOT_ENROLLED' : null;
  return {
    outcome: outcomeOf(schemes),
    reason,
    insurerPaid,
    memberBenefit: Money.sum(schemes.map((scheme) => scheme.memberBenefit)),
    patientPays,
    cashDue: patientPays.minusDownToZero(claim.accountPaid),
    refundDue: claim.accountPaid.minusDownToZero(patientPays),
  };
}

function outcomeOf(schemes: readonly SchemeDecision[]): SchemeStatus {
  const order: readonly SchemeStatus[] = ['paid', 'pended', 'nothing-due'];
  return order.find((status) => schemes.some((scheme) => scheme.status === status)) ?? 'declined';
}
