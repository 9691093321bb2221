import type { AmountByCase, BenefitRules } from '../language.ts';
import { REASON_WORDS } from '../reasons.ts';
import type { ExplainedItem, ExplainedParagraph } from './explained.ts';
import { FIRST_THAT_HOLDS, whenText } from './rates.ts';
import { allOf, say, type Text, yuanText } from './say.ts';
import { benefitName } from './scheme-names.ts';
import type { RuleSource, Speaker } from './speaker.ts';

/** An amount, or one by case, put into a sentence. */
function amountParagraph(
  label: Text,
  amount: AmountByCase,
  sentence: (amount: Text, none: boolean) => Text,
  rule: RuleSource,
  speaker: Speaker,
): ExplainedParagraph {
  const [only, ...more] = amount;
  if (only !== undefined && only.when === undefined && more.length === 0) {
    return speaker.line(label, sentence(yuanText(only.is), only.is.isZero()), rule);
  }
  const items = amount.map((one, index): ExplainedItem => {
    const whom = whenText(one.when, index, speaker);
    const { zh, en } = sentence(yuanText(one.is), one.is.isZero());
    return speaker.item(say(`${whom.zh}${zh}`, `${whom.en}${en}`), one);
  });
  return speaker.list(label, items, { ordered: true, text: FIRST_THAT_HOLDS, rule });
}

/** The deductible of a benefit. */
export function deductibleParagraphs({ deductible }: BenefitRules, speaker: Speaker): ExplainedParagraph[] {
  if (deductible === undefined) return [];
  const per = {
    year: say('每个保险年度累计', 'a policy year, cumulative'),
    admission: say('每次住院', 'an admission'),
  }[deductible.per];
  const sentence = (amount: Text, none: boolean) =>
    none ? say('不设免赔额。', 'none.') : say(`${per.zh} ${amount.zh}。`, `${amount.en} ${per.en}.`);
  return [amountParagraph(say('免赔额', 'Deductible'), deductible.amount, sentence, deductible, speaker)];
}

/** What of the year's out-of-pocket is eligible. */
export function capParagraphs({ outOfPocketCap: cap }: BenefitRules, speaker: Speaker): ExplainedParagraph[] {
  if (cap === undefined) return [];
  const sentence = ({ zh, en }: Text) =>
    say(
      `保险年度内个人自付累计超过 ${zh}的部分为可赔付金额。`,
      `what the year's out-of-pocket exceeds ${en} by is eligible.`,
    );
  const otherwise = REASON_WORDS[cap.else];
  return [
    amountParagraph(say('自付封顶', 'Out-of-pocket cap'), cap.amount, sentence, cap, speaker),
    speaker.line(
      undefined,
      say(
        `以上均不成立的，本项不适用（${otherwise.zh}）。`,
        `Where none of these holds, the benefit does not apply (${otherwise.en}).`,
      ),
      cap,
    ),
  ];
}

/** The most a benefit pays, alone or with others. */
export function limitParagraphs({ id, limit }: BenefitRules, speaker: Speaker): ExplainedParagraph[] {
  if (limit === undefined) return [];
  const sharing = speaker.rules.benefits.filter((other) => other.id !== id && other.limit?.pool === limit.pool);
  const others = allOf(sharing.map((other) => benefitName(other.id, speaker.rules)));
  const shared = limit.pool === undefined ? say('', '') : say(`，与${others.zh}共用`, `, shared with ${others.en}`);
  const sentence = ({ zh, en }: Text) => say(`每个保险年度 ${zh}${shared.zh}。`, `${en} a policy year${shared.en}.`);
  return [amountParagraph(say('保额', 'Limit'), limit.amount, sentence, limit, speaker)];
}

/** What a lump sum comes to. */
export function lumpSumParagraphs({ lumpSum }: BenefitRules, speaker: Speaker): ExplainedParagraph[] {
  if (lumpSum === undefined) return [];
  const often = say(
    `同一保单以 ${lumpSum.times} 次为限`,
    lumpSum.times === 1 ? 'only once under one policy' : `at most ${lumpSum.times} times under one policy`,
  );
  const sentence = ({ zh, en }: Text) => say(`一次性给付 ${zh}，${often.zh}。`, `a lump sum of ${en}, ${often.en}.`);
  return [amountParagraph(say('给付', 'Lump sum'), lumpSum.amount, sentence, lumpSum, speaker)];
}
