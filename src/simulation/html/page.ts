import { ratioPercent } from '../../money/ratio.ts';
import type { Bilingual } from '../../scheme/words.ts';
import { escapeHtml } from '../../text/html.ts';
import { countText, moneyText, signedText } from '../figures.ts';
import type { RuleSetReport, SimulationReport } from '../report.ts';
import { cohortWord, preexistingWord, reasonWord, sourceWord, statusWord } from '../words.ts';
import { name, section } from './parts.ts';
import {
  benefitSections,
  comparisonSections,
  countsSection,
  distributionSections,
  groupsSection,
  triggersSection,
} from './sections.ts';
import { STYLE } from './style.ts';

/** A simulation report as one page that loads nothing: no script, no font, no picture from elsewhere. */
export function simulationPage(report: SimulationReport): string {
  const { ruleSets, comparison } = report;
  const [present] = ruleSets;
  if (present === undefined) return '';
  const body = [
    head(report, present),
    tiles(report),
    ...(comparison === null ? [] : [comparisonSections(comparison)]),
    distributionSections(ruleSets),
    benefitSections(ruleSets),
    '<div class="pair">',
    countsSection({ zh: '结果', en: 'outcomes' }, ruleSets, (one) => one.outcomes, statusWord),
    countsSection({ zh: '整案未赔付的理由', en: 'reasons' }, ruleSets, (one) => one.reasons, reasonWord),
    groupsSection({ zh: '按人群', en: 'by cohort' }, ruleSets, (one) => one.cohorts, cohortWord),
    groupsSection({ zh: '按既往症', en: 'by earlier disease' }, ruleSets, (one) => one.preexisting, preexistingWord),
    '</div>',
    triggersSection(ruleSets),
    malformedSection(report),
  ];
  const title = `${present.name.zh} 试算 / simulation`;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main>${body.join('\n')}</main></body></html>
`;
}

function head(
  { lines, malformed, policies, policiesWithoutClaim, ruleSets }: SimulationReport,
  present: RuleSetReport,
) {
  const rules = ruleSets.map(
    (one, index) =>
      `<p class="mono">${index === 0 ? '现行 present' : '改动 changed'}: ${escapeHtml(one.scheme)} ${escapeHtml(one.digest)}</p>`,
  );
  const lists = ruleSets.flatMap((one, index) =>
    one.lists.map(({ title, source }) => {
      const from = sourceWord(source);
      return `<p class="soft">${index === 0 ? '' : '改动 changed · '}《${name(title)}》：${name(from)}</p>`;
    }),
  );
  return `<header><h1>${name(present.name)}</h1>
<p>历史理赔试算，不触及账本 <span class="soft">historic claims run through the rules; no ledger is touched</span></p>
<p class="soft">${countText(lines)} 行 lines · ${countText(malformed.count)} 行未采用 malformed · ${countText(policies)} 份保单 policies，其中 ${countText(policiesWithoutClaim)} 份无理赔 without a claim</p>
${rules.join('')}${lists.join('')}
<p class="soft">保费只计文件中出现的保单。 Premiums are those of the policies in the file.</p></header>`;
}

function tiles({ ruleSets, comparison }: SimulationReport): string {
  const figures: [Bilingual, (one: RuleSetReport) => string][] = [
    [{ zh: '赔付合计', en: 'payouts' }, (one) => moneyText(one.payouts.total)],
    [{ zh: '付医院', en: 'to hospitals' }, (one) => moneyText(one.payouts.hospital)],
    [{ zh: '付本人', en: 'to members' }, (one) => moneyText(one.payouts.member)],
    [{ zh: '保费', en: 'premiums' }, (one) => moneyText(one.premiums)],
    [{ zh: '赔付率', en: 'payout ratio' }, (one) => ratioPercent(one.payoutRatio)],
    [{ zh: '赔付／理赔', en: 'paid / claims' }, (one) => `${countText(one.paidClaims)} / ${countText(one.claims)}`],
  ];
  const all = figures.map(([label, figure]) => {
    const values = ruleSets.map((one, index) => `<b class="s${index}">${escapeHtml(figure(one))}</b>`);
    return `<div class="tile">${name(label)}${values.join('')}</div>`;
  });
  const difference =
    comparison === null
      ? ''
      : `<div class="tile">${name({ zh: '赔付差额', en: 'difference' })}<b class="${comparison.payouts.isNegative() ? 'loss' : 'gain'}">${signedText(comparison.payouts)}</b></div>`;
  return `<div class="tiles">${all.join('')}${difference}</div>`;
}

function malformedSection({ malformed }: SimulationReport): string {
  const lines = malformed.named.map(({ line, what }) => `<p class="soft">${line}: ${escapeHtml(what)}</p>`);
  const rest = malformed.count - lines.length;
  const more = rest === 0 ? [] : [`<p class="soft">…另 ${countText(rest)} 行 and ${countText(rest)} more</p>`];
  return section({ zh: '未采用的行', en: 'malformed lines' }, ...lines, ...more);
}
