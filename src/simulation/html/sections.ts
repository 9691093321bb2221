import { ratioPercent } from '../../money/ratio.ts';
import type { Bilingual } from '../../scheme/words.ts';
import { escapeHtml } from '../../text/html.ts';
import { countText, moneyText, rangeText, signedText } from '../figures.ts';
import type { ChangeReport, ComparisonReport, GroupReport, RuleSetReport } from '../report.ts';
import { triggerText } from '../trigger-text.ts';
import { reasonWord, triggerWord } from '../words.ts';
import { barChart, columnChart, differenceChart } from './charts.ts';
import { legend, name, ruleSetHeads, section, table } from './parts.ts';

type All = readonly RuleSetReport[];

const CLAIMS = { zh: '笔数', en: 'claims' };
const yuan = (fixed: string) => Number(fixed);

/** Paid claims by size, and what each tenth of the paid members gets. */
export function distributionSections(all: All): string {
  const [first] = all;
  if (first === undefined) return '';
  const bins = first.distribution.claims.map((bin, index) => {
    const from = index === 0 ? 0 : yuan(first.distribution.claims[index - 1]?.upTo?.toFixed2() ?? '0');
    const label = bin.upTo === null ? `>${compact(from)}` : `≤${compact(yuan(bin.upTo.toFixed2()))}`;
    const bars = all.map((one) => one.distribution.claims[index]?.claims ?? 0);
    return { label, bars: bars.map((size) => ({ size, says: countText(size) })) };
  });
  const tenths = Array.from({ length: 10 }, (_, index) => ({
    label: `${index * 10 + 10}%`,
    bars: all.map((one) => {
      const share = one.distribution.shares[index] ?? '0.000000';
      return { size: Number(share), says: ratioPercent(share) };
    }),
  }));
  const histogram = { zh: '赔付笔数按金额（元）', en: 'paid claims by payout, yuan' };
  const shares = { zh: '赔付集中度', en: 'share of payouts by tenth of paid members, least paid first' };
  return `<div class="pair">${section(histogram, legend(all.length), columnChart(histogram.zh, bins))}${section(shares, legend(all.length), columnChart(shares.zh, tenths))}</div>${deciles(all)}`;
}

function deciles(all: All): string {
  const row = (label: Bilingual, figure: (one: RuleSetReport['distribution']) => string) => [
    name(label),
    ...all.map((one) => figure(one.distribution)),
  ];
  const rows = [
    row({ zh: '获赔人数', en: 'paid members' }, (one) => countText(one.paidMembers)),
    row({ zh: '平均', en: 'mean' }, (one) => moneyText(one.mean)),
    ...Array.from({ length: 9 }, (_, index) =>
      row({ zh: `第 ${index + 1} 十分位`, en: `decile ${index + 1}` }, ({ deciles: found }) => {
        const decile = found[index];
        return decile === undefined ? '—' : moneyText(decile);
      }),
    ),
    row({ zh: '最高', en: 'highest' }, (one) => moneyText(one.max)),
  ];
  const title = { zh: '每位获赔参保人的年度赔付', en: 'payout of each paid member' };
  return section(title, table(ruleSetHeads(all.length, { zh: '', en: '' }, { zh: '元', en: 'yuan' }), rows));
}

/** What each benefit paid, and why not. */
export function benefitSections(all: All): string {
  const ids = [...new Set(all.flatMap((one) => one.benefits.map(({ benefit }) => benefit)))];
  const found = ids.map((id) => all.map((one) => one.benefits.find(({ benefit }) => benefit === id)));
  const title = { zh: '各项保障的赔付', en: 'payouts by benefit' };
  const bars = found.map((sides) => {
    const first = sides.find((one) => one !== undefined);
    return {
      label: `${first?.name.zh ?? ''}  ${first?.name.en ?? ''}`,
      bars: sides.map((one) =>
        one === undefined
          ? { size: 0, says: '—' }
          : { size: yuan(one.paid.toFixed2()), says: `${moneyText(one.paid)}（${countText(one.paidClaims)}）` },
      ),
    };
  });
  const reasons = found.map((sides) => {
    const first = sides.find((one) => one !== undefined);
    const known = [...new Set(sides.flatMap((one) => Object.keys(one?.reasons ?? {})))];
    const rows = known.map((reason) => [
      name(reasonWord(reason)),
      ...sides.map((one) => countText(one?.reasons[reason] ?? 0)),
    ]);
    return table(ruleSetHeads(all.length, first?.name ?? { zh: '', en: '' }, CLAIMS), rows);
  });
  const why = { zh: '各项保障未赔付的理由', en: 'why a benefit paid nothing' };
  return section(title, legend(all.length), barChart(title.zh, bars)) + section(why, ...reasons);
}

