import { Money } from '../money/money.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { Base } from './base.ts';
import type { Reduction } from './decision.ts';
import type { Steps } from './explain.ts';
import { amountFor } from './outcome.ts';
import { groupUse, useOf, type Work } from './work.ts';

/** A payout after everything that caps it, unrounded. */
export interface Limited {
  readonly payout: Money;
  readonly reductions: readonly Reduction[];
  /** The part of the payout that falls on each capped item group. */
  readonly byGroup: ReadonlyMap<string, Money>;
}

/** Item-group caps, then the benefit's own or shared limit, then the indemnity guard (rulebook A7, A9). */
export function limitPayout(benefit: BenefitRules, base: Base, full: Money, work: Work, steps: Steps): Limited {
  const reductions: Reduction[] = [];
  const groups = capGroups(base, full, work, steps, reductions);
  let payout = groups.payout;
  if (benefit.limit !== undefined) {
    const limit = amountFor(benefit.limit.amount, work);
    const available = limit === undefined ? payout : limit.minusDownToZero(paidUnderLimit(benefit, work));
    if (payout.gt(available)) {
      const cut = payout.minus(available);
      reductions.push({ reason: 'LIMIT', amount: cut });
      steps.add(
        'limit',
        benefit.limit,
        cut.negated(),
        `年度限额 ${limit?.toFixed2()} 元，余额 ${available.toFixed2()} 元，超出部分不赔`,
        `annual limit ${limit?.toFixed2()}, ${available.toFixed2()} of it left: the rest is cut`,
      );
      payout = available;
    }
  }
  if (benefit.payTo === 'hospital' && payout.gt(work.guard)) {
    const cut = payout.minus(work.guard);
    reductions.push({ reason: 'INDEMNITY', amount: cut });
    steps.add(
      'indemnity',
      undefined,
      cut.negated(),
      '补偿原则：各方补偿合计不超过个人负担',
      'indemnity: all compensation together never exceeds the personal burden',
    );
    payout = work.guard;
  }
  const byGroup = new Map<string, Money>();
  if (payout.isPositive()) {
    for (const [group, share] of groups.shares) byGroup.set(group, share.share(payout, groups.payout));
  }
  return { payout, reductions, byGroup };
}

/** What was paid under a limit: by this benefit, or by all that share its pool. */
function paidUnderLimit(benefit: BenefitRules, work: Work): Money {
  const pool = benefit.limit?.pool;
  if (pool === undefined) return useOf(work, benefit.id).paid;
  const sharing = work.facts.terms.scheme.rules.benefits.filter((other) => other.limit?.pool === pool);
  return Money.sum(sharing.map((other) => useOf(work, other.id).paid));
}

function capGroups(base: Base, full: Money, work: Work, steps: Steps, reductions: Reduction[]) {
  const rules = work.facts.terms.scheme.rules.itemGroupCap;
  const shares = new Map<string, Money>();
  const total = Money.sum(base.weighed.map((one) => one.weight));
  if (rules === undefined || total.isZero()) return { payout: full, shares };
  const weights = new Map<string, Money>();
  for (const { line, weight } of base.weighed) {
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
