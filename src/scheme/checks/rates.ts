import { canonicalJson } from '../../claim/digest.ts';
import type { Condition } from '../condition.ts';
import type { Report } from '../finding.ts';
import type { AmountByCase, BenefitRules, RateTable } from '../language.ts';
import { type Check, duplicate, type Path } from './walk.ts';

/** Rate tables, tiers and amounts by case: each claim finds exactly one rate, each rate can be reached. */
export const checkRates: Check = (rules, report) => {
  for (const [index, benefit] of rules.benefits.entries()) {
    const path = ['benefits', index];
    if (benefit.rates !== undefined) checkTables(benefit.rates, [...path, 'rates'], report);
    if (benefit.factor !== undefined) checkCases(benefit.factor, [...path, 'factor'], report);
    for (const [key, amount] of amountsOf(benefit)) checkCases(amount, [...path, key, 'amount'], report);
    if (benefit.outOfPocketCap !== undefined) {
      checkReach(benefit.outOfPocketCap.amount, [...path, 'outOfPocketCap', 'amount'], report);
    }
    checkClasses(benefit, rules.lists, path, report);
  }
};

function amountsOf(benefit: BenefitRules): [string, AmountByCase][] {
  return (['deductible', 'lumpSum', 'limit'] as const).flatMap((key) => {
    const amount = benefit[key]?.amount;
    return amount === undefined ? [] : [[key, amount]];
  });
}

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
    if (earlier.some((other) => other.when === undefined)) {
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

function checkTables(tables: readonly RateTable[], path: Path, report: Report): void {
  checkCases(tables, path, report);
  // Both name a cumulative eligible amount. A class may stand in several tables (the healthy's and the pre-existing's):
  // it is paid at one flat rate, so that it does not matter that they add up to one amount.
  const seen = new Set(tables.flatMap((table) => Object.keys(table.classes ?? {})));
  for (const [index, table] of tables.entries()) {
    if (seen.has(table.table)) duplicate([...path, index], table.table, report);
    seen.add(table.table);
    if (table.tiers !== undefined) checkTiers(table.tiers, [...path, index, 'tiers'], report);
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
        `${upTo.toFixed2()} 元以上没有比例：请在最后加一段不写 upTo 的`,
        `above ${upTo.toFixed2()} there is no rate: add a last tier without \`upTo\``,
      );
    }
    const before = tiers[index - 1]?.upTo;
    if (before !== undefined ? upTo.lte(before) : upTo.isZero()) {
      report(
        [...path, index],
        'TIER_ORDER',
        `上限 ${upTo.toFixed2()} 元没有高于前一段（${before?.toFixed2() ?? '0.00'} 元），各段重叠：上限须逐段升高`,
        `the bound ${upTo.toFixed2()} is not above the one before it (${before?.toFixed2() ?? '0.00'}), tiers overlap: bounds must rise`,
      );
    }
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
    if (benefit.base === undefined || !('listed' in benefit.base)) {
      report(
        at,
        'CLASSES_WITHOUT_LIST',
        '按类别的比例只能用于以清单项目（base.listed）为基数的保障',
        'rates by class need a base of listed items (`base: {listed: …}`)',
      );
      continue;
    }
    const unknown = lists[benefit.base.listed]?.entries?.find((entry) => !Object.hasOwn(classes, entry.class));
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
