import { Money } from '../money/money.ts';
import type { BenefitRules, RateTable } from '../scheme/language.ts';
import type { Reason } from '../scheme/words.ts';
import { inYuan } from './amounts.ts';
import type { Base } from './base.ts';
import { holds } from './conditions.ts';
import type { Slice } from './decision.ts';
import type { Deducted } from './deductible.ts';
import { percent, type Steps } from './explain.ts';
import type { Facts } from './facts.ts';
import { admissionUse, count, countYear, useOf, type Work } from './work.ts';

/** A tier with both bounds; the upper one belongs to it. */
interface Tier {
  readonly above: Money;
  readonly upTo: Money | undefined;
  readonly rate: Money;
}

/** The rates of a claim: the table that applies with its bounds in yuan, and what is added to every rate. */
export interface Rates {
  readonly table: RateTable;
  readonly tiers: readonly Tier[];
  readonly bonuses: readonly NonNullable<BenefitRules['bonus']>[number][];
}

/**
 * Finds the bounds of a table and the bonuses that apply.
 *
 * @returns a reason where a bound is a fact that nobody set, or a bonus cannot be told
 */
export function findRates(benefit: BenefitRules, table: RateTable, facts: Facts): Rates | Reason {
  const bonuses: Rates['bonuses'][number][] = [];
  for (const bonus of benefit.bonus ?? []) {
    const truth = holds(bonus.when, facts);
    if (typeof truth === 'string') return truth;
    if (truth) bonuses.push(bonus);
  }
  const tiers: Tier[] = [];
  let above = Money.ZERO;
  for (const tier of table.tiers ?? (table.rate === undefined ? [] : [{ rate: table.rate, upTo: undefined }])) {
    const upTo = tier.upTo === undefined ? undefined : inYuan(tier.upTo, facts);
    if (typeof upTo === 'string') return upTo;
    tiers.push({ above, upTo, rate: tier.rate });
    // A bound that is a fact may come to lie below the one before it: that tier is then empty.
    above = Money.max(above, upTo ?? above);
  }
  return { table, tiers, bonuses };
}

/** True where each listed item has a rate; a list with a class the table does not know cannot be meant for it. */
export function classesKnown(table: RateTable, base: Base): boolean {
  const { classes } = table;
  return classes === undefined || base.weighed().every((one) => Object.hasOwn(classes, one.class));
}

/** What the rates make of an eligible amount. */
export interface Rated {
  readonly slices: readonly Slice[];
  /** Whether each slice is a class of the listed items. */
  readonly byClass: boolean;
  /** Unrounded. */
  readonly payout: Money;
}

/**
 * Pays an eligible amount by one rate table and books it in the table's cumulative amount: tiers [I-1], one flat rate, or
 * a rate for each class of the listed items, over which the eligible amount is spread by weight [I-13].
 */
export function rate(
  benefit: BenefitRules,
  rates: Rates,
  deducted: Deducted,
  base: Base,
  work: Work,
  steps: Steps,
): Rated {
  const { table, bonuses } = rates;
  const points = Money.sum(bonuses.map((bonus) => bonus.points));
  const raised = (plain: Money) => Money.min(Money.max(plain.plus(points), Money.ZERO), Money.ONE);
  const slices =
    table.classes === undefined
      ? sliceTiers(benefit, rates, deducted, raised, work)
      : sliceClasses(benefit, table.classes, deducted.eligible, raised, base, work);
  for (const slice of slices) explainSlice(slice, table, points, steps);
  for (const bonus of bonuses) {
    const { zh, en } = pointsInWords(bonus.points);
    steps.note('bonus', bonus, `各档比例已${zh}`, `each rate above ${en}`);
  }
  return {
    slices,
    byClass: table.classes !== undefined,
    payout: Money.sum(slices.map((slice) => slice.amount.times(slice.rate))),
  };
}

