import { percent } from '../../adjudication/explain.ts';
import { Money } from '../../money/money.ts';
import type { Bilingual } from '../../scheme/words.ts';
import type { BilledSettlement } from '../../settlement/bill.ts';
import type { DecisionDocument } from '../../settlement/documents.ts';
import { type Html, html } from '../html/html.ts';
import { shownInstant } from '../html/layout.ts';
import { definitions, table, yuan } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';
import { type BillRow, billRows } from '../settlement/bill.ts';
import { stepsByPolicy } from '../settlement/explanation.ts';
import { signed } from '../settlement/waterfall.ts';
import { benefitWords, OUTCOMES, reasonWords, schemeWords, shownTime } from '../settlement/words.ts';
import { billedOf } from './settlement.ts';

const TEXTS = {
  title: { zh: '惠民保一站式结算单', en: 'Settlement receipt' },
  hint: {
    zh: '请用浏览器的打印功能打印（Ctrl+P，苹果电脑 ⌘P），纸张 A4 纵向。',
    en: 'Print it with your browser (Ctrl+P, on a Mac ⌘P), on A4, upright.',
  },
  back: { zh: '返回结算', en: 'Back to the settlement' },
  hospital: { zh: '医院', en: 'Hospital' },
  id: { zh: '结算号', en: 'Settlement' },
  day: { zh: '业务日', en: 'Business day' },
  decidedAt: { zh: '结算时间', en: 'Settled' },
  outcome: { zh: '结果', en: 'Outcome' },
  reversed: { zh: '此结算已冲正，本单作废。', en: 'This settlement was reversed: the receipt is void.' },
  superseded: { zh: '此次结算已由后一次取代，本单作废。', en: 'A later attempt took its place: the receipt is void.' },
  bill: { zh: '费用与支付', en: 'The bill and who pays it' },
  item: { zh: '项目', en: 'Item' },
  amount: { zh: '金额（元）', en: 'Amount (yuan)' },
  member: { zh: '保险另付参保人（不经账单）', en: 'Insurers pay the member (not through the bill)' },
  schemes: { zh: '各保障方案赔付说明', en: 'What each scheme pays, and why' },
  scheme: { zh: '方案、保单与责任', en: 'Scheme, policy and benefit' },
  why: { zh: '计算与依据', en: 'Calculation and clauses' },
  none: { zh: '没有适用的保障方案', en: 'no scheme applied' },
  policy: { zh: '保单', en: 'policy' },
  toMember: { zh: '付参保人', en: 'to the member' },
  decision: { zh: '决定编号', en: 'Decision' },
  rules: { zh: '规则摘要', en: 'Digest of the rules' },
  printed: { zh: '打印时间', en: 'Printed' },
  patient: { zh: '患者或代办人签名', en: 'Patient or representative' },
  stamp: { zh: '经办人签章', en: 'Desk clerk, stamp' },
  date: { zh: '日期', en: 'Date' },
  noInvoice: {
    zh: '本单仅用于说明惠民保结算结果，不是发票，不作报销凭证；医疗收费票据由医院另行开具。',
    en: 'This receipt explains the settlement. It is no invoice; the hospital issues that by itself.',
  },
} as const satisfies Texts;

/** Who reads this page on paper reads Chinese; English stands beside it where it was chosen. */
type Beside = (words: Bilingual) => string;

