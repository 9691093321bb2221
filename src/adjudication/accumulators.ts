import { Money } from '../money/money.ts';

/** What one benefit has used in one policy year. */
export interface BenefitUse {
  readonly deductible: Money;
  /** Cumulative eligible amount by rate table. */
  readonly eligible: Readonly<Record<string, Money>>;
  readonly paid: Money;
  /** How often a lump sum was paid. */
  readonly times: number;
}

/** What a policy (one member in one scheme for one policy year) has used (rulebook A6). */
export interface Accumulators {
  readonly benefits: Readonly<Record<string, BenefitUse>>;
  /** Deductible used by admission (`hospital id`, a blank, `encounter id`), then by benefit. */
  readonly admissions: Readonly<Record<string, Readonly<Record<string, Money>>>>;
  /** Unrounded amount paid by item group. */
  readonly itemGroups: Readonly<Record<string, Money>>;
  /** The year's out-of-pocket that an out-of-pocket cap looks at. */
  readonly outOfPocket: Money;
}

export const NO_USE: BenefitUse = { deductible: Money.ZERO, eligible: {}, paid: Money.ZERO, times: 0 };

export const UNTOUCHED: Accumulators = { benefits: {}, admissions: {}, itemGroups: {}, outOfPocket: Money.ZERO };

/** The key of an admission: one encounter of one hospital (rulebook A7). */
export function admissionKey(hospitalId: string, encounterId: string): string {
  return `${hospitalId} ${encounterId}`;
}

/** The sum of what the benefits paid. */
export function totalPaid(accumulators: Accumulators): Money {
  return Money.sum(Object.values(accumulators.benefits).map((use) => use.paid));
}

/** Accumulators as the journal and the store keep them: every amount exact, as text. */
export interface AccumulatorsJson {
  readonly benefits: Record<
    string,
    { deductible: string; eligible: Record<string, string>; paid: string; times: number }
  >;
  readonly admissions: Record<string, Record<string, string>>;
  readonly itemGroups: Record<string, string>;
  readonly outOfPocket: string;
}

const exact = (amounts: Readonly<Record<string, Money>>): Record<string, string> =>
  mapValues(amounts, (amount) => amount.toExact());
const money = (texts: Record<string, string>): Record<string, Money> => mapValues(texts, (text) => Money.of(text));

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

export function accumulatorsToJson(accumulators: Accumulators): AccumulatorsJson {
  return {
    benefits: mapValues(accumulators.benefits, (use) => ({
      deductible: use.deductible.toExact(),
      eligible: exact(use.eligible),
      paid: use.paid.toExact(),
      times: use.times,
    })),
    admissions: mapValues(accumulators.admissions, exact),
    itemGroups: exact(accumulators.itemGroups),
    outOfPocket: accumulators.outOfPocket.toExact(),
  };
}

export function accumulatorsFromJson(json: AccumulatorsJson): Accumulators {
  return {
    benefits: mapValues(json.benefits, (use) => ({
      deductible: Money.of(use.deductible),
      eligible: money(use.eligible),
      paid: Money.of(use.paid),
      times: use.times,
    })),
    admissions: mapValues(json.admissions, money),
    itemGroups: money(json.itemGroups),
    outOfPocket: Money.of(json.outOfPocket),
  };
}

/**
 * Accumulators as reading them back from the store would give them. Shares are kept to 30 decimals: a fresh run that
 * carried more between two claims would come to other accumulators than the store has.
 */
export function asStored(accumulators: Accumulators): Accumulators {
  return accumulatorsFromJson(accumulatorsToJson(accumulators));
}
