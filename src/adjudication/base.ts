import type { ClaimLine } from '../claim/claim.ts';
import { POTS, type Pot } from '../claim/vocabulary.ts';
import { Money } from '../money/money.ts';
import type { BaseRules, PotBase } from '../scheme/base.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { LineSelector } from '../scheme/selector.ts';
import type { Bilingual, Reason } from '../scheme/words.ts';
import { paidByFunds, reduce } from './base-parts.ts';
import type { Steps } from './explain.ts';
import { findList, weight } from './facts.ts';
import { lessPots, mapPots, NOTHING, type PerPot, subtractCompensation, sumPots } from './pots.ts';
import { type SelectedLine, selectLines } from './selector.ts';
import { open, type Work } from './work.ts';

/** Lines whose weight in the benefit's pots carries it, by class where a list has classes. */
export interface Weighed {
  readonly line: ClaimLine;
  readonly weight: Money;
  readonly class: string;
}

/** What a benefit is computed on (rulebook A7, base). */
export interface Base {
  /** @see potsOf */
  readonly drawsOn: readonly Pot[];
  /** What it takes from each pot. */
  readonly pots: PerPot;
  readonly total: Money;
  /** What other compensation paid for these pots that counts as deductible used. */
  readonly credited: Money;
  /** Lines over which the payout is spread for limits of lines and item groups; few benefits have any, and ask for them. */
  readonly weighed: () => readonly Weighed[];
  /** Whether only these lines count. */
  readonly ofLines: boolean;
  /** The year's cumulated cost after this claim, where only a part of it counts. */
  readonly cost: Money | undefined;
}

const POT_NAMES: Readonly<Record<Pot, { zh: string; en: string }>> = {
  'in-catalog': { zh: '医保目录内个人负担', en: 'in-catalog personal burden' },
  'out-of-catalog': { zh: '医保目录外个人负担', en: 'out-of-catalog personal burden' },
};

/**
 * The base of a benefit: what is left at this moment of its pots, after the scheme's exclusions and other compensation,
 * and what of it counts.
 *
 * @returns the reason why it cannot be told, where it hangs on lines, a list or a fact that are not there
 */
export function baseOf(benefit: BenefitRules, rules: BaseRules, work: Work, steps: Steps): Base | Reason {
  if ('leftBy' in rules) return leftByBase(rules, work, steps);
  const before = open(work);
  const compensation = benefit.otherCompensation ?? work.facts.terms.scheme.rules.otherCompensation;
  const { taken, credited } = subtractCompensation(before, work.facts.claim, compensation);
  const left = lessPots(before, taken);
  const only = (amounts: PerPot) => mapPots((pot) => (rules.pots.includes(pot) ? amounts[pot] : Money.ZERO));
  const selected = rules.lines === undefined ? undefined : carriers(rules.lines, work);
  if (typeof selected === 'string') return selected;
  const weighed = weighedOnce(rules.pots, selected, work);
  if (rules.lines === undefined) explainPots(rules, { before, taken, compensation }, work, steps);
  const enlarged = withEarlierFunds(rules, only(left), work, steps);
  const pots = rules.lines === undefined ? enlarged : potsOfLines(rules, rules.lines, enlarged, weighed(), work, steps);
  const counted = reduce(benefit, rules, pots, work, steps);
  if (typeof counted === 'string') return counted;
  const ofLines = rules.lines !== undefined;
  return { ...counted, drawsOn: potsOf(rules), credited: sumPots(only(credited)), weighed, ofLines };
}

/** The lines that a benefit is about. */
function carriers(selectors: readonly LineSelector[], work: Work): SelectedLine[] | Reason {
  if (work.lines !== undefined) return selectLines(work.lines, selectors, work.facts);
  const hangsOn = selectors.flatMap(({ onList }) => onList ?? []);
  const loaded = hangsOn.every((list) => findList(list, work.facts) !== undefined);
  return loaded ? 'LINE_DETAIL_REQUIRED' : 'LIST_NOT_LOADED';
}

/**
 * Those that weigh anything in the pots, found at the first call: of all lines of the claim, if it has any, where the
 * benefit is not about certain ones.
 */
function weighedOnce(pots: readonly Pot[], selected: readonly SelectedLine[] | undefined, work: Work): Base['weighed'] {
  let found: Weighed[] | undefined;
  return () => {
    found ??= (selected ?? (work.lines ?? []).map((line) => ({ line, class: '' }))).flatMap((one) => {
      const sum = Money.sum(pots.map((pot) => weight(one.line, pot)));
      return sum.isZero() ? [] : [{ ...one, weight: sum }];
    });
    return found;
  };
}

