import { ownId } from '../../../claim/fields.ts';
import { parseJson, parseWith } from '../../../claim/parse.ts';
import { Money } from '../../../money/money.ts';
import { Refusal } from '../../../problem/refusal.ts';
import { reviewNotFound } from '../../../settlement/resolution.ts';
import type { OpenReview, ReviewCase } from '../../../settlement/review-case.ts';
import type { ResolutionDocument } from '../../../settlement/review-documents.ts';
import { resolutionRequest } from '../../../settlement/review-requests.ts';
import { form } from '../../html/form.ts';
import { type Html, html } from '../../html/html.ts';
import { definitions, notice, section, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { decisionLink, hospitalIn, INSURER, instantIn, schemePage, schemePath } from './frame.ts';
import { whyOf } from './reviews.ts';
import { errorsOf, type FieldErrors, NO_ERRORS, readStated, statedFields, statedForm } from './stated-form.ts';
import { shares, statement } from './statement.ts';

const TEXTS = {
  title: { zh: '审核', en: 'Review' },
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
  form: { zh: '审定', en: 'Resolution' },
  clerk: { zh: '由审核人员审定；经办人员只能查看。', en: 'A reviewer ends it; a clerk may look.' },
  wrong: { zh: '有内容须更正，尚未记账。', en: 'Something has to be corrected; nothing was booked.' },
  check: { zh: '核对', en: 'Check' },
  checkText: {
    zh: '下一步显示将要记账的内容，确认后才记账。',
    en: 'The next page says what will be booked; it is booked once you confirm.',
  },
  willPay: { zh: '将向参保人赔付（元）：', en: 'Will be paid to the member (yuan): ' },
  willPayNothing: { zh: '将审定为不赔付。', en: 'It will be ended without a payment.' },
  consequence: {
    zh: '记账后计入累计，以 RESOLVE 列入当日日文件，不能更改；未填写的责任不再赔付。',
    en: 'It then counts in the accumulators, stands in the daily file as RESOLVE and cannot be changed; benefits that were not stated get nothing.',
  },
  shares: { zh: '由保险机构分摊', en: 'Borne by' },
  book: { zh: '确认记账', en: 'Book it' },
  edit: { zh: '返回修改', en: 'Go back and change it' },
  booked: { zh: '已审定并记账。', en: 'Resolved and booked.' },
  conflict: {
    zh: '该决定此前已以不同内容审定，以下为已记账的内容；本次未作任何更改。',
    en: 'It was resolved before with other content, which stands below; nothing was changed now.',
  },
  resolved: { zh: '审定结果', en: 'The resolution' },
  memberBenefit: { zh: '赔付参保人（元）', en: 'Paid to the member (yuan)' },
  businessDate: { zh: '业务日', en: 'Business day' },
  resolvedAt: { zh: '审定时间', en: 'Resolved' },
  resolvedBy: { zh: '审定机构', en: 'Resolved by' },
  queue: { zh: '返回待审核列表', en: 'Back to the queue' },
} as const satisfies Texts;

const REVIEW = '/schemes/{scheme}/reviews/{decisionId}';

async function show(visit: UserVisit): Promise<Answer> {
  const { say, query } = visit;
  const found = await caseOf(visit);
  const open = openIn(found, query.get('policy'));
  const said =
    query.get('done') === 'booked'
      ? notice('good', html`<p>${say(TEXTS.booked)}</p>`)
      : query.get('done') === 'conflict' && notice('bad', html`<p>${say(TEXTS.conflict)}</p>`);
  const content = open === undefined ? false : formPart(visit, open, prefilled(open), NO_ERRORS);
  const body = html`${said}${found.resolved.map((one) => resolved(visit, one))}
${open !== undefined && facts(visit, open)}${content}${others(visit, found, open)}${back(visit)}`;
  return schemePage(visit, 'reviews', { title: say(TEXTS.title), body });
}

/** Checks what was typed, shows what it comes to, and books it once that is confirmed. */
async function resolve(visit: UserVisit): Promise<Answer> {
  const { form: typed, gateway, param, user } = visit;
  const [scheme, decisionId] = [param('scheme'), param('decisionId')];
  const policyNo = typed.get('policyNo') ?? '';
  const path = schemePath(scheme, 'reviews', decisionId);
  try {
    if (typed.get('step') === 'book') {
      const request = parseWith(resolutionRequest, parseJson(Buffer.from(typed.get('statement') ?? '')));
      await gateway.reviews.resolve(user.party.id, scheme, decisionId, request);
      return { to: path, query: { done: 'booked' } };
    }
    const open = openIn(await caseOf(visit), policyNo);
    // Somebody else was faster.
    if (open === undefined) return { to: path };
    if (typed.get('step') === 'edit') return formPage(visit, open, NO_ERRORS, 200);
    return await checked(visit, open);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'RESOLUTION_CONFLICT') throw error;
    return { to: path, query: { done: 'conflict' } };
  }
}

async function checked(visit: UserVisit, open: OpenReview): Promise<Answer> {
  const { form: typed, gateway, param, user } = visit;
  const input = readStated(open, typed);
  const body = { ...input.body, policyNo: open.review.policyNo };
  try {
    const request = parseWith(resolutionRequest, body);
    const { reviews } = gateway;
    const { resolution } = await reviews.preview(user.party.id, param('scheme'), param('decisionId'), request);
    return confirmPage(visit, open, JSON.stringify(body), resolution);
  } catch (error) {
    const { detail } = refusedForm(error);
    const errors = errorsOf(visit, input, detail.errors ?? []);
    return formPage(visit, open, errors, 422);
  }
}

