import { policyKey } from '../../../src/adjudication/input.ts';
import type { AmountByCase } from '../../../src/scheme/amounts.ts';
import type { SchemeRules } from '../../../src/scheme/language.ts';
import type { Checks } from '../broken.ts';
import type { Fresh } from './member.ts';

/** What a benefit of one policy came to over all claims, added up from the decisions themselves; whole fen. */
interface Sum {
  paid: number;
  deductible: number;
  times: number;
  readonly byAdmission: Map<string, number>;
}

type Sums = Map<string, Map<string, Sum>>;

/** Adds up decisions, policy by policy and benefit by benefit. The product's accumulators are not looked at. */
function addUp({ results }: Fresh): Sums {
  const sums: Sums = new Map();
  for (const [{ input }, { schemes }] of results) {
    const admission = `${input.hospital.id} ${input.claim.encounter.id}`;
    for (const scheme of schemes) {
      const key = policyKey(scheme);
      const benefits = sums.get(key) ?? new Map<string, Sum>();
      sums.set(key, benefits);
      for (const { benefit, paid, deductible } of scheme.benefits) {
        const sum = benefits.get(benefit) ?? { paid: 0, deductible: 0, times: 0, byAdmission: new Map() };
        benefits.set(benefit, sum);
        const applied = toFen(deductible.applied);
        sum.paid += toFen(paid);
        sum.times += paid.isPositive() ? 1 : 0;
        sum.deductible += applied;
        sum.byAdmission.set(admission, (sum.byAdmission.get(admission) ?? 0) + applied);
      }
    }
  }
  return sums;
}

/** An amount that may not be whole fen, rounded: what is off by less than a fen is no limit overrun. */
function toFen(amount: { toFixed2(): string }): number {
  return Math.round(Number(amount.toFixed2()) * 100);
}

/** The highest of the amounts by case; nothing where one of them is a fact, which may have any value. */
function highest(amounts: AmountByCase): number | undefined {
  const yuan = amounts.flatMap(({ is }) => ('yuan' in is ? [Number(is.yuan.toFixed2()) * 100] : []));
  return yuan.length < amounts.length ? undefined : Math.round(Math.max(0, ...yuan));
}

/**
 * Holds what was paid and deducted over the claims of a member against the limits and deductibles that the scheme states.
 *
 * @param rulesOf the rules of a scheme
 */
export function checkLimits(fresh: Fresh, rulesOf: (scheme: string) => SchemeRules, checks: Checks): void {
  for (const [key, benefits] of addUp(fresh)) {
    const rules = rulesOf(key.slice(0, key.indexOf('/')));
    const sumOf = (ids: readonly string[], of: (sum: Sum) => number) =>
      ids.reduce((total, id) => {
        const sum = benefits.get(id);
        return total + (sum === undefined ? 0 : of(sum));
      }, 0);
    for (const benefit of rules.benefits) {
      for (const { per, amount, lines, each, pool, times } of benefit.limit ?? []) {
        if (per !== 'year' && per !== 'life') continue;
        const sharing =
          pool === undefined
            ? [benefit.id]
            : rules.benefits.filter((one) => one.limit?.some((other) => other.pool === pool)).map(({ id }) => id);
        const most = amount === undefined ? undefined : highest(amount);
        if (most !== undefined && lines === undefined && each === undefined) {
          const paid = sumOf(sharing, (sum) => sum.paid);
          checks.that('no limit is exceeded', paid <= most, () => `${key} ${benefit.id} pays ${paid} of ${most} fen`);
        }
        if (times !== undefined && benefit.lumpSum !== undefined) {
          const paid = sumOf(sharing, (sum) => sum.times);
          checks.that('no sum is paid too often', paid <= times, () => `${key} ${benefit.id} pays ${paid} times`);
        }
      }
      const { deductible } = benefit;
      const whole = deductible === undefined ? undefined : highest(deductible.amount);
      if (deductible === undefined || whole === undefined) continue;
      const sharing =
        deductible.pool === undefined
          ? [benefit.id]
          : rules.benefits.filter((one) => one.deductible?.pool === deductible.pool).map(({ id }) => id);
      if (deductible.per === 'year') {
        const applied = sumOf(sharing, (sum) => sum.deductible);
        checks.that(
          'no deductible is taken twice',
          applied <= whole,
          () => `${key} ${benefit.id}: ${applied} > ${whole}`,
        );
        continue;
      }
      for (const admission of new Set(sharing.flatMap((id) => [...(benefits.get(id)?.byAdmission.keys() ?? [])]))) {
        const applied = sumOf(sharing, (sum) => sum.byAdmission.get(admission) ?? 0);
        checks.that(
          'no deductible is taken twice',
          applied <= whole,
          () => `${key} ${benefit.id} in ${admission}: ${applied} > ${whole}`,
        );
      }
    }
  }
}