/** Counts by word, such as outcomes. */
export function countsSection(
  title: Bilingual,
  all: All,
  counts: (one: RuleSetReport) => Readonly<Record<string, number>>,
  word: (key: string) => Bilingual,
): string {
  const known = [...new Set(all.flatMap((one) => Object.keys(counts(one))))];
  const rows = known.map((key) => [name(word(key)), ...all.map((one) => countText(counts(one)[key] ?? 0))]);
  return section(title, table(ruleSetHeads(all.length, { zh: '', en: '' }, CLAIMS), rows));
}

/** What groups of members came to. */
export function groupsSection(
  title: Bilingual,
  all: All,
  of: (one: RuleSetReport) => readonly GroupReport[],
  word: (group: string) => Bilingual,
): string {
  const known = [...new Set(all.flatMap((one) => of(one).map(({ group }) => group)))];
  const rows = known.map((group) => {
    const sides = all.map((one) => of(one).find((other) => other.group === group));
    return [
      name(word(group)),
      countText(sides[0]?.policies ?? 0),
      countText(sides[0]?.claims ?? 0),
      ...sides.map((side) => (side === undefined ? '—' : `${moneyText(side.paid)}（${countText(side.paidClaims)}）`)),
    ];
  });
  const [first = '', ...sides] = ruleSetHeads(all.length, { zh: '', en: '' }, { zh: '赔付（笔）', en: 'paid' });
  return section(title, table([first, name({ zh: '保单', en: 'policies' }), name(CLAIMS), ...sides], rows));
}

/** The ratios that the notice watches. */
export function triggersSection(all: All): string {
  const lines = all.flatMap((one, index) =>
    one.triggers.map(
      (trigger) =>
        `<p><span class="badge ${trigger.status}">${name(triggerWord(trigger.status))}</span>${index === 0 ? '' : '改动后 changed: '}${escapeHtml(triggerText(trigger))}</p>`,
    ),
  );
  return section({ zh: '运行指标', en: 'experience triggers' }, ...lines);
}

/** How members fare under the changed rules. */
export function comparisonSections(comparison: ComparisonReport): string {
  const { winners, losers, unchanged, gained, lost, histogram, topWinners, topLosers } = comparison;
  const title = { zh: '改动对参保人的影响', en: 'what the change does to members' };
  const summary = table(
    ['', name({ zh: '人数', en: 'members' }), name({ zh: '金额', en: 'yuan' })],
    [
      [name({ zh: '增加', en: 'gain' }), countText(winners), `<span class="gain">+${moneyText(gained)}</span>`],
      [name({ zh: '减少', en: 'lose' }), countText(losers), `<span class="loss">−${moneyText(lost)}</span>`],
      [name({ zh: '不变', en: 'unchanged' }), countText(unchanged), '—'],
    ],
  );
  const bars = histogram.map(({ from, to, members }) => ({
    label: rangeText(from, to),
    gain: (from ?? -1) >= 0,
    bars: [{ size: members, says: countText(members) }],
  }));
  const plot = { zh: '差额分布（元）', en: 'members by difference, yuan' };
  return [
    section(title, summary),
    section(plot, differenceChart(plot.zh, bars)),
    `<div class="pair">${changes({ zh: '增加最多', en: 'largest gains' }, topWinners)}${changes({ zh: '减少最多', en: 'largest losses' }, topLosers)}</div>`,
  ].join('');
}

function changes(title: Bilingual, all: readonly ChangeReport[]): string {
  const rows = all.map((one) => [
    escapeHtml(one.policyNo),
    moneyText(one.before),
    moneyText(one.after),
    `<span class="${one.difference.isNegative() ? 'loss' : 'gain'}">${signedText(one.difference)}</span>`,
  ]);
  const heads = [
    name({ zh: '保单', en: 'policy' }),
    name({ zh: '现行', en: 'present' }),
    name({ zh: '改动', en: 'changed' }),
    name({ zh: '差额', en: 'difference' }),
  ];
  return section(title, table(heads, rows));
}

/** A bound in few characters: 5000 is 5千, 200000 is 20万. */
function compact(amount: number): string {
  if (amount >= 10_000) return `${amount / 10_000}万`;
  return amount >= 1000 ? `${amount / 1000}千` : String(amount);
}
