import { Money } from '../../money/money.ts';
import type { AmountByCase } from '../amounts.ts';
import type { Report } from '../finding.ts';
import type { BenefitRules } from '../language.ts';
import { amountsOf, amountText, type Check, limitPath, type Path, spanOf } from './walk.ts';

/** Below this a year's deductible, bound or limit was written in units of 10,000 yuan, as notices do. */
const LEAST_OF_A_YEAR = Money.of('100');

/** Amounts that cannot be meant: in another unit, or the same deductible in two places. */
export const checkAmounts: Check = (rules, report) => {
  for (const [index, benefit] of rules.benefits.entries()) {
    const path = ['benefits', index];
    checkUnits(benefit, path, report);
    checkLimitUnits(benefit, path, report);
    checkTwice(benefit, path, report);
  }
};

function reportUnit(at: Path, amount: Money, report: Report): void {
  report(
    at,
    'AMOUNT_UNIT',
    `${amount.toFixed2()} 元？金额以元为单位：1.5 万元写作 15000`,
    `${amount.toFixed2()} yuan? Amounts are in yuan: 1.5 万元 is 15000`,
  );
}

function checkUnits(benefit: BenefitRules, path: Path, report: Report): void {
  const small = (at: Path, amount: Money) => {
    if (amount.isPositive() && amount.lt(LEAST_OF_A_YEAR)) reportUnit(at, amount, report);
  };
  for (const [at, cases] of amountsOf(benefit)) {
    if (!isOfTheYear(benefit, at)) continue;
    for (const [index, { is }] of cases.entries()) {
      if ('yuan' in is) small([...path, ...at, ...(cases.length === 1 ? [] : [index])], is.yuan);
    }
  }
  for (const [index, { tiers, bounds }] of (benefit.rates ?? []).entries()) {
    if (bounds?.per !== undefined && bounds.per !== 'year') continue;
    for (const [place, { upTo }] of (tiers ?? []).entries()) {
      if (upTo !== undefined && 'yuan' in upTo) small([...path, 'rates', index, 'tiers', place], upTo.yuan);
    }
  }
}

/** A limit of a small part of the deductible: 100 for a million. */
function checkLimitUnits(benefit: BenefitRules, path: Path, report: Report): void {
  const least = spanOf(benefit.deductible?.amount)?.most;
  if (least === undefined || benefit.deductible?.per !== 'year') return;
  for (const [index, { per, amount }] of (benefit.limit ?? []).entries()) {
    const most = spanOf(amount)?.most;
    if (per === 'claim' || most === undefined || most.times(SMALL_PART).gte(least)) continue;
    reportUnit([...path, ...limitPath(benefit, index), 'amount'], most, report);
  }
}

const SMALL_PART = Money.of('20');

/** A sum for a day, or for one visit to an outpatient department, may well be small. */
function isOfTheYear(benefit: BenefitRules, [key, place]: Path): boolean {
  if (benefit.base === undefined) return false;
  if (key === 'deductible') return benefit.deductible?.per === 'year';
  if (key !== 'limit') return true;
  const limit = benefit.limit?.[typeof place === 'number' ? place : 0];
  return limit?.per === 'year' || limit?.per === 'life';
}

/** A deductible is taken once: by `deductible`, or by `between`, or by a first tier at 0. */
function checkTwice(benefit: BenefitRules, path: Path, report: Report): void {
  const { base, deductible } = benefit;
  if (deductible === undefined || spanOf(deductible.amount)?.most.isZero() === true) return;
  if (base !== undefined && 'pots' in base && base.between?.above !== undefined && deductible.per === 'year') {
    twice([...path, 'deductible'], 'base.between.above', report);
  }
  for (const [index, { tiers = [], bounds }] of (benefit.rates ?? []).entries()) {
    const [first, ...more] = tiers;
    if (first?.upTo === undefined || more.length === 0) continue;
    const at = [...path, 'rates', index, 'tiers', 0];
    if (bounds?.count === 'before-deductible') checkEaten(benefit, first, at, report);
    else if (first.rate.isZero()) twice(at, 'deductible', report);
  }
}

function twice(at: Path, other: string, report: Report): void {
  report(
    at,
    'DEDUCTIBLE_TWICE',
    `免赔额扣了两次：已写在 ${other}，请留其一（分段自零起算的写 bounds: {count: before-deductible}）`,
    `the deductible is taken twice: it stands in \`${other}\` already; keep one (where tiers begin at 0, write \`bounds: {count: before-deductible}\`)`,
  );
}

/** A first tier that lies inside the deductible whole is never paid, unless a family bears the deductible. */
function checkEaten(
  { deductible }: BenefitRules,
  { upTo, rate }: { upTo?: AmountByCase[number]['is'] | undefined; rate: Money },
  at: Path,
  report: Report,
): void {
  const least = spanOf(deductible?.amount)?.least;
  if (upTo === undefined || !('yuan' in upTo) || least === undefined) return;
  if (deductible?.familyWaiver === true || deductible?.familyShared === true) return;
  if (rate.isZero() || upTo.yuan.gt(least)) return;
  report(
    at,
    'UNREACHABLE',
    `这一段（至 ${amountText(upTo)} 元）全在免赔额之内，永远轮不到：请核对金额`,
    `this tier (up to ${amountText(upTo)}) lies inside the deductible and is never reached: check the amounts`,
  );
}
