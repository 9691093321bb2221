import type { CompensationRules, ExcludedLines, Gate } from '../language.ts';
import { REASON_WORDS } from '../reasons.ts';
import { conditionText, oppositeText } from './condition.ts';
import type { ExplainedItem, ExplainedParagraph, ExplainedSection } from './explained.ts';
import { linesText } from './lines.ts';
import { allOf, say, type Text } from './say.ts';
import type { Speaker } from './speaker.ts';
import { KIND_WORDS, TAG_WORDS } from './vocabulary.ts';

/** What stops the whole scheme, in order. */
export function gatesSection(speaker: Speaker): ExplainedSection {
  return {
    id: 'gates',
    heading: speaker.pick(say('不予赔付与转人工的情形', 'What is declined or left to a person')),
    paragraphs: [
      speaker.list(
        undefined,
        speaker.rules.gates.map((gate) => gateItem(gate, speaker)),
        {
          ordered: true,
          text: say(
            '依次核对，遇第一种成立的情形即止，不再计算各项保障：',
            'Tried in this order; the first that holds decides, and no benefit is computed:',
          ),
        },
      ),
    ],
  };
}

const OUTCOMES: Readonly<Record<Gate['outcome'], Text>> = {
  declined: say('不予赔付', 'nothing is due'),
  pended: say('转人工处理', 'a person decides'),
};

function gateItem(gate: Gate, speaker: Speaker): ExplainedItem {
  const { rules } = speaker;
  const when =
    gate.when === undefined ? gate.unless && oppositeText(gate.unless, rules) : conditionText(gate.when, rules);
  const outcome = OUTCOMES[gate.outcome];
  const reason = REASON_WORDS[gate.reason];
  return speaker.item(
    say(
      `${when?.zh}的，${outcome.zh}（理由：${reason.zh}）。`,
      `Where ${when?.en}: ${outcome.en} (reason: ${reason.en}).`,
    ),
    gate,
  );
}

/** What leaves the costs before any benefit: excluded lines and what others paid. */
export function costsSection(speaker: Speaker): ExplainedSection {
  const { excludedLines, otherCompensation } = speaker.rules;
  const label = say('不保项目', 'Excluded items');
  return {
    id: 'costs',
    heading: speaker.pick(say('费用的扣除', 'What comes off the costs')),
    paragraphs: [
      ...(excludedLines === undefined
        ? [speaker.line(label, say('本方案未排除任何费用项目。', 'The scheme excludes no item.'))]
        : excludedLines.map((one) => speaker.line(label, excludedText(one, speaker), one))),
      otherCompensation === undefined
        ? speaker.line(
            say('其他途径补偿', 'Other compensation'),
            say(
              '除下文某项保障另有规定外，不从费用中扣除；但各方合计不超过个人负担。',
              'It does not come off the costs, save where a benefit below says so; but all payments together stay within the personal burden.',
            ),
          )
        : compensationLine(otherCompensation, speaker),
    ],
  };
}

function excludedText(excluded: ExcludedLines, { rules }: Speaker): Text {
  const onlyTags = Object.keys(excluded).every((key) => ['tags', 'clause', 'interpretation'].includes(key));
  const { zh, en } = onlyTags
    ? allOf((excluded.tags ?? []).map((tag) => TAG_WORDS[tag]))
    : linesText([excluded], rules);
  return say(
    `下列费用项目不予保障，先移出目录内、目录外个人负担：${zh}。`,
    `These items are not covered and leave both pots first: ${en}.`,
  );
}

/** What other payers' compensation does to the costs. */
export function compensationLine(rules: CompensationRules, speaker: Speaker): ExplainedParagraph {
  const subtract = allOf(rules.subtract.map((kind) => KIND_WORDS[kind]));
  const credited = rules.creditsDeductible && allOf(rules.creditsDeductible.map((kind) => KIND_WORDS[kind]));
  const label = say('其他途径补偿', 'Other compensation');
  if (rules.subtract.length === 0) {
    return speaker.line(
      label,
      say(
        `${credited?.zh}所付的部分不从费用中扣除，但视为已用掉的免赔额。`,
        `What ${credited?.en} paid does not come off the costs, but counts as deductible used.`,
      ),
      rules,
    );
  }
  return speaker.line(
    label,
    say(
      `${subtract.zh}已付的补偿从费用中扣除${credited === undefined ? '' : `；其中${credited.zh}所付的部分同时视为已用掉的免赔额`}。`,
      `What ${subtract.en} paid comes off the costs${credited === undefined ? '' : `; what ${credited.en} paid counts as deductible used, too`}.`,
    ),
    rules,
  );
}
