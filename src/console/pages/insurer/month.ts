import type { AccountDocument, SchemeClearingDocument } from '../../../clearing/statement/documents.ts';
import { isMonth } from '../../../clearing/statement/month.ts';
import { Money } from '../../../money/money.ts';
import { Refusal } from '../../../problem/refusal.ts';
import { addDays } from '../../../time/calendar.ts';
import { type Html, html } from '../../html/html.ts';
import { definitions, notice, pager, table, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { hospitalIn, INSURER, recordTypeIn, schemePage, schemePath } from './frame.ts';
import { heldIn, heldTable } from './held.ts';
import { manifestsOf, trend } from './trend.ts';

const TEXTS = {
  title: { zh: '月度清算', en: 'Clearing of the month' },
  notFinal: {
    zh: '本月尚有未封账的业务日，以下为目前的数字。',
    en: 'Not every day of this month is sealed: these are the figures so far.',
  },
  final: { zh: '本月各业务日均已封账。', en: 'Every day of this month is sealed.' },
  net: { zh: '医院净额（元）', en: 'Net to hospitals (yuan)' },
  payable: { zh: '应付（元）', en: 'Payable (yuan)' },
  held: { zh: '暂缓（元）', en: 'Held (yuan)' },
  cancelled: { zh: '已抵销（元）', en: 'Cancelled (yuan)' },
  members: { zh: '应付参保人（元）', en: 'Owed to members (yuan)' },
  day: { zh: '业务日', en: 'Business day' },
  records: { zh: '记录数', en: 'Records' },
  byHospital: { zh: '应付各医院', en: 'Owed to hospitals' },
  hospital: { zh: '医院', en: 'Hospital' },
  settled: { zh: '结算（元）', en: 'Settlements (yuan)' },
  reversed: { zh: '冲正（元）', en: 'Reversals (yuan)' },
  oldest: { zh: '最久（天）', en: 'Oldest (days)' },
  nobody: { zh: '本月没有应付医院的金额', en: 'Nothing is owed to hospitals for this month' },
  heldText: {
    zh: '医院既未确认、也未列入其自报数据；确认后转为应付。每家医院至多列 1000 笔。',
    en: 'Neither acknowledged by the hospital nor listed in its own day; payable once it is. At most 1000 of a hospital are listed.',
  },
  settlement: { zh: '结算号', en: 'Settlement' },
  decision: { zh: '决定', en: 'Decision' },
  days: { zh: '天数', en: 'Days' },
  membersTitle: { zh: '应付参保人', en: 'Owed to members' },
  type: { zh: '记录类型', en: 'Record type' },
  amount: { zh: '金额（元）', en: 'Amount (yuan)' },
  noMember: { zh: '本月没有另付参保人的金额', en: 'Nothing is owed to members for this month' },
  byInsurer: { zh: '按保险机构分摊', en: 'How insurers share it' },
  insurer: { zh: '保险机构', en: 'Insurer' },
  noInsurer: { zh: '本月没有金额', en: 'There is no amount' },
  pages: { zh: '月份', en: 'Months' },
} as const satisfies Texts;

async function show(visit: UserVisit): Promise<Answer> {
  const { gateway, param, say, url } = visit;
  const scheme = param('scheme');
  const month = monthIn(visit);
  const clearing = await gateway.clearing.ofScheme(scheme, month);
  const manifests = await manifestsOf(visit, month);
  const [before, after] = [addDays(`${month}-01`, -1), addDays(`${month}-28`, 4)].map((day) => day.slice(0, 7));
  const path = (other = '') => url(schemePath(scheme, 'months', other));
  const { totals, members } = clearing;
  const body = html`${notice(clearing.final ? 'good' : 'note', html`<p>${say(clearing.final ? TEXTS.final : TEXTS.notFinal)}</p>`)}
${definitions([
  [say(TEXTS.net), yuan(totals.net)],
  [say(TEXTS.payable), yuan(totals.payable)],
  [say(TEXTS.held), yuan(totals.held.insurerPaid)],
  [say(TEXTS.cancelled), yuan(totals.cancelled)],
  [say(TEXTS.members), yuan(members.memberBenefit)],
])}${trend(visit, month, manifests)}${hospitals(visit, clearing)}${owedElsewhere(visit, clearing)}${pager({
  label: say(TEXTS.pages),
  first: { href: path(before), text: `← ${before}` },
  next: { href: path(after), text: `${after} →` },
})}`;
  return schemePage(visit, 'months', { title: `${say(TEXTS.title)} ${month}`, body });
}

function hospitals(visit: UserVisit, clearing: SchemeClearingDocument): Html {
  const { say } = visit;
  type Row = AccountDocument & { readonly hospitalId: string };
  const accounts = table<Row>({
    caption: say(TEXTS.byHospital),
    empty: say(TEXTS.nobody),
    rows: clearing.hospitals,
    columns: [
      { title: say(TEXTS.hospital), cell: ({ hospitalId }) => hospitalIn(visit, hospitalId) },
      { title: say(TEXTS.settled), cell: ({ settlements }) => counted(settlements), figure: true },
      { title: say(TEXTS.reversed), cell: ({ reversals }) => counted(reversals), figure: true },
      { title: say(TEXTS.net), cell: ({ net }) => yuan(net), figure: true },
      { title: say(TEXTS.payable), cell: ({ payable }) => yuan(payable), figure: true },
      { title: say(TEXTS.held), cell: ({ held }) => counted(held), figure: true },
      { title: say(TEXTS.oldest), cell: ({ held }) => held.oldestDays ?? '', figure: true },
      { title: say(TEXTS.cancelled), cell: ({ cancelled }) => yuan(cancelled), figure: true },
    ],
  });
  const held = heldIn(clearing);
  if (held.length === 0) return accounts;
  return html`${accounts}${heldTable(visit, held)}<p class="soft">${say(TEXTS.heldText)}</p>`;
}

function owedElsewhere(visit: UserVisit, { members, insurers }: SchemeClearingDocument): Html {
  const { say } = visit;
  const types = Object.entries(members.recordTypes).map(([type, sum]) => ({ type, ...sum }));
  const shared = insurers.filter(({ amount }) => !Money.of(amount).isZero());
  return html`${table({
    caption: say(TEXTS.membersTitle),
    empty: say(TEXTS.noMember),
    rows: types,
    narrow: true,
    columns: [
      { title: say(TEXTS.type), cell: ({ type }) => recordTypeIn(visit, type) },
      { title: say(TEXTS.records), cell: ({ count }) => count, figure: true },
      { title: say(TEXTS.amount), cell: ({ memberBenefit }) => yuan(memberBenefit), figure: true },
    ],
  })}${table({
    caption: say(TEXTS.byInsurer),
    empty: say(TEXTS.noInsurer),
    rows: shared,
    narrow: true,
    columns: [
      { title: say(TEXTS.insurer), cell: ({ insurer }) => insurer },
      { title: say(TEXTS.amount), cell: ({ amount }) => yuan(amount), figure: true },
    ],
  })}`;
}

/** An amount, and of how many settlements. */
function counted({ count, insurerPaid }: { readonly count: number; readonly insurerPaid: string }): string {
  return count === 0 ? yuan(insurerPaid) : `${yuan(insurerPaid)} (${count})`;
}

/** The month in the path. @throws Refusal `INVALID_PARAMETER` */
function monthIn({ param }: UserVisit): string {
  const month = param('month');
  if (isMonth(month)) return month;
  throw new Refusal('INVALID_PARAMETER', {
    detail: '地址中的月份须为 YYYY-MM',
    detailEn: 'The month in the address must be YYYY-MM',
  });
}

export const MONTH_PAGES = {
  month: { method: 'GET', path: '/schemes/{scheme}/months/{month}', roles: INSURER, handler: show },
} as const satisfies Record<string, UserPage>;
