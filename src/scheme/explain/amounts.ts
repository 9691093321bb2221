import type { AmountByCase } from '../amounts.ts';
import type { BenefitRules } from '../language.ts';
import type { LimitRules } from '../limit.ts';
import { REASON_WORDS } from '../reasons.ts';
import { amountText, isNone } from './amount-text.ts';
import type { ExplainedItem, ExplainedParagraph } from './explained.ts';
import { linesText } from './lines.ts';
import { FIRST_THAT_HOLDS, whenText } from './rates.ts';
import { allOf, say, type Text, times } from './say.ts';
import { benefitName } from './scheme-names.ts';
import type { RuleSource, Speaker } from './speaker.ts';

/** An amount, or one by case, put into a sentence. */
export function amountParagraph(
  label: Text,
  amount: AmountByCase,
  sentence: (amount: Text, none: boolean) => Text,
  rule: RuleSource,
  speaker: Speaker,
): ExplainedParagraph {
  const [only, ...more] = amount;
  if (only !== undefined && only.when === undefined && more.length === 0) {
    return speaker.line(label, sentence(amountText(only.is, speaker.rules), isNone(only.is)), rule);
  }
  const items = amount.map((one, index): ExplainedItem => {
    const whom = whenText(one.when, index, speaker);
    const { zh, en } = sentence(amountText(one.is, speaker.rules), isNone(one.is));
    return speaker.item(say(`${whom.zh}${zh}`, `${whom.en}${en}`), one);
  });
  return speaker.list(label, items, { ordered: true, text: FIRST_THAT_HOLDS, rule });
}

/** The deductible of a benefit. */
export function deductibleParagraphs({ id, deductible }: BenefitRules, speaker: Speaker): ExplainedParagraph[] {
  if (deductible === undefined) return [];
  const per = {
    year: say('每个保险年度累计', 'a policy year, cumulative'),
    admission: say('每次住院', 'an admission'),
  }[deductible.per];
  const shared = sharedText(id, deductible.pool, speaker, (other) => [other.deductible?.pool]);
  const sentence = (amount: Text, none: boolean) =>
    none
      ? say('不设免赔额。', 'none.')
      : say(`${per.zh} ${amount.zh}${shared.zh}。`, `${amount.en} ${per.en}${shared.en}.`);
  return [
    amountParagraph(say('免赔额', 'Deductible'), deductible.amount, sentence, deductible, speaker),
    ...(deductible.familyWaiver === true ? [speaker.line(undefined, FAMILY_WAIVER, deductible)] : []),
    ...(deductible.familyShared === true ? [speaker.line(undefined, FAMILY_SHARED, deductible)] : []),
  ];
}

const FAMILY_WAIVER = say(
  '同一家庭有一人承担满本项免赔额的，其他成员此后免除。',
  'Once one member of a family has borne this deductible, it is waived for the others from then on.',
);

const FAMILY_SHARED = say(
  '同一家庭（以参保名册为准）的成员合计一个免赔额：任一成员已承担的部分，全家共同计入。',
  'The members of a family, as the roster has it, bear one deductible together: what one of them has borne counts for all.',
);

/** With which other benefits one of this scheme's amounts is shared. */
function sharedText(
  id: string,
  pool: string | undefined,
  speaker: Speaker,
  poolsOf: (benefit: BenefitRules) => readonly (string | undefined)[],
): Text {
  if (pool === undefined) return say('', '');
  const sharing = speaker.rules.benefits.filter((other) => other.id !== id && poolsOf(other).includes(pool));
  const others = allOf(sharing.map((other) => benefitName(other.id, speaker.rules)));
  return say(`，与${others.zh}共用`, `, shared with ${others.en}`);
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

const PERIODS: Readonly<Record<LimitRules['per'], Text>> = {
  claim: say('每次理赔', 'a claim'),
  admission: say('每次住院', 'an admission'),
  year: say('每个保险年度', 'a policy year'),
  life: say('终身（各保险年度合计）', 'for life, over all policy years'),
};

/** The most a benefit pays, alone or with others; several limits from the innermost to the outermost. */
export function limitParagraphs({ id, limit = [] }: BenefitRules, speaker: Speaker): ExplainedParagraph[] {
  return limit.map((one) => {
    const label =
      one.times !== undefined
        ? say('次数限额', 'How often')
        : one.days !== undefined
          ? say('天数限额', 'How many days')
          : say('保额', 'Limit');
    const per = PERIODS[one.per];
    const shared = sharedText(id, one.pool, speaker, (other) => (other.limit ?? []).map(({ pool }) => pool));
    if (one.amount === undefined) {
      const { zh, en } =
        one.times === undefined
          ? say(`${one.days} 天`, times(one.days ?? 0, 'day'))
          : say(`${one.times} 次`, times(one.times, 'payment'));
      return speaker.line(
        label,
        say(`${per.zh}以 ${zh}为限${shared.zh}。`, `At most ${en} ${per.en}${shared.en}.`),
        one,
      );
    }
    const whom = limitedText(one, speaker);
    const sentence = ({ zh, en }: Text) =>
      say(`${whom.zh}${per.zh} ${zh}${shared.zh}。`, `${whom.en}${en} ${per.en}${shared.en}.`);
    return amountParagraph(label, one.amount, sentence, one, speaker);
  });
}

/** For which part of the payout a limit is. */
function limitedText({ lines, each }: LimitRules, speaker: Speaker): Text {
  const items = lines === undefined ? undefined : linesText(lines, speaker.rules);
  const all = items ?? say('费用项目', 'items');
  if (each !== undefined) return say(`${all.zh}每一种：`, `For each one of the ${all.en}: `);
  return items === undefined ? say('', '') : say(`${items.zh}合计：`, `For ${items.en}, together: `);
}

/** What a fixed sum comes to. */
export function fixedSumParagraphs({ lumpSum, dailyAllowance }: BenefitRules, speaker: Speaker): ExplainedParagraph[] {
  if (lumpSum !== undefined) {
    const sentence = ({ zh, en }: Text) => say(`一次性给付 ${zh}。`, `a lump sum of ${en}.`);
    return [amountParagraph(say('给付', 'Lump sum'), lumpSum.amount, sentence, lumpSum, speaker)];
  }
  if (dailyAllowance === undefined) return [];
  const { afterDays } = dailyAllowance;
  const after =
    afterDays === 0
      ? say('', '')
      : say(`，每次住院的前 ${afterDays} 天不给付`, `; the first ${times(afterDays, 'day')} of a stay are not paid`);
  const sentence = ({ zh, en }: Text) =>
    say(
      `住院每天（出院日减入院日）${zh}${after.zh}。`,
      `${en} for each day of the stay (discharge less admission)${after.en}.`,
    );
  return [amountParagraph(say('日津贴', 'Daily allowance'), dailyAllowance.amount, sentence, dailyAllowance, speaker)];
}
