import { canonicalJson } from '../../claim/digest.ts';
import { Money } from '../../money/money.ts';
import type { Condition } from '../condition.ts';
import type { Report } from '../finding.ts';
import type { BenefitRules, RateTable } from '../language.ts';
import type { Amount } from '../words.ts';
import { amountsOf, amountText, type Check, duplicate, type Path } from './walk.ts';

/** Rate tables, tiers and amounts by case: each claim finds exactly one rate, each rate can be reached. */
export const checkRates: Check = (rules, report) => {
  for (const [index, benefit] of rules.benefits.entries()) {
    const path = ['benefits', index];
    if (benefit.rates !== undefined) checkTables(benefit, benefit.rates, [...path, 'rates'], report);
    if (benefit.factor !== undefined) checkCases(benefit.factor, [...path, 'factor'], report);
    for (const [key, amount] of amountsOf(benefit)) checkCases(amount, [...path, ...key], report);
    if (benefit.outOfPocketCap !== undefined) {
      checkReach(benefit.outOfPocketCap.amount, [...path, 'outOfPocketCap', 'amount'], report);
    }
    checkClasses(benefit, rules.lists, path, report);
  }
  checkReach(rules.gates, ['gates'], report);
};

type Case = { readonly when?: Condition | undefined };

/** Cases of which the first that holds counts; a last one is for all others. */
function checkCases(cases: readonly Case[], path: Path, report: Report): void {
  checkReach(cases, path, report);
  if (cases.at(-1)?.when !== undefined) {
    report(
      [...path, cases.length - 1],
      'NO_DEFAULT',
      '最后一项仍有 when，其余情形无规定：请加一项不带 when 的',
      'the last case has a `when`, so that nothing is said for all others: add one without `when`',
    );
  }
}

function checkReach(cases: readonly Case[], path: Path, report: Report): void {
  for (const [index, one] of cases.entries()) {
    const earlier = cases.slice(0, index);
    if (path[0] !== 'gates' && earlier.some((other) => other.when === undefined)) {
      report(
        [...path, index],
        'UNREACHABLE',
        '前面已有不带 when 的一项，这一项永远轮不到：请调整次序',
        'an earlier case has no `when`, so that this one is never reached: change the order',
      );
    } else if (
      one.when !== undefined &&
      earlier.some((other) => canonicalJson(other.when) === canonicalJson(one.when))
    ) {
      report(
        [...path, index],
        'UNREACHABLE',
        '与前面一项条件相同，永远轮不到：请删去其一',
        'an earlier case has the same `when`, so that this one is never reached: remove one of them',
      );
    }
  }
}

function checkTables(benefit: BenefitRules, tables: readonly RateTable[], path: Path, report: Report): void {
  checkCases(tables, path, report);
  // Both name a cumulative eligible amount. A class may stand in several tables (the healthy's and the pre-existing's):
  // it is paid at one flat rate, so that it does not matter that they add up to one amount.
  const seen = new Set(tables.flatMap((table) => Object.keys(table.classes ?? {})));
  for (const [index, table] of tables.entries()) {
    if (seen.has(table.table)) duplicate([...path, index], table.table, report);
    seen.add(table.table);
    if (table.tiers !== undefined) {
      checkTiers(table.tiers, [...path, index, 'tiers'], report);
      checkTiersReached(benefit, table, [...path, index, 'tiers'], report);
    }
    if (table.bounds?.count === 'before-deductible' && benefit.deductible === undefined) {
      report(
        [...path, index, 'bounds', 'count'],
        'BENEFIT_SHAPE',
        '没有免赔额（deductible），无从按扣除前计算',
        'there is no `deductible` that bounds could count from before',
      );
    }
  }
}

