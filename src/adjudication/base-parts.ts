import type { Claim } from '../claim/claim.ts';
import { POTS, type Pot } from '../claim/vocabulary.ts';
import { Money } from '../money/money.ts';
import { CHARGE_KINDS, type ChargeKind, type PotBase } from '../scheme/base.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { Reason } from '../scheme/words.ts';
import { amountFor } from './amounts.ts';
import { holds } from './conditions.ts';
import { percent, type Steps } from './explain.ts';
import { mapPots, type PerPot, personalBurden, sumPots } from './pots.ts';
import { useOf, type Work } from './work.ts';

/** What of a base counts. */
export interface Counted {
  readonly pots: PerPot;
  readonly total: Money;
  /** The year's cumulated cost after this claim, where only a part of it counts. */
  readonly cost: Money | undefined;
}

/** What counts with a share, what the member bears first, what part of the year's cost is looked at; in this order. */
export function reduce(
  benefit: BenefitRules,
  rules: PotBase,
  pots: PerPot,
  work: Work,
  steps: Steps,
): Counted | Reason {
  const weighted = countShares(rules, pots, work, steps);
  if (typeof weighted === 'string') return weighted;
  const rest = bearFirst(rules, weighted, work, steps);
  if (typeof rest === 'string') return rest;
  const bounds = rules.between;
  if (bounds === undefined) return { pots: rest, total: sumPots(rest), cost: undefined };
  return between(benefit, rules, bounds, rest, work, steps);
}

/** What the funds before which a scheme pays have paid. */
export function paidByFunds(claim: Claim, { before = [] }: PotBase): Money {
  return Money.sum(claim.payments.filter(({ fund }) => before.includes(fund)).map(({ amount }) => amount));
}

/** Parts of the base, by the kind of charge or all of it, count with a share. */
function countShares(rules: PotBase, pots: PerPot, work: Work, steps: Steps): PerPot | Reason {
  let left = pots;
  const shares = new Map<ChargeKind, Money>();
  for (const part of rules.counts ?? []) {
    const truth = part.when === undefined || holds(part.when, work.facts);
    if (typeof truth === 'string') return truth;
    if (!truth) continue;
    for (const kind of part.charges ?? CHARGE_KINDS)
      shares.set(kind, (shares.get(kind) ?? Money.ONE).times(part.share));
    const now = mapPots((pot) => weighted(work.facts.claim, rules, pot, pots[pot], shares));
    steps.add(
      'counted-share',
      { ...rules, ...clauseOf(part) },
      sumPots(now).minus(sumPots(left)),
      `${chargesInWords(part.charges).zh}按 ${percent(part.share)} 计入`,
      `${chargesInWords(part.charges).en} counts at ${percent(part.share)}`,
    );
    left = now;
  }
  return left;
}

/** What is left of a pot, taken to consist of the kinds of charges in the proportion in which the whole pot did. */
function weighted(claim: Claim, rules: PotBase, pot: Pot, left: Money, shares: ReadonlyMap<ChargeKind, Money>): Money {
  const parts = composition(claim, rules, pot);
  const whole = Money.sum(parts.map(([, amount]) => amount));
  if (whole.isZero()) return Money.ZERO;
  return left.share(Money.sum(parts.map(([kind, amount]) => amount.times(shares.get(kind) ?? Money.ONE))), whole);
}

/** The kinds of charges a pot consists of. Public funds pay no first self-pay: what they paid is co-payment. */
function composition(claim: Claim, rules: PotBase, pot: Pot): [ChargeKind, Money][] {
  const { charges } = claim;
  const whole = personalBurden(claim)[pot];
  if (pot === 'in-catalog') {
    const first = Money.min(charges.firstSelfPay, whole);
    return [
      ['first-self-pay', first],
      ['co-payment', whole.minus(first).plus(paidByFunds(claim, rules))],
    ];
  }
  const self = Money.min(charges.fullySelfPaid, whole);
  return [
    ['fully-self-paid', self],
    ['over-limit', whole.minus(self)],
  ];
}

