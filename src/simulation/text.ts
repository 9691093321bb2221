import { ratioPercent } from '../money/ratio.ts';
import { terminalWidth } from '../scheme/explain/width.ts';
import type { Bilingual } from '../scheme/words.ts';
import { countText, moneyText, signedText } from './figures.ts';
import type { ChangeReport, ComparisonReport, GroupReport, RuleSetReport, SimulationReport } from './report.ts';
import { triggerText } from './trigger-text.ts';
import { cohortWord, preexistingWord, reasonWord, sourceWord, statusWord } from './words.ts';

/** Malformed lines that the text names; the JSON names more. */
const NAMED = 20;

type Row = readonly string[];

/** A simulation report for a terminal: Chinese with English, the changed rules beside the present ones. */
export function simulationText(report: SimulationReport): string {
  const { ruleSets, comparison } = report;
  const [present] = ruleSets;
  if (present === undefined) return '';
  const blocks = [
    [`${present.name.zh} / ${present.name.en}`, ...headLines(report)],
    table([heads('', report), ...totals(ruleSets)]),
    table([heads('结果 outcomes', report), ...words(ruleSets, (one) => one.outcomes, statusWord)]),
    table([heads('未进入赔付的理由 reasons', report), ...words(ruleSets, (one) => one.reasons, reasonWord)]),
    ...benefitBlocks(report),
    table([
      heads('人群 cohorts（赔付 paid / 理赔 claims · 保单 policies）', report),
      ...groups(ruleSets, (one) => one.cohorts, cohortWord),
    ]),
    table([
      heads('既往症 earlier disease（同上 likewise）', report),
      ...groups(ruleSets, (one) => one.preexisting, preexistingWord),
    ]),
    table([heads('获赔参保人 paid members', report), ...distribution(ruleSets)]),
    ruleSets.flatMap((one, index) => one.triggers.map((trigger) => `${side(index)}${triggerText(trigger)}`)),
    ...(comparison === null ? [] : comparisonBlocks(comparison)),
    malformedLines(report),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

const both = ({ zh, en }: Bilingual): string => `${zh} ${en}`;
const side = (index: number): string => (index === 0 ? '' : '改动后 changed · ');

function headLines({ lines, malformed, policies, policiesWithoutClaim, ruleSets }: SimulationReport): string[] {
  const none = policiesWithoutClaim === 0 ? '' : `（其中无理赔 without a claim ${countText(policiesWithoutClaim)}）`;
  return [
    `行 lines ${countText(lines)} · 未采用 malformed ${countText(malformed.count)} · 保单 policies ${countText(policies)}${none}`,
    ...ruleSets.map((one, index) => `${index === 0 ? '现行 present' : '改动 changed'}: ${one.scheme} ${one.digest}`),
    ...ruleSets.flatMap((one, index) =>
      one.lists.map((list) => `${side(index)}清单 list ${list.name}: ${both(sourceWord(list.source))}`),
    ),
    '保费只计文件中出现的保单；没有理赔的保单可以只写 policy 的行计入。',
    'Premiums are those of policies in the file; a policy without claims counts by a line that has only `policy`.',
  ];
}

function heads(name: string, { ruleSets }: SimulationReport): Row {
  return ruleSets.length === 1 ? [name, ''] : [name, '现行 present', '改动 changed'];
}

function totals(all: readonly RuleSetReport[]): Row[] {
  const row = (name: string, figure: (one: RuleSetReport) => string): Row => [name, ...all.map(figure)];
  return [
    row('理赔 claims', (one) => countText(one.claims)),
    row('赔付理赔 paid claims', (one) => countText(one.paidClaims)),
    row('付医院 to hospitals', (one) => moneyText(one.payouts.hospital)),
    row('付本人 to members', (one) => moneyText(one.payouts.member)),
    row('赔付合计 payouts', (one) => moneyText(one.payouts.total)),
    row('保费 premiums', (one) => moneyText(one.premiums)),
    row('赔付率 payout ratio', (one) => ratioPercent(one.payoutRatio)),
  ];
}

/** Counts by word, side by side: every word that either rule set has. */
function words(
  all: readonly RuleSetReport[],
  counts: (one: RuleSetReport) => Readonly<Record<string, number>>,
  name: (word: string) => Bilingual,
): Row[] {
  const known = [...new Set(all.flatMap((one) => Object.keys(counts(one))))];
  return known.map((word) => [both(name(word)), ...all.map((one) => countText(counts(one)[word] ?? 0))]);
}

function benefitBlocks(report: SimulationReport): string[][] {
  const { ruleSets } = report;
  const ids = [...new Set(ruleSets.flatMap((one) => one.benefits.map(({ benefit }) => benefit)))];
  return ids.map((id) => {
    const found = ruleSets.map((one) => one.benefits.find(({ benefit }) => benefit === id));
    const name = found.find((one) => one !== undefined)?.name ?? { zh: id, en: id };
    const reasons = [...new Set(found.flatMap((one) => Object.keys(one?.reasons ?? {})))];
    return table([
      heads(`${name.zh} / ${name.en}`, report),
      ['赔付次数 paid', ...found.map((one) => (one === undefined ? '—' : countText(one.paidClaims)))],
      ['金额 amount', ...found.map((one) => (one === undefined ? '—' : moneyText(one.paid)))],
      ...reasons.map((reason) => [
        both(reasonWord(reason)),
        ...found.map((one) => (one === undefined ? '—' : countText(one.reasons[reason] ?? 0))),
      ]),
    ]);
  });
}

function groups(
  all: readonly RuleSetReport[],
  of: (one: RuleSetReport) => readonly GroupReport[],
  name: (group: string) => Bilingual,
): Row[] {
  const known = [...new Set(all.flatMap((one) => of(one).map(({ group }) => group)))];
  return known.map((word) => [
    both(name(word)),
    ...all.map((one) => {
      const group = of(one).find((other) => other.group === word);
      if (group === undefined) return '—';
      return `${moneyText(group.paid)} (${countText(group.paidClaims)} / ${countText(group.claims)} · ${countText(group.policies)})`;
    }),
  ]);
}

function distribution(all: readonly RuleSetReport[]): Row[] {
  const row = (name: string, figure: (one: RuleSetReport['distribution']) => string): Row => [
    name,
    ...all.map((one) => figure(one.distribution)),
  ];
  return [
    row('人数 members', (one) => countText(one.paidMembers)),
    row('平均 mean', (one) => moneyText(one.mean)),
    ...Array.from({ length: 9 }, (_, index) =>
      row(`第 ${index + 1} 十分位 decile ${index + 1}`, ({ deciles }) => {
        const decile = deciles[index];
        return decile === undefined ? '—' : moneyText(decile);
      }),
    ),
    row('最高 highest', (one) => moneyText(one.max)),
    row('最高一成所得 share of the top tenth', (one) => ratioPercent(one.shares.at(-1) ?? null)),
  ];
}

function comparisonBlocks(comparison: ComparisonReport): string[][] {
  const { payouts, premiums, winners, losers, unchanged, gained, lost, topWinners, topLosers } = comparison;
  return [
    table([
      ['改动的影响 what the change does', ''],
      ['赔付差额 payouts', signedText(payouts)],
      ['保费差额 premiums', signedText(premiums)],
      ['增加的参保人 members who gain', `${countText(winners)} (+${moneyText(gained)})`],
      ['减少的参保人 members who lose', `${countText(losers)} (-${moneyText(lost)})`],
      ['不变 unchanged', countText(unchanged)],
    ]),
    changes('增加最多 largest gains', topWinners),
    changes('减少最多 largest losses', topLosers),
  ];
}

function changes(title: string, all: readonly ChangeReport[]): string[] {
  if (all.length === 0) return [];
  return table([
    [title, '现行 present', '改动 changed', '差额 difference'],
    ...all.map((one) => [one.policyNo, moneyText(one.before), moneyText(one.after), signedText(one.difference)]),
  ]);
}

function malformedLines({ malformed }: SimulationReport): string[] {
  if (malformed.count === 0) return [];
  const named = malformed.named.slice(0, NAMED).map(({ line, what }) => `  ${line}: ${what}`);
  const more = malformed.count - named.length;
  const rest = more === 0 ? [] : [`  …另 ${countText(more)} 行 / and ${countText(more)} more`];
  return [`未采用的行 malformed lines: ${countText(malformed.count)}`, ...named, ...rest];
}

/** Rows as lines, the first column to the left, figures to the right; nothing of a table that has only its head. */
function table([head = [], ...rows]: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => terminalWidth(row[column] ?? ''))));
  return all.map((row) =>
    row
      .map((cell, column) => {
        const pad = ' '.repeat((widths[column] ?? 0) - terminalWidth(cell));
        return column === 0 ? `${cell}${pad}` : `${pad}${cell}`;
      })
      .join('  ')
      .trimEnd(),
  );
}
