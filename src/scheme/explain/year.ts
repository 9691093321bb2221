import type { ExplainedParagraph, ExplainedSection } from './explained.ts';
import { rosterWord } from './roster-words.ts';
import { allOf, anyOf, percentText, say, type Text, yuanText } from './say.ts';
import type { Speaker } from './speaker.ts';
import { FEE_WORDS, POT_WORDS, RATIO_WORDS, SETTING_WORDS } from './vocabulary.ts';

/** What concerns all benefits together, and the year as a whole. */
export function yearSection(speaker: Speaker): ExplainedSection[] {
  const paragraphs = [...itemGroupCap(speaker), ...experience(speaker), ...yearEnd(speaker), ...papers(speaker)];
  if (paragraphs.length === 0) return [];
  const heading = speaker.pick(say('各项保障的共同规定与年度事项', 'All benefits together, and the year'));
  return [{ id: 'year', heading, paragraphs }];
}

function itemGroupCap(speaker: Speaker): ExplainedParagraph[] {
  const { itemGroupCap: cap } = speaker.rules;
  if (cap === undefined) return [];
  const fees = allOf(cap.categories.map((category) => FEE_WORDS[category]));
  const amount = yuanText(cap.amount);
  return [
    speaker.line(
      say('单项限额', 'Cap on one item'),
      say(
        `${fees.zh}类费用中，同一项目（同种药品、材料或检查）每个保险年度最多赔付 ${amount.zh}，各项保障合并计算。`,
        `Of the fees for ${fees.en}, one item (the same drug, material or examination) is paid at most ${amount.en} a policy year, over all benefits together.`,
      ),
      cap,
    ),
  ];
}

function experience(speaker: Speaker): ExplainedParagraph[] {
  return speaker.rules.experience.map((trigger) => {
    const ratio = RATIO_WORDS[trigger.ratio];
    const bound =
      trigger.above === undefined
        ? trigger.below && say(`低于 ${percentText(trigger.below)}`, `is below ${percentText(trigger.below)}`)
        : say(`高于 ${percentText(trigger.above)}`, `is above ${percentText(trigger.above)}`);
    return speaker.line(
      say('运行指标', 'Experience'),
      say(
        `年度${ratio.zh}${bound?.zh}时：${trigger.meaning.zh}。只作提示，不影响单笔赔付。`,
        `Where ${ratio.en} of the year ${bound?.en}: ${trigger.meaning.en}. It is reported and changes no claim.`,
      ),
      trigger,
    );
  });
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function yearEnd(speaker: Speaker): ExplainedParagraph[] {
  const rule = speaker.rules.yearEnd;
  if (rule === undefined) return [];
  const [month = 0, day = 0] = rule.by.split('-').map(Number);
  const pot = POT_WORDS[rule.over];
  return [
    speaker.line(
      say('年终二次赔付', 'Second distribution'),
      say(
        `年度保费减去服务费和赔付后有结余的，于次年 ${month} 月 ${day} 日前，按各参保人已受理理赔中${pot.zh}的余额比例分配，不超过该余额。`,
        `What is left of the year's premiums after service fee and payouts is distributed by ${day} ${MONTHS[month - 1]} of the next year, in proportion to what is left of the ${pot.en} of each member's accepted claims, and never more than that.`,
      ),
      rule,
    ),
  ];
}

function papers(speaker: Speaker): ExplainedParagraph[] {
  const { papers: all } = speaker.rules;
  if (all.length === 0) return [];
  const items = all.map((paper) => {
    const cohort = paper.cohort && anyOf(paper.cohort.map((word) => rosterWord(word, speaker.rules)));
    const setting = paper.setting && anyOf(paper.setting.map((word) => SETTING_WORDS[word]));
    const only: Text[] = [cohort, setting].flatMap((one) => one ?? []);
    const zh = only.map((one) => one.zh).join('、');
    const en = only.map((one) => one.en).join('; ');
    return speaker.item(
      say(
        `${paper.name.zh}${zh === '' ? '' : `（仅限${zh}）`}。`,
        `${paper.name.en}${en === '' ? '' : ` (only for ${en})`}.`,
      ),
      paper,
    );
  });
  return [speaker.list(say('参保人须备材料', 'Papers to bring'), items)];
}
