import type { Money } from '../../money/money.ts';
import type { BenefitRules, RateTable } from '../language.ts';
import type { Amount } from '../words.ts';
import { amountText } from './amount-text.ts';
import { conditionText } from './condition.ts';
import type { ExplainedItem, ExplainedParagraph, ExplainedTable } from './explained.ts';
import { percentText, say, type Text } from './say.ts';
import type { Speaker } from './speaker.ts';

/** What is paid of the eligible amount: rate tables, the bonus on them, the factor on the payout. */
export function ratesParagraphs({ rates = [], bonus = [], factor = [] }: BenefitRules, speaker: Speaker) {
  return [
    ...(rates.length === 0 ? [] : [tablesParagraph(rates, speaker)]),
    ...bonus.map(({ when, points, ...rule }) => {
      const { zh, en } = conditionText(when, speaker.rules);
      const figure = percentText(points.abs()).replace('%', '');
      const text = points.isNegative()
        ? say(
            `${zh}的，每一比例各减 ${figure} 个百分点（不低于 0）。`,
            `Where ${en}: ${figure} percentage points are taken off every rate (not below 0).`,
          )
        : say(
            `${zh}的，每一比例各加 ${figure} 个百分点（不超过 100%）。`,
            `Where ${en}: ${figure} percentage points are added to every rate (not above 100%).`,
          );
      return speaker.line(say('比例增减', 'Points'), text, rule);
    }),
    ...(factor.length === 0 ? [] : [factorParagraph(factor, speaker)]),
  ];
}

function tablesParagraph(tables: readonly RateTable[], speaker: Speaker): ExplainedParagraph {
  const label = say('赔付比例', 'Rates');
  const [only, ...more] = tables;
  if (only?.rate !== undefined && more.length === 0) return speaker.line(label, shareText(only.rate), only);
  return speaker.list(
    label,
    tables.map((table, index) => tableItem(table, whenText(table.when, index, speaker), speaker)),
    tables.length > 1 ? { text: countApart(tables) ? FIRST_THAT_HOLDS_APART : FIRST_THAT_HOLDS, ordered: true } : {},
  );
}

/** Whether the amounts that tiers are reached by add up in more than one table. */
function countApart(tables: readonly RateTable[]): boolean {
  const adding = tables.filter(({ tiers, bounds }) => tiers !== undefined && bounds?.per !== 'claim');
  return new Set(adding.map(({ table }) => table)).size > 1;
}

/** How a list of cases is read. */
export const FIRST_THAT_HOLDS = say('以自上而下第一条成立的为准：', 'the first that holds counts:');
const FIRST_THAT_HOLDS_APART = say(
  '以自上而下第一条成立的为准，累计金额各条分别计算：',
  'the first that holds counts, and the amounts add up in each by itself:',
);

/** For whom one of several cases is; the last is for all others. */
export function whenText(when: Parameters<typeof conditionText>[0] | undefined, index: number, speaker: Speaker): Text {
  if (when === undefined) return index === 0 ? say('', '') : say('其他情形：', 'in all other cases: ');
  const { zh, en } = conditionText(when, speaker.rules);
  return say(`${zh}的：`, `where ${en}: `);
}

function tableItem(table: RateTable, whom: Text, speaker: Speaker): ExplainedItem {
  if (table.rate !== undefined) {
    const { zh, en } = shareText(table.rate);
    return speaker.item(say(`${whom.zh}${zh}`, `${whom.en}${en}`), table);
  }
  if (table.tiers !== undefined) {
    const scale = scaleText(table);
    return speaker.item(say(`${whom.zh}${scale.zh}：`, `${whom.en}${scale.en}:`), table, tiersTable(table, speaker));
  }
  return speaker.item(
    say(`${whom.zh}按清单所列类别：`, `${whom.en}by the class the list gives:`),
    table,
    classesTable(table.classes ?? {}, speaker),
  );
}

/** How the bounds of tiers count. */
function scaleText({ bounds }: RateTable): Text {
  const { per = 'year', count = 'after-deductible', pays = 'slice' } = bounds ?? {};
  const over = {
    year: say('按保险年度累计', 'cumulative over the policy year'),
    admission: say('按每次住院累计', 'cumulative over an admission'),
    claim: say('按每次理赔', 'of each claim'),
  }[per];
  const what =
    count === 'after-deductible'
      ? say('可赔付金额', 'the eligible amount')
      : say('扣除免赔额之前的费用', 'the costs before the deductible, which fills the first tiers');
  return pays === 'slice'
    ? say(`${over.zh}${what.zh}分段`, `by tiers of ${what.en}, ${over.en}`)
    : say(
        `${over.zh}${what.zh}所达到的一段，本次全部按该段比例`,
        `all of the claim at the rate of the tier that ${what.en}, ${over.en}, reaches`,
      );
}

function shareText(rate: Money): Text {
  const share = percentText(rate);
  return say(`可赔付金额的 ${share}。`, `${share} of the eligible amount.`);
}

const RATE = say('比例', 'rate');

function tiersTable({ tiers = [] }: RateTable, speaker: Speaker): ExplainedTable {
  return speaker.table(
    [say('金额', 'amount'), RATE],
    tiers.map((tier, index) => [tierText(tiers[index - 1]?.upTo, tier.upTo, speaker), same(percentText(tier.rate))]),
  );
}

/** A tier by its bounds; a bound belongs to the tier below it. */
function tierText(above: Amount | undefined, upTo: Amount | undefined, { rules }: Speaker): Text {
  const low = above && amountText(above, rules);
  const high = upTo && amountText(upTo, rules);
  if (high === undefined) {
    return low === undefined ? say('全部', 'all') : say(`${low.zh}以上`, `above ${low.en}`);
  }
  return low === undefined
    ? say(`${high.zh}（含）以内`, `up to ${high.en}`)
    : say(`${low.zh}以上至 ${high.zh}（含）`, `above ${low.en}, up to ${high.en}`);
}

function classesTable(classes: NonNullable<RateTable['classes']>, speaker: Speaker): ExplainedTable {
  return speaker.table(
    [say('类别', 'class'), RATE],
    Object.entries(classes).map(([name, share]) => [
      name === '' ? say('未标类别', 'none given') : say(`${name} 类`, name),
      same(percentText(share)),
    ]),
  );
}

const same = (text: string): Text => say(text, text);

function factorParagraph(factors: NonNullable<BenefitRules['factor']>, speaker: Speaker): ExplainedParagraph {
  const items = factors.map(({ when, factor, ...rule }, index) => {
    const whom = whenText(when, index, speaker);
    const share = percentText(factor);
    return speaker.item(
      say(`${whom.zh}按上述金额的 ${share} 赔付。`, `${whom.en}${share} of that amount is paid.`),
      rule,
    );
  });
  return speaker.list(say('折算', 'Factor'), items, { text: FIRST_THAT_HOLDS, ordered: true });
}
