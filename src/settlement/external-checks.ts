import { Money } from '../money/money.ts';
import { type FieldProblem, Refusal } from '../problem/refusal.ts';
import type { AmountByCase, BenefitRules, SchemeRules } from '../scheme/language.ts';
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
  // Benefits of one pool share one limit, which is held against their sum once.
  const limits = new Map(stated.map((benefit) => [benefit.limit?.pool ?? benefit.id, benefit]));
  return [
    ...stated.flatMap((benefit) => [...checkDeductible(request, benefit), ...checkLumpSum(request, benefit)]),
    ...[...limits.values()].flatMap((benefit) => checkLimit(request, benefit, rules)),
  ];
}

/** A claim may stand for several stays: a deductible of each is held against one stay only where that stay is named. */
function checkDeductible(request: ExternalClaimRequest, { id, deductible }: BenefitRules): FieldProblem[] {
  if (deductible?.per === 'admission' && typeof request.encounterId !== 'string') return [];
  const { at, rows } = rowsOf(request, [id]);
  const applied = Money.sum(rows.map(({ deductibleApplied }) => deductibleApplied));
  return atMost(`${at}/deductibleApplied`, applied, DEDUCTIBLE, highest(deductible?.amount ?? []));
}

function checkLumpSum(request: ExternalClaimRequest, { id, lumpSum }: BenefitRules): FieldProblem[] {
  if (lumpSum === undefined) return [];
  const { at, rows } = rowsOf(request, [id]);
  return atMost(`${at}/paid`, Money.sum(rows.map(({ paid }) => paid)), LUMP_SUM, highest(lumpSum.amount));
}

function checkLimit(request: ExternalClaimRequest, { id, limit }: BenefitRules, rules: SchemeRules): FieldProblem[] {
  if (limit === undefined) return [];
  const sharing = rules.benefits.filter((one) => limit.pool !== undefined && one.limit?.pool === limit.pool);
  const { at, rows } = rowsOf(request, [id, ...sharing.map((one) => one.id)]);
  return atMost(`${at}/paid`, Money.sum(rows.map(({ paid }) => paid)), LIMIT, highest(limit.amount));
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

function highest(amounts: AmountByCase): Money {
  return amounts.reduce((most, { is }) => Money.max(most, is), Money.ZERO);
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

function atMost(pointer: string, amount: Money, { code, zh, en }: Bound, most: Money): FieldProblem[] {
  if (amount.lte(most)) return [];
  const sides = `${amount.toFixed2()} > ${most.toFixed2()}`;
  return [problem(pointer, code, `${zh}：${sides}`, `${en}: ${sides}`)];
}
