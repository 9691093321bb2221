import type { SchemeRules } from '../language.ts';
import type { LineSelector } from '../selector.ts';
import { and, anyOf, or, say, type Text, yuanText } from './say.ts';
import { listName } from './scheme-names.ts';
import { FEE_WORDS, TAG_WORDS } from './vocabulary.ts';

/** Which lines of a bill are meant, as a noun: 列入《…》、单价不低于…的项目. */
export function linesText(selectors: readonly LineSelector[], rules: SchemeRules): Text {
  const each = selectors.map((selector) => and(partsOf(selector, rules)));
  const { zh, en } = or(each);
  return say(`${zh}的项目`, `items that ${en}`);
}

function partsOf(
  { onList, classes, tags, categories, unitPrice, served, not }: LineSelector,
  rules: SchemeRules,
): Text[] {
  const parts: Text[] = [];
  if (onList !== undefined) {
    const list = listName(onList, rules);
    const ofClass = classes === undefined ? say('', '') : classText(classes);
    parts.push(say(`列入${list.zh}${ofClass.zh}`, `are on ${list.en}${ofClass.en}`));
  }
  if (categories !== undefined) {
    const { zh, en } = anyOf(categories.map((word) => FEE_WORDS[word]));
    parts.push(say(`属于${zh}费`, `are charges for ${en}`));
  }
  if (tags !== undefined) {
    const { zh, en } = anyOf(tags.map((word) => TAG_WORDS[word]));
    parts.push(say(`标为${zh}`, `are marked as ${en}`));
  }
  if (unitPrice !== undefined) parts.push(...priceTexts(unitPrice));
  if (served !== undefined) {
    parts.push(
      served === 'within-period'
        ? say('发生在保单有效期内', "were served within the policy's period")
        : say('发生在保单有效期外', "were served outside the policy's period"),
    );
  }
  if (not !== undefined) {
    const { zh, en } = or(not.map((selector) => and(partsOf(selector, rules))));
    parts.push(say(`并非“${zh}”`, `are not such that they ${en}`));
  }
  return parts;
}

function classText(classes: readonly string[]): Text {
  const names = anyOf(classes.map((name) => say(name, name)));
  return say(`中的 ${names.zh} 类`, ` in class ${names.en}`);
}

function priceTexts({ atLeast, atMost }: NonNullable<LineSelector['unitPrice']>): Text[] {
  return [
    ...(atLeast === undefined
      ? []
      : [say(`单价不低于 ${yuanText(atLeast).zh}`, `cost at least ${yuanText(atLeast).en} a unit`)]),
    ...(atMost === undefined
      ? []
      : [say(`单价不高于 ${yuanText(atMost).zh}`, `cost at most ${yuanText(atMost).en} a unit`)]),
  ];
}
