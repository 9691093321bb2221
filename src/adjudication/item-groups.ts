import { Money } from '../money/money.ts';
import type { Base } from './base.ts';
import type { Reduction } from './decision.ts';
import type { Steps } from './explain.ts';
import { groupUse, type Work } from './work.ts';

/** A payout after the item-group caps, unrounded, and what of it falls on each capped group. */
export interface CappedGroups {
  readonly payout: Money;
  readonly shares: ReadonlyMap<string, Money>;
}

const NO_SHARES: ReadonlyMap<string, Money> = new Map();

/**
 * Caps what is paid for one item group in a year, over all benefits of the scheme [I-7]: the payout is spread over the
 * lines by weight, and a group's share above what is left of its cap is cut.
 */
export function capItemGroups(
  base: Base,
  full: Money,
  work: Work,
  steps: Steps,
  reductions: Reduction[],
): CappedGroups {
  const rules = work.facts.terms.scheme.rules.itemGroupCap;
  if (rules === undefined) return { payout: full, shares: NO_SHARES };
  const shares = new Map<string, Money>();
  const total = Money.sum(base.weighed().map((one) => one.weight));
  const weights = new Map<string, Money>();
  for (const { line, weight } of base.weighed()) {
    if (!rules.categories.includes(line.category)) continue;
    weights.set(line.itemGroup, (weights.get(line.itemGroup) ?? Money.ZERO).plus(weight));
  }
  let payout = full;
  for (const [group, weight] of weights) {
    const share = full.share(weight, total);
    const available = rules.amount.minusDownToZero(groupUse(work, group));
    const kept = Money.min(share, available);
    shares.set(group, kept);
    if (share.lte(available)) continue;
    const cut = share.minus(kept);
    payout = payout.minus(cut);
    reductions.push({ reason: 'ITEM_GROUP_CAP', amount: cut });
    steps.add(
      'item-group-cap',
      rules,
      cut.negated(),
      `项目组 ${group} 应分摊 ${share.toFixed2()} 元，年度限额余额 ${available.toFixed2()} 元`,
      `item group ${group}: its share ${share.toFixed2()}, left of its annual cap ${available.toFixed2()}`,
    );
  }
  return { payout: Money.max(payout, Money.ZERO), shares };
}
