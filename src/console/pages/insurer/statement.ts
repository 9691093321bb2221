import type { ResolutionDocument } from '../../../settlement/review-documents.ts';
import { type Html, html } from '../../html/html.ts';
import { table, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { UserVisit } from '../../page.ts';
import { benefitIn } from './frame.ts';

const TEXTS = {
  stated: { zh: '审定内容', en: 'What is stated' },
  benefit: { zh: '保障责任', en: 'Benefit' },
  table: { zh: '比例表', en: 'Rate table' },
  base: { zh: '基数（元）', en: 'Base (yuan)' },
  deductible: { zh: '抵扣免赔额（元）', en: 'Deductible (yuan)' },
  eligible: { zh: '可赔付额（元）', en: 'Eligible (yuan)' },
  paid: { zh: '赔付（元）', en: 'Paid (yuan)' },
  groups: { zh: '按药品或项目组', en: 'By item group' },
  group: { zh: '项目组', en: 'Item group' },
  outOfPocket: { zh: '计入年度自付累计', en: "Added to the year's out-of-pocket" },
  none: { zh: '无', en: 'none' },
} as const satisfies Texts;

/** What an insurer stated by hand about a claim, in figures. */
export function statement(
  visit: UserVisit,
  { benefits, itemGroups, outOfPocket }: Pick<ResolutionDocument, 'benefits' | 'itemGroups' | 'outOfPocket'>,
): Html {
  const { say, param } = visit;
  const rows = table({
    caption: say(TEXTS.stated),
    empty: say(TEXTS.none),
    rows: benefits,
    columns: [
      { title: say(TEXTS.benefit), cell: ({ benefit }) => benefitIn(visit, param('scheme'), benefit) },
      { title: say(TEXTS.table), cell: ({ table: name }) => name ?? '—' },
      { title: say(TEXTS.base), cell: ({ base }) => yuan(base), figure: true },
      { title: say(TEXTS.deductible), cell: ({ deductibleApplied }) => yuan(deductibleApplied), figure: true },
      { title: say(TEXTS.eligible), cell: ({ eligible }) => yuan(eligible), figure: true },
      { title: say(TEXTS.paid), cell: ({ paid }) => yuan(paid), figure: true },
    ],
  });
  const groups = table({
    caption: say(TEXTS.groups),
    empty: say(TEXTS.none),
    rows: itemGroups,
    narrow: true,
    columns: [
      { title: say(TEXTS.group), cell: ({ group }) => group },
      { title: say(TEXTS.paid), cell: ({ paid }) => yuan(paid), figure: true },
    ],
  });
  const pocket = html`<p>${say(TEXTS.outOfPocket)}: ${yuan(outOfPocket)}</p>`;
  return html`${rows}${itemGroups.length > 0 && groups}${outOfPocket !== '0.00' && pocket}`;
}

/** Who bears how much of an amount. */
export function shares(insurers: ResolutionDocument['insurers']): string {
  return insurers.map(({ insurer, amount }) => `${insurer} ${yuan(amount)}`).join(' · ');
}
