import type { DailyFilesDocument } from '../../../clearing/days/documents.ts';
import { html } from '../../html/html.ts';
import { pager, table, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { shownTime } from '../../settlement/words.ts';
import { INSURER, idText, schemePage, schemePath } from './frame.ts';

const TEXTS = {
  title: { zh: '已封账的业务日', en: 'Sealed business days' },
  none: { zh: '还没有封账的业务日', en: 'No business day is sealed yet' },
  day: { zh: '业务日', en: 'Business day' },
  records: { zh: '记录数', en: 'Records' },
  insurerPaid: { zh: '保险即时支付（元）', en: 'Paid through hospitals (yuan)' },
  memberBenefit: { zh: '另付参保人（元）', en: 'Paid to members (yuan)' },
  sealed: { zh: '封账时间', en: 'Sealed' },
  pages: { zh: '分页', en: 'Pages' },
  newest: { zh: '最新', en: 'Newest' },
  older: { zh: '更早', en: 'Older' },
} as const satisfies Texts;

/** Days on one page. */
const PAGE = 31;

async function days(visit: UserVisit): Promise<Answer> {
  const { gateway, param, query, say, url } = visit;
  const scheme = param('scheme');
  const before = query.get('before') ?? '';
  const all = (await gateway.dailyFiles.list(scheme)).days.toReversed();
  const asked = before === '' ? all : all.filter(({ date }) => date < before);
  const rows = asked.slice(0, PAGE);
  const last = rows.at(-1);
  const path = schemePath(scheme, 'days');
  const body = html`${dayTable(visit, rows)}${pager({
    label: say(TEXTS.pages),
    first: before === '' ? undefined : { href: url(path), text: say(TEXTS.newest) },
    next:
      last === undefined || asked.length <= PAGE
        ? undefined
        : { href: url(path, { before: last.date }), text: say(TEXTS.older) },
  })}`;
  return schemePage(visit, 'days', { title: say(TEXTS.title), body });
}

function dayTable({ param, say, url }: UserVisit, rows: DailyFilesDocument['days']) {
  const path = (date: string) => url(schemePath(param('scheme'), 'days', date));
  return table({
    caption: say(TEXTS.title),
    empty: say(TEXTS.none),
    rows,
    columns: [
      { title: say(TEXTS.day), cell: ({ date }) => html`<a href="${path(date)}">${idText(date)}</a>` },
      { title: say(TEXTS.records), cell: ({ count }) => count, figure: true },
      { title: say(TEXTS.insurerPaid), cell: ({ insurerPaid }) => yuan(insurerPaid), figure: true },
      { title: say(TEXTS.memberBenefit), cell: ({ memberBenefit }) => yuan(memberBenefit), figure: true },
      { title: say(TEXTS.sealed), cell: ({ sealedAt }) => shownTime(sealedAt) },
    ],
  });
}

export const DAYS_PAGES = {
  days: { method: 'GET', path: '/schemes/{scheme}/days', roles: INSURER, handler: days },
} as const satisfies Record<string, UserPage>;
