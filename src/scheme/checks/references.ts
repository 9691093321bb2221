import type { Condition } from '../condition.ts';
import type { FACT_UNITS } from '../declarations.ts';
import { ENGINE_FACTS } from '../facts.ts';
import type { Report } from '../finding.ts';
import type { SchemeRules } from '../language.ts';
import { wrongCode } from '../list-file.ts';
import { CATEGORY_NAMES } from '../words.ts';
import {
  amountFactsOf,
  type Check,
  conditionsOf,
  duplicate,
  type Path,
  reportUnknown,
  reportUnused,
  selectorsOf,
} from './walk.ts';

/** Words of `preexisting` and `category` that need no declaration. */
const ANY_CATEGORY = 'any';
const ENROLLED = 'enrolled';
const CATEGORIES: ReadonlySet<string> = new Set(CATEGORY_NAMES);

/** Lists, facts and roster words: what is used is declared, and what is declared is used. */
export const checkReferences: Check = (rules, report) => {
  const used = {
    lists: new Set<string>(),
    facts: new Set<string>(),
    words: new Set<string>(),
    plans: new Set<string>(),
    definitions: new Set<string>(),
  };
  const list = (path: Path, name: string) => {
    used.lists.add(name);
    if (!Object.hasOwn(rules.lists, name)) reportUnknown(path, name, { zh: ' lists（清单）', en: '`lists`' }, report);
  };
  const cohort = (path: Path, word: string) => {
    used.words.add(word);
    if (!rules.roster.cohorts.includes(word)) {
      reportUnknown(path, word, { zh: ' roster.cohorts（人群）', en: '`roster.cohorts`' }, report);
    }
  };
  const plan = (path: Path, word: string) => {
    used.plans.add(word);
    if (!rules.roster.plans.includes(word)) {
      reportUnknown(path, word, { zh: ' roster.plans（计划）', en: '`roster.plans`' }, report);
    }
  };
  const fact = (path: Path, name: string, unit: (typeof FACT_UNITS)[number]) => {
    used.facts.add(name);
    const declared = rules.facts[name];
    if (declared === undefined) reportUnknown(path, name, { zh: ' facts（参数）', en: '`facts`' }, report);
    else if (declared.unit !== unit) reportUnit(path, name, unit, report);
  };
  for (const { path, fact: name } of amountFactsOf(rules)) fact(path, name, 'yuan');
  for (const { path, selector } of selectorsOf(rules)) {
    if (selector.onList !== undefined) list([...path, 'onList'], selector.onList);
  }
  for (const { path, condition } of conditionsOf(rules)) {
    for (const word of condition.is ?? []) {
      used.definitions.add(word);
      checkDefined(rules, [...path, 'is'], word, report);
    }
    for (const word of condition.plan ?? []) plan([...path, 'plan'], word);
    for (const [at, name] of listsOf(condition)) list([...path, ...at], name);
    for (const word of condition.cohort ?? []) cohort([...path, 'cohort'], word);
    for (const word of condition.preexisting ?? []) {
      used.words.add(word);
      if (word === ANY_CATEGORY || CATEGORIES.has(word) || rules.roster.preexisting.includes(word)) continue;
      reportUnknown(
        [...path, 'preexisting'],
        word,
        { zh: '十二种既往症或 roster.preexisting ', en: 'the twelve categories or `roster.preexisting`' },
        report,
      );
    }
    for (const key of ['principalDiagnosis', 'diagnosis'] as const) {
      for (const word of condition[key]?.category ?? []) {
        if (word === ENROLLED || CATEGORIES.has(word)) continue;
        reportUnknown([...path, key, 'category'], word, { zh: '十二种既往症', en: 'the twelve categories' }, report);
      }
    }
    if (condition.fact !== undefined) fact([...path, 'fact', 'name'], condition.fact.name, 'share');
  }
  for (const [index, paper] of rules.papers.entries()) {
    for (const word of paper.cohort ?? []) cohort(['papers', index, 'cohort'], word);
  }
  for (const [index, one] of rules.premium.amount.entries()) {
    for (const word of one.plan ?? []) plan(['premium', 'amount', index, 'plan'], word);
    for (const word of one.cohort ?? []) cohort(['premium', 'amount', index, 'cohort'], word);
  }
  reportUnused(Object.keys(rules.lists), used.lists, (name) => ['lists', name], report);
  reportUnused(Object.keys(rules.facts), used.facts, (name) => ['facts', name], report);
  reportUnused(Object.keys(rules.definitions), used.definitions, (name) => ['definitions', name], report);
  // Where one plan or cohort has rules of its own, the others may be those for whom the rest is written.
  const { plans, cohorts } = rules.roster;
  reportUnused(
    plans.some((word) => used.plans.has(word)) ? [] : plans,
    used.plans,
    (word) => ['roster', 'plans', plans.indexOf(word)],
    report,
  );
  reportUnused(
    cohorts.some((word) => used.words.has(word)) ? [] : cohorts,
    used.words,
    (word) => ['roster', 'cohorts', cohorts.indexOf(word)],
    report,
  );
  reportUnused(
    rules.roster.preexisting,
    used.words,
    (word) => ['roster', 'preexisting', rules.roster.preexisting.indexOf(word)],
    report,
  );
  checkDeclarations(rules, report);
};

