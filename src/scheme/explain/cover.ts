import type { SchemeRules } from '../language.ts';
import { regionPrefix } from '../region.ts';
import type { ExplainedSection } from './explained.ts';
import { rosterWord } from './roster-words.ts';
import { allOf, say, type Text, times, yuanText } from './say.ts';
import type { Speaker } from './speaker.ts';

/** The documents a scheme is written in. */
export function documentsSection(speaker: Speaker): ExplainedSection {
  const inOrder = Object.values(speaker.rules.documents).sort((a, b) => (a.number < b.number ? -1 : 1));
  const items = inOrder.map(({ number, title }) =>
    speaker.item(say(`${number}《${title.zh}》`, `${number}, "${title.en}"`)),
  );
  return {
    id: 'documents',
    heading: speaker.pick(say('依据文件', 'Documents')),
    paragraphs: [speaker.list(undefined, items)],
  };
}

/** Who is covered, where, when, for how much, and when the scheme's turn comes. */
export function coverSection(speaker: Speaker): ExplainedSection {
  const { rules } = speaker;
  const { enrollment, coverage, premium } = rules;
  return {
    id: 'cover',
    heading: speaker.pick(say('参保与保障', 'Members and cover')),
    paragraphs: [
      speaker.line(
        say('参保人', 'Members'),
        say(
          '以承保机构提供的参保名册为准；名册中已撤销的保单不计。',
          "Whoever the insurer's roster lists; cancelled policies do not count.",
        ),
      ),
      ...rosterWords(speaker),
      speaker.line(say('本地', 'Local area'), areaText(speaker), rules.area),
      ...(enrollment === undefined
        ? []
        : [
            speaker.line(
              say('投保期', 'Enrollment'),
              say(`${enrollment.from} 至 ${enrollment.to}。`, `From ${enrollment.from} to ${enrollment.to}.`),
              enrollment,
            ),
          ]),
      speaker.line(say('保障期', 'Period of cover'), coverageText(speaker), coverage),
      ...premium.amount.map((one) => speaker.line(say('保费', 'Premium'), premiumText(one, speaker), premium)),
      ...successionLines(speaker),
      ...reversalLines(speaker),
      speaker.line(
        say('次序', 'Precedence'),
        say(
          `参保人同时参加几个方案的，按次序号由小到大依次计算，后一个只看前面赔付后的余额；本方案的次序号为 ${rules.precedence}（次序号相同的，按方案代码排列）。`,
          `Where a member holds several schemes they are computed one after the other, lower numbers first, and each sees what the earlier ones left. This scheme has the number ${rules.precedence} (equal numbers: by scheme id).`,
        ),
      ),
    ],
  };
}

/** The words that rules of this scheme look up in the roster. */
function rosterWords(speaker: Speaker) {
  const { plans, cohorts, preexisting } = speaker.rules.roster;
  const lines: [Text, readonly string[]][] = [
    [say('可选计划', 'Plans to choose from'), plans],
    [say('名册标注的人群', 'Groups the roster marks'), cohorts],
    [say('十二种既往症之外，名册另标注', 'Earlier diseases the roster marks beside the twelve'), preexisting],
  ];
  return lines
    .filter(([, words]) => words.length > 0)
    .map(([label, words]) => {
      const { zh, en } = allOf(words.map((word) => rosterWord(word, speaker.rules)));
      return speaker.line(label, say(`${zh}。`, `${en}.`));
    });
}

function premiumText({ plan, cohort, is }: SchemeRules['premium']['amount'][number], { rules }: Speaker): Text {
  const words = [...(plan ?? []), ...(cohort ?? [])].map((word) => rosterWord(word, rules));
  const { zh, en } = yuanText(is);
  if (words.length === 0) return say(`每人 ${zh}。`, `${en} a person.`);
  const whom = allOf(words);
  return say(`${whom.zh}每人 ${zh}。`, `${en} a person for ${whom.en}.`);
}

function successionLines(speaker: Speaker) {
  const { succeeds } = speaker.rules;
  if (succeeds.length === 0) return [];
  const names = succeeds.join('、');
  return [
    speaker.line(
      say('以往年度', 'Earlier years'),
      say(
        `终身限额连同以往年度的方案（${names}）合计。`,
        `Limits for life count those of earlier years too (${succeeds.join(', ')}).`,
      ),
    ),
  ];
}

function reversalLines(speaker: Speaker) {
  const { reversal } = speaker.rules;
  if (reversal === undefined) return [];
  const days = reversal.withinDays;
  return [
    speaker.line(
      say('冲正期限', 'Reversal'),
      reversal.afterwards === 'refused'
        ? say(
            `结算后 ${days} 天内可以冲正，逾期不再受理。`,
            `A settlement may be reversed within ${times(days, 'day')}, later no more.`,
          )
        : say(
            `结算后 ${days} 天内可以冲正，逾期须经承保机构同意。`,
            `A settlement may be reversed within ${times(days, 'day')}, later only when the insurer allows it.`,
          ),
      reversal,
    ),
  ];
}

function areaText({ rules }: Speaker): Text {
  const { area, region } = rules;
  if (area.local === 'region') {
    return say(
      `行政区划代码以 ${regionPrefix(region)} 开头的医院为本地医院。`,
      `A hospital is local when its region code begins with ${regionPrefix(region)}.`,
    );
  }
  const digits = area.digits ?? 6;
  const same = Object.entries(area.sameAs);
  const zh = same.map(([from, to]) => `参保地为 ${from} 的视同 ${to}`).join('，');
  const en = same.map(([from, to]) => `region ${from} counts as ${to}`).join(', ');
  return say(
    `医院与名册所载参保地的行政区划代码前 ${digits} 位相同的为本地医院${zh === '' ? '' : `；${zh}`}。`,
    `A hospital is local when the first ${digits} digits of its region code are those of the insured region in the roster${en === '' ? '' : `; ${en}`}.`,
  );
}

function coverageText({ rules }: Speaker): Text {
  const { coverage } = rules;
  if ('months' in coverage) {
    return say(
      `每份保单 ${coverage.months} 个月，起止日以参保名册为准。`,
      `${times(coverage.months, 'month')} a policy; the roster gives its first and last day.`,
    );
  }
  const tail =
    coverage.tailDays === 0
      ? say('', '')
      : say(
          `；期满后 ${coverage.tailDays} 天内出院的，仍可按下列规定计算`,
          `; a stay that ends within ${times(coverage.tailDays, 'day')} after it may still count, as the rules below say`,
        );
  return say(
    `${coverage.from} 至 ${coverage.to}，首尾两日都在内${tail.zh}。`,
    `From ${coverage.from} to ${coverage.to}, both days included${tail.en}.`,
  );
}
