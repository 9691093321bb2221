import type { Money } from '../money/money.ts';
import type { SchemeRules } from './language.ts';

/**
 * The premium of one policy in yuan: the first case that fits what the roster says.
 *
 * @throws where no case fits, which the loader rules out
 */
export function premiumOf({ premium }: SchemeRules, policy: { plan: string; cohorts: readonly string[] }): Money {
  const found = premium.amount.find(
    ({ plan, cohort }) =>
      plan?.includes(policy.plan) !== false && cohort?.some((word) => policy.cohorts.includes(word)) !== false,
  );
  if (found === undefined) throw new Error('a checked premium has a case for every policy');
  return found.is;
}
