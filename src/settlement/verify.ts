import { type Accumulators, accumulatorsToJson } from '../adjudication/accumulators.ts';
import { canonicalJson } from '../claim/digest.ts';
import type { Ledger, MemberView } from '../ledger/ledger.ts';
import { adjustPostings } from './postings.ts';
import { historyOf, type Replay, replay } from './replay.ts';
import type { Rulebook } from './terms.ts';

/** What of a member does not follow from the journal. */
export type MemberFlaw = 'ACCUMULATORS_DIFFER' | 'PAYOUT_DIFFERS';

/** The first difference of a member; `decisionId` where it is about one settlement. */
export interface MemberDifference {
  readonly flaw: MemberFlaw;
  readonly decisionId: string | null;
}

/**
 * Runs all that stands of a member afresh (rulebook A12) and holds it against what is kept: the accumulators, and for each
 * settlement that what was paid at discharge and adjusted since is what the fresh run pays.
 */
export function verifyMember(
  ledger: Pick<Ledger, 'read'>,
  rulebook: Rulebook,
  memberId: string,
): Promise<MemberDifference | undefined> {
  return ledger.read((all) => differenceOf(all.member({ memberId, hospitalId: '' }), rulebook));
}

function differenceOf(view: MemberView, rulebook: Rulebook): MemberDifference | undefined {
  const { results, accumulators } = freshRun(view, rulebook);
  if (!sameAccumulators(accumulators, view.accumulators)) return { flaw: 'ACCUMULATORS_DIFFER', decisionId: null };
  const off = view
    .survivors()
    .find((one) => adjustPostings(one, results.get(one.record.decisionId)?.schemes ?? [], one.entry.at).length > 0);
  return off === undefined ? undefined : { flaw: 'PAYOUT_DIFFERS', decisionId: off.record.decisionId };
}

/**
 * Makes a member's accumulators again from the journal, where they are not what follows from it: a later version may
 * count what an earlier one did not.
 *
 * @returns whether they were others
 */
export function rebuildMember(ledger: Ledger, rulebook: Rulebook, memberId: string): Promise<boolean> {
  return ledger.write({ memberId, hospitalId: '' }, (view) => {
    const { accumulators } = freshRun(view, rulebook);
    if (sameAccumulators(accumulators, view.accumulators)) return { answer: false };
    return { answer: true, append: { entries: [], settlements: [], accumulators, replaceAll: true } };
  });
}

function freshRun(view: MemberView, rulebook: Rulebook): Replay {
  return replay(historyOf({ survivors: view.survivors(), bookings: view.bookings() }, rulebook));
}

type AllAccumulators = ReadonlyMap<string, Accumulators>;

function sameAccumulators(one: AllAccumulators, other: AllAccumulators): boolean {
  const asJson = (all: AllAccumulators) =>
    canonicalJson(Object.fromEntries([...all].map(([key, value]) => [key, accumulatorsToJson(value)])));
  return asJson(one) === asJson(other);
}
