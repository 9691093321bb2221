import { Money } from '../money/money.ts';

/** What one benefit has used, in a policy year or in one admission. */
export interface BenefitUse {
  readonly deductible: Money;
  /** What of the deductible others' payments used, and not costs of this benefit. */
  readonly credited: Money;
  /** Cumulative eligible amount by rate table. */
  readonly eligible: Readonly<Record<string, Money>>;
  /** Cumulative cost of a benefit that looks at a part of the year's cost. */
  readonly cost: Money;
  readonly paid: Money;
  /** How often it paid. */
  readonly times: number;
  /** For how many days it paid. */
  readonly days: number;
}

/** What a policy (one member in one scheme for one policy year) has used (rulebook A6). */
export interface Accumulators {
  readonly benefits: Readonly<Record<string, BenefitUse>>;
  /** By admission (`hospital id`, a blank, `encounter id`), then by benefit; only where a rule looks at admissions. */
  readonly admissions: Readonly<Record<string, Readonly<Record<string, BenefitUse>>>>;
  /** Unrounded amount paid by item group. */
  readonly itemGroups: Readonly<Record<string, Money>>;
  /** Unrounded amount paid under each limit that looks at some of the lines. */
  readonly limits: Readonly<Record<string, Money>>;
  /** The year's out-of-pocket that an out-of-pocket cap looks at. */
  readonly outOfPocket: Money;
  /** Deductibles that this member has borne whole and that are waived for the family from then on. */
  readonly borne: readonly string[];
}

export const NO_USE: BenefitUse = {
  deductible: Money.ZERO,
  credited: Money.ZERO,
  eligible: {},
  cost: Money.ZERO,
  paid: Money.ZERO,
  times: 0,
  days: 0,
};

export const UNTOUCHED: Accumulators = {
  benefits: {},
  admissions: {},
  itemGroups: {},
  limits: {},
  outOfPocket: Money.ZERO,
  borne: [],
};

/** The key of an admission: one encounter of one hospital (rulebook A7). */
export function admissionKey(hospitalId: string, encounterId: string): string {
  return `${hospitalId} ${encounterId}`;
}

/** The sum of what the benefits paid. */
export function totalPaid(accumulators: Accumulators): Money {
  return Money.sum(Object.values(accumulators.benefits).map((use) => use.paid));
}

/** True where both say the same: what is credited, times and days only count together with what is looked at here. */
export function sameUse(a: BenefitUse, b: BenefitUse): boolean {
  return (
    a.deductible.eq(b.deductible) &&
    a.cost.eq(b.cost) &&
    a.paid.eq(b.paid) &&
    Object.entries(a.eligible).every(([table, amount]) => amount.eq(b.eligible[table] ?? Money.ZERO))
  );
}

interface BenefitUseJson {
  readonly deductible: string;
  readonly credited?: string;
  readonly eligible: Record<string, string>;
  readonly cost?: string;
  readonly paid: string;
  readonly times: number;
  readonly days?: number;
}

/** Accumulators as the journal and the store keep them: every amount exact, as text; what few schemes have, only where it is. */
export interface AccumulatorsJson {
  readonly benefits: Record<string, BenefitUseJson>;
  readonly admissions: Record<string, Record<string, BenefitUseJson>>;
  readonly itemGroups: Record<string, string>;
  readonly limits?: Record<string, string>;
  readonly outOfPocket: string;
  readonly borne?: readonly string[];
}

const exact = (amounts: Readonly<Record<string, Money>>): Record<string, string> =>
  mapValues(amounts, (amount) => amount.toExact());
const money = (texts: Record<string, string>): Record<string, Money> => mapValues(texts, (text) => Money.of(text));

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  const entries = Object.entries(record);
  return entries.length === 0 ? {} : Object.fromEntries(entries.map(([key, value]) => [key, change(value)]));
}

function useToJson(use: BenefitUse): BenefitUseJson {
  return {
    deductible: use.deductible.toExact(),
    ...(use.credited.isZero() ? {} : { credited: use.credited.toExact() }),
    eligible: exact(use.eligible),
    ...(use.cost.isZero() ? {} : { cost: use.cost.toExact() }),
    paid: use.paid.toExact(),
    times: use.times,
    ...(use.days === 0 ? {} : { days: use.days }),
  };
}

function useFromJson(json: BenefitUseJson): BenefitUse {
  return {
    deductible: Money.of(json.deductible),
    credited: json.credited === undefined ? Money.ZERO : Money.of(json.credited),
    eligible: money(json.eligible),
    cost: json.cost === undefined ? Money.ZERO : Money.of(json.cost),
    paid: Money.of(json.paid),
    times: json.times,
    days: json.days ?? 0,
  };
}

export function accumulatorsToJson(accumulators: Accumulators): AccumulatorsJson {
  const { benefits, admissions, itemGroups, limits, outOfPocket, borne } = accumulators;
  return {
    benefits: mapValues(benefits, useToJson),
    admissions: mapValues(admissions, (uses) => mapValues(uses, useToJson)),
    itemGroups: exact(itemGroups),
    ...(Object.keys(limits).length === 0 ? {} : { limits: exact(limits) }),
    outOfPocket: outOfPocket.toExact(),
    ...(borne.length === 0 ? {} : { borne }),
  };
}

export function accumulatorsFromJson(json: AccumulatorsJson): Accumulators {
  return {
    benefits: mapValues(json.benefits, useFromJson),
    admissions: mapValues(json.admissions, (uses) => mapValues(uses, useFromJson)),
    itemGroups: money(json.itemGroups),
    limits: money(json.limits ?? {}),
    outOfPocket: Money.of(json.outOfPocket),
    borne: json.borne ?? [],
  };
}

/**
 * Accumulators as reading them back from the store would give them. Shares are kept to 30 decimals: a fresh run that
 * carried more between two claims would come to other accumulators than the store has.
 */
export function asStored(accumulators: Accumulators): Accumulators {
  const { benefits, admissions, itemGroups, limits, outOfPocket, borne } = accumulators;
  return {
    benefits: sameOrChanged(benefits, useAsStored),
    admissions: sameOrChanged(admissions, (uses) => sameOrChanged(uses, useAsStored)),
    itemGroups: sameOrChanged(itemGroups, kept),
    limits: sameOrChanged(limits, kept),
    outOfPocket: kept(outOfPocket),
    borne,
  };
}

function useAsStored(use: BenefitUse): BenefitUse {
  const { deductible, credited, eligible, cost, paid } = use;
  if ([deductible, credited, cost, paid, ...Object.values(eligible)].every((amount) => kept(amount) === amount))
    return use;
  return {
    ...use,
    deductible: kept(deductible),
    credited: kept(credited),
    eligible: mapValues(eligible, kept),
    cost: kept(cost),
    paid: kept(paid),
  };
}

/** As {@link mapValues}; the record itself where no value changes, as few ever do. */
function sameOrChanged<A>(record: Readonly<Record<string, A>>, change: (value: A) => A): Readonly<Record<string, A>> {
  return Object.values(record).every((value) => change(value) === value) ? record : mapValues(record, change);
}

function kept(amount: Money): Money {
  return amount.asKept();
}
