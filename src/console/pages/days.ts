import { Money } from '../../money/money.ts';
import { Refusal } from '../../problem/refusal.ts';
import type { Bilingual } from '../../scheme/words.ts';
import type { StatementDocument } from '../../settlement/documents.ts';
import { addDays, dateOf, isDate } from '../../time/calendar.ts';
import { field, questionForm, submit } from '../html/form.ts';
import { type Html, html } from '../html/html.ts';
import { notice, pager, table, yuan } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';
import { type DayRecord, openRecords } from '../settlement/day.ts';
import { OUTCOMES, shownTime } from '../settlement/words.ts';

const TEXTS = {
  days: { zh: '当日结算', en: 'The day' },
  title: { zh: '本院结算', en: 'Settlements of' },
  today: { zh: '（今日）', en: ' (today)' },
  date: { zh: '业务日', en: 'Business day' },
  go: { zh: '查看', en: 'Show' },
  badDate: { zh: '没有这一天，请填写如 2024-05-01', en: 'There is no such day; write it like 2024-05-01' },
  totals: { zh: '合计', en: 'Totals' },
  kind: { zh: '类别', en: 'Kind' },
  settlements: { zh: '结算', en: 'Settlements' },
  reversals: { zh: '冲正', en: 'Reversals' },
  net: { zh: '净额', en: 'Net' },
  count: { zh: '笔数', en: 'Count' },
  insurerPaid: { zh: '保险即时支付（元）', en: 'Insurers paid (yuan)' },
  memberBenefit: { zh: '另付参保人（元）', en: 'To members (yuan)' },
  records: { zh: '明细', en: 'One by one' },
  filter: { zh: '筛选', en: 'Filter' },
  all: { zh: '全部', en: 'All' },
  open: { zh: '未确认', en: 'Not acknowledged' },
  id: { zh: '结算号', en: 'Settlement' },
  time: { zh: '时间', en: 'Time' },
  outcome: { zh: '结果', en: 'Outcome' },
  total: { zh: '费用总额', en: 'Total charges' },
  paid: { zh: '保险支付', en: 'Insurers paid' },
  toMember: { zh: '另付参保人', en: 'To the member' },
  acknowledged: { zh: '医院确认', en: 'Acknowledged' },
  yes: { zh: '已确认', en: 'yes' },
  reversed: { zh: '已冲正', en: 'reversed' },
  none: { zh: '没有记录', en: 'nothing' },
  before: { zh: '前一日', en: 'The day before' },
  after: { zh: '后一日', en: 'The day after' },
  neighbours: { zh: '相邻业务日', en: 'Days beside it' },
  earlier: { zh: '上一页', en: 'Earlier' },
  later: { zh: '下一页', en: 'Later' },
  pages: { zh: '分页', en: 'Pages' },
  shown: { zh: '第 {from}–{to} 条，共 {all} 条', en: '{from} to {to} of {all}' },
  openNotice: {
    zh: '{count} 笔结算尚未确认，共 {amount} 元：医院系统还没有告知已从账单中减去，清算时将暂缓支付；以后某日已冲正的、或已列入医院上传的当日对账的，不再暂缓。',
    en: 'Settlements not acknowledged: {count}, of {amount} yuan. Your system has not said that they are off the bill, and clearing holds them back, but for those that were reversed on a later day or that are in the day you uploaded.',
  },
} as const satisfies Texts;

/** How many records a page has. */
const PAGE = 200;

/** What of a day may be looked at by itself. */
const FILTERS = {
  all: { words: TEXTS.all, of: (records) => records },
  open: { words: TEXTS.open, of: openRecords },
  paid: { words: OUTCOMES.paid, of: settled('paid') },
  'nothing-due': { words: OUTCOMES['nothing-due'], of: settled('nothing-due') },
  pended: { words: OUTCOMES.pended, of: settled('pended') },
  declined: { words: OUTCOMES.declined, of: settled('declined') },
  reversals: { words: TEXTS.reversals, of: (records) => records.filter(({ recordType }) => recordType === 'REVERSE') },
} as const satisfies Record<string, { words: Bilingual; of: (records: readonly DayRecord[]) => readonly DayRecord[] }>;
type Filter = keyof typeof FILTERS;

