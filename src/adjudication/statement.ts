import { Money } from '../money/money.ts';
import type { SchemeRules } from '../scheme/language.ts';
import { type Accumulators, type BenefitUse, NO_USE, UNTOUCHED } from './accumulators.ts';
import { looksAtAdmissions } from './work.ts';

/** What an insurer states by hand of one benefit. Amounts in yuan. */
export interface StatedBenefit {
  readonly benefit: string;
  readonly base: Money;
  readonly deductibleApplied: Money;
  readonly eligible: Money;
  /** The rate table the eligible amount counts in. */
  readonly table: string | null;
  readonly paid: Money;
}

/** What an insurer resolved, or settled elsewhere: it enters the accumulators as stated (rulebook A18). */
export interface Statement {
  readonly benefits: readonly StatedBenefit[];
  /** The admission a per-admission deductible belongs to. */
  readonly admission: string | null;
  readonly itemGroups: Readonly<Record<string, Money>>;
  readonly outOfPocket: Money;
}

/** The accumulators of a policy after a statement. */
export function applyStatement(
  before: Accumulators = UNTOUCHED,
  statement: Statement,
  rules: SchemeRules,
): Accumulators {
  const benefits = { ...before.benefits };
  const admissions = { ...before.admissions };
  for (const stated of statement.benefits) {
    const known = benefits[stated.benefit] ?? NO_USE;
    const benefit = rules.benefits.find(({ id }) => id === stated.benefit);
    const base = benefit?.base;
    const yearPart = base !== undefined && 'pots' in base && base.between !== undefined;
    const added = (use: BenefitUse): BenefitUse => ({
      ...use,
      deductible: use.deductible.plus(stated.deductibleApplied),
      eligible:
        stated.table === null
          ? use.eligible
          : { ...use.eligible, [stated.table]: (use.eligible[stated.table] ?? Money.ZERO).plus(stated.eligible) },
      cost: yearPart ? use.cost.plus(stated.base) : use.cost,
      paid: use.paid.plus(stated.paid),
      times: use.times + (stated.paid.isPositive() ? 1 : 0),
    });
    benefits[stated.benefit] = added(known);
    if (benefit !== undefined && looksAtAdmissions(benefit) && statement.admission !== null) {
      const used = admissions[statement.admission] ?? {};
      admissions[statement.admission] = { ...used, [stated.benefit]: added(used[stated.benefit] ?? NO_USE) };
    }
  }
  // Not an object: a group may be called what every object has.
  const itemGroups = new Map(Object.entries(before.itemGroups));
  for (const [group, paid] of Object.entries(statement.itemGroups)) {
    itemGroups.set(group, (itemGroups.get(group) ?? Money.ZERO).plus(paid));
  }
  return {
    ...before,
    benefits,
    admissions,
    itemGroups: Object.fromEntries(itemGroups),
    outOfPocket: before.outOfPocket.plus(statement.outOfPocket),
  };
}
