import type { Accumulators } from '../adjudication/accumulators.ts';
import { adjudicate } from '../adjudication/adjudicate.ts';
import type { Adjudication } from '../adjudication/decision.ts';
import type { AdjudicationInput, Held } from '../adjudication/input.ts';
import { applyStatement } from '../adjudication/statement.ts';
import type { NewEntry } from '../ledger/journal.ts';
import type { Booking, MemberView, RecordedSettlement } from '../ledger/ledger.ts';
import { lookAll } from '../store/database.ts';
import { type ReplayedStatement, readBooking } from './booking.ts';
import { type Amended, amendment, familyNow } from './family.ts';
import { pendings, type Waits, waitsBefore } from './pending.ts';
import { adjustPostings, cancelPostings } from './postings.ts';
import { recordedInput, termsOf } from './record.ts';
import type { FrozenTerms, Rulebook } from './terms.ts';

/** A settlement in a member's replay order. */
export interface ReplayedSettlement {
  readonly place: number;
  readonly decisionId: string;
  readonly input: Omit<AdjudicationInput, 'accumulators'>;
}

/** A fresh run (rulebook A12). */
export interface Replay {
  readonly results: ReadonlyMap<string, Adjudication>;
  readonly accumulators: ReadonlyMap<string, Accumulators>;
}

/** Runs through what stands, from nothing, in order of place; of equal places the earlier listed first. */
export function replay(history: readonly (ReplayedSettlement | ReplayedStatement)[]): Replay {
  const accumulators = new Map<string, Accumulators>();
  const results = new Map<string, Adjudication>();
  const held = heldBy(history);
  for (const one of [...history].sort((a, b) => a.place - b.place)) {
    if ('statement' in one) {
      accumulators.set(one.policyKey, applyStatement(accumulators.get(one.policyKey), one.statement, one.rules));
      continue;
    }
    const stated = held.get(one.decisionId) ?? new Map<string, Held>();
    const found = adjudicate({ ...one.input, accumulators, held: new Map([...(one.input.held ?? []), ...stated]) });
    results.set(one.decisionId, found);
    for (const [key, value] of found.accumulators) accumulators.set(key, value);
  }
  return { results, accumulators };
}

/** What persons have decided, by decision and policy. */
function heldBy(history: readonly (ReplayedSettlement | ReplayedStatement)[]): Map<string, Map<string, Held>> {
  const held = new Map<string, Map<string, Held>>();
  for (const one of history) {
    if (!('statement' in one) || one.holds === null) continue;
    const { decisionId } = one.holds;
    held.set(decisionId, new Map(held.get(decisionId)).set(one.policyKey, one.holds));
  }
  return held;
}

/**
 * A recorded settlement as it takes part in a replay, with the terms frozen in its entry or amended since.
 *
 * @param terms other terms, to see what they would change
 */
function replayed(
  settlement: RecordedSettlement,
  rulebook: Rulebook,
  terms: readonly FrozenTerms[] = termsOf(settlement),
): ReplayedSettlement {
  const { place, decisionId } = settlement.record;
  return { place, decisionId, input: recordedInput(settlement, terms, rulebook) };
}

/** What stands of a member: what a fresh run goes through, and what waits for persons before it. */
export interface Standing {
  /** In replay order. */
  readonly survivors: readonly RecordedSettlement[];
  readonly bookings: readonly Booking[];
  readonly waits: Waits;
  /** Terms instead of those that settlements stood under so far. */
  readonly amended: Amended;
}

/** @param without decisions that fall away, with what was stated on them */
export function standing(
  view: Pick<MemberView, 'survivors' | 'bookings' | 'reviews' | 'entry' | 'policies'>,
  rulebook: Rulebook,
  without: ReadonlySet<string> = new Set(),
): Standing {
  const [all, stated] = lookAll(view.survivors, view.bookings);
  const survivors = all.filter(({ record }) => !without.has(record.decisionId));
  const bookings = stated.filter(({ reference }) => !without.has(reference));
  return { survivors, bookings, waits: waitsBefore(view, survivors), amended: familyNow(view, survivors, rulebook) };
}

/** What stands, as it takes part in a replay. */
export function historyOf(
  { survivors, bookings, amended = {} }: Pick<Standing, 'survivors' | 'bookings'> & Partial<Pick<Standing, 'amended'>>,
  rulebook: Rulebook,
): (ReplayedSettlement | ReplayedStatement)[] {
  return [
    ...survivors.map((one) => replayed(one, rulebook, amended[one.record.decisionId])),
    ...bookings.map((booking) => readBooking(booking, rulebook)),
  ];
}

/**
 * The ADJUST entries that make what each settlement was paid, with all booked on it since, what the replay pays it; and
 * PEND entries for what the replay leaves to a person. Before them the entry that freezes amended terms.
 *
 * @param because the decision whose reversal, replacement or correction changed things
 */
export function adjustments(
  view: Pick<MemberView, 'reviews' | 'entry'>,
  standing: Standing,
  results: Replay['results'],
  because: string,
  at: Pick<NewEntry, 'at' | 'businessDate'>,
): NewEntry[] {
  const adjusted = standing.survivors.flatMap((settlement) =>
    entries(
      settlement,
      adjustPostings(settlement, results.get(settlement.record.decisionId)?.schemes ?? [], at.at),
      because,
      at,
    ),
  );
  return [...amendment(standing.amended, at), ...adjusted, ...pendings(view, standing, results, because, at)];
}

/** Takes back what was booked beside its own on settlements that fall away. */
export function cancellations(
  falling: readonly RecordedSettlement[],
  because: string,
  at: Pick<NewEntry, 'at' | 'businessDate'>,
): NewEntry[] {
  return falling.flatMap((settlement) => entries(settlement, cancelPostings(settlement, at.at), because, at));
}

function entries(
  { record }: RecordedSettlement,
  postings: ReturnType<typeof cancelPostings>,
  because: string,
  at: Pick<NewEntry, 'at' | 'businessDate'>,
): NewEntry[] {
  return postings.map((posting) => ({
    type: 'ADJUST',
    ...at,
    body: { decisionId: record.decisionId, because, postings: [posting] },
  }));
}
