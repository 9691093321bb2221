import type { AuditedChange } from '../../audit/documents.ts';
import { isAudited } from '../../audit/trail.ts';
import { AUDITED, type Audited } from '../../ledger/audit.ts';
import type { Bilingual } from '../../scheme/words.ts';
import { addDays, isDate, parseInstant } from '../../time/calendar.ts';
import { command } from '../html/command.ts';
import { choice, field, questionForm, submit } from '../html/form.ts';
import { html } from '../html/html.ts';
import { shownInstant } from '../html/layout.ts';
import { pager, table } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';
import { shownTime } from '../settlement/words.ts';

const TEXTS = {
  audit: { zh: '变更记录', en: 'Audit trail' },
  changes: { zh: '配置变更，最早的在前', en: 'Changes of the set-up, the oldest first' },
  what: { zh: '类别', en: 'What' },
  any: { zh: '全部', en: 'Everything' },
  since: { zh: '自', en: 'Since' },
  show: { zh: '查询', en: 'Show' },
  at: { zh: '时间', en: 'When' },
  by: { zh: '何人', en: 'Who' },
  subject: { zh: '对象', en: 'Of' },
  content: { zh: '变更前后', en: 'Before and after' },
  before: { zh: '变更前', en: 'Before' },
  after: { zh: '变更后', en: 'After' },
  none: { zh: '没有变更', en: 'Nothing has changed' },
  pages: { zh: '翻页', en: 'Pages' },
  first: { zh: '回到开头', en: 'From the beginning' },
  next: { zh: '下一页', en: 'Next page' },
  how: { zh: '完整导出：', en: 'All of it, for machines:' },
} as const satisfies Texts;

const WORDS: Readonly<Record<Audited, Bilingual>> = {
  party: { zh: '参与方与密钥', en: 'party and keys' },
  list: { zh: '目录', en: 'list' },
  fact: { zh: '参数', en: 'fact' },
  roster: { zh: '名册', en: 'roster' },
  'gateway-key': { zh: '网关签名密钥', en: 'signing key of the gateway' },
  'data-key': { zh: '数据密钥', en: 'data key' },
  account: { zh: '控制台账户', en: 'console account' },
};

/** An entry of a roster speaks of up to a hundred policies. */
const PAGE = 25;
/** Who only opens the page sees what was changed lately. */
const DAYS = 30;

async function audit(visit: UserVisit): Promise<Answer> {
  const { gateway, query, say, url } = visit;
  const asked = query.get('what') ?? '';
  const what = isAudited(asked) ? asked : undefined;
  const today = shownInstant(gateway.clock.real()).slice(0, 10);
  const given = query.get('since') ?? '';
  const since = isDate(given) ? given : addDays(today, -DAYS);
  const after = Number(/^\d{1,15}$/.exec(query.get('after') ?? '')?.[0] ?? 0);
  const from = parseInstant(`${since}T00:00:00+08:00`);
  const { changes, next } = await gateway.audit.page({ what, since: from, after, limit: PAGE });
  const options = [
    { value: '', text: say(TEXTS.any) },
    ...AUDITED.map((one) => ({ value: one, text: say(WORDS[one]) })),
  ];
  const same = { since, ...(what === undefined ? {} : { what }) };
  const body = html`${questionForm(visit, '/audit', [
    choice({ name: 'what', label: say(TEXTS.what), value: what, options }),
    field({ name: 'since', label: say(TEXTS.since), type: 'date', value: since }),
    submit(say(TEXTS.show)),
  ])}
${table({
  caption: say(TEXTS.changes),
  empty: say(TEXTS.none),
  rows: changes,
  columns: [
    { title: say(TEXTS.at), cell: ({ at }) => shownTime(at) },
    { title: say(TEXTS.by), cell: ({ by }) => html`<code>${by}</code>` },
    { title: say(TEXTS.what), cell: (one) => say(WORDS[one.what]) },
    { title: say(TEXTS.subject), cell: ({ subject }) => html`<code>${subject}</code>` },
    { title: say(TEXTS.content), cell: (one) => content(visit, one) },
  ],
})}
${pager({
  label: say(TEXTS.pages),
  first: after === 0 ? undefined : { href: url('/audit', same), text: say(TEXTS.first) },
  next: next === null ? undefined : { href: url('/audit', { ...same, after: next }), text: say(TEXTS.next) },
})}
${command(say(TEXTS.how), `npx yizhan audit list --since ${since} --json`)}`;
  return { title: say(TEXTS.audit), body };
}

function content({ say }: UserVisit, { before, after, seq }: AuditedChange) {
  const shown = (title: string, value: unknown) =>
    value !== null && html`<p class="soft">${title}</p><pre>${JSON.stringify(value, undefined, 1)}</pre>`;
  return html`<details><summary>${`#${seq}`}</summary>${shown(say(TEXTS.before), before)}${shown(say(TEXTS.after), after)}</details>`;
}

export const AUDIT_PAGES = {
  audit: { method: 'GET', path: '/audit', roles: ['operator'], navigation: TEXTS.audit, handler: audit },
} as const satisfies Record<string, UserPage>;
