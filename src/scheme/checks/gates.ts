import type { Condition } from '../condition.ts';
import type { Gate, SchemeRules } from '../language.ts';
import type { SchemeReason } from '../words.ts';
import { EVERYTHING, narrow, narrowNot } from './domain.ts';
import { type Check, walk } from './walk.ts';

/**
 * Gates that nearly every scheme has, where one is left out: that may be meant, and may be forgotten. The code of a notice
 * is the reason that the gate would give.
 */
export const noteGates: Check = (rules, report) => {
  for (const { reason, gate, zh, en, stands } of FIRST_GATES) {
    if (stands(rules)) continue;
    report(
      ['gates'],
      reason,
      `没有针对${zh}的门：医保结算之后赔付的方案通常要写 ${gate}`,
      `there is no gate for ${en}: a scheme that pays after basic insurance usually has ${gate}`,
    );
  }
  for (const { reason, day, periods, gate, zh, en } of EDGES) {
    // Days after the end are asked for elsewhere.
    if (day === 'discharged' && 'tailDays' in rules.coverage && rules.coverage.tailDays > 0) continue;
    if (servedIsAsked(rules) || rules.gates.some((one) => asksFor(one, ['admitted', 'discharged'], periods, rules))) {
      continue;
    }
    report(
      ['coverage'],
      reason,
      `${zh}的住院会全额受理：通知如有限制，请加一道门 when: ${gate}`,
      `a stay that ${en} would be taken whole: where the notice says otherwise, add a gate \`when: ${gate}\``,
    );
  }
};

interface FirstGate {
  readonly reason: SchemeReason;
  readonly gate: string;
  readonly zh: string;
  readonly en: string;
  readonly stands: (rules: SchemeRules) => boolean;
}

const FIRST_GATES: readonly FirstGate[] = [
  {
    reason: 'BASIC_INSURANCE_NOT_SETTLED',
    gate: 'unless: { basicInsurance: { settled: true } }',
    zh: '医保未结算',
    en: 'what basic insurance has not settled',
    stands: (rules) => [...walk(rules)].some(({ path, value }) => path.at(-1) === 'settled' && value !== undefined),
  },
  {
    reason: 'WORK_INJURY',
    gate: 'when: { cause: work-injury }',
    zh: '工伤',
    en: 'work injuries',
    stands: (rules) => causeIsAsked(rules, 'work-injury'),
  },
  {
    reason: 'THIRD_PARTY_LIABILITY',
    gate: 'when: { cause: third-party }',
    zh: '第三方责任',
    en: 'the liability of a third party',
    stands: (rules) => causeIsAsked(rules, 'third-party'),
  },
];

/** A stay that crosses an edge of the policy period still falls under the policy. */
const EDGES = [
  {
    reason: 'ADMITTED_BEFORE_COVERAGE',
    day: 'admitted',
    periods: ['before-period', 'within-period'],
    gate: '{ admitted: before-period }',
    zh: '保障期之前入院',
    en: 'begins before the period',
  },
  {
    reason: 'SPLIT_PERIOD',
    day: 'discharged',
    periods: ['after-period', 'within-period', 'within-tail', 'after-tail'],
    gate: '{ discharged: after-period }',
    zh: '期满之后出院',
    en: 'ends after the period',
  },
] as const;

/** Whether a rule names the cause, or a gate stops it without naming it (`unless: { cause: [illness, accident] }`). */
function causeIsAsked(rules: SchemeRules, cause: NonNullable<Condition['cause']>[number]): boolean {
  if (namesOne(rules, ['cause'], [cause])) return true;
  const of = narrow(EVERYTHING, { cause: [cause] }, rules) ?? EVERYTHING;
  return rules.gates.some(({ when, unless }) =>
    when === undefined ? narrow(of, unless ?? {}, rules) === undefined : narrowNot(of, when, rules) === undefined,
  );
}

/** Whether the lines outside the period leave the costs. */
function servedIsAsked({ excludedLines }: SchemeRules): boolean {
  return [...walk(excludedLines)].some(({ path, value }) => path.at(-1) === 'served' && value !== undefined);
}

/** Whether a gate, or a definition it uses, names one of these words. */
function asksFor(gate: Gate, keys: readonly string[], words: readonly string[], rules: SchemeRules): boolean {
  return [gate, ...definitionsOf(gate, rules)].some((value) => namesOne(value, keys, words));
}

/** Definitions that a value uses, also those that these use. */
function definitionsOf(value: unknown, rules: SchemeRules): Condition[] {
  const found = new Map<string, Condition>();
  const open: unknown[] = [value];
  for (const one of open) {
    for (const { path, value: names } of walk(one)) {
      if (path.at(-1) !== 'is' || !Array.isArray(names)) continue;
      for (const name of names as string[]) {
        const means = rules.definitions[name]?.means;
        if (means === undefined || found.has(name)) continue;
        found.set(name, means);
        open.push(means);
      }
    }
  }
  return [...found.values()];
}

function namesOne(value: unknown, keys: readonly string[], words: readonly string[]): boolean {
  return [...walk(value)].some(
    ({ path, value: named }) =>
      keys.includes(String(path.at(-1))) && Array.isArray(named) && words.some((word) => named.includes(word)),
  );
}