/** The funds before which a scheme pays: what they have paid of the in-catalog pot is part of what it pays for. */
function withEarlierFunds(rules: PotBase, amounts: PerPot, work: Work, steps: Steps): PerPot {
  const paid = paidByFunds(work.facts.claim, rules);
  if (paid.isZero()) return amounts;
  steps.add(
    'earlier-funds',
    rules,
    paid,
    '先于医疗救助等赔付：加回其已支付金额',
    'pays before these funds: what they paid is added',
  );
  return { ...amounts, 'in-catalog': amounts['in-catalog'].plus(paid) };
}

/**
 * What the selected lines come to, at most what is left of the pot: out of the catalog their own weight; in the catalog,
 * where basic insurance has paid a part of every line, their share of the pot by weight.
 */
function potsOfLines(
  rules: PotBase,
  selectors: readonly LineSelector[],
  left: PerPot,
  weighed: readonly Weighed[],
  work: Work,
  steps: Steps,
): PerPot {
  const amounts = mapPots((pot) => {
    const lines = weighed.map(({ line }) => line);
    return pot === 'out-of-catalog' ? weigh(lines, pot) : shareInCatalog(lines, left[pot], work);
  });
  const asked = mapPots((pot) => (rules.pots.includes(pot) ? amounts[pot] : Money.ZERO));
  const pots = mapPots((pot) => Money.min(asked[pot], left[pot]));
  const { zh, en } = linesInWords(rules, selectors, work);
  steps.add('base', rules, sumPots(asked), zh, en);
  const over = sumPots(asked).minus(sumPots(pots));
  if (over.isPositive()) {
    steps.add('base-left', rules, over.negated(), '以个人负担余额为限', 'at most what is left of the pot');
  }
  return pots;
}

/**
 * What lines have of the in-catalog pot: their share of what is left, and of what earlier benefits of this scheme paid for
 * certain lines, less what of that was paid for these lines. So what is paid for one kind of lines comes off these only.
 */
function shareInCatalog(lines: readonly ClaimLine[], left: Money, { drawn, lines: all = [] }: Work): Money {
  const ofAll = weigh(all, 'in-catalog');
  if (ofAll.isZero()) return Money.ZERO;
  const selected = new Set(lines);
  const whole = left.plus(Money.sum(drawn.map(({ amount }) => amount)));
  const paid = drawn.map((one) => {
    const both = one.lines.filter((line) => selected.has(line));
    return one.amount.share(weigh(both, 'in-catalog'), weigh(one.lines, 'in-catalog'));
  });
  return whole.share(weigh(lines, 'in-catalog'), ofAll).minusDownToZero(Money.sum(paid));
}

function weigh(lines: readonly ClaimLine[], pot: Pot): Money {
  return Money.sum(lines.map((line) => weight(line, pot)));
}

function linesInWords({ pots }: PotBase, selectors: readonly LineSelector[], work: Work): Bilingual {
  const { lists } = work.facts.terms.scheme.rules;
  const names = selectors.flatMap(({ onList = '' }) => lists[onList]?.name ?? []);
  if (names.length < selectors.length) return { zh: '限定项目的费用', en: 'charges for the items that count' };
  const own = pots.includes('in-catalog') ? '费用' : '自费费用';
  return {
    zh: `目录${names.map(({ zh }) => `《${zh}》`).join('、')}内的${own}`,
    en: `charges for items on the list ${names.map(({ en }) => `"${en}"`).join(', ')}`,
  };
}

interface Explained {
  readonly before: PerPot;
  readonly taken: PerPot;
  readonly compensation: BenefitRules['otherCompensation'];
}

function explainPots(rules: PotBase, { before, taken, compensation }: Explained, work: Work, steps: Steps): void {
  for (const pot of rules.pots) {
    const { zh, en } = POT_NAMES[pot];
    steps.add('base', rules, work.left[pot], `${zh}余额`, `what is left of the ${en}`);
    if (work.excluded[pot].isPositive()) {
      steps.add(
        'exclusion',
        work.facts.terms.scheme.rules.excludedLines?.[0],
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
  return {
    drawsOn: potsOf(rules),
    pots,
    total,
    credited: Money.ZERO,
    weighed: () => [],
    ofLines: false,
    cost: undefined,
  };
}

/** All pots a benefit draws on, also where nothing is left of them. */
export function potsOf(rules: BaseRules): readonly Pot[] {
  return 'pots' in rules ? rules.pots : POTS;
}
