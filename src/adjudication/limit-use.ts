import { Money } from '../money/money.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { LimitRules } from '../scheme/limit.ts';
import { type BenefitUse, NO_USE } from './accumulators.ts';
import { admissionOf, admissionUse, own, useOf, type Work } from './work.ts';

/** What of an amount is left under a limit: by this benefit, or by all that share its pool, over the period it counts. */
export function amountLeft(benefit: BenefitRules, rules: LimitRules, whole: Money, work: Work): Money {
  return whole.minusDownToZero(Money.sum(usesUnder(benefit, rules, work).map(({ paid }) => paid)));
}

/** The same for a number of payouts or of paid days. */
export function numberLeft(
  benefit: BenefitRules,
  rules: LimitRules,
  unit: 'times' | 'days',
  whole: number,
  work: Work,
): number {
  const used = usesUnder(benefit, rules, work).reduce((sum, use) => sum + use[unit], 0);
  return Math.max(0, whole - used);
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

/** What was paid under a limit of lines before; under one of a single claim, which is not counted, nothing. */
export function lineLimitUse(benefit: BenefitRules, limit: LineLimit, group: string, work: Work): Money {
  const key = lineLimitKey(benefit, limit, group, work);
  const years = limit.rules.per === 'life' ? [work.accumulators, ...work.facts.otherYears] : [work.accumulators];
  return Money.sum(years.map(({ limits }) => own(limits, key)));
}
