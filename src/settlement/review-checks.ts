import type { Compensation } from '../claim/claim.ts';
import { Money } from '../money/money.ts';
import { type FieldProblem, Refusal } from '../problem/refusal.ts';
import type { BenefitRules, SchemeRules } from '../scheme/language.ts';
import type { Stated, StatedBenefitInput } from './review-requests.ts';
import { rowKey } from './review-statement.ts';

/** What is known of the claim that a statement is about, where it is one of ours. */
export interface StatedAbout {
  /** The benefits that wait for a person; `undefined`: any of the scheme's may be stated. */
  readonly open: ReadonlySet<string> | undefined;
  readonly compensation: readonly Pick<Compensation, 'kind' | 'amount'>[];
}

/**
 * Holds a statement against the rules of its scheme: benefits and tables that exist, each once, figures that agree.
 *
 * @throws Refusal `INVALID_BODY`, or `AMOUNTS_INCONSISTENT` naming each identity that fails with both sides
 */
export function checkStated(stated: Stated, rules: SchemeRules, about?: StatedAbout): void {
  const wrong = [...checkBenefits(stated, rules, about?.open), ...checkGroups(stated)];
  if (wrong.length > 0) {
    throw new Refusal('INVALID_BODY', {
      detail: `报文有 ${wrong.length} 处不成立，见 errors`,
      detailEn: `${wrong.length} statement(s) cannot be so, see errors`,
      errors: wrong.slice(0, 50),
    });
  }
  const uneven = stated.benefits.flatMap((row, index) => [
    ...checkFigures(row, index, rules, about),
    ...checkPaid(row, index, rules),
  ]);
  if (uneven.length > 0) throw inconsistent(uneven);
}

/** @returns Refusal `AMOUNTS_INCONSISTENT` that tells the first of the problems in its own words */
export function inconsistent(problems: readonly FieldProblem[]): Refusal {
  const [zh = '', en = ''] = problems[0]?.message.split(' / ') ?? [];
  return new Refusal('AMOUNTS_INCONSISTENT', {
    detail: `金额不平：${zh}`,
    detailEn: `The amounts do not add up: ${en}`,
    errors: problems.slice(0, 50),
  });
}

function checkBenefits({ benefits }: Stated, rules: SchemeRules, open?: ReadonlySet<string>): FieldProblem[] {
  const seen = new Set<string>();
  return benefits.flatMap((row, index) => {
    const at = `/benefits/${index}`;
    const benefit = rules.benefits.find(({ id }) => id === row.benefit);
    if (benefit === undefined) {
      return [problem(`${at}/benefit`, 'UNKNOWN_BENEFIT', '本方案没有此责任', 'the scheme has no such benefit')];
    }
    if (open !== undefined && !open.has(row.benefit)) {
      const list = [...open].join(', ');
      return [
        problem(
          `${at}/benefit`,
          'NOT_PENDED',
          `此责任不在待审核之列：${list}`,
          `this benefit is not pended, these are: ${list}`,
        ),
      ];
    }
    const key = rowKey(row);
    if (seen.has(key)) {
      return [problem(at, 'DUPLICATE_BENEFIT', '同一责任同一比例表重复', 'this benefit and table occur twice')];
    }
    seen.add(key);
    return checkTable(row, benefit, `${at}/table`);
  });
}

function checkTable(row: StatedBenefitInput, benefit: BenefitRules, at: string): FieldProblem[] {
  const tables = (benefit.rates ?? []).flatMap((one) =>
    one.classes === undefined ? [one.table] : Object.keys(one.classes),
  );
  const table = row.table ?? null;
  // Without a table an eligible amount would count in none, and the next claim would begin in too low a tier.
  if (table === null ? tables.length === 0 || row.eligible.isZero() : tables.includes(table)) return [];
  if (tables.length === 0) {
    return [problem(at, 'UNKNOWN_TABLE', '一次性给付没有比例表，须为 null', 'a lump sum has no rate table: null')];
  }
  const list = tables.join(', ');
  return [problem(at, 'UNKNOWN_TABLE', `须为此责任的比例表之一：${list}`, `must be a rate table of it: ${list}`)];
}

function checkGroups({ itemGroups }: Stated): FieldProblem[] {
  const seen = new Set<string>();
  return itemGroups.flatMap(({ group }, index) => {
    if (!seen.has(group)) {
      seen.add(group);
      return [];
    }
    return [problem(`/itemGroups/${index}/group`, 'DUPLICATE_GROUP', '项目组重复', 'the item group occurs twice')];
  });
}

/**
 * The base is the deductible taken from it and what is eligible. Where the scheme lets other compensation count as
 * deductible used, more deductible may be used than the base bore.
 */
function checkFigures(
  row: StatedBenefitInput,
  index: number,
  rules: SchemeRules,
  about: StatedAbout | undefined,
): FieldProblem[] {
  const { base, deductibleApplied, eligible } = row;
  const sum = deductibleApplied.plus(eligible);
  const benefit = rules.benefits.find(({ id }) => id === row.benefit);
  const kinds = (benefit?.otherCompensation ?? rules.otherCompensation)?.creditsDeductible ?? [];
  // Of a claim that is not ours it is not known what others paid: there at most all of the deductible.
  const credit =
    about === undefined && kinds.length > 0
      ? deductibleApplied
      : Money.sum((about?.compensation ?? []).filter(({ kind }) => kinds.includes(kind)).map(({ amount }) => amount));
  if (base.lte(sum) && eligible.lte(base) && sum.minus(base).lte(credit)) return [];
  const sides = `${base.toFixed2()} ≠ ${deductibleApplied.toFixed2()} + ${eligible.toFixed2()}`;
  const identity = 'base = deductibleApplied + eligible';
  return [problem(`/benefits/${index}/base`, 'IDENTITY', `${identity}：${sides}`, `${identity}: ${sides}`)];
}

/** But for a lump sum, at most all that is eligible is paid. */
function checkPaid({ benefit, eligible, paid }: StatedBenefitInput, index: number, rules: SchemeRules): FieldProblem[] {
  const lumpSum = rules.benefits.find(({ id }) => id === benefit)?.lumpSum;
  if (lumpSum !== undefined || paid.lte(eligible)) return [];
  const sides = `${paid.toFixed2()} > ${eligible.toFixed2()}`;
  return [
    problem(
      `/benefits/${index}/paid`,
      'ABOVE_ELIGIBLE',
      `赔付超过 eligible：${sides}`,
      `more is paid than is eligible: ${sides}`,
    ),
  ];
}

export function problem(pointer: string, code: string, zh: string, en: string): FieldProblem {
  return { pointer, code, message: `${zh} / ${en}` };
}