function checkTiers(tiers: NonNullable<RateTable['tiers']>, path: Path, report: Report): void {
  for (const [index, tier] of tiers.entries()) {
    const last = index === tiers.length - 1;
    const { upTo } = tier;
    if (upTo === undefined) {
      if (last) continue;
      report(
        [...path, index],
        'TIER_OPEN',
        '只有最后一段可以不写 upTo：请补上这一段的上限',
        'only the last tier is open: give this one its `upTo`',
      );
      continue;
    }
    if (last) {
      report(
        [...path, index],
        'TIER_NO_END',
        `${amountText(upTo)} 以上没有比例：请在最后加一段不写 upTo 的（不赔的写 rate: 0）`,
        `above ${amountText(upTo)} there is no rate: add a last tier without \`upTo\` (with \`rate: 0\` where nothing is paid)`,
      );
    }
    const before = tiers[index - 1]?.upTo ?? { yuan: Money.ZERO };
    if (mayRise(before, upTo)) continue;
    report(
      [...path, index],
      'TIER_ORDER',
      `上限 ${amountText(upTo)} 元没有高于前一段（${amountText(before)} 元），各段重叠：上限须逐段升高`,
      `the bound ${amountText(upTo)} is not above the one before it (${amountText(before)}), tiers overlap: bounds must rise`,
    );
  }
}

/** Where a bound is a fact, only the day's figures tell whether bounds rise; two multiples of one fact tell it by themselves. */
function mayRise(before: Amount, upTo: Amount): boolean {
  if ('yuan' in upTo) return !('yuan' in before) || upTo.yuan.gt(before.yuan);
  return 'yuan' in before || upTo.fact !== before.fact || upTo.times.gt(before.times);
}

/** A tier that begins where a year's limit is already used up by the tiers below it is never paid. */
function checkTiersReached(benefit: BenefitRules, { tiers = [], bounds }: RateTable, path: Path, report: Report): void {
  const limits = (benefit.limit ?? []).flatMap(({ per, amount, lines, each }) => {
    const [only, ...more] = amount ?? [];
    const plain = per === 'year' && lines === undefined && each === undefined && more.length === 0;
    return plain && only !== undefined && 'yuan' in only.is ? [only.is.yuan] : [];
  });
  const adjusted = benefit.factor !== undefined || benefit.bonus?.some(({ points }) => points.isNegative()) === true;
  if (limits.length === 0 || adjusted || bounds !== undefined) return;
  const limit = Money.min(...(limits as [Money, ...Money[]]));
  let paid = Money.ZERO;
  let above = Money.ZERO;
  for (const [index, { upTo, rate }] of tiers.entries()) {
    if (paid.gte(limit) && index > 0 && !rate.isZero()) {
      report(
        [...path, index],
        'UNREACHABLE',
        `到这一段之前已赔 ${paid.toFixed2()} 元，达到年度限额 ${limit.toFixed2()} 元，这一段永远轮不到`,
        `the tiers below come to ${paid.toFixed2()}, which uses up the annual limit of ${limit.toFixed2()}: this tier is never reached`,
      );
      return;
    }
    if (upTo === undefined || !('yuan' in upTo)) return;
    paid = paid.plus(upTo.yuan.minusDownToZero(above).times(rate));
    above = upTo.yuan;
  }
}

/** Rates by class need items with classes. */
function checkClasses(
  benefit: BenefitRules,
  lists: Readonly<Record<string, { entries?: readonly { class: string }[] | undefined }>>,
  path: Path,
  report: Report,
): void {
  for (const [index, table] of (benefit.rates ?? []).entries()) {
    const { classes } = table;
    if (classes === undefined) continue;
    const at = [...path, 'rates', index, 'classes'];
    const selectors = benefit.base !== undefined && 'pots' in benefit.base ? benefit.base.lines : undefined;
    if (selectors === undefined || selectors.some(({ onList }) => onList === undefined)) {
      report(
        at,
        'CLASSES_WITHOUT_LIST',
        '按类别的比例只能用于以清单项目（base.lines 的 onList）为基数的保障',
        'rates by class need a base of listed items (`base: {lines: {onList: …}}`)',
      );
      continue;
    }
    const unknown = selectors
      .flatMap(({ onList = '', classes: only }) =>
        (lists[onList]?.entries ?? []).filter((entry) => only?.includes(entry.class) !== false),
      )
      .find((entry) => !Object.hasOwn(classes, entry.class));
    if (unknown !== undefined) {
      report(
        at,
        'CLASS_WITHOUT_RATE',
        `清单中有类别“${unknown.class}”而没有它的比例`,
        `the list has a class "${unknown.class}" for which there is no rate`,
      );
    }
  }
}
