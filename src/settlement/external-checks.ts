import { Money } from '../money/money.ts';
import { type FieldProblem, Refusal } from '../problem/refusal.ts';
import type { AmountByCase } from '../scheme/amounts.ts';
import type { BenefitRules, SchemeRules } from '../scheme/language.ts';
import type { LimitRules } from '../scheme/limit.ts';
import { type DateText, dateOf } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import { inconsistent, problem } from './review-checks.ts';
import type { ExternalClaimRequest } from './review-requests.ts';

/**
 * Holds a claim settled elsewhere against what can be: nothing else stands behind these figures, and a slip of one digit
 * would take a member's deductible or limit away for the year. Only what no member could have had is refused: which of
 * several amounts holds for this one (a cohort, a condition) the paper shows.
 *
 * @param policyFrom the policy's first day
 * @throws Refusal `INVALID_BODY`, or `AMOUNTS_INCONSISTENT` naming both sides of each bound that is broken
 */
export function checkExternal(
  request: ExternalClaimRequest,
  rules: SchemeRules,
  policyFrom: DateText,
  now: Instant,
): void {
  checkDay(request, policyFrom, now);
  checkAdmission(request);
  const broken = [...checkBenefits(request, rules), ...checkGroups(request, rules)];
  if (broken.length > 0) throw inconsistent(broken);
}

/** It may be settled long after the policy's end, and not before its beginning. */
function checkDay({ settledOn }: ExternalClaimRequest, policyFrom: DateText, now: Instant): void {
  const today = dateOf(now);
  if (settledOn > today) {
    throw new Refusal('INVALID_BODY', {
      detail: `settledOn ${settledOn} 晚于今天 ${today}`,
      detailEn: `settledOn ${settledOn} is after today, ${today}`,
      errors: [problem('/settledOn', 'IN_FUTURE', '赔付日期不得晚于今天', 'the day must not lie in the future')],
    });
  }
  if (settledOn >= policyFrom) return;
  throw new Refusal('INVALID_BODY', {
    detail: `settledOn ${settledOn} 早于保单首日 ${policyFrom}`,
    detailEn: `settledOn ${settledOn} is before the policy's first day, ${policyFrom}`,
    errors: [
      problem(
        '/settledOn',
        'BEFORE_POLICY',
        '赔付日期不得早于保单首日',
        "the day must not lie before the policy's first",
      ),
    ],
  });
}

/** An encounter is one of a hospital's: without it no later settlement could share its deductible. */
function checkAdmission({ encounterId, hospitalId }: ExternalClaimRequest): void {
  if (typeof encounterId !== 'string' || typeof hospitalId === 'string') return;
  throw new Refusal('INVALID_BODY', {
    detail: '给出 encounterId 时须同时给出 hospitalId',
    detailEn: 'An encounterId needs its hospitalId',
    errors: [problem('/hospitalId', 'REQUIRED', '缺少必填字段', 'a required field is missing')],
  });
}

function checkBenefits(request: ExternalClaimRequest, rules: SchemeRules): FieldProblem[] {
  const stated = rules.benefits.filter(({ id }) => request.benefits.some(({ benefit }) => benefit === id));
  // What benefits share is held against their sum once.
  const deductibles = new Map(stated.map((benefit) => [benefit.deductible?.pool ?? benefit.id, benefit]));
  const limits = stated.flatMap((benefit) => (benefit.limit ?? []).map((limit) => ({ benefit, limit })));
  const distinct = new Map(limits.map((one, index) => [one.limit.pool ?? `#${index}`, one]));
  return [
    ...[...deductibles.values()].flatMap((benefit) => checkDeductible(request, benefit, rules)),
    ...stated.flatMap((benefit) => checkLumpSum(request, benefit)),
    ...[...distinct.values()].flatMap(({ benefit, limit }) => checkLimit(request, benefit, limit, rules)),
  ];
}

