import { type Html, html } from '../../html/html.ts';
import { definitions, section, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { INSURER, schemeIn, schemeLinks, schemePath } from './frame.ts';

const TEXTS = {
  title: { zh: '我的方案', en: 'My schemes' },
  none: { zh: '没有负责的保障方案', en: 'No scheme is yours' },
  last: { zh: '最近封账的业务日', en: 'Last sealed day' },
  notYet: { zh: '尚无', en: 'none yet' },
  records: { zh: '记录数', en: 'Records' },
  insurerPaid: { zh: '保险即时支付（元）', en: 'Paid through hospitals (yuan)' },
  memberBenefit: { zh: '另付参保人（元）', en: 'Paid to members (yuan)' },
} as const satisfies Texts;

async function schemes(visit: UserVisit): Promise<Answer> {
  const { say, user } = visit;
  const own = user.party.schemes ?? [];
  const sections: Html[] = [];
  for (const scheme of own) {
    const content = html`${await lastDay(visit, scheme)}<ul class="parts no-print">${schemeLinks(visit, scheme)}</ul>`;
    sections.push(section(schemeIn(visit, scheme), content));
  }
  const body = own.length === 0 ? html`<p class="empty">${say(TEXTS.none)}</p>` : html`${sections}`;
  return { title: say(TEXTS.title), body };
}

async function lastDay({ gateway, say, url }: UserVisit, scheme: string): Promise<Html> {
  const last = (await gateway.dailyFiles.list(scheme)).days.at(-1);
  if (last === undefined) return definitions([[say(TEXTS.last), say(TEXTS.notYet)]]);
  const day = html`<a href="${url(schemePath(scheme, 'days', last.date))}">${last.date}</a>`;
  return definitions([
    [say(TEXTS.last), day],
    [say(TEXTS.records), last.count],
    [say(TEXTS.insurerPaid), yuan(last.insurerPaid)],
    [say(TEXTS.memberBenefit), yuan(last.memberBenefit)],
  ]);
}

export const SCHEMES_PAGES = {
  schemes: { method: 'GET', path: '/schemes', roles: INSURER, navigation: TEXTS.title, handler: schemes },
} as const satisfies Record<string, UserPage>;
