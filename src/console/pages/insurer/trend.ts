import type { SignedManifest } from '../../../clearing/files/manifest.ts';
import { daysOf } from '../../../clearing/statement/month.ts';
import { type Html, html } from '../../html/html.ts';
import { section, table, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { UserVisit } from '../../page.ts';
import { columns } from './bars.ts';
import { idText, schemePath } from './frame.ts';

const TEXTS = {
  trend: { zh: '逐日走势', en: 'By day' },
  settlements: { zh: '结算笔数', en: 'Settlements' },
  insurerPaid: { zh: '保险即时支付（元）', en: 'Paid through hospitals (yuan)' },
  memberBenefit: { zh: '另付参保人（元）', en: 'Paid to members (yuan)' },
  settlementsText: {
    zh: '每个已封账业务日的结算笔数，数字见下表',
    en: 'Settlements of each sealed day; the figures stand in the table',
  },
  paidText: {
    zh: '每个已封账业务日的保险即时支付净额，数字见下表',
    en: 'What insurers paid through hospitals on each sealed day, net; the figures stand in the table',
  },
  day: { zh: '业务日', en: 'Business day' },
  records: { zh: '记录数', en: 'Records' },
  notSealed: { zh: '未封账', en: 'not sealed' },
  figures: { zh: '逐日数字', en: 'Figures by day' },
  noDay: { zh: '本月还没有封账的业务日', en: 'No day of this month is sealed yet' },
} as const satisfies Texts;

/** The manifests of the sealed days of a month, in order. */
export async function manifestsOf({ gateway, param }: UserVisit, month: string): Promise<SignedManifest[]> {
  const scheme = param('scheme');
  const { days } = await gateway.dailyFiles.list(scheme);
  const manifests: SignedManifest[] = [];
  for (const { date } of days) {
    if (date.startsWith(month)) manifests.push(await gateway.dailyFiles.manifest(scheme, date));
  }
  return manifests;
}

/** A month day by day: as pictures, and in figures. */
export function trend({ param, say, url }: UserVisit, month: string, manifests: readonly SignedManifest[]): Html {
  const rows = manifests.map(({ date, totals, recordTypes }) => ({
    date,
    ...totals,
    settlements: recordTypes.SETTLE?.count ?? 0,
  }));
  const path = (date: string) => url(schemePath(param('scheme'), 'days', date));
  const slots = daysOf(month).map((date) => ({ label: date.slice(8), row: rows.find((row) => row.date === date) }));
  const counts = slots.map(({ label, row }) => {
    const size = row === undefined ? undefined : String(row.settlements);
    return { label, size, says: size ?? say(TEXTS.notSealed) };
  });
  const paid = slots.map(({ label, row }) => {
    const says = row === undefined ? say(TEXTS.notSealed) : yuan(row.insurerPaid);
    return { label, size: row?.insurerPaid, says };
  });
  const pictures = html`<h3>${say(TEXTS.settlements)}</h3>
${columns({ id: 'settlements', title: say(TEXTS.settlements), description: say(TEXTS.settlementsText), bars: counts, figure: 2, shown: (size) => size })}
<h3>${say(TEXTS.insurerPaid)}</h3>
${columns({ id: 'paid', title: say(TEXTS.insurerPaid), description: say(TEXTS.paidText), bars: paid, figure: 1, shown: yuan })}`;
  const content = html`${rows.length > 0 && pictures}${table({
    caption: say(TEXTS.figures),
    empty: say(TEXTS.noDay),
    rows,
    columns: [
      { title: say(TEXTS.day), cell: ({ date }) => html`<a href="${path(date)}">${idText(date)}</a>` },
      { title: say(TEXTS.records), cell: ({ count }) => count, figure: true },
      { title: say(TEXTS.settlements), cell: ({ settlements }) => settlements, figure: true },
      { title: say(TEXTS.insurerPaid), cell: ({ insurerPaid }) => yuan(insurerPaid), figure: true },
      { title: say(TEXTS.memberBenefit), cell: ({ memberBenefit }) => yuan(memberBenefit), figure: true },
    ],
  })}`;
  return section(say(TEXTS.trend), content);
}
