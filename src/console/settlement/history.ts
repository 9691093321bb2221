import type { BilledSettlement } from '../../settlement/bill.ts';
import { type Html, html } from '../html/html.ts';
import { definitions, notice, section, table, yuan } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import type { Visit } from '../page.ts';
import { STANDINGS, schemeWords, shownTime } from './words.ts';

const TEXTS = {
  reversed: {
    zh: '此结算已冲正，以下金额不再有效。',
    en: 'This settlement was reversed: the figures below no longer count.',
  },
  superseded: {
    zh: '此次结算未赔付，已由后一次结算取代。',
    en: 'This attempt paid nothing, and a later one took its place.',
  },
  earlier: { zh: '这是较早的一次结算。', en: 'This is an earlier attempt.' },
  latest: { zh: '查看最近一次', en: 'See the latest' },
  open: {
    zh: '尚未确认：医院系统还没有告知已从账单中减去此金额，清算时将暂缓支付。请核对账单后由医院系统发送确认。',
    en: 'Not acknowledged: your system has not said that the amount is off the bill, and clearing holds it back. Check the bill, then let your system send the acknowledgement.',
  },
  reversal: { zh: '冲正', en: 'Reversal' },
  reversedAt: { zh: '冲正时间', en: 'Reversed' },
  day: { zh: '业务日', en: 'Business day' },
  reason: { zh: '原因', en: 'Reason' },
  reversalId: { zh: '冲正编号', en: 'Reversal id' },
  replacedBy: { zh: '由其替换', en: 'Replaced by' },
  attempts: { zh: '各次结算', en: 'Attempts' },
  attempt: { zh: '第几次', en: 'Attempt' },
  standing: { zh: '状态', en: 'State' },
  decision: { zh: '决定编号', en: 'Decision' },
  shown: { zh: '本页', en: 'this page' },
  adjustments: {
    zh: '以后的调整（承保机构与参保人之间，不影响账单）',
    en: 'Adjustments since (between insurer and member, the bill stays)',
  },
  scheme: { zh: '保障方案', en: 'Scheme' },
  because: { zh: '因其变动的决定', en: 'Because of the decision' },
  amount: { zh: '金额（元）', en: 'Amount (yuan)' },
  none: { zh: '没有', en: 'none' },
} as const satisfies Texts;

/** Whether the desk has yet to say that the amount is off the bill. */
export function isOpen({ decision, attempts }: BilledSettlement): boolean {
  const standing = attempts.find(({ attempt }) => attempt === decision.attempt)?.status;
  return standing === 'live' && decision.acknowledgedAt === null && decision.insurerPaid !== '0.00';
}

/** What has to be known before any figure is read. */
export function standingNotices({ say, url }: Visit, billed: BilledSettlement): Html {
  const { attempts, decision } = billed;
  const standing = attempts.find(({ attempt }) => attempt === decision.attempt)?.status;
  const old = attempts.at(-1)?.attempt !== decision.attempt;
  const latest = html` ${say(TEXTS.earlier)} <a href="${url(`/settlements/${decision.settlementId}`)}">${say(TEXTS.latest)}</a>`;
  const words = standing === 'reversed' ? TEXTS.reversed : standing === 'superseded' ? TEXTS.superseded : undefined;
  return html`${(words !== undefined || old) && notice('note', html`<p>${words && say(words)}${old && latest}</p>`)}
${isOpen(billed) && notice('note', html`<p>${say(TEXTS.open)}</p>`)}`;
}

/** What came after the decision, and what came before it under the same id. */
export function historySections(visit: Visit, billed: BilledSettlement): Html {
  const { decision } = billed;
  return html`${decision.adjustments.length > 0 && adjustments(visit, billed)}
${decision.reversal !== null && reversal(visit, decision.reversal)}
${billed.attempts.length > 1 && attempts(visit, billed)}`;
}

function reversal(
  visit: Visit,
  { reversalId, reason, reversedAt, businessDate, replacedBy }: NonNullable<BilledSettlement['decision']['reversal']>,
): Html {
  const { say } = visit;
  const facts = definitions([
    [say(TEXTS.reversedAt), shownTime(reversedAt)],
    [say(TEXTS.day), businessDate],
    [say(TEXTS.reason), reason],
    [say(TEXTS.reversalId), reversalId ?? false],
    [say(TEXTS.replacedBy), replacedBy !== null && replacement(visit, replacedBy)],
  ]);
  return section(say(TEXTS.reversal), facts);
}

/** A link to `settlementId#attempt`. */
function replacement({ url }: Visit, replacedBy: string): Html {
  const [id = '', attempt = ''] = replacedBy.split('#');
  return html`<a href="${url(`/settlements/${id}`, { attempt })}">${replacedBy}</a>`;
}

function attempts({ say, url }: Visit, { attempts: rows, decision }: BilledSettlement): Html {
  return table({
    caption: say(TEXTS.attempts),
    empty: say(TEXTS.none),
    rows,
    columns: [
      {
        title: say(TEXTS.attempt),
        cell: ({ attempt }) =>
          attempt === decision.attempt
            ? `${attempt} · ${say(TEXTS.shown)}`
            : html`<a href="${url(`/settlements/${decision.settlementId}`, { attempt: String(attempt) })}">${attempt}</a>`,
      },
      { title: say(TEXTS.day), cell: ({ businessDate }) => businessDate },
      { title: say(TEXTS.standing), cell: ({ status }) => say(STANDINGS[status]) },
      { title: say(TEXTS.decision), cell: ({ decisionId }) => html`<code>${decisionId}</code>` },
    ],
  });
}

function adjustments(visit: Visit, { decision }: BilledSettlement): Html {
  const { say } = visit;
  return table({
    caption: say(TEXTS.adjustments),
    empty: say(TEXTS.none),
    rows: decision.adjustments,
    columns: [
      { title: say(TEXTS.day), cell: ({ businessDate }) => businessDate },
      { title: say(TEXTS.scheme), cell: ({ scheme }) => say(schemeWords(visit, scheme)) },
      { title: say(TEXTS.because), cell: ({ because }) => html`<code>${because}</code>` },
      { title: say(TEXTS.amount), cell: ({ amount }) => yuan(amount), figure: true },
    ],
  });
}
