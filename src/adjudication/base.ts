import type { ClaimLine } from '../claim/claim.ts';
import { POTS, type Pot } from '../claim/vocabulary.ts';
import { Money } from '../money/money.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { Reason } from '../scheme/words.ts';
import { findList } from './conditions.ts';
import type { Steps } from './explain.ts';
import { weight } from './facts.ts';
import { lessPots, mapPots, NOTHING, type PerPot, subtractCompensation, sumPots } from './pots.ts';
import { open, type Work } from './work.ts';

/** Lines whose weight in one pot carries a benefit, by class where a list has classes. */
interface Weighed {
  readonly line: ClaimLine;
  readonly weight: Money;
  readonly class: string;
}

/** What a benefit is computed on (rulebook A7, base). */
export interface Base {
  /** What it takes from each pot. */
  readonly pots: PerPot;
  readonly total: Money;
  /** What other compensation took off these pots that counts as deductible used. */
  readonly credited: Money;
  /** Lines over which the payout is spread for item-group caps. */
  readonly weighed: readonly Weighed[];
}

type BaseRules = NonNullable<BenefitRules['base']>;

const POT_NAMES: Readonly<Record<Pot, { zh: string; en: string }>> = {
  'in-catalog': { zh: '医保目录内个人负担', en: 'in-catalog personal burden' },
  'out-of-catalog': { zh: '医保目录外个人负担', en: 'out-of-catalog personal burden' },
};

/**
 * The base of a benefit: what is left at this moment of its pots, after the scheme's exclusions and other compensation.
 *
 * @returns the reason why it cannot be told, where it hangs on lines or on a list that are not there
 */
export function baseOf(benefit: BenefitRules, rules: BaseRules, work: Work, steps: Steps): Base | Reason {
  if ('leftBy' in rules) return leftByBase(rules, work, steps);
  const before = open(work);
  const compensation = benefit.otherCompensation ?? work.facts.terms.scheme.rules.otherCompensation;
  const { taken, credited } = subtractCompensation(before, work.facts.claim, compensation);
  const left = lessPots(before, taken);
  const pots = 'pots' in rules ? rules.pots : [rules.pot];
  const only = (amounts: PerPot) => mapPots((pot) => (pots.includes(pot) ? amounts[pot] : Money.ZERO));
  if ('listed' in rules) {
    const weighed = listedLines(rules, work);
    if (typeof weighed === 'string') return weighed;
    const sum = Money.sum(weighed.map((one) => one.weight));
    const total = Money.min(sum, left[rules.pot]);
    const name = work.facts.terms.scheme.rules.lists[rules.listed]?.name;
    steps.add('base', rules, sum, `目录《${name?.zh}》内的自费费用`, `charges for items on the list "${name?.en}"`);
    if (total.lt(sum)) {
      steps.add('base-left', rules, total.minus(sum), '以目录外个人负担余额为限', 'at most what is left of the pot');
    }
    return { pots: { ...NOTHING, [rules.pot]: total }, total, credited: sumPots(only(credited)), weighed };
  }
  for (const pot of pots) {
    const { zh, en } = POT_NAMES[pot];
    steps.add('base', rules, work.left[pot], `${zh}余额`, `what is left of the ${en}`);
    if (work.excluded[pot].isPositive()) {
      const excludedTags = work.facts.terms.scheme.rules.excludedLines;
      steps.add(
        'exclusion',
        excludedTags,
        before[pot].minus(work.left[pot]),
        `不予保障的项目移出${zh}`,
        `items the scheme excludes leave the ${en}`,
      );
    }
    if (taken[pot].isPositive()) {
      steps.add(
        'other-compensation',
        compensation,
        taken[pot].negated(),
        `其他途径补偿从${zh}中扣除`,
        `other compensation comes off the ${en}`,
      );
    }
  }
  const lines = work.lines ?? [];
  const weighed = lines.flatMap((line) => {
    const sum = Money.sum(pots.map((pot) => weight(line, pot)));
    return sum.isZero() ? [] : [{ line, weight: sum, class: '' }];
  });
  return { pots: only(left), total: sumPots(left, pots), credited: sumPots(only(credited)), weighed };
}

function listedLines(rules: Extract<BaseRules, { listed: string }>, work: Work): Weighed[] | Reason {
  const list = findList(rules.listed, work.facts);
  if (list === undefined) return 'LIST_NOT_LOADED';
  if (work.lines === undefined) return 'LINE_DETAIL_REQUIRED';
  return work.lines.flatMap((line) => {
    const entry = list.find(line.code);
    const inPot = weight(line, rules.pot);
    return entry === undefined || inPot.isZero() ? [] : [{ line, weight: inPot, class: entry.class }];
  });
}

/** The out-of-pocket of a claim: what the earlier benefit left, at most what the guard leaves [I-21]. */
function leftByBase(rules: Extract<BaseRules, { leftBy: string }>, work: Work, steps: Steps): Base {
  const left = work.leftBy.get(rules.leftBy) ?? NOTHING;
  const sum = sumPots(left);
  const total = Money.min(sum, work.guard);
  steps.add('base', rules, sum, '本次自付（前项责任赔付后的余额）', 'out-of-pocket: what the earlier benefit left');
  if (total.lt(sum)) {
    steps.add('base-left', undefined, total.minus(sum), '扣除他方已补偿部分', 'less what others have compensated');
  }
  const pots = sum.isZero() ? NOTHING : mapPots((pot) => total.share(left[pot], sum));
  return { pots, total, credited: Money.ZERO, weighed: [] };
}

/** All pots a benefit draws on, for a backstop that comes later. */
export function potsOf(rules: BaseRules): readonly Pot[] {
  if ('pots' in rules) return rules.pots;
  return 'pot' in rules ? [rules.pot] : POTS;
}
