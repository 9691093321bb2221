import { ownId } from '../../claim/fields.ts';
import { Refusal } from '../../problem/refusal.ts';
import { REASON_WORDS } from '../../scheme/reasons.ts';
import type { Bilingual } from '../../scheme/words.ts';
import type { DecisionDocument } from '../../settlement/documents.ts';
import { settlementNotFound } from '../../settlement/reverse.ts';
import { field, questionForm, submit } from '../html/form.ts';
import { html } from '../html/html.ts';
import { definitions, notice, table, yuan } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';

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
  acknowledged: { zh: '医院确认', en: 'Acknowledged' },
  notYet: { zh: '尚未确认', en: 'not yet' },
  reversed: {
    zh: '此结算已冲正，以下金额不再有效。',
    en: 'This settlement was reversed: the figures below no longer count.',
  },
  reversedAt: { zh: '冲正时间', en: 'Reversed' },
  replacedBy: { zh: '由其替换', en: 'Replaced by' },
  figures: { zh: '金额', en: 'Figures' },
  what: { zh: '项目', en: 'Item' },
  amount: { zh: '金额（元）', en: 'Amount (yuan)' },
  insurerPaid: { zh: '保险即时支付（冲抵账单）', en: 'Insurers pay now (off the bill)' },
  memberBenefit: { zh: '保险另付参保人', en: 'Insurers pay the member' },
  patientPays: { zh: '患者自付', en: 'Patient pays' },
  cashDue: { zh: '窗口应收现金', en: 'Cash due at the desk' },
  refundDue: { zh: '窗口应退', en: 'Refund due at the desk' },
  schemes: { zh: '各保障方案', en: 'By scheme' },
  scheme: { zh: '保障方案', en: 'Scheme' },
  policy: { zh: '保单号', en: 'Policy' },
  none: { zh: '没有适用的保障方案', en: 'No scheme applied' },
  adjustments: { zh: '以后的调整', en: 'Adjustments since' },
  because: { zh: '因为', en: 'Because of' },
  another: { zh: '查询另一笔', en: 'Find another' },
} as const satisfies Texts;

const OUTCOMES: Readonly<Record<DecisionDocument['outcome'], Bilingual>> = {
  paid: { zh: '已赔付', en: 'paid' },
  'nothing-due': { zh: '无应付金额', en: 'nothing due' },
  pended: { zh: '待人工审核', en: 'waits for a review' },
  declined: { zh: '不予赔付', en: 'declined' },
};

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

async function show(visit: UserVisit): Promise<Answer> {
  const { gateway, param, say, url, user } = visit;
  const id = param('settlementId');
  if (!ownId.safeParse(id).success) throw settlementNotFound();
  const decision = await gateway.settlement.query(user.party.id, id);
  const { reversal } = decision;
  const body = html`${reversal !== null && notice('note', html`<p>${say(TEXTS.reversed)}</p>`)}
${definitions([
  [say(TEXTS.id), decision.settlementId],
  [say(TEXTS.attempt), decision.attempt],
  [say(TEXTS.decision), decision.decisionId],
  [say(TEXTS.day), decision.businessDate],
  [say(TEXTS.decidedAt), shown(decision.decidedAt)],
  [say(TEXTS.outcome), say(OUTCOMES[decision.outcome])],
  [say(TEXTS.reason), reasonIn(visit, decision.reason)],
  [say(TEXTS.acknowledged), decision.acknowledgedAt === null ? say(TEXTS.notYet) : shown(decision.acknowledgedAt)],
  [say(TEXTS.reversedAt), reversal !== null && shown(reversal.reversedAt)],
  [say(TEXTS.replacedBy), reversal?.replacedBy ?? false],
])}
${figures(visit, decision)}
${schemes(visit, decision)}${decision.adjustments.length > 0 && adjustments(visit, decision)}
<p class="no-print"><a href="${url('/settlements')}">${say(TEXTS.another)}</a></p>`;
  return { title: `${say(TEXTS.title)} ${decision.settlementId}`, body };
}

function figures({ say }: UserVisit, decision: DecisionDocument) {
  const names = ['insurerPaid', 'memberBenefit', 'patientPays', 'cashDue', 'refundDue'] as const;
  return table({
    caption: say(TEXTS.figures),
    empty: say(TEXTS.none),
    rows: names,
    narrow: true,
    columns: [
      { title: say(TEXTS.what), cell: (name) => say(TEXTS[name]) },
      { title: say(TEXTS.amount), cell: (name) => yuan(decision[name]), figure: true },
    ],
  });
}

function schemes(visit: UserVisit, decision: DecisionDocument) {
  const { say } = visit;
  return table({
    caption: say(TEXTS.schemes),
    empty: say(TEXTS.none),
    rows: decision.schemes,
    columns: [
      { title: say(TEXTS.scheme), cell: ({ scheme }) => schemeIn(visit, scheme) },
      { title: say(TEXTS.policy), cell: ({ policyNo }) => policyNo },
      { title: say(TEXTS.outcome), cell: ({ status }) => say(OUTCOMES[status]) },
      { title: say(TEXTS.reason), cell: ({ reason }) => reasonIn(visit, reason) },
      { title: say(TEXTS.insurerPaid), cell: ({ insurerPaid }) => yuan(insurerPaid), figure: true },
      { title: say(TEXTS.memberBenefit), cell: ({ memberBenefit }) => yuan(memberBenefit), figure: true },
    ],
  });
}

function adjustments(visit: UserVisit, decision: DecisionDocument) {
  const { say } = visit;
  return table({
    caption: say(TEXTS.adjustments),
    empty: say(TEXTS.none),
    rows: decision.adjustments,
    columns: [
      { title: say(TEXTS.day), cell: ({ businessDate }) => businessDate },
      { title: say(TEXTS.scheme), cell: ({ scheme }) => schemeIn(visit, scheme) },
      { title: say(TEXTS.because), cell: ({ because }) => because },
      { title: say(TEXTS.amount), cell: ({ amount }) => yuan(amount), figure: true },
    ],
  });
}

function schemeIn({ gateway, say }: UserVisit, scheme: string): string {
  const words = gateway.console.schemeName(scheme);
  return words === undefined ? scheme : say(words);
}

function reasonIn({ say }: UserVisit, reason: string | null): string {
  if (reason === null) return '';
  const words: Readonly<Record<string, Bilingual>> = REASON_WORDS;
  const known = words[reason];
  return known === undefined ? reason : say(known);
}

/** An instant of a document as people read it. */
function shown(instant: string): string {
  return instant.slice(0, 19).replace('T', ' ');
}

const DESK = ['hospital-desk'] as const;

export const SETTLEMENT_PAGES = {
  findSettlement: { method: 'GET', path: '/settlements', roles: DESK, navigation: TEXTS.find, handler: find },
  settlement: { method: 'GET', path: '/settlements/{settlementId}', roles: DESK, handler: show },
} as const satisfies Record<string, UserPage>;
