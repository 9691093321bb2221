import type { Condition } from '../condition.ts';
import type { SchemeRules } from '../language.ts';
import { rosterWord } from './roster-words.ts';
import { anyOf, say, times } from './say.ts';
import { listName } from './scheme-names.ts';
import { type Statement, statement } from './statement.ts';

type Diagnosis = NonNullable<Condition['diagnosis']>;
type Part<Key extends keyof Diagnosis> = (asked: NonNullable<Diagnosis[Key]>, rules: SchemeRules) => Statement;

/** What must hold for a diagnosis: predicates, to follow on "the diagnosis". */
export function diagnosisParts(asked: Diagnosis, rules: SchemeRules): Statement[] {
  return (Object.keys(PARTS) as (keyof Diagnosis)[]).flatMap((key) => partOf(key, asked, rules));
}

function partOf<Key extends keyof Diagnosis>(key: Key, asked: Diagnosis, rules: SchemeRules): Statement[] {
  const value = asked[key];
  const part = PARTS[key] as Part<Key>;
  return value === undefined || value === null ? [] : [part(value, rules)];
}

const OWN = say('名册所列该参保人自己的既往病种', 'an earlier disease that the roster lists for this very member');

const PARTS: { readonly [Key in keyof Diagnosis]-?: Part<Key> } = {
  category: (asked, rules) => {
    const { zh, en } = anyOf(asked.map((word) => (word === 'enrolled' ? OWN : rosterWord(word, rules))));
    return statement(`属于${zh}`, `不属于${zh}`, `falls under ${en}`, `does not fall under ${en}`);
  },
  onList: (asked, rules) => {
    const { zh, en } = listName(asked, rules);
    return statement(`列入${zh}`, `未列入${zh}`, `is on ${en}`, `is not on ${en}`);
  },
  confirmed: () =>
    statement(
      '在保单有效期内首次确诊',
      '不是在保单有效期内首次确诊',
      "was first confirmed within the policy's period",
      "was not first confirmed within the policy's period",
    ),
  confirmedAfterDays: (days) =>
    statement(
      `在保单生效 ${days} 天（等待期）后首次确诊`,
      `不是在保单生效 ${days} 天（等待期）后首次确诊`,
      `was first confirmed after the first ${times(days, 'day')} of the policy`,
      `was not first confirmed after the first ${times(days, 'day')} of the policy`,
    ),
  severe: (asked) =>
    asked === 'yes'
      ? statement('标明为重度', '未标明为重度', 'is marked severe', 'is not marked severe')
      : statement('未标明为非重度', '标明为非重度', 'is not marked as not severe', 'is marked as not severe'),
};
