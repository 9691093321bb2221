import type { ExplainedSection } from './explained.ts';
import { categoriesParagraph } from './lists.ts';
import { say, type Text } from './say.ts';
import type { Speaker } from './speaker.ts';

/** What is the same in every scheme and stands in none: a signatory has to know it to read the rest. */
const RULES: readonly Text[] = [
  say(
    '医保目录外个人负担 = 全自费 + 超限价，以个人负担总额为限；其余个人负担（含先行自付、医保起付线和按比例自付）为医保目录内个人负担。',
    'Out-of-catalog personal burden = fully self-paid + over-limit charges, at most the personal burden; the rest (with class B advance payment, the basic deductible and co-payment) is in-catalog.',
  ),
  say(
    '每项保障按此次序计算：适用条件、基数、免赔额、比例、比例增减、折算、单项限额、保额、补偿上限、取整。',
    'A benefit is computed in this order: conditions, base, deductible, rates, bonus, factor, cap on one item, limit, indemnity, rounding.',
  ),
  say(
    '各项保障依次计算；前一项已赔付的金额从相应的个人负担中减去，其免赔额和自付部分仍留在其中。',
    'Benefits are computed one after the other; what one has paid is gone for the next, its deductible and co-payment stay.',
  ),
  say(
    '各项赔付与其他途径补偿合计，任何时候不超过个人负担，无论付给医院还是本人；定额给付（一次性给付、日津贴）不在此限。',
    'All payments and all other compensation together never exceed the personal burden, whoever is paid; fixed sums (lump sums, daily allowances) are outside this.',
  ),
  say(
    '计算过程不取整，每项保障最后四舍五入到分一次。',
    'Nothing is rounded on the way; each benefit is rounded once, half up, to the fen.',
  ),
  say(
    '姓名与名册不符、新生儿挂在父母名下结算、或需要费用明细而未提供的，转人工处理。',
    "Another name than in the roster, a newborn billed under a parent's id, or fee lines that are needed and not there: a person decides.",
  ),
  say(
    '承保机构可随时停止自动赔付，或规定超过某一金额的转人工处理。',
    'The insurer may stop automatic payment at any time, or send what exceeds an amount to a person.',
  ),
];

/** What the gateway does by itself for every scheme. */
export function commonSection(speaker: Speaker): ExplainedSection {
  return {
    id: 'common',
    heading: speaker.pick(say('各方案共同的计算规则', 'What holds for every scheme')),
    paragraphs: [
      speaker.list(
        undefined,
        RULES.map((rule) => speaker.item(rule)),
      ),
      categoriesParagraph(speaker),
    ],
  };
}

/** What the notice leaves open, and how it was decided, in full. */
export function interpretationsSection(speaker: Speaker): ExplainedSection {
  const items = Object.entries(speaker.rules.interpretations)
    .sort(byNumber)
    .map(([key, text]) => speaker.item(say(`${key}　${text.zh}`, `${key}: ${text.en}`)));
  return {
    id: 'interpretations',
    heading: speaker.pick(say('解释（请逐条确认）', 'Interpretations (please confirm each)')),
    paragraphs: [
      items.length === 0
        ? speaker.line(undefined, say('无。', 'None.'))
        : speaker.list(undefined, items, {
            text: say(
              '文件未写明之处，本方案作如下解释：',
              'Where the documents leave something open, the scheme reads them so:',
            ),
          }),
    ],
  };
}

/** I-2 before I-10. */
function byNumber([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return Number(a.slice(2)) - Number(b.slice(2));
}