function settled(outcome: DayRecord['outcome']): (records: readonly DayRecord[]) => DayRecord[] {
  return (records) => records.filter((one) => one.recordType === 'SETTLE' && one.outcome === outcome);
}

/** Today by the business clock, or the day that was asked for in the form. */
async function today(visit: UserVisit): Promise<Answer> {
  const asked = visit.query.get('date')?.trim();
  const now = dateOf(visit.gateway.clock.business());
  if (asked === undefined || asked === '') return dayPage(visit, now);
  if (isDate(asked)) return { to: `/days/${asked}` };
  return dayPage(visit, now, { value: asked, error: visit.say(TEXTS.badDate) });
}

async function day(visit: UserVisit): Promise<Answer> {
  const date = visit.param('date');
  if (!isDate(date)) {
    throw new Refusal('NOT_FOUND', { detail: TEXTS.badDate.zh, detailEn: TEXTS.badDate.en });
  }
  return dayPage(visit, date);
}

async function dayPage(
  visit: UserVisit,
  date: string,
  wrong?: { readonly value: string; readonly error: string },
): Promise<Answer> {
  const { gateway, query, say, user } = visit;
  const statement = await gateway.settlement.statement(user.party.id, date);
  const { records } = statement;
  const asked = query.get('show') ?? '';
  const filter: Filter = Object.hasOwn(FILTERS, asked) ? (asked as Filter) : 'all';
  const chosen = FILTERS[filter].of(records);
  const now = date === dateOf(gateway.clock.business()) ? say(TEXTS.today) : '';
  const chooser = field({
    name: 'date',
    label: say(TEXTS.date),
    type: 'date',
    value: wrong?.value ?? date,
    error: wrong?.error,
    required: true,
  });
  const body = html`${openNotice(visit, records)}
${neighbours(visit, date)}
<div class="chooser no-print">${questionForm(visit, '/days', html`${chooser}${submit(say(TEXTS.go))}`)}</div>
${totalsTable(visit, statement)}
${filters(visit, date, filter, records)}
${recordsTable(visit, date, filter, { chosen, open: new Set(openRecords(records)), records })}`;
  return { title: `${say(TEXTS.title)} ${date}${now}`, body };
}

function openNotice({ say }: UserVisit, records: readonly DayRecord[]): Html | false {
  const open = openRecords(records);
  if (open.length === 0) return false;
  const amount = Money.sum(open.map(({ insurerPaid }) => Money.of(insurerPaid))).toFixed2();
  const words = say(TEXTS.openNotice).replace('{count}', String(open.length)).replace('{amount}', yuan(amount));
  return notice('note', html`<p>${words}</p>`);
}

function neighbours({ say, url }: UserVisit, date: string): Html | undefined {
  const link = (days: number, words: Bilingual) => {
    const other = addDays(date, days);
    return { href: url(`/days/${other}`), text: `${say(words)} ${other}` };
  };
  return pager({ label: say(TEXTS.neighbours), first: link(-1, TEXTS.before), next: link(1, TEXTS.after) });
}

function totalsTable({ say }: UserVisit, { totals }: StatementDocument): Html {
  return table({
    caption: say(TEXTS.totals),
    empty: say(TEXTS.none),
    rows: ['settlements', 'reversals', 'net'] as const,
    columns: [
      { title: say(TEXTS.kind), cell: (kind) => say(TEXTS[kind]) },
      { title: say(TEXTS.count), cell: (kind) => kind !== 'net' && totals[kind].count, figure: true },
      { title: say(TEXTS.insurerPaid), cell: (kind) => yuan(totals[kind].insurerPaid), figure: true },
      { title: say(TEXTS.memberBenefit), cell: (kind) => yuan(totals[kind].memberBenefit), figure: true },
    ],
  });
}

