import type { BenefitRules } from '../language.ts';
import { REASON_WORDS } from '../reasons.ts';
import { capParagraphs, deductibleParagraphs, fixedSumParagraphs, limitParagraphs } from './amounts.ts';
import { baseParagraphs } from './base.ts';
import { conditionText, oppositeText } from './condition.ts';
import type { ExplainedParagraph, ExplainedSection } from './explained.ts';
import { compensationLine } from './gates.ts';
import { ratesParagraphs } from './rates.ts';
import { say, type Text } from './say.ts';
import type { Speaker } from './speaker.ts';

/** One benefit, in the order in which it is computed. */
export function benefitSection(benefit: BenefitRules, number: number, speaker: Speaker): ExplainedSection {
  return {
    id: `benefit-${benefit.id}`,
    heading: speaker.pick(say(`保障 ${number}　${benefit.name.zh}`, `Benefit ${number}: ${benefit.name.en}`)),
    paragraphs: [
      speaker.line(say('付给', 'Paid to'), PAID_TO[benefit.payTo]),
      conditionsParagraph(benefit, speaker),
      ...reviewParagraphs(benefit, speaker),
      ...(benefit.otherCompensation === undefined ? [] : [compensationLine(benefit.otherCompensation, speaker)]),
      ...baseParagraphs(benefit, speaker),
      ...deductibleParagraphs(benefit, speaker),
      ...capParagraphs(benefit, speaker),
      ...ratesParagraphs(benefit, speaker),
      ...fixedSumParagraphs(benefit, speaker),
      ...limitParagraphs(benefit, speaker),
    ],
  };
}

const PAID_TO: Readonly<Record<BenefitRules['payTo'], Text>> = {
  hospital: say('医院，结算时直接从账单中减去。', 'The hospital; it comes off the bill.'),
  member: say('参保人本人，不经医院账单。', 'The member, not through the bill.'),
};

function conditionsParagraph({ conditions }: BenefitRules, speaker: Speaker): ExplainedParagraph {
  const label = say('适用条件', 'Applies when');
  if (conditions.length === 0) {
    return speaker.line(
      label,
      say('凡未被前述情形排除的，一律适用。', 'The claim was not stopped above; there is no further condition.'),
    );
  }
  const texts = conditions.map((one): Text => {
    const { zh, en } = conditionText(one.require, speaker.rules);
    const reason = REASON_WORDS[one.else];
    return say(`${zh}（否则：${reason.zh}）。`, `${en} (otherwise: ${reason.en}).`);
  });
  const [only, ...more] = texts;
  if (only !== undefined && more.length === 0) return speaker.line(label, only, conditions[0]);
  return speaker.list(
    label,
    texts.map((text, index) => speaker.item(text, conditions[index])),
    { ordered: true, text: say('须全部成立，依次核对：', 'all of this holds, tried in this order:') },
  );
}

function reviewParagraphs({ review }: BenefitRules, speaker: Speaker): ExplainedParagraph[] {
  return review.map((one) => {
    const { zh, en } = oppositeText(one.unless, speaker.rules);
    const reason = REASON_WORDS[one.reason];
    return speaker.line(
      say('转人工', 'Left to a person'),
      say(
        `${zh}的，本项转人工处理（理由：${reason.zh}）。`,
        `Where ${en}, a person decides on this benefit (reason: ${reason.en}).`,
      ),
      one,
    );
  });
}
