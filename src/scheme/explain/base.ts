import type { BaseRules, PotBase } from '../base.ts';
import type { BenefitRules } from '../language.ts';
import { amountParagraph } from './amounts.ts';
import { conditionText } from './condition.ts';
import type { ExplainedParagraph } from './explained.ts';
import { linesText } from './lines.ts';
import { allOf, percentText, say, type Text } from './say.ts';
import { benefitName } from './scheme-names.ts';
import type { Speaker } from './speaker.ts';
import { CHARGE_WORDS, FIGURE_WORDS, FUND_WORDS, POT_WORDS } from './vocabulary.ts';

/** What a benefit is computed on. */
export function baseParagraphs({ base }: BenefitRules, speaker: Speaker): ExplainedParagraph[] {
  if (base === undefined) return [];
  const first = speaker.line(say('基数', 'Base'), baseText(base, speaker), base);
  if ('leftBy' in base) return [first];
  return [
    first,
    ...earlierFunds(base, speaker),
    ...shares(base, speaker),
    ...borneFirst(base, speaker),
    ...between(base, speaker),
  ];
}

function baseText(base: BaseRules, { rules }: Speaker): Text {
  if ('leftBy' in base) {
    const earlier = benefitName(base.leftBy, rules);
    return say(
      `${earlier.zh}赔付后仍由个人承担的部分，以他方补偿后实际自付的金额为限。`,
      `What ${earlier.en} left to the member, at most what is still borne after all compensation by others.`,
    );
  }
  const { zh, en } = allOf(base.pots.map((pot) => POT_WORDS[pot]));
  const several = base.pots.length > 1;
  if (base.lines === undefined) {
    return say(
      `${zh}的余额${several ? '，合并计算' : ''}。`,
      `What is left of the ${en}${several ? ', taken together' : ''}.`,
    );
  }
  const lines = linesText(base.lines, rules);
  return say(
    `${lines.zh}的费用中属于${zh}的部分，以余额为限。`,
    `What ${lines.en} come to in the ${en}, at most what is left of ${several ? 'them' : 'it'}.`,
  );
}

function earlierFunds({ before, ...rule }: PotBase, speaker: Speaker): ExplainedParagraph[] {
  if (before === undefined) return [];
  const { zh, en } = allOf(before.map((fund) => FUND_WORDS[fund]));
  return [
    speaker.line(
      undefined,
      say(
        `本项先于${zh}赔付：${zh}已支付的金额计回基数。`,
        `This benefit pays before ${en}: what ${en} paid counts in the base.`,
      ),
      rule,
    ),
  ];
}

function shares({ counts = [], ...rule }: PotBase, speaker: Speaker): ExplainedParagraph[] {
  return counts.map((part) => {
    const what =
      part.charges === undefined
        ? say('以上费用', 'of this')
        : allOf(part.charges.map((kind) => say(CHARGE_WORDS[kind].zh, `of the ${CHARGE_WORDS[kind].en}`)));
    const whom = wherever(part.when, speaker);
    if (part.share.isZero()) {
      const none = say(`${whom.zh}${what.zh}不计入。`, `${whom.en}none ${what.en} counts.`);
      return speaker.line(undefined, none, part.clause === undefined ? rule : part);
    }
    return speaker.line(
      undefined,
      say(
        `${whom.zh}${what.zh}按 ${percentText(part.share)} 计入。`,
        `${whom.en}${percentText(part.share)} ${what.en} counts.`,
      ),
      part.clause === undefined ? rule : part,
    );
  });
}

function borneFirst({ less = [], ...rule }: PotBase, speaker: Speaker): ExplainedParagraph[] {
  return less.map((part) => {
    const figure = FIGURE_WORDS[part.of];
    const whom = wherever(part.when, speaker);
    return speaker.line(
      undefined,
      say(
        `${whom.zh}先扣除${figure.zh}的 ${percentText(part.share)}，由个人承担。`,
        `${whom.en}${percentText(part.share)} of ${figure.en} comes off first and is borne by the member.`,
      ),
      part.clause === undefined ? rule : part,
    );
  });
}

function between({ between: bounds, ...rule }: PotBase, speaker: Speaker): ExplainedParagraph[] {
  if (bounds === undefined) return [];
  const label = say('年度累计费用', "The year's cumulated cost");
  const above = ({ zh, en }: Text) => say(`只计超过 ${zh}的部分。`, `only what exceeds ${en} counts.`);
  const upTo = ({ zh, en }: Text) => say(`只计不超过 ${zh}的部分。`, `only what does not exceed ${en} counts.`);
  return [
    ...(bounds.above === undefined ? [] : [amountParagraph(label, bounds.above, above, rule, speaker)]),
    ...(bounds.upTo === undefined ? [] : [amountParagraph(label, bounds.upTo, upTo, rule, speaker)]),
  ];
}

function wherever(when: Parameters<typeof conditionText>[0] | undefined, { rules }: Speaker): Text {
  if (when === undefined) return say('', '');
  const { zh, en } = conditionText(when, rules);
  return say(`${zh}的，`, `Where ${en}: `);
}