const CHARGE_NAMES: Readonly<Record<ChargeKind, { zh: string; en: string }>> = {
  'first-self-pay': { zh: '先行自付', en: 'first self-pay' },
  'co-payment': { zh: '起付线与按比例自付', en: 'deductible and co-payment of basic insurance' },
  'fully-self-paid': { zh: '全自费', en: 'fully self-paid' },
  'over-limit': { zh: '超限价', en: 'over price limits' },
};

function chargesInWords(kinds: readonly ChargeKind[] | undefined): { zh: string; en: string } {
  if (kinds === undefined) return { zh: '以上费用', en: 'this' };
  return {
    zh: `${kinds.map((kind) => CHARGE_NAMES[kind].zh).join('、')}部分`,
    en: kinds.map((kind) => CHARGE_NAMES[kind].en).join(', '),
  };
}

/** What of the bill the member bears before the scheme looks at the rest. */
function bearFirst(rules: PotBase, pots: PerPot, work: Work, steps: Steps): PerPot | Reason {
  const { claim } = work.facts;
  const figures = { total: claim.charges.total, 'in-scope': claim.charges.inScope, personal: claim.personal };
  const names = {
    total: { zh: '医疗费用总额', en: 'the whole bill' },
    'in-scope': { zh: '政策范围内费用', en: 'the in-scope amount' },
    personal: { zh: '个人负担', en: 'the personal burden' },
  };
  let left = pots;
  for (const part of rules.less ?? []) {
    const truth = part.when === undefined || holds(part.when, work.facts);
    if (typeof truth === 'string') return truth;
    if (!truth) continue;
    const before = sumPots(left);
    const rest = before.minusDownToZero(figures[part.of].times(part.share));
    steps.add(
      'borne-first',
      { ...rules, ...clauseOf(part) },
      rest.minus(before),
      `${names[part.of].zh}的 ${percent(part.share)} 先由个人承担`,
      `${percent(part.share)} of ${names[part.of].en} is borne by the member first`,
    );
    left = scaled(left, rest);
  }
  return left;
}

/** Of the year's cumulated cost in this benefit, what this claim adds between the bounds. */
function between(
  benefit: BenefitRules,
  rules: PotBase,
  { above: from = [], upTo: to }: NonNullable<PotBase['between']>,
  pots: PerPot,
  work: Work,
  steps: Steps,
): Counted | Reason {
  const before = useOf(work, benefit.id).cost;
  const cost = before.plus(sumPots(pots));
  const above = amountFor(from, work.facts) ?? Money.ZERO;
  const upTo = to === undefined ? undefined : amountFor(to, work.facts);
  if (typeof above === 'string') return above;
  if (typeof upTo === 'string') return upTo;
  const start = Money.max(before, above);
  const end = upTo === undefined ? cost : Money.min(cost, upTo);
  const total = end.minusDownToZero(start);
  steps.add(
    'year-part',
    rules,
    total.minus(sumPots(pots)),
    `年度累计费用由 ${before.toFixed2()} 元增至 ${cost.toFixed2()} 元，只计 ${above.toFixed2()} 元以上${upTo === undefined ? '' : `、${upTo.toFixed2()} 元以下（含）`}的部分`,
    `the year's cost goes from ${before.toFixed2()} to ${cost.toFixed2()}; only what lies above ${above.toFixed2()}${upTo === undefined ? '' : ` and up to ${upTo.toFixed2()}`} counts`,
  );
  return { pots: scaled(pots, total), total, cost };
}

/** Amounts in the same proportion with another sum. */
function scaled(pots: PerPot, total: Money): PerPot {
  const sum = sumPots(pots, POTS);
  return sum.isZero() ? pots : mapPots((pot) => total.share(pots[pot], sum));
}

/** A part may have a clause of its own. */
function clauseOf(part: { clause?: string | undefined; interpretation?: string[] | undefined }) {
  return part.clause === undefined ? {} : { clause: part.clause, interpretation: part.interpretation };
}