/** What can be corrected in the form. @throws anything else as it is */
export function refusedForm(error: unknown): Refusal {
  if (error instanceof Refusal && ['INVALID_BODY', 'AMOUNTS_INCONSISTENT'].includes(error.code)) return error;
  throw error;
}

async function caseOf({ gateway, param }: UserVisit): Promise<ReviewCase> {
  const decisionId = param('decisionId');
  if (!ownId.safeParse(decisionId).success) throw reviewNotFound();
  return gateway.reviews.of(param('scheme'), decisionId);
}

function openIn({ open }: ReviewCase, policyNo: string | null): OpenReview | undefined {
  return open.find(({ review }) => review.policyNo === policyNo) ?? open[0];
}

/** A base that is all of some pots is known; what is eligible in which table is for a person. */
function prefilled({ review: { pots }, benefits }: OpenReview): (name: string) => string | undefined {
  const values = new Map<string, string>();
  for (const { benefit, tables, pots: of } of benefits) {
    if (pots === null || of.length === 0) continue;
    const base = Money.sum(of.map((pot) => Money.of(pot === 'in-catalog' ? pots.inCatalog : pots.outOfCatalog)));
    const [table, second] = tables;
    if (table !== undefined && second === undefined) values.set(`${benefit}/${table}/base`, base.toFixed2());
  }
  return (name) => values.get(name);
}

function facts(visit: UserVisit, { review }: OpenReview): Html {
  const { say } = visit;
  return section(
    say(TEXTS.case),
    definitions([
      [say(TEXTS.why), whyOf(visit, review)],
      [say(TEXTS.settlement), review.settlementId],
      [say(TEXTS.hospital), hospitalIn(visit, review.hospitalId)],
      [say(TEXTS.policy), review.policyNo],
      [say(TEXTS.decision), decisionLink(visit, review.decisionId)],
      [say(TEXTS.decided), instantIn(review.decidedAt)],
      [say(TEXTS.total), yuan(review.total)],
      [say(TEXTS.personal), yuan(review.personal)],
      [say(TEXTS.inCatalog), review.pots !== null && yuan(review.pots.inCatalog)],
      [say(TEXTS.outOfCatalog), review.pots !== null && yuan(review.pots.outOfCatalog)],
      [say(TEXTS.paid), yuan(review.paid)],
      [say(TEXTS.left), html`<strong>${yuan(review.left)}</strong>`],
    ]),
  );
}

function formPart(
  visit: UserVisit,
  open: OpenReview,
  values: (name: string) => string | undefined,
  errors: FieldErrors,
): Html {
  const { param, say, user } = visit;
  if (user.role !== 'insurer-reviewer') return notice('note', html`<p>${say(TEXTS.clerk)}</p>`);
  const content = html`<h2>${say(TEXTS.form)}</h2>
<input type="hidden" name="policyNo" value="${open.review.policyNo}">
${statedForm(visit, open, values, errors)}
<p class="hint">${say(TEXTS.checkText)}</p>
<div class="actions"><button name="step" value="check">${say(TEXTS.check)}</button></div>`;
  return form(visit, schemePath(param('scheme'), 'reviews', param('decisionId')), content);
}

function formPage(visit: UserVisit, open: OpenReview, errors: FieldErrors, status: number): Answer {
  const { form: typed, say } = visit;
  const lines = [...errors.others.map((one) => html`<p>${one}</p>`)];
  const said = status !== 200 && notice('bad', html`<p><strong>${say(TEXTS.wrong)}</strong></p>${lines}`);
  const content = formPart(visit, open, (name) => typed.get(name) ?? undefined, errors);
  const body = html`${said}${facts(visit, open)}${content}${back(visit)}`;
  return schemePage(visit, 'reviews', { title: say(TEXTS.title), body, status });
}

function confirmPage(visit: UserVisit, open: OpenReview, body: string, resolution: ResolutionDocument): Answer {
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

function resolved(visit: UserVisit, one: ReviewCase['resolved'][number]): Html {
  const { say } = visit;
  return html`${section(
    say(TEXTS.resolved),
    definitions([
      [say(TEXTS.memberBenefit), html`<strong>${yuan(one.memberBenefit)}</strong>`],
      [say(TEXTS.policy), one.policyNo],
      [say(TEXTS.decision), decisionLink(visit, one.decisionId)],
      [say(TEXTS.businessDate), one.businessDate],
      [say(TEXTS.resolvedAt), instantIn(one.resolvedAt)],
      [say(TEXTS.resolvedBy), one.resolvedBy],
      [say(TEXTS.shares), shares(one.insurers)],
    ]),
  )}${statement(visit, one)}`;
}

/** The decision's other policies that wait. */
function others(
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

function back({ param, say, url }: UserVisit): Html {
  return html`<p class="no-print"><a href="${url(schemePath(param('scheme'), 'reviews'))}">${say(TEXTS.queue)}</a></p>`;
}

export const REVIEW_PAGES = {
  review: { method: 'GET', path: REVIEW, roles: INSURER, handler: show },
  reviewSent: { method: 'POST', path: REVIEW, roles: ['insurer-reviewer'], handler: resolve },
} as const satisfies Record<string, UserPage>;
