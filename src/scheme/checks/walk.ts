import { Money } from '../../money/money.ts';
import type { AmountByCase } from '../amounts.ts';
import type { Condition } from '../condition.ts';
import type { Report } from '../finding.ts';
import type { BenefitRules, SchemeRules } from '../language.ts';
import type { LineSelector } from '../selector.ts';
import type { Amount } from '../words.ts';

/** Looks at a scheme that has the right shape, and reports what cannot be meant. */
export type Check = (rules: SchemeRules, report: Report) => void;

export type Path = readonly PropertyKey[];

/** Everything inside a value with its path, the value itself first. */
export function* walk(value: unknown, path: Path = []): Generator<{ path: Path; value: unknown }> {
  yield { path, value };
  if (value === null || typeof value !== 'object' || value instanceof Money) return;
  for (const [key, member] of Object.entries(value)) {
    yield* walk(member, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

const CONDITION_KEYS = new Set<PropertyKey | undefined>(['when', 'unless', 'require', 'means']);

/** Every condition of a scheme, also those inside `all`, `any` and `not`. */
export function* conditionsOf(rules: SchemeRules): Generator<{ path: Path; condition: Condition }> {
  for (const { path, value } of walk(rules)) {
    if (CONDITION_KEYS.has(path.at(-1)) && value !== undefined) yield* parts(value as Condition, path);
  }
}

function* parts(condition: Condition, path: Path): Generator<{ path: Path; condition: Condition }> {
  yield { path, condition };
  for (const key of ['all', 'any'] as const) {
    for (const [index, part] of (condition[key] ?? []).entries()) yield* parts(part, [...path, key, index]);
  }
  if (condition.not !== undefined) yield* parts(condition.not, [...path, 'not']);
}

/** Every selector of lines of a scheme. */
export function* selectorsOf(rules: SchemeRules): Generator<{ path: Path; selector: LineSelector }> {
  for (const [index, selector] of (rules.excludedLines ?? []).entries()) {
    yield* withExceptions(selector, ['excludedLines', index]);
  }
  for (const { path, value } of walk(rules.benefits, ['benefits'])) {
    if (path.at(-1) !== 'lines' || !Array.isArray(value)) continue;
    for (const [index, selector] of (value as LineSelector[]).entries()) {
      yield* withExceptions(selector, [...path, index]);
    }
  }
  for (const { path, condition } of conditionsOf(rules)) {
    if (condition.line !== undefined) yield* withExceptions(condition.line, [...path, 'line']);
  }
}

function* withExceptions(selector: LineSelector, path: Path): Generator<{ path: Path; selector: LineSelector }> {
  yield { path, selector };
  for (const [index, one] of (selector.not ?? []).entries()) yield* withExceptions(one, [...path, 'not', index]);
}

/** Every place where an amount is a fact. */
export function* amountFactsOf(rules: SchemeRules): Generator<{ path: Path; fact: string }> {
  for (const { path, value } of walk(rules)) {
    if (value === null || typeof value !== 'object' || !('fact' in value) || !('times' in value)) continue;
    if (typeof value.fact === 'string') yield { path: [...path, 'fact'], fact: value.fact };
  }
}

/** Where a limit stands in its benefit: a single one may be written without a list. */
export function limitPath({ limit }: BenefitRules, place: number): Path {
  return limit?.length === 1 ? ['limit'] : ['limit', place];
}

/** An amount as it is said in a finding. */
export function amountText(amount: Amount): string {
  if ('yuan' in amount) return amount.yuan.toFixed2();
  return amount.times.eq(Money.ONE) ? amount.fact : `${amount.fact} × ${amount.times.toString()}`;
}

/** Reports the words of a declaration that nothing uses. */
export function reportUnused(
  declared: Iterable<string>,
  used: ReadonlySet<string>,
  at: (word: string) => Path,
  report: Report,
): void {
  for (const word of declared) {
    if (used.has(word)) continue;
    report(
      at(word),
      'UNUSED',
      `“${word}”已声明而无处使用：请使用或删去`,
      `"${word}" is declared and never used: use it or remove it`,
    );
  }
}

/** Reports a word that is not declared. */
export function reportUnknown(path: Path, word: string, where: { zh: string; en: string }, report: Report): void {
  report(
    path,
    'UNKNOWN_REFERENCE',
    `“${word}”未在${where.zh}中声明：请改正或补充声明`,
    `"${word}" is not declared under ${where.en}: correct it or declare it`,
  );
}

/** Reports an id that stands twice where it must stand once. */
export function duplicate(path: Path, word: string, report: Report): void {
  report(path, 'DUPLICATE', `“${word}”重复：每个名称只能出现一次`, `"${word}" is repeated: each name stands once`);
}

/** Every amount by case of a benefit that must have one for all. */
export function amountsOf(benefit: BenefitRules): [Path, AmountByCase][] {
  const between = benefit.base !== undefined && 'pots' in benefit.base ? benefit.base.between : undefined;
  const single: [Path, AmountByCase | undefined][] = [
    [['deductible', 'amount'], benefit.deductible?.amount],
    [['lumpSum', 'amount'], benefit.lumpSum?.amount],
    [['dailyAllowance', 'amount'], benefit.dailyAllowance?.amount],
    [['base', 'between', 'above'], between?.above],
    [['base', 'between', 'upTo'], between?.upTo],
    ...(benefit.limit ?? []).map(({ amount }, index): [Path, AmountByCase | undefined] => [
      [...limitPath(benefit, index), 'amount'],
      amount,
    ]),
  ];
  return single.flatMap(([path, amount]) => (amount === undefined ? [] : [[path, amount] as [Path, AmountByCase]]));
}

/** The smallest and the greatest yuan an amount can be; `undefined` where a case is a fact. */
export function spanOf(amount: AmountByCase | undefined): { least: Money; most: Money } | undefined {
  const yuan = (amount ?? []).map(({ is }) => ('yuan' in is ? is.yuan : undefined));
  const [first, ...more] = yuan.flatMap((one) => one ?? []);
  if (first === undefined || more.length + 1 < yuan.length) return undefined;
  return { least: Money.min(first, ...more), most: Money.max(first, ...more) };
}
