import type { Range } from '../condition.ts';
import type { SchemeRules } from '../language.ts';
import { regionPrefix } from '../region.ts';
import { anyOf, say, type Text, times } from './say.ts';
import { listName } from './scheme-names.ts';
import { type Statement, statement } from './statement.ts';
import { HOSPITAL_LEVELS } from './vocabulary.ts';

/** A noun that is something, or is not. */
export const is = (zh: string, en: string, value: Text): Statement =>
  statement(`${zh}为${value.zh}`, `${zh}不是${value.zh}`, `${en} is ${value.en}`, `${en} is not ${value.en}`);

/** A number of years in a range; what it is of comes before it. */
export const inYears = (zh: string, en: string, unit: Text, { atLeast, atMost }: Range): Statement => {
  if (atMost === undefined) {
    return statement(
      `${zh}达到 ${atLeast} ${unit.zh}`,
      `${zh}不足 ${atLeast} ${unit.zh}`,
      `${en} at least ${times(atLeast ?? 0, unit.en)}`,
      `${en} less than ${times(atLeast ?? 0, unit.en)}`,
    );
  }
  if (atLeast === undefined || atLeast === 0) {
    return statement(
      `${zh}不超过 ${atMost} ${unit.zh}`,
      `${zh}超过 ${atMost} ${unit.zh}`,
      `${en} at most ${times(atMost, unit.en)}`,
      `${en} more than ${times(atMost, unit.en)}`,
    );
  }
  return statement(
    `${zh}为 ${atLeast} 至 ${atMost} ${unit.zh}`,
    `${zh}不是 ${atLeast} 至 ${atMost} ${unit.zh}`,
    `${en} ${atLeast} to ${times(atMost, unit.en)}`,
    `${en} not ${atLeast} to ${times(atMost, unit.en)}`,
  );
};

/** The level of a hospital in a range. */
export function levelStatement({ atLeast, atMost }: Range): Statement {
  const [low, high] = [atLeast, atMost].map((level) => (level === undefined ? undefined : levelText(level)));
  if (high === undefined) {
    return statement(
      `医院为${low?.zh}及以上`,
      `医院低于${low?.zh}`,
      `the hospital is of ${low?.en} or above`,
      `the hospital is below ${low?.en}`,
    );
  }
  if (low === undefined) {
    return statement(
      `医院为${high.zh}及以下`,
      `医院高于${high.zh}`,
      `the hospital is of ${high.en} or below`,
      `the hospital is above ${high.en}`,
    );
  }
  const between = low.zh === high.zh ? low : say(`${low.zh}至${high.zh}`, `${low.en} to ${high.en}`);
  return is('医院等级', 'the level of the hospital', between);
}

function levelText(level: number): Text {
  return HOSPITAL_LEVELS[level] ?? say(`${level} 级`, `level ${level}`);
}

/** That the hospital lies in one of several regions. */
export function regionStatement(codes: readonly string[]): Statement {
  const prefixes = codes.map(regionPrefix);
  const zh = `${prefixes.join('、')} ${prefixes.length > 1 ? '之一' : ''}`;
  const { en } = anyOf(prefixes.map((prefix) => say(prefix, prefix)));
  return statement(
    `医院的行政区划代码以 ${zh}开头`,
    `医院的行政区划代码不以 ${zh}开头`,
    `the region code of the hospital begins with ${en}`,
    `the region code of the hospital does not begin with ${en}`,
  );
}

/** Something that is on a list. */
export function onListStatement(what: Text, list: string, rules: SchemeRules): Statement {
  const { zh, en } = listName(list, rules);
  return statement(
    `${what.zh}列入${zh}`,
    `${what.zh}未列入${zh}`,
    `${what.en} is on ${en}`,
    `${what.en} is not on ${en}`,
  );
}
