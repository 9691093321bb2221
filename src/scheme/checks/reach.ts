import { canonicalJson } from '../../claim/digest.ts';
import type { Condition } from '../condition.ts';
import type { Report } from '../finding.ts';
import type { BenefitRules, SchemeRules } from '../language.ts';
import { type Domain, EVERYTHING, narrow, narrowNot } from './domain.ts';
import { amountsOf, type Check, duplicate, type Path, walk } from './walk.ts';

/**
 * Conditions that can hold where they stand: behind the gates and the benefit's own conditions, and, in a list of which
 * the first that holds counts, behind those above.
 */
export const checkReach: Check = (read, report) => {
  const rules = { ...read, definitions: inOrder(read.definitions) };
  for (const [name, { means }] of Object.entries(rules.definitions)) {
    if (narrow(EVERYTHING, means, rules) === undefined) never(['definitions', name, 'means'], report);
  }
  const behindGates = checkGates(rules, report);
  if (behindGates === undefined) return;
  const lists: List[] = [];
  for (const [index, benefit] of rules.benefits.entries()) {
    const path = ['benefits', index];
    const inside = checkRequirements(benefit, behindGates, path, rules, report);
    if (inside === undefined) continue;
    checkSingle(benefit, inside, path, rules, report);
    lists.push(...listsOf(benefit, inside, path));
  }
  for (const list of lists) checkList(list, lists, rules, report);
};

/** Definitions that use only those above them; what refers to another is left open, and is reported as such. */
function inOrder(definitions: SchemeRules['definitions']): SchemeRules['definitions'] {
  const kept: SchemeRules['definitions'] = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const used = [...walk(definition.means)].flatMap(({ path, value }) =>
      path.at(-1) === 'is' ? (value as string[]) : [],
    );
    if (used.every((other) => Object.hasOwn(kept, other))) kept[name] = definition;
  }
  return kept;
}

function never(path: Path, report: Report): void {
  report(
    path,
    'UNREACHABLE',
    '在这里永不成立：请对照门槛、本责任的条件与前面各项',
    'this never holds here: look at the gates, at the conditions of the benefit and at the cases above',
  );
}

/** What is left behind all gates. */
function checkGates(rules: SchemeRules, report: Report): Domain | undefined {
  let left: Domain | undefined = EVERYTHING;
  for (const [index, { when, unless }] of rules.gates.entries()) {
    const passed: Domain | undefined =
      when === undefined ? narrow(left, unless ?? {}, rules) : narrowNot(left, when, rules);
    const fails = when === undefined ? narrowNot(left, unless ?? {}, rules) : narrow(left, when, rules);
    if (fails === undefined) {
      report(
        ['gates', index],
        'UNREACHABLE',
        '前面的门已全部拦下，这道门永远拦不到：请调整次序或删去',
        'the gates above leave nothing that this one could stop: change the order or remove it',
      );
    }
    if (passed === undefined) {
      report(
        ['gates', index],
        'UNREACHABLE',
        '没有一笔理赔能通过这道门与前面各门',
        'no claim gets past this gate and those above it',
      );
      return undefined;
    }
    left = passed;
  }
  return left;
}

function checkRequirements(
  benefit: BenefitRules,
  behindGates: Domain,
  path: Path,
  rules: SchemeRules,
  report: Report,
): Domain | undefined {
  let left: Domain = behindGates;
  for (const [index, { require }] of benefit.conditions.entries()) {
    const next = narrow(left, require, rules);
    if (next === undefined) {
      never([...path, 'conditions', index, 'require'], report);
      return undefined;
    }
    left = next;
  }
  return left;
}

/** Conditions that stand by themselves. */
function checkSingle(benefit: BenefitRules, inside: Domain, path: Path, rules: SchemeRules, report: Report): void {
  const base = benefit.base !== undefined && 'pots' in benefit.base ? benefit.base : undefined;
  const single: [Path, Condition | undefined][] = [
    ...(benefit.bonus ?? []).map(({ when }, index): [Path, Condition] => [['bonus', index, 'when'], when]),
    ...(['counts', 'less'] as const).flatMap((key) =>
      (base?.[key] ?? []).map(({ when }, index): [Path, Condition | undefined] => [['base', key, index, 'when'], when]),
    ),
  ];
  for (const [index, { when }] of (benefit.bonus ?? []).entries()) {
    const same = benefit.bonus?.findIndex((other) => canonicalJson(other.when) === canonicalJson(when));
    if (same !== index) duplicate([...path, 'bonus', index], 'bonus', report);
  }
  for (const [at, condition] of single) {
    if (condition !== undefined && narrow(inside, condition, rules) === undefined) never([...path, ...at], report);
  }
}

/** A list of cases of which the first that holds counts, and where it stands. */
interface List {
  readonly path: Path;
  readonly cases: readonly { readonly when?: Condition | undefined }[];
  readonly inside: Domain;
}

function listsOf(benefit: BenefitRules, inside: Domain, path: Path): List[] {
  const lists: [Path, List['cases'] | undefined][] = [
    [['rates'], benefit.rates],
    [['factor'], benefit.factor],
    ...amountsOf(benefit),
    [['outOfPocketCap', 'amount'], benefit.outOfPocketCap?.amount],
  ];
  return lists.flatMap(([at, cases]) => (cases === undefined ? [] : [{ path: [...path, ...at], cases, inside }]));
}

/** A list that several benefits share (a pool, a YAML anchor) has a case too many only where none of them reaches it. */
function checkList(list: List, lists: readonly List[], rules: SchemeRules, report: Report): void {
  const content = canonicalJson(list.cases);
  const same = lists.filter(({ cases }) => cases === list.cases || canonicalJson(cases) === content);
  for (const index of list.cases.keys()) {
    if (same.every((one) => !isReached(one, index, rules))) never([...list.path, index], report);
  }
}

function isReached({ cases, inside }: List, index: number, rules: SchemeRules): boolean {
  const { when } = cases[index] ?? {};
  const earlier = cases.slice(0, index).flatMap((one) => one.when ?? []);
  // A last case without condition must be there: only one above that always holds makes it pointless.
  if (when === undefined) return earlier.every((one) => narrowNot(inside, one, rules) !== undefined);
  let left = narrow(inside, when, rules);
  for (const one of earlier) left = left === undefined ? undefined : narrowNot(left, one, rules);
  return left !== undefined;
}
