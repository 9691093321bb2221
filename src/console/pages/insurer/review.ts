import { ownId } from '../../../claim/fields.ts';
import { parseJson, parseWith } from '../../../claim/parse.ts';
import { Money } from '../../../money/money.ts';
import { Refusal } from '../../../problem/refusal.ts';
import { reviewNotFound } from '../../../settlement/resolution.ts';
import type { OpenReview, ReviewCase } from '../../../settlement/review-case.ts';
import { resolutionRequest } from '../../../settlement/review-requests.ts';
import { form } from '../../html/form.ts';
import { type Html, html } from '../../html/html.ts';
import { notice } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { INSURER, schemePage, schemePath } from './frame.ts';
import { back, confirmPage, facts, others, resolved } from './review-parts.ts';
import { errorsOf, type FieldErrors, NO_ERRORS, readStated, statedForm } from './stated-form.ts';

const TEXTS = {
  title: { zh: '审核', en: 'Review' },
  form: { zh: '审定', en: 'Resolution' },
  clerk: { zh: '由审核人员审定；经办人员只能查看。', en: 'A reviewer ends it; a clerk may look.' },
  wrong: { zh: '有内容须更正，尚未记账。', en: 'Something has to be corrected; nothing was booked.' },
  check: { zh: '核对', en: 'Check' },
  checkText: {
    zh: '下一步显示将要记账的内容，确认后才记账。',
    en: 'The next page says what will be booked; it is booked once you confirm.',
  },
  booked: { zh: '已审定并记账。', en: 'Resolved and booked.' },
  conflict: {
    zh: '该决定此前已以不同内容审定，以下为已记账的内容；本次未作任何更改。',
    en: 'It was resolved before with other content, which stands below; nothing was changed now.',
  },
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

export const REVIEW_PAGES = {
  review: { method: 'GET', path: REVIEW, roles: INSURER, handler: show },
  reviewSent: { method: 'POST', path: REVIEW, roles: ['insurer-reviewer'], handler: resolve },
} as const satisfies Record<string, UserPage>;
