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

/** A definition of the scheme by its name. */
export function definitionName(definition: string, rules: SchemeRules): Text {
  const found = rules.definitions[definition] ?? say(definition, definition);
  return say(`“${found.zh}”`, `"${found.en}"`);
}

/** A fact by the beginning of its description; the whole of it stands with the facts of the scheme. */
export function factName(name: string, rules: SchemeRules): Text {
  const described = rules.facts[name] ?? say(`“${name}”`, `"${name}"`);
  const zh = described.zh.split(/[，（。]/)[0] ?? described.zh;
  const en = described.en.split(/[,(.]/)[0] ?? described.en;
  return say(zh.trim(), en.trim().replace(/^The /, 'the '));
}
