import type { SchemeRules } from '../language.ts';
import { say, type Text } from './say.ts';
import { CATEGORY_WORDS } from './vocabulary.ts';

/**
 * What the words of rosters are called where a scheme does not name them itself: the groups that relief and insurance
 * notices commonly speak of. Any other word is shown as it stands in the roster, in quotes.
 */
const NAMES: Readonly<Record<string, Text>> = {
  assisted: say('医疗救助对象', 'recipients of medical assistance'),
  'child-in-need': say('困境儿童', 'children in need'),
  destitute: say('特困供养对象', 'destitute persons in public care'),
  'expenditure-poor': say('支出型困难家庭', 'families made poor by expenses'),
  hardship: say('困难人群', 'persons in hardship'),
  'low-income': say('低保对象', 'recipients of the minimum living allowance'),
  'marginal-low-income': say('低保边缘家庭', 'families just above the minimum living allowance'),
  'new-resident': say('新市民', 'new residents'),
  'rare-disease': say('罕见病', 'a rare disease'),
  'registered-poor': say('原建档立卡低收入人口', 'persons formerly registered as poor'),
};

/** The name of a plan, a cohort or an earlier disease as a roster writes it. */
export function rosterWord(word: string, rules?: SchemeRules): Text {
  const known: Readonly<Record<string, Text>> = { ...CATEGORY_WORDS, ...NAMES, ...rules?.roster.names };
  return known[word] ?? say(`“${word}”`, `"${word}"`);
}