/** A definition may use those above it; so none can mean itself. */
function checkDefined(rules: SchemeRules, path: Path, word: string, report: Report): void {
  const names = Object.keys(rules.definitions);
  const place = names.indexOf(word);
  if (place < 0) {
    reportUnknown(path, word, { zh: ' definitions（定义）', en: '`definitions`' }, report);
  } else if (path[0] === 'definitions' && names.indexOf(String(path[1])) <= place) {
    report(
      path,
      'DEFINITION_ORDER',
      `“${word}”须定义在使用它的定义之前`,
      `"${word}" must be defined before the definition that uses it`,
    );
  }
}

function reportUnit(path: Path, name: string, unit: (typeof FACT_UNITS)[number], report: Report): void {
  report(
    path,
    'FACT_UNIT',
    unit === 'yuan' ? `“${name}”用作金额：请在 facts 中写 unit: yuan` : `“${name}”是金额，不能与比例比较`,
    unit === 'yuan'
      ? `"${name}" is used as an amount: declare it with \`unit: yuan\``
      : `"${name}" is an amount and cannot be held against a share`,
  );
}

function* listsOf(condition: Condition): Generator<[Path, string]> {
  for (const key of ['principalDiagnosis', 'diagnosis', 'procedure'] as const) {
    const name = condition[key]?.onList;
    if (name !== undefined) yield [[key, 'onList'], name];
  }
  if (condition.hospital?.onList !== undefined) yield [['hospital', 'onList'], condition.hospital.onList];
}

const checkDeclarations: Check = (rules, report) => {
  for (const key of ['cohorts', 'preexisting', 'plans'] as const) {
    for (const [index, word] of rules.roster[key].entries()) {
      const path = ['roster', key, index];
      if (rules.roster[key].indexOf(word) < index) duplicate(path, word, report);
      if (key === 'preexisting' && (CATEGORIES.has(word) || word === ANY_CATEGORY || word === ENROLLED)) {
        report(
          path,
          'RESERVED_WORD',
          `“${word}”是固定用词，无须声明：请删去`,
          `"${word}" is a fixed word of the language and needs no declaration: remove it`,
        );
      }
    }
  }
  for (const name of Object.keys(rules.facts)) {
    if (!ENGINE_FACTS.has(name)) continue;
    report(
      ['facts', name],
      'RESERVED_WORD',
      `“${name}”是各方案共有的刹车参数，无须声明：请删去`,
      `"${name}" is the insurer's brake, known in every scheme: remove it`,
    );
  }
  for (const [name, list] of Object.entries(rules.lists)) {
    for (const [index, entry] of (list.entries ?? []).entries()) {
      const path = ['lists', name, 'entries', index];
      const wrong = wrongCode(entry.code);
      if (wrong !== undefined) report(path, 'LIST_CODE', wrong.zh, wrong.en);
      if (list.entries?.findIndex((other) => other.code === entry.code) !== index) duplicate(path, entry.code, report);
    }
  }
};