async function receipt(visit: UserVisit): Promise<Answer> {
  const { gateway, language, say, url, user } = visit;
  const both: Beside = ({ zh, en }) => (language === 'en' ? `${zh} ${en}` : zh);
  const billed = await billedOf(visit);
  const { decision } = billed;
  const address = url(`/settlements/${decision.settlementId}`, { attempt: String(decision.attempt) });
  const body = html`<p class="no-print">${say(TEXTS.hint)} <a href="${address}">${say(TEXTS.back)}</a></p>
<article class="receipt">
${validity(billed, both)}
${definitions([
  [both(TEXTS.hospital), user.party.name ?? user.party.id],
  [both(TEXTS.id), `${decision.settlementId} #${decision.attempt}`],
  [both(TEXTS.decidedAt), shownTime(decision.decidedAt)],
  [both(TEXTS.day), decision.businessDate],
  [both(TEXTS.outcome), both(OUTCOMES[decision.outcome])],
])}
${billPart(visit, billed, both)}
${schemesPart(visit, decision, both)}
<p class="soft">${both(TEXTS.decision)} <code>${decision.decisionId}</code> · ${both(TEXTS.rules)} <code>${digests(decision)}</code> · <span class="nowrap">${both(TEXTS.printed)} ${shownInstant(gateway.clock.real())}</span></p>
<p><strong>${both(TEXTS.noInvoice)}</strong></p>
<div class="hand"><span>${both(TEXTS.patient)}</span><span>${both(TEXTS.stamp)}</span><span>${both(TEXTS.date)}</span></div>
</article>`;
  return { title: both(TEXTS.title), body };
}

function validity({ attempts, decision }: BilledSettlement, both: Beside): Html | undefined {
  const standing = attempts.find(({ attempt }) => attempt === decision.attempt)?.status;
  if (standing === 'reversed') return html`<p class="void">${both(TEXTS.reversed)}</p>`;
  return standing === 'superseded' ? html`<p class="void">${both(TEXTS.superseded)}</p>` : undefined;
}

function billPart(visit: UserVisit, billed: BilledSettlement, both: Beside): Html {
  const rows = billRows(billed, (scheme) => schemeWords(visit, scheme)).map((row) => ({
    name: row.payer === 'level' ? html`<strong>${both(row.name)}</strong>` : html`${both(row.name)}`,
    amount: amountOf(row),
  }));
  const { memberBenefit } = billed.decision;
  const member = { name: html`${both(TEXTS.member)}`, amount: html`${yuan(memberBenefit)}` };
  return table({
    caption: both(TEXTS.bill),
    empty: both(TEXTS.none),
    rows: memberBenefit === '0.00' ? rows : [...rows, member],
    columns: [
      { title: both(TEXTS.item), cell: ({ name }) => name },
      { title: both(TEXTS.amount), cell: ({ amount }) => amount, figure: true },
    ],
  });
}

function amountOf(row: BillRow): Html {
  return row.payer === 'level' ? html`<strong>${signed(row)}</strong>` : html`${signed(row)}`;
}

/** A benefit in one line; a scheme that came to no benefit has a line of its own. */
function schemesPart(visit: UserVisit, decision: DecisionDocument, both: Beside): Html {
  const steps = stepsByPolicy(decision.explanation);
  const rows = decision.schemes.flatMap((part, index) => {
    const name = html`${both(schemeWords(visit, part.scheme))}<br>${both(TEXTS.policy)} ${maskedPolicy(part.policyNo)}`;
    const applied = part.benefits.filter(({ status }) => status !== 'not-applicable');
    if (applied.length === 0) return [{ name, why: html`${stated(part, both)}`, amount: part.insurerPaid }];
    return applied.map((benefit) => {
      const own = (steps[index] ?? []).filter((step) => step.benefit === benefit.benefit);
      const clauses = new Set(own.map(({ clause }) => clause).filter((clause) => clause !== null));
      const payee = benefit.payTo === 'member' ? ` · ${both(TEXTS.toMember)}` : '';
      return {
        name: html`${name}<br>${both(benefitWords(visit, part.scheme, benefit.benefit))}${payee}`,
        why: html`${calculation(benefit, both)}<br>${[...clauses].join('；')}`,
        amount: benefit.paid,
      };
    });
  });
  return table({
    caption: both(TEXTS.schemes),
    empty: both(TEXTS.none),
    rows,
    columns: [
      { title: both(TEXTS.scheme), cell: ({ name }) => name },
      { title: both(TEXTS.why), cell: ({ why }) => why },
      { title: both(TEXTS.amount), cell: ({ amount }) => yuan(amount), figure: true },
    ],
  });
}

function stated(
  { status, reason }: { readonly status: DecisionDocument['outcome']; readonly reason: string | null },
  both: Beside,
): string {
  const words = both(OUTCOMES[status]);
  return reason === null ? words : `${words}：${both(reasonWords(reason))}`;
}

/** `(265000.00 − 15000.00) → 100000.00 × 30% + …`: the base, the deductible, the tiers. */
function calculation(benefit: DecisionDocument['schemes'][number]['benefits'][number], both: Beside): string {
  const { base, deductible, slices, factor, reductions, reason, status } = benefit;
  if (status === 'pended' || reason !== null) {
    return stated({ status: status === 'not-applicable' ? 'nothing-due' : status, reason }, both);
  }
  const tiers = slices.map(({ amount, rate }) => `${yuan(amount)} × ${percent(Money.of(rate))}`).join(' + ');
  const share = Money.of(factor).eq(Money.ONE) ? '' : ` × ${percent(Money.of(factor))}`;
  const cut = reductions.map(({ amount }) => ` − ${yuan(amount)}`).join('');
  const eligible = deductible.applied === '0.00' ? yuan(base) : `${yuan(base)} − ${yuan(deductible.applied)}`;
  if (tiers === '') return `${yuan(base)}${cut}`;
  return `${eligible} → ${slices.length > 1 && share !== '' ? `(${tiers})` : tiers}${share}${cut}`;
}

/** Its last four characters: enough to tell one policy from another to who knows them. */
function maskedPolicy(policyNo: string): string {
  return policyNo.length <= 4 ? policyNo : `****${policyNo.slice(-4)}`;
}

/** So much of the rules' digests that nobody mistakes one for another. */
function digests({ schemes }: DecisionDocument): string {
  return [...new Set(schemes.map(({ schemeDigest }) => schemeDigest.slice(0, 19)))].join(' ');
}

export const RECEIPT_PAGES = {
  receipt: {
    method: 'GET',
    path: '/settlements/{settlementId}/receipt',
    roles: ['hospital-desk'],
    handler: receipt,
  },
} as const satisfies Record<string, UserPage>;
