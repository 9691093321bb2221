import type { Condition } from '../condition.ts';
import type { SchemeRules } from '../language.ts';
import { rosterWord } from './roster-words.ts';
import { anyOf, say, type Text } from './say.ts';
import { listName } from './scheme-names.ts';

type Diagnosis = NonNullable<Condition['diagnosis']>;
type Part<Key extends keyof Diagnosis> = (asked: NonNullable<Diagnosis[Key]>, rules: SchemeRules) => Text;

/** What must hold for a diagnosis: predicates, to follow on "the diagnosis". */
export function diagnosisParts(asked: Diagnosis, rules: SchemeRules): Text[] {
  return (Object.keys(asked) as (keyof Diagnosis)[]).flatMap((key) => partOf(key, asked, rules));
}

function partOf<Key extends keyof Diagnosis>(key: Key, asked: Diagnosis, rules: SchemeRules): Text[] {
  const value = asked[key];
  return value === undefined || value === null ? [] : [PARTS[key](value, rules)];
}

const OWN = say('名单所列该参保人自己的既往病种', 'an earlier disease that the roster lists for this very member');

const PARTS: { readonly [Key in keyof Diagnosis]-?: Part<Key> } = {
  category: (asked) => {
    const { zh, en } = anyOf(asked.map((word) => (word === 'enrolled' ? OWN : rosterWord(word))));
    return say(`属于${zh}`, `falls under ${en}`);
  },
  onList: (asked, rules) => {
    const { zh, en } = listName(asked, rules);
    return say(`列入${zh}`, `is on ${en}`);
  },
  confirmed: () => say('在保单有效期内首次确诊', "was first confirmed within the policy's period"),
  severe: (asked) =>
    asked === 'yes' ? say('标明为重度', 'is marked severe') : say('未标明为非重度', 'is not marked as not severe'),
};
