import { ownId } from '../../claim/fields.ts';
import { Refusal } from '../../problem/refusal.ts';
import type { BilledSettlement } from '../../settlement/bill.ts';
import { settlementNotFound } from '../../settlement/reverse.ts';
import { field, questionForm, submit } from '../html/form.ts';
import { html } from '../html/html.ts';
import { definitions, section, yuan } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';
import { billRows } from '../settlement/bill.ts';
import { explanationSections } from '../settlement/explanation.ts';
import { historySections, isOpen, standingNotices } from '../settlement/history.ts';
import { billTable, waterfall } from '../settlement/waterfall.ts';
import { OUTCOMES, reasonWords, schemeWords, shownTime } from '../settlement/words.ts';

const TEXTS = {
  find: { zh: '查询结算', en: 'Find a settlement' },
  id: { zh: '结算号', en: 'Settlement id' },
  idHint: { zh: '本院系统发送的结算号，如 SETL202307110001', en: 'As your system sent it, such as SETL202307110001' },
  look: { zh: '查询', en: 'Find' },
  bad: {
    zh: '结算号只有字母、数字、点、下划线和连字符，最多 64 位',
    en: 'An id has only letters, digits, dots, underscores and hyphens, 64 at most',
  },
  unknown: {
    zh: '本院没有这笔结算。请核对结算号；若刚发送，说明网关没有收到。',
    en: 'Your hospital has no such settlement. Check the id; if it was just sent, the gateway did not get it.',
  },
  title: { zh: '结算', en: 'Settlement' },
  decision: { zh: '决定编号', en: 'Decision' },
  attempt: { zh: '结算次数', en: 'Attempt' },
  day: { zh: '业务日', en: 'Business day' },
  decidedAt: { zh: '决定时间', en: 'Decided' },
  outcome: { zh: '结果', en: 'Outcome' },
  reason: { zh: '原因', en: 'Reason' },
  acknowledged: { zh: '已从账单扣减（医院确认）', en: 'Off the bill (acknowledged)' },
  notYet: { zh: '尚未确认', en: 'not yet' },
  nothing: { zh: '无须确认', en: 'nothing to acknowledge' },
  replaces: { zh: '替换了', en: 'Replaces' },
  memberBenefit: { zh: '保险另付参保人（不经账单，元）', en: 'Insurers pay the member (not through the bill, yuan)' },
  bill: { zh: '账单的去向', en: 'Who pays the bill' },
  why: { zh: '为什么是这个金额', en: 'Why this amount' },
  noScheme: { zh: '没有适用的保障方案', en: 'No scheme applied' },
  receipt: { zh: '打印结算单', en: 'Receipt to print' },
  wholeDay: { zh: '当日全部结算', en: 'All of that day' },
  another: { zh: '查询另一笔', en: 'Find another' },
} as const satisfies Texts;

async function find(visit: UserVisit): Promise<Answer> {
  const { gateway, query, say, user } = visit;
  const id = query.get('id')?.trim();
  if (id === undefined || id === '') return findPage(visit, undefined, undefined);
  if (!ownId.safeParse(id).success) return findPage(visit, id, say(TEXTS.bad));
  try {
    await gateway.settlement.query(user.party.id, id);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'SETTLEMENT_NOT_FOUND') throw error;
    return findPage(visit, id, say(TEXTS.unknown));
  }
  return { to: `/settlements/${id}` };
}

function findPage(visit: UserVisit, value: string | undefined, error: string | undefined): Answer {
  const { say } = visit;
  const id = field({
    name: 'id',
    label: say(TEXTS.id),
    hint: say(TEXTS.idHint),
    value,
    error,
    autocomplete: 'off',
    required: true,
  });
  return { title: say(TEXTS.find), body: questionForm(visit, '/settlements', html`${id}${submit(say(TEXTS.look))}`) };
}

/** An attempt as the address names it; the latest where it names none. */
export async function billedOf({ gateway, param, query, user }: UserVisit): Promise<BilledSettlement> {
  const id = param('settlementId');
  const attempt = query.get('attempt');
  if (!ownId.safeParse(id).success || (attempt !== null && !/^[1-9]\d{0,3}$/.test(attempt))) throw settlementNotFound();
  return gateway.settlement.billed(user.party.id, id, attempt === null ? undefined : Number(attempt));
}

async function show(visit: UserVisit): Promise<Answer> {
  const { say, url } = visit;
  const billed = await billedOf(visit);
  const { decision } = billed;
  const rows = billRows(billed, (scheme) => schemeWords(visit, scheme));
  const receipt = url(`/settlements/${decision.settlementId}/receipt`, { attempt: String(decision.attempt) });
  const links = html`<ul class="links row no-print"><li><a href="${receipt}">${say(TEXTS.receipt)}</a></li>
<li><a href="${url(`/days/${decision.businessDate}`)}">${say(TEXTS.wholeDay)}</a></li>
<li><a href="${url('/settlements')}">${say(TEXTS.another)}</a></li></ul>`;
  const body = html`${standingNotices(visit, billed)}
${links}
${facts(visit, billed)}
${section(say(TEXTS.bill), html`${waterfall(visit, rows)}${billTable(visit, rows)}`)}
<h2 class="part">${say(TEXTS.why)}</h2>
${decision.schemes.length === 0 && html`<p class="empty">${say(TEXTS.noScheme)}</p>`}
${explanationSections(visit, decision)}
${historySections(visit, billed)}`;
  return { title: `${say(TEXTS.title)} ${decision.settlementId}`, body };
}

function facts({ say, url }: UserVisit, billed: BilledSettlement) {
  const { decision, replaces } = billed;
  const open = say(isOpen(billed) ? TEXTS.notYet : TEXTS.nothing);
  return definitions([
    [say(TEXTS.id), decision.settlementId],
    [say(TEXTS.attempt), decision.attempt],
    [say(TEXTS.decision), html`<code>${decision.decisionId}</code>`],
    [say(TEXTS.day), decision.businessDate],
    [say(TEXTS.decidedAt), shownTime(decision.decidedAt)],
    [say(TEXTS.outcome), say(OUTCOMES[decision.outcome])],
    [say(TEXTS.reason), decision.reason !== null && say(reasonWords(decision.reason))],
    [say(TEXTS.acknowledged), decision.acknowledgedAt === null ? open : shownTime(decision.acknowledgedAt)],
    [say(TEXTS.memberBenefit), decision.memberBenefit !== '0.00' && yuan(decision.memberBenefit)],
    [say(TEXTS.replaces), replaces !== null && html`<a href="${url(`/settlements/${replaces}`)}">${replaces}</a>`],
  ]);
}

const DESK = ['hospital-desk'] as const;

export const SETTLEMENT_PAGES = {
  findSettlement: { method: 'GET', path: '/settlements', roles: DESK, navigation: TEXTS.find, handler: find },
  settlement: { method: 'GET', path: '/settlements/{settlementId}', roles: DESK, handler: show },
} as const satisfies Record<string, UserPage>;