/** A claim may stand for several stays: a deductible of each is held against one stay only where that stay is named. */
function checkDeductible(
  request: ExternalClaimRequest,
  { id, deductible }: BenefitRules,
  rules: SchemeRules,
): FieldProblem[] {
  if (deductible?.per === 'admission' && typeof request.encounterId !== 'string') return [];
  const pool = deductible?.pool;
  const sharing = rules.benefits.filter((one) => pool !== undefined && one.deductible?.pool === pool);
  const { at, rows } = rowsOf(request, [id, ...sharing.map((one) => one.id)]);
  const applied = Money.sum(rows.map(({ deductibleApplied }) => deductibleApplied));
  return atMost(`${at}/deductibleApplied`, applied, DEDUCTIBLE, highest(deductible?.amount ?? []));
}

/** A claim may stand for several payments of the sum, so many as the scheme pays in a year. */
function checkLumpSum(request: ExternalClaimRequest, { id, lumpSum, limit = [] }: BenefitRules): FieldProblem[] {
  if (lumpSum === undefined) return [];
  const times = Math.min(...limit.map((one) => one.times ?? Number.POSITIVE_INFINITY));
  const sum = highest(lumpSum.amount);
  if (sum === undefined || !Number.isFinite(times)) return [];
  const { at, rows } = rowsOf(request, [id]);
  const paid = Money.sum(rows.map((row) => row.paid));
  return atMost(`${at}/paid`, paid, LUMP_SUM, sum.times(Money.of(String(times))));
}

/** A limit of a claim or a stay may be used several times by what was settled elsewhere; one of lines does not show. */
function checkLimit(
  request: ExternalClaimRequest,
  { id }: BenefitRules,
  { amount, per, pool, lines, each }: LimitRules,
  rules: SchemeRules,
): FieldProblem[] {
  const whole = (per === 'year' || per === 'life') && lines === undefined && each === undefined;
  if (amount === undefined || !whole) return [];
  const sharing = rules.benefits.filter((one) => pool !== undefined && one.limit?.some((other) => other.pool === pool));
  const { at, rows } = rowsOf(request, [id, ...sharing.map((one) => one.id)]);
  return atMost(`${at}/paid`, Money.sum(rows.map(({ paid }) => paid)), LIMIT, highest(amount));
}

function checkGroups({ itemGroups }: ExternalClaimRequest, { itemGroupCap }: SchemeRules): FieldProblem[] {
  if (itemGroupCap === undefined) return [];
  return itemGroups.flatMap(({ paid }, index) =>
    atMost(`/itemGroups/${index}/paid`, paid, ITEM_GROUP, itemGroupCap.amount),
  );
}

/** What is stated of some benefits, and the place of the first of it. */
function rowsOf({ benefits }: ExternalClaimRequest, ids: readonly string[]) {
  const of = ({ benefit }: { readonly benefit: string }) => ids.includes(benefit);
  return { at: `/benefits/${benefits.findIndex(of)}`, rows: benefits.filter(of) };
}

/** The highest of the amounts by case; nothing where one of them is a fact, which may have any value. */
function highest(amounts: AmountByCase): Money | undefined {
  const yuan = amounts.flatMap(({ is }) => ('yuan' in is ? [is.yuan] : []));
  return yuan.length < amounts.length ? undefined : Money.max(Money.ZERO, ...yuan);
}

/** What an amount is held against. */
interface Bound {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

const DEDUCTIBLE: Bound = {
  code: 'ABOVE_DEDUCTIBLE',
  zh: '超过方案的免赔额',
  en: "more than the scheme's deductible",
};
const LUMP_SUM: Bound = { code: 'ABOVE_LIMIT', zh: '超过一次性给付额', en: 'more than the lump sum' };
const LIMIT: Bound = { code: 'ABOVE_LIMIT', zh: '合计超过年度限额', en: "in sum more than the year's limit" };
const ITEM_GROUP: Bound = { code: 'ABOVE_LIMIT', zh: '超过项目组限额', en: 'more than the cap of an item group' };

function atMost(pointer: string, amount: Money, { code, zh, en }: Bound, most: Money | undefined): FieldProblem[] {
  if (most === undefined || amount.lte(most)) return [];
  const sides = `${amount.toFixed2()} > ${most.toFixed2()}`;
  return [problem(pointer, code, `${zh}：${sides}`, `${en}: ${sides}`)];
}