function filters({ say, url }: UserVisit, date: string, current: Filter, records: readonly DayRecord[]): Html {
  const items = (Object.keys(FILTERS) as Filter[]).map((name) => {
    const { words, of } = FILTERS[name];
    const href = url(`/days/${date}`, name === 'all' ? {} : { show: name });
    return html`<li><a href="${href}"${name === current && html` aria-current="true"`}>${say(words)} ${of(records).length}</a></li>`;
  });
  return html`<nav class="no-print" aria-label="${say(TEXTS.filter)}"><ul class="filters">${items}</ul></nav>`;
}

function recordsTable(
  visit: UserVisit,
  date: string,
  filter: Filter,
  {
    chosen,
    open,
    records,
  }: {
    readonly chosen: readonly DayRecord[];
    readonly open: ReadonlySet<DayRecord>;
    readonly records: readonly DayRecord[];
  },
): Html {
  const { query, say, url } = visit;
  const last = Math.max(1, Math.ceil(chosen.length / PAGE));
  const asked = /^\d{1,6}$/.test(query.get('page') ?? '') ? Number(query.get('page')) : 1;
  const number = Math.min(last, Math.max(1, asked));
  const from = (number - 1) * PAGE;
  const rows = chosen.slice(from, from + PAGE);
  const takenBack = new Set(FILTERS.reversals.of(records).map(({ decisionId }) => decisionId));
  const state = (row: DayRecord) => {
    if (open.has(row)) return html`<span class="status open">${say(TEXTS.open)}</span>`;
    if (row.recordType === 'REVERSE') return '';
    if (takenBack.has(row.decisionId)) return say(TEXTS.reversed);
    return row.acknowledged && say(TEXTS.yes);
  };
  const to = (page: number, words: Bilingual) => ({
    href: url(`/days/${date}`, { ...(filter === 'all' ? {} : { show: filter }), page: String(page) }),
    text: say(words),
  });
  const shown = say(TEXTS.shown)
    .replace('{from}', String(from + 1))
    .replace('{to}', String(from + rows.length))
    .replace('{all}', String(chosen.length));
  return html`${table({
    caption: say(TEXTS.records),
    empty: say(TEXTS.none),
    rows,
    columns: [
      {
        title: say(TEXTS.id),
        cell: ({ settlementId, attempt }) =>
          html`<a href="${url(`/settlements/${settlementId}`, { attempt: String(attempt) })}">${settlementId}</a>${attempt > 1 && ` #${attempt}`}`,
      },
      { title: say(TEXTS.time), cell: ({ decidedAt }) => shownTime(decidedAt).slice(11) },
      { title: say(TEXTS.outcome), cell: (row) => outcomeOf(visit, row) },
      { title: say(TEXTS.acknowledged), cell: state },
      { title: say(TEXTS.total), cell: ({ total }) => yuan(total), figure: true },
      { title: say(TEXTS.paid), cell: ({ insurerPaid }) => yuan(insurerPaid), figure: true },
      { title: say(TEXTS.toMember), cell: ({ memberBenefit }) => yuan(memberBenefit), figure: true },
    ],
  })}
${last > 1 && html`<p class="soft">${shown}</p>`}
${pager({
  label: say(TEXTS.pages),
  first: number > 1 ? to(number - 1, TEXTS.earlier) : undefined,
  next: number < last ? to(number + 1, TEXTS.later) : undefined,
})}`;
}

function outcomeOf({ say }: UserVisit, { recordType, outcome }: DayRecord): string {
  if (recordType === 'REVERSE') return say(TEXTS.reversals);
  const words: Readonly<Record<string, Bilingual>> = OUTCOMES;
  const known = words[outcome];
  return known === undefined ? outcome : say(known);
}

const DESK = ['hospital-desk'] as const;

export const DAY_PAGES = {
  today: { method: 'GET', path: '/days', roles: DESK, navigation: TEXTS.days, handler: today },
  deskDay: { method: 'GET', path: '/days/{date}', roles: DESK, handler: day },
} as const satisfies Record<string, UserPage>;