function sliceTiers(
  benefit: BenefitRules,
  { table, tiers }: Rates,
  deducted: Deducted,
  raised: (plain: Money) => Money,
  work: Work,
): Slice[] {
  const { eligible } = deducted;
  const from = position(benefit, table, deducted, work);
  const to = from.plus(eligible);
  count(work, benefit, (use) => ({ ...use, eligible: advanced(use.eligible, table.table, eligible) }));
  if (table.bounds?.pays === 'whole') {
    const reached = tiers.find((tier) => tier.upTo === undefined || to.lte(tier.upTo));
    return reached === undefined
      ? []
      : [{ table: table.table, from, to, amount: eligible, rate: raised(reached.rate) }];
  }
  const slices: Slice[] = [];
  for (const tier of tiers) {
    const start = Money.max(from, tier.above);
    const end = tier.upTo === undefined ? to : Money.min(to, tier.upTo);
    if (end.lte(start)) continue;
    slices.push({ table: table.table, from: start, to: end, amount: end.minus(start), rate: raised(tier.rate) });
  }
  return slices;
}

/** Where the claim's eligible amount begins on the scale of the bounds: behind the costs so far, and no payment by others. */
function position(benefit: BenefitRules, table: RateTable, deducted: Deducted, work: Work): Money {
  const { count: counting, per = 'year' } = table.bounds ?? {};
  const deductible = (used: Money) => (counting === 'before-deductible' ? used : Money.ZERO);
  if (per === 'claim') return deductible(deducted.deductible.applied);
  const use = per === 'year' ? useOf(work, benefit.id) : admissionUse(work, benefit.id);
  return (use.eligible[table.table] ?? Money.ZERO).plus(deductible(use.deductible.minus(use.credited)));
}

function sliceClasses(
  benefit: BenefitRules,
  classes: Readonly<Record<string, Money>>,
  eligible: Money,
  raised: (plain: Money) => Money,
  base: Base,
  work: Work,
): Slice[] {
  const weighed = base.weighed();
  const all = Money.sum(weighed.map((one) => one.weight));
  return Object.entries(classes).flatMap(([name, plain]) => {
    const inClass = Money.sum(weighed.filter((one) => one.class === name).map((one) => one.weight));
    if (inClass.isZero()) return [];
    const from = useOf(work, benefit.id).eligible[name] ?? Money.ZERO;
    const amount = eligible.share(inClass, all);
    countYear(work, benefit.id, (use) => ({ ...use, eligible: advanced(use.eligible, name, amount) }));
    return [{ table: name, from, to: from.plus(amount), amount, rate: raised(plain) }];
  });
}

function advanced(
  eligible: Readonly<Record<string, Money>>,
  table: string,
  amount: Money,
): Readonly<Record<string, Money>> {
  return { ...eligible, [table]: (eligible[table] ?? Money.ZERO).plus(amount) };
}

/** What the positions on the scale of the bounds are counted over. */
const SCALES = {
  year: { zh: '年度累计', en: 'of the year' },
  admission: { zh: '本次住院累计', en: 'of the admission' },
  claim: { zh: '本次', en: 'of this claim' },
} as const;

function explainSlice(slice: Slice, table: RateTable, points: Money, steps: Steps): void {
  const of = table.classes === undefined ? '' : ` (${slice.table})`;
  const bonus = points.isZero() ? { zh: '', en: '' } : { zh: '（含比例调整）', en: ' (with adjusted points)' };
  const { per = 'year' } = table.bounds ?? {};
  const scale = SCALES[per];
  const [from, to, amount] = [slice.from.toFixed2(), slice.to.toFixed2(), slice.amount.toFixed2()];
  const rate = percent(slice.rate);
  steps.add(
    'rate',
    table,
    slice.amount.times(slice.rate),
    `${scale.zh} ${from} 至 ${to} 元部分：${amount} 元 × ${rate}${of}${bonus.zh}`,
    `from ${from} to ${to} ${scale.en}: ${amount} × ${rate}${of}${bonus.en}`,
  );
}

function pointsInWords(points: Money): { zh: string; en: string } {
  const figure = points.abs().times(Money.of('100')).toString();
  return points.isNegative()
    ? { zh: `各降低 ${figure} 个百分点`, en: `is ${figure} percentage points less` }
    : { zh: `各提高 ${figure} 个百分点`, en: `includes ${figure} percentage points more` };
}
