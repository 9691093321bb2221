import { Money } from '../money/money.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { LimitRules } from '../scheme/limit.ts';
import { type BenefitUse, NO_USE } from './accumulators.ts';
import { admissionOf, admissionUse, own, useOf, type Work } from './work.ts';

/**
 * What is left under a limit: by this benefit, or by all that share its pool, over the period it counts.
 *
 * @param unit `paid` for an amount in yuan, else the number of payouts or of paid days
 * @param whole the limit itself
 */
export function available(benefit: BenefitRules, rules: LimitRules, unit: 'paid', whole: Money, work: Work): Money;
export function available(
  benefit: BenefitRules,
  rules: LimitRules,
  unit: 'times' | 'days',
  whole: number,
  work: Work,
): number;
export function available(
  benefit: BenefitRules,
  rules: LimitRules,
  unit: 'paid' | 'times' | 'days',
  whole: Money | number,
  work: Work,
): Money | number {
  const used = usesUnder(benefit, rules, work);
  if (typeof whole === 'number') {
    return Math.max(
      0,
      used.reduce((rest, use) => rest - (unit === 'days' ? use.days : use.times), whole),
    );
  }
  return whole.minusDownToZero(Money.sum(used.map((use) => use.paid)));
}

function usesUnder(benefit: BenefitRules, rules: LimitRules, work: Work): BenefitUse[] {
  const sharing = sharers(benefit, rules, work);
  switch (rules.per) {
    case 'claim':
      return [];
    case 'admission':
      return sharing.map((id) => admissionUse(work, id));
    case 'year':
      return sharing.map((id) => useOf(work, id));
    case 'life':
      return sharing.flatMap((id) => [
        useOf(work, id),
        ...work.facts.otherYears.map(({ benefits }) => benefits[id] ?? NO_USE),
      ]);
  }
}

function sharers(benefit: BenefitRules, { pool }: LimitRules, work: Work): readonly string[] {
  if (pool === undefined) return [benefit.id];
  const { benefits } = work.facts.terms.scheme.rules;
  return benefits.filter((other) => other.limit?.some((one) => one.pool === pool)).map(({ id }) => id);
}

interface LineLimit {
  readonly rules: LimitRules;
  readonly index: number;
}

/** The key under which a limit of lines counts: its pool or its place, the admission where it counts over one, the item group. */
export function lineLimitKey(benefit: BenefitRules, { rules, index }: LineLimit, group: string, work: Work): string {
  const name = rules.pool ?? `${benefit.id}#${index + 1}`;
  const admission = rules.per === 'admission' ? `@${admissionOf(work)}` : '';
  return `${name}${admission}/${group}`;
}

/** What was paid under a limit of lines before. */
export function lineLimitUse(benefit: BenefitRules, limit: LineLimit, group: string, work: Work): Money {
  if (limit.rules.per === 'claim') return Money.ZERO;
  const key = lineLimitKey(benefit, limit, group, work);
  const years = limit.rules.per === 'life' ? [work.accumulators, ...work.facts.otherYears] : [work.accumulators];
  return Money.sum(years.map(({ limits }) => own(limits, key)));
}
