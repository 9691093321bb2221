import { Money } from '../money/money.ts';
import type { BenefitRules, RateTable } from '../scheme/language.ts';
import type { Base } from './base.ts';
import { holds } from './conditions.ts';
import type { Slice } from './decision.ts';
import { percent, type Steps } from './explain.ts';
import { useOf, type Work } from './work.ts';

/** True where each listed item has a rate; a list with a class the table does not know cannot be meant for it. */
export function classesKnown(table: RateTable, base: Base): boolean {
  const { classes } = table;
  return classes === undefined || base.weighed.every((one) => classes[one.class] !== undefined);
}

/** What the rates make of an eligible amount. */
export interface Rated {
  readonly slices: readonly Slice[];
  /** Unrounded. */
  readonly payout: Money;
  /** The cumulative eligible amount by table after this claim. */
  readonly eligible: Readonly<Record<string, Money>>;
}

/**
 * Pays an eligible amount by one rate table: marginal tiers on the year's cumulative eligible amount [I-1], one flat
 * rate, or a rate for each class of the listed items, over which the eligible amount is spread by weight [I-13]; the
 * renewal bonus is added to every rate.
 */
export function rate(
  benefit: BenefitRules,
  table: RateTable,
  eligible: Money,
  base: Base,
  work: Work,
  steps: Steps,
): Rated {
  const before = useOf(work, benefit.id).eligible;
  const bonuses = (benefit.bonus ?? []).filter((bonus) => holds(bonus.when, work.facts) === true);
  const points = Money.sum(bonuses.map((bonus) => bonus.points));
  const raised = (plain: Money) => Money.min(plain.plus(points), Money.ONE);
  const slices: Slice[] = [];
  const after: Record<string, Money> = { ...before };
  if (table.classes !== undefined) {
    for (const [name, plain] of Object.entries(table.classes)) {
      const inClass = Money.sum(base.weighed.filter((one) => one.class === name).map((one) => one.weight));
      if (inClass.isZero()) continue;
      const all = Money.sum(base.weighed.map((one) => one.weight));
      const from = before[name] ?? Money.ZERO;
      const amount = eligible.share(inClass, all);
      after[name] = from.plus(amount);
      slices.push({ table: name, from, to: from.plus(amount), amount, rate: raised(plain) });
    }
  } else {
    const from = before[table.table] ?? Money.ZERO;
    const to = from.plus(eligible);
    after[table.table] = to;
    for (const tier of tiersOf(table)) {
      const start = Money.max(from, tier.above);
      const end = tier.upTo === undefined ? to : Money.min(to, tier.upTo);
      if (end.gt(start)) {
        slices.push({ table: table.table, from: start, to: end, amount: end.minus(start), rate: raised(tier.rate) });
      }
    }
  }
  for (const slice of slices) {
    steps.add(
      'rate',
      table,
      slice.amount.times(slice.rate),
      `年度累计 ${slice.from.toFixed2()} 至 ${slice.to.toFixed2()} 元部分：${slice.amount.toFixed2()} 元 × ${percent(slice.rate)}${note(slice, table, points).zh}`,
      `from ${slice.from.toFixed2()} to ${slice.to.toFixed2()} of the year: ${slice.amount.toFixed2()} × ${percent(slice.rate)}${note(slice, table, points).en}`,
    );
  }
  for (const bonus of bonuses) {
    steps.note(
      'bonus',
      bonus,
      `各档比例已各提高 ${bonus.points.times(Money.of('100')).toString()} 个百分点`,
      `each rate above includes ${bonus.points.times(Money.of('100')).toString()} percentage points more`,
    );
  }
  const payout = Money.sum(slices.map((slice) => slice.amount.times(slice.rate)));
  return { slices, payout, eligible: after };
}

function note(slice: Slice, table: RateTable, points: Money): { zh: string; en: string } {
  const of = table.classes === undefined ? '' : ` (${slice.table})`;
  return points.isZero() ? { zh: of, en: of } : { zh: `${of}（含优待）`, en: `${of} (with bonus)` };
}

/** The tiers of a table with their lower bounds; a flat rate is one tier. An upper bound belongs to its tier. */
function tiersOf(table: RateTable): { above: Money; upTo: Money | undefined; rate: Money }[] {
  const tiers = table.tiers ?? (table.rate === undefined ? [] : [{ rate: table.rate, upTo: undefined }]);
  return tiers.map((tier, index) => ({
    above: tiers[index - 1]?.upTo ?? Money.ZERO,
    upTo: tier.upTo,
    rate: tier.rate,
  }));
}
