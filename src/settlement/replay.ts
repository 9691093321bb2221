import type { Accumulators } from '../adjudication/accumulators.ts';
import { adjudicate } from '../adjudication/adjudicate.ts';
import type { Adjudication } from '../adjudication/decision.ts';
import type { AdjudicationInput } from '../adjudication/input.ts';
import type { AdjustmentRecord, RecordedSettlement } from '../ledger/ledger.ts';
import { Money } from '../money/money.ts';
import { recordedInput, settleBody } from './record.ts';
import type { Rulebook } from './terms.ts';

/** A settlement in a member's replay order. */
export interface Replayed {
  readonly decisionId: string;
  readonly input: Omit<AdjudicationInput, 'accumulators'>;
}

/** A fresh run over settlements in order (rulebook A12). */
export interface Replay {
  readonly results: ReadonlyMap<string, Adjudication>;
  readonly accumulators: ReadonlyMap<string, Accumulators>;
}

/** Adjudicates settlements one after the other, from nothing. */
export function replay(settlements: readonly Replayed[]): Replay {
  const accumulators = new Map<string, Accumulators>();
  const results = new Map<string, Adjudication>();
  for (const { decisionId, input } of settlements) {
    const found = adjudicate({ ...input, accumulators });
    results.set(decisionId, found);
    for (const [key, value] of found.accumulators) accumulators.set(key, value);
  }
  return { results, accumulators };
}

/** A recorded settlement as it takes part in a replay, with the terms frozen in its entry. */
export function replayed(settlement: RecordedSettlement, rulebook: Rulebook): Replayed {
  return {
    decisionId: settlement.record.decisionId,
    input: recordedInput(settleBody(settlement.entry), rulebook),
  };
}

/**
 * The adjustments that make what each settlement was paid, with its earlier adjustments, what the replay pays it.
 *
 * @param because the decision whose reversal or replacement changed things
 */
export function adjust(
  survivors: readonly RecordedSettlement[],
  results: Replay['results'],
  businessDate: string,
  because: string,
): AdjustmentRecord[] {
  return survivors.flatMap((settlement) => {
    const { decisionId } = settlement.record;
    const booked = bookedByScheme(settlement);
    const due = new Map<string, Money>();
    for (const scheme of results.get(decisionId)?.schemes ?? []) {
      add(due, scheme.scheme, scheme.insurerPaid.plus(scheme.memberBenefit));
    }
    return [...new Set([...booked.keys(), ...due.keys()])].flatMap((scheme) => {
      const difference = (due.get(scheme) ?? Money.ZERO).minus(booked.get(scheme) ?? Money.ZERO);
      if (difference.isZero()) return [];
      return [{ decisionId, scheme, businessDate, amount: difference.toFixed2(), because }];
    });
  });
}

/** Takes back what was adjusted on a settlement that falls away: its reversal takes back only what it paid itself. */
export function cancelAdjustments(
  { record, adjustments }: RecordedSettlement,
  businessDate: string,
  because: string,
): AdjustmentRecord[] {
  const open = new Map<string, Money>();
  for (const { scheme, amount } of adjustments) add(open, scheme, Money.of(amount));
  return [...open]
    .filter(([, amount]) => !amount.isZero())
    .map(([scheme, amount]) => ({
      decisionId: record.decisionId,
      scheme,
      businessDate,
      amount: amount.negated().toFixed2(),
      because,
    }));
}

/** What a settlement was paid by each scheme: at discharge, and by adjustments since. */
function bookedByScheme({ entry, adjustments }: RecordedSettlement): Map<string, Money> {
  const booked = new Map<string, Money>();
  for (const scheme of settleBody(entry).decision.schemes) {
    add(booked, scheme.scheme, Money.of(scheme.insurerPaid).plus(Money.of(scheme.memberBenefit)));
  }
  for (const { scheme, amount } of adjustments) add(booked, scheme, Money.of(amount));
  return booked;
}

function add(sums: Map<string, Money>, key: string, amount: Money): void {
  sums.set(key, (sums.get(key) ?? Money.ZERO).plus(amount));
}
