import type { Condition } from '../condition.ts';
import { wrongCode } from '../list-file.ts';
import { CATEGORY_NAMES } from '../words.ts';
import { type Check, conditionsOf, duplicate, type Path, reportUnknown, reportUnused } from './walk.ts';

/** Facts that the engine itself looks at, in every scheme: the insurer's brake. */
export const ENGINE_FACTS: readonly string[] = ['autoPayLimit', 'autoPayStop'];

/** Words of `preexisting` and `category` that need no declaration. */
const ANY_CATEGORY = 'any';
const ENROLLED = 'enrolled';
const CATEGORIES: ReadonlySet<string> = new Set(CATEGORY_NAMES);

/** Lists, facts and roster words: what is used is declared, and what is declared is used. */
export const checkReferences: Check = (rules, report) => {
  const used = { lists: new Set<string>(), facts: new Set<string>(), words: new Set<string>() };
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
  for (const { path, condition } of conditionsOf(rules)) {
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
    const fact = condition.fact?.name;
    if (fact !== undefined) {
      used.facts.add(fact);
      if (!Object.hasOwn(rules.facts, fact)) {
        reportUnknown([...path, 'fact', 'name'], fact, { zh: ' facts（参数）', en: '`facts`' }, report);
      }
    }
  }
  for (const [index, paper] of rules.papers.entries()) {
    for (const word of paper.cohort ?? []) cohort(['papers', index, 'cohort'], word);
  }
  for (const [index, benefit] of rules.benefits.entries()) {
    if (benefit.base !== undefined && 'listed' in benefit.base) {
      list(['benefits', index, 'base', 'listed'], benefit.base.listed);
    }
  }
  reportUnused(Object.keys(rules.lists), used.lists, (name) => ['lists', name], report);
  reportUnused(Object.keys(rules.facts), used.facts, (name) => ['facts', name], report);
  reportUnused(
    rules.roster.cohorts,
    used.words,
    (word) => ['roster', 'cohorts', rules.roster.cohorts.indexOf(word)],
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

function* listsOf(condition: Condition): Generator<[Path, string]> {
  for (const key of ['principalDiagnosis', 'diagnosis', 'procedure'] as const) {
    const name = condition[key]?.onList;
    if (name !== undefined) yield [[key, 'onList'], name];
  }
}

const checkDeclarations: Check = (rules, report) => {
  for (const key of ['cohorts', 'preexisting'] as const) {
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
    if (!ENGINE_FACTS.includes(name)) continue;
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
