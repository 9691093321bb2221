import { canonicalJson } from '../claim/digest.ts';
import type { NewEntry } from '../ledger/journal.ts';
import type { Ledger, MemberView, Verdict } from '../ledger/ledger.ts';
import { Money } from '../money/money.ts';
import { AUTO_PAY_LIMIT, AUTO_PAY_STOP } from '../scheme/facts.ts';
import type { DateText } from '../time/calendar.ts';
import type { Clock } from '../time/clock.ts';
import { moment } from './entries.ts';
import { familyNow } from './family.ts';
import { pendedBy, waitsBefore } from './pending.ts';
import { type AmendmentBody, termsOf } from './record.ts';
import { adjustments, historyOf, replay } from './replay.ts';
import { currentTerms, type FrozenTerms, freeze, type Rulebook } from './terms.ts';

/** What is to be adjudicated again, and why. */
export interface Readjudication {
  readonly scheme: string;
  /** Settlements of this business day and later. */
  readonly from: DateText;
  /** For the record: what was corrected. */
  readonly reason: string;
}

/** A difference that a readjudication finds. Amounts in yuan. */
export interface ReadjudicatedDifference {
  readonly decisionId: string;
  readonly hospitalId: string;
  readonly settlementId: string;
  readonly policyNo: string;
  /** The scheme whose payout changes: the corrected one, or a later one in the cascade. */
  readonly scheme: string;
  /** Signed: what the insurer owes the member more (or, negative, less) than before. */
  readonly amount: Money;
}

interface Found {
  /** How many settlements stand under new terms. */
  readonly settlements: number;
  readonly differences: readonly ReadjudicatedDifference[];
  /** How many reviews it opens: what the new terms leave to a person. */
  readonly reviews: number;
}

/** Facts that are no rule. */
const BRAKES: readonly string[] = [AUTO_PAY_LIMIT, AUTO_PAY_STOP];

const NOTHING: Found = { settlements: 0, differences: [], reviews: 0 };

/**
 * Adjudicates a member's settlements again under the rules, facts, lists and shares as they are now; policies, but for
 * what others of a family have used, and hospitals stay as they were frozen. The new terms are frozen in the stead of the
 * old ones, the differences are booked as adjustments. Where nothing has changed, nothing is written.
 */
export function decideReadjudication(
  view: MemberView,
  { scheme, from, reason }: Readjudication,
  rulebook: Rulebook,
  now: number,
): Verdict<Found> {
  const survivors = view.survivors();
  const changed: Record<string, readonly FrozenTerms[]> = {};
  for (const settlement of survivors) {
    if (settlement.record.businessDate < from) continue;
    const old = termsOf(settlement);
    const fresh = old.map((terms) => (terms.policy.scheme === scheme ? renewed(terms, rulebook) : terms));
    if (canonicalJson(fresh) !== canonicalJson(old)) changed[settlement.record.decisionId] = fresh;
  }
  const settlements = Object.keys(changed).length;
  if (settlements === 0) return { answer: NOTHING };
  const amended = familyNow(view, survivors, rulebook, changed);
  // What is amended has an entry of its own here.
  const stands = { survivors, bookings: view.bookings(), waits: waitsBefore(view, survivors), amended: {} };
  const { results, accumulators } = replay(historyOf({ ...stands, amended }, rulebook));
  const at = moment(now, view);
  const body: AmendmentBody = { reason, scheme, terms: amended };
  const adjusted = adjustments(view, stands, results, `READJUDICATE ${reason}`, at);
  return {
    append: {
      entries: [{ type: 'READJUDICATE', ...at, body }, ...adjusted],
      settlements: [],
      accumulators,
      replaceAll: true,
    },
    answer: {
      settlements,
      differences: differencesOf(adjusted),
      reviews: pendedBy(adjusted),
    },
  };
}

function renewed(terms: FrozenTerms, rulebook: Rulebook): FrozenTerms {
  const [current] = currentTerms([terms.policy], rulebook);
  if (current === undefined) return terms;
  const fresh = freeze(current, rulebook);
  // The insurer's brake of today holds back claims of today; what was paid without it stays paid.
  const rules = Object.entries(fresh.facts).filter(([name]) => !BRAKES.includes(name));
  const brakes = Object.entries(terms.facts).filter(([name]) => BRAKES.includes(name));
  return { ...fresh, facts: Object.fromEntries([...rules, ...brakes]) };
}

function differencesOf(adjusted: readonly NewEntry[]): ReadjudicatedDifference[] {
  return adjusted.flatMap(({ body }) =>
    (body.postings ?? []).map(({ decisionId, hospitalId, settlementId, policyNo, scheme, memberBenefit }) => ({
      decisionId,
      hospitalId,
      settlementId,
      policyNo,
      scheme,
      amount: Money.of(memberBenefit),
    })),
  );
}

/**
 * Runs a readjudication over all members, one write a member. Interrupted, it may be run again: members that are done
 * have nothing left to change.
 *
 * @param commit without it nothing is written and the differences are what would be booked; where members of a family bear
 *   a deductible together, each as if only he were adjudicated again
 * @returns the findings, member by member
 */
export async function* readjudicate(
  ledger: Ledger,
  rulebook: Rulebook,
  clock: Clock,
  order: Readjudication,
  commit: boolean,
): AsyncGenerator<Found> {
  for await (const memberId of ledger.membersSince(order.from)) {
    const ask = { memberId, hospitalId: '' };
    const decide = (view: MemberView) => decideReadjudication(view, order, rulebook, clock.business());
    yield await (commit ? ledger.write(ask, decide) : ledger.read((view) => decide(view.member(ask)).answer));
  }
}
