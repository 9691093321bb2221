import { Money } from '../../../money/money.ts';
import type { OpenReview, ReviewCase } from '../../../settlement/review-case.ts';
import type { ResolutionDocument } from '../../../settlement/review-documents.ts';
import { form } from '../../html/form.ts';
import { type Html, html } from '../../html/html.ts';
import { definitions, notice, section, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserVisit } from '../../page.ts';
import { shownTime } from '../../settlement/words.ts';
import { decisionLink, hospitalIn, schemePage, schemePath } from './frame.ts';
import { whyOf } from './reviews.ts';
import { statedFields } from './stated-form.ts';
import { shares, statement } from './statement.ts';

const TEXTS = {
  confirmTitle: { zh: '请确认', en: 'Please confirm' },
  case: { zh: '待审核的决定', en: 'The decision' },
  why: { zh: '原因', en: 'Why' },
  policy: { zh: '保单号', en: 'Policy' },
  hospital: { zh: '医院', en: 'Hospital' },
  settlement: { zh: '结算号', en: 'Settlement' },
  decision: { zh: '决定（查阅留痕）', en: 'Decision (looking is journalled)' },
  decided: { zh: '决定时间', en: 'Decided' },
  total: { zh: '总费用', en: 'Total charges' },
  personal: { zh: '个人负担', en: 'Personal' },
  inCatalog: { zh: '其中目录内', en: 'of it in the catalog' },
  outOfCatalog: { zh: '其中目录外', en: 'of it out of the catalog' },
  paid: { zh: '本方案已付', en: 'Paid by this scheme so far' },
  left: { zh: '至多还可赔付（不含一次性给付）', en: 'May still be paid, lump sums aside' },
  others: { zh: '同一决定下另有保单待审核：', en: 'Other policies of this decision wait, too: ' },
  willPay: { zh: '将向参保人赔付（元）：', en: 'Will be paid to the member (yuan): ' },
  willPayNothing: { zh: '将审定为不赔付。', en: 'It will be ended without a payment.' },
  consequence: {
    zh: '记账后计入累计，以 RESOLVE 列入当日日文件，不能更改；未填写的责任不再赔付。',
    en: 'It then counts in the accumulators, stands in the daily file as RESOLVE and cannot be changed; benefits that were not stated get nothing.',
  },
  shares: { zh: '由保险机构分摊', en: 'Borne by' },
  book: { zh: '确认记账', en: 'Book it' },
  edit: { zh: '返回修改', en: 'Go back and change it' },
  resolved: { zh: '审定结果', en: 'The resolution' },
  memberBenefit: { zh: '赔付参保人（元）', en: 'Paid to the member (yuan)' },
  businessDate: { zh: '业务日', en: 'Business day' },
  resolvedAt: { zh: '审定时间', en: 'Resolved' },
  resolvedBy: { zh: '审定机构', en: 'Resolved by' },
  queue: { zh: '返回待审核列表', en: 'Back to the queue' },
} as const satisfies Texts;

/** What has to be decided. */
export function facts(visit: UserVisit, { review }: OpenReview): Html {
  const { say } = visit;
  return section(
    say(TEXTS.case),
    definitions([
      [say(TEXTS.why), whyOf(visit, review)],
      [say(TEXTS.settlement), review.settlementId],
      [say(TEXTS.hospital), hospitalIn(visit, review.hospitalId)],
      [say(TEXTS.policy), review.policyNo],
      [say(TEXTS.decision), decisionLink(visit, review.decisionId)],
      [say(TEXTS.decided), shownTime(review.decidedAt)],
      [say(TEXTS.total), yuan(review.total)],
      [say(TEXTS.personal), yuan(review.personal)],
      [say(TEXTS.inCatalog), review.pots !== null && yuan(review.pots.inCatalog)],
      [say(TEXTS.outOfCatalog), review.pots !== null && yuan(review.pots.outOfCatalog)],
      [say(TEXTS.paid), yuan(review.paid)],
      [say(TEXTS.left), html`<strong>${yuan(review.left)}</strong>`],
    ]),
  );
}

/** What will be booked, in words and figures; `body` is what is sent back to book it. */
export function confirmPage(visit: UserVisit, open: OpenReview, body: string, resolution: ResolutionDocument): Answer {
  const { form: typed, param, say } = visit;
  const hidden = [...statedFields(open), 'policyNo'].map(
    (name) => html`<input type="hidden" name="${name}" value="${typed.get(name) ?? ''}">`,
  );
  const { memberBenefit, policyNo, insurers } = resolution;
  const nothing = Money.of(memberBenefit).isZero();
  const words = nothing
    ? html`<p><strong>${say(TEXTS.willPayNothing)}</strong></p>`
    : html`<p>${say(TEXTS.willPay)}<strong>${yuan(memberBenefit)}</strong></p>`;
  const buttons = html`${hidden}<input type="hidden" name="statement" value="${body}">
<div class="actions"><button name="step" value="book">${say(TEXTS.book)}</button> <button class="plain" name="step" value="edit">${say(TEXTS.edit)}</button></div>`;
  const content = html`${notice('note', html`${words}<p>${say(TEXTS.consequence)}</p>`)}${definitions([
    [say(TEXTS.policy), policyNo],
    [say(TEXTS.settlement), open.review.settlementId],
    [say(TEXTS.hospital), hospitalIn(visit, open.review.hospitalId)],
    [say(TEXTS.shares), nothing ? '' : shares(insurers)],
    [say(TEXTS.left), yuan(open.review.left)],
  ])}${statement(visit, resolution)}${form(visit, schemePath(param('scheme'), 'reviews', param('decisionId')), buttons)}`;
  return schemePage(visit, 'reviews', { title: say(TEXTS.confirmTitle), body: content });
}

/** What was booked. */
export function resolved(visit: UserVisit, one: ReviewCase['resolved'][number]): Html {
  const { say } = visit;
  return html`${section(
    say(TEXTS.resolved),
    definitions([
      [say(TEXTS.memberBenefit), html`<strong>${yuan(one.memberBenefit)}</strong>`],
      [say(TEXTS.policy), one.policyNo],
      [say(TEXTS.decision), decisionLink(visit, one.decisionId)],
      [say(TEXTS.businessDate), one.businessDate],
      [say(TEXTS.resolvedAt), shownTime(one.resolvedAt)],
      [say(TEXTS.resolvedBy), one.resolvedBy],
      [say(TEXTS.shares), shares(one.insurers)],
    ]),
  )}${statement(visit, one)}`;
}

/** The decision's other policies that wait. */
export function others(
  { param, say, url }: UserVisit,
  { open: all }: ReviewCase,
  shown: OpenReview | undefined,
): Html | false {
  const rest = all.filter((one) => one !== shown);
  if (rest.length === 0) return false;
  const path = schemePath(param('scheme'), 'reviews', param('decisionId'));
  const links = rest.map(
    ({ review: { policyNo } }) => html`<a href="${url(path, { policy: policyNo })}">${policyNo}</a> `,
  );
  return html`<p>${say(TEXTS.others)}${links}</p>`;
}

/** The way back to the queue. */
export function back({ param, say, url }: UserVisit): Html {
  return html`<p class="no-print"><a href="${url(schemePath(param('scheme'), 'reviews'))}">${say(TEXTS.queue)}</a></p>`;
}
