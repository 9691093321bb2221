import type { SchemeRules } from '../language.ts';
import { say, type Text } from './say.ts';

/** A list of the scheme by its name. */
export function listName(list: string, rules: SchemeRules): Text {
  const name = rules.lists[list]?.name ?? say(list, list);
  return say(`《${name.zh}》`, `the list "${name.en}"`);
}

/** A benefit of the scheme by its name. */
export function benefitName(benefit: string, rules: SchemeRules): Text {
  const name = rules.benefits.find((one) => one.id === benefit)?.name ?? say(benefit, benefit);
  return say(`「${name.zh}」`, `"${name.en}"`);
}
