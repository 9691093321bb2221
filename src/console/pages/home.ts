import { ALL_ROLES, type Role } from '../../accounts/role.ts';
import { dateOf } from '../../time/calendar.ts';
import { type Html, html } from '../html/html.ts';
import { definitions, section, table, yuan } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';
import { openRecords } from '../settlement/day.ts';

const TEXTS = {
  title: { zh: '首页', en: 'Home' },
  waiting: { zh: '待办', en: 'What waits' },
  go: { zh: '功能', en: 'Where to go' },
  day: { zh: '业务日', en: 'Business day' },
  settled: { zh: '今日结算笔数', en: 'Settlements today' },
  open: { zh: '其中尚未确认', en: 'Not yet acknowledged' },
  net: { zh: '今日保险支付净额（元）', en: 'Net paid by insurers today (yuan)' },
  pended: { zh: '待审核', en: 'Claims that wait for a review' },
  scheme: { zh: '保障方案', en: 'Scheme' },
  count: { zh: '笔数', en: 'Claims' },
  none: { zh: '没有负责的保障方案', en: 'No scheme is yours' },
  gateway: { zh: '网关', en: 'Gateway' },
  version: { zh: '版本', en: 'Version' },
  store: { zh: '存储', en: 'Store' },
  answers: { zh: '正常', en: 'answers' },
  silent: { zh: '无响应', en: 'does not answer' },
  queue: { zh: '等待写入', en: 'Writes that wait' },
} as const satisfies Texts;

/** More than this is said to be more. */
const COUNTED = 20;

/** What waits, by role. */
const WAITING: Readonly<Record<Role, (visit: UserVisit) => Html | Promise<Html>>> = {
  'hospital-desk': deskDay,
  'insurer-clerk': reviewsWaiting,
  'insurer-reviewer': reviewsWaiting,
  operator: gatewayState,
  policy: gatewayState,
};

async function home(visit: UserVisit): Promise<Answer> {
  const { say, url, user, navigation } = visit;
  const links = navigation
    .filter(({ path }) => path !== '')
    .map(({ path, words }) => html`<li><a href="${url(path)}">${say(words)}</a></li>`);
  const body = html`${section(say(TEXTS.waiting), await WAITING[user.role](visit))}
${section(say(TEXTS.go), html`<ul class="links">${links}</ul>`)}`;
  return { title: say(TEXTS.title), body };
}

async function deskDay({ gateway, say, url, user }: UserVisit): Promise<Html> {
  const today = dateOf(gateway.clock.business());
  const { records, totals } = await gateway.settlement.statement(user.party.id, today);
  const open = openRecords(records);
  return definitions([
    [say(TEXTS.day), html`<a href="${url(`/days/${today}`)}">${today}</a>`],
    [say(TEXTS.settled), totals.settlements.count],
    [say(TEXTS.open), open.length],
    [say(TEXTS.net), yuan(totals.net.insurerPaid)],
  ]);
}

async function reviewsWaiting({ gateway, say, url, user }: UserVisit): Promise<Html> {
  const rows = await Promise.all(
    (user.party.schemes ?? []).map(async (scheme) => {
      const { pended, next } = await gateway.reviews.pended(scheme, undefined, COUNTED);
      const words = gateway.console.schemeName(scheme);
      return {
        scheme,
        name: words === undefined ? scheme : say(words),
        count: `${pended.length}${next === null ? '' : '+'}`,
      };
    }),
  );
  return table({
    caption: say(TEXTS.pended),
    empty: say(TEXTS.none),
    rows,
    narrow: true,
    columns: [
      {
        title: say(TEXTS.scheme),
        cell: ({ scheme, name }) => html`<a href="${url(`/schemes/${scheme}/reviews`)}">${name}</a>`,
      },
      { title: say(TEXTS.count), cell: ({ count }) => count, figure: true },
    ],
  });
}

async function gatewayState({ gateway, say }: UserVisit): Promise<Html> {
  return definitions([
    [say(TEXTS.gateway), gateway.id],
    [say(TEXTS.version), gateway.version],
    [say(TEXTS.day), dateOf(gateway.clock.business())],
    [say(TEXTS.store), say((await gateway.ready()) ? TEXTS.answers : TEXTS.silent)],
    [say(TEXTS.queue), gateway.queueLength()],
  ]);
}

export const HOME_PAGES = {
  home: { method: 'GET', path: '', roles: ALL_ROLES, navigation: TEXTS.title, handler: home },
} as const satisfies Record<string, UserPage>;
