import { ownId } from '../../../claim/fields.ts';
import { parseJson, parseWith } from '../../../claim/parse.ts';
import type { FieldProblem } from '../../../problem/refusal.ts';
import { Refusal } from '../../../problem/refusal.ts';
import {
  type ExternalClaimRequest,
  externalCancellationRequest,
  externalClaimRequest,
} from '../../../settlement/review-requests.ts';
import { html } from '../../html/html.ts';
import { notice } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { bookForm, cancelForm, confirmPage, OWN_FIELDS, stateableIn } from './external-form.ts';
import { INSURER, schemePage, schemePath } from './frame.ts';
import { refusedForm } from './review.ts';
import { errorsOf, type FieldErrors, NO_ERRORS, readStated } from './stated-form.ts';

const TEXTS = {
  title: { zh: '线下赔案', en: 'Claims settled elsewhere' },
  what: {
    zh: '在别处赔付的案件（纸质、中心、上线之前）：登记后计入累计，不付款，以 EXTERNAL 列入日文件。',
    en: 'A claim that was settled elsewhere (on paper, at the centre, before go-live): once booked it counts in the accumulators; nothing is paid, and it stands in the daily file as EXTERNAL.',
  },
  clerk: { zh: '由审核人员登记和撤销。', en: 'Reviewers book such claims and take them back.' },
  booked: { zh: '已登记：', en: 'Booked: ' },
  cancelled: { zh: '已撤销：', en: 'Taken back: ' },
  wrong: { zh: '有内容须更正，尚未登记。', en: 'Something has to be corrected; nothing was booked.' },
  unknown: { zh: '本方案没有登记过这个赔案号', en: 'No claim of this number was booked in the scheme' },
  missing: { zh: '请填写理由，至多 500 字', en: 'Say why, in at most 500 characters' },
} as const satisfies Texts;

/** Refusals that are about what was typed: the code, and the field. */
const ABOUT: Readonly<Record<string, string>> = {
  POLICY_NOT_FOUND: '/policyNo',
  EXTERNAL_CLAIM_CONFLICT: '/claimNo',
  EXTERNAL_CLAIM_CANCELLED: '/claimNo',
};

function show(visit: UserVisit): Answer {
  return page(visit, { booking: NO_ERRORS, cancelling: NO_ERRORS }, 200);
}

async function send(visit: UserVisit): Promise<Answer> {
  const { form: typed } = visit;
  const step = typed.get('step');
  if (step === 'cancel') return cancel(visit);
  if (step === 'edit') return show(visit);
  const stateableNow = stateableIn(visit);
  const input = readStated(stateableNow, typed);
  const body = { ...input.body, ...ownFields(typed) };
  try {
    if (step !== 'book') return confirmPage(visit, parseWith(externalClaimRequest, body), body);
    const request = parseWith(externalClaimRequest, parseJson(Buffer.from(typed.get('statement') ?? '')));
    return await book(visit, request);
  } catch (error) {
    const problems = problemsOf(error);
    return page(visit, { booking: errorsOf(visit, input, problems), cancelling: NO_ERRORS }, 422);
  }
}

async function book({ gateway, param, user }: UserVisit, request: ExternalClaimRequest): Promise<Answer> {
  const { claim } = await gateway.reviews.external(user.party.id, param('scheme'), request);
  return { to: schemePath(param('scheme'), 'external-claims'), query: { booked: claim.claimNo } };
}

async function cancel(visit: UserVisit): Promise<Answer> {
  const { form: typed, gateway, param, say, user } = visit;
  const claimNo = typed.get('cancelNo')?.trim() ?? '';
  const reason = typed.get('cancelReason')?.trim() ?? '';
  const wrong = (name: string, said: string) =>
    page(visit, { booking: NO_ERRORS, cancelling: { at: new Map([[name, said]]), others: [] } }, 422);
  if (!ownId.safeParse(claimNo).success) return wrong('cancelNo', say(TEXTS.unknown));
  const request = externalCancellationRequest.safeParse({ reason });
  if (!request.success) return wrong('cancelReason', say(TEXTS.missing));
  try {
    const scheme = param('scheme');
    const { claim } = await gateway.reviews.cancelExternal(user.party.id, scheme, claimNo, request.data);
    return { to: schemePath(scheme, 'external-claims'), query: { cancelled: claim.claimNo } };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'EXTERNAL_CLAIM_NOT_FOUND') throw error;
    return wrong('cancelNo', say(TEXTS.unknown));
  }
}

function problemsOf(error: unknown): readonly FieldProblem[] {
  const pointer = error instanceof Refusal ? ABOUT[error.code] : undefined;
  if (error instanceof Refusal && pointer !== undefined) {
    const { detail, detailEn } = error.detail;
    return [{ pointer, code: error.code, message: `${detail} / ${detailEn}` }];
  }
  const { detail } = refusedForm(error);
  return detail.errors ?? [{ pointer: '', code: 'INVALID_BODY', message: `${detail.detail} / ${detail.detailEn}` }];
}

/** What was typed beside the figures; what is blank is left out. */
function ownFields(typed: URLSearchParams): Readonly<Record<string, string>> {
  const entries = OWN_FIELDS.map((name) => [name, typed.get(name)?.trim() ?? ''] as const);
  const needed = new Set<string>(['claimNo', 'policyNo', 'settledOn']);
  return Object.fromEntries(entries.filter(([name, value]) => value !== '' || needed.has(name)));
}

interface PageErrors {
  readonly booking: FieldErrors;
  readonly cancelling: FieldErrors;
}

function page(visit: UserVisit, { booking, cancelling }: PageErrors, status: number): Answer {
  const { query, say, user } = visit;
  const [booked, cancelled] = [query.get('booked'), query.get('cancelled')];
  const others = booking.others.map((one) => html`<p>${one}</p>`);
  const body = html`${booked !== null && notice('good', html`<p>${say(TEXTS.booked)}${booked}</p>`)}
${cancelled !== null && notice('good', html`<p>${say(TEXTS.cancelled)}${cancelled}</p>`)}
${status !== 200 && notice('bad', html`<p><strong>${say(TEXTS.wrong)}</strong></p>${others}`)}
<p>${say(TEXTS.what)}</p>${
    user.role === 'insurer-reviewer'
      ? html`${bookForm(visit, booking)}${cancelForm(visit, cancelling)}`
      : notice('note', html`<p>${say(TEXTS.clerk)}</p>`)
  }`;
  return schemePage(visit, 'external-claims', { title: say(TEXTS.title), body, status });
}

const PATH = '/schemes/{scheme}/external-claims';

export const EXTERNAL_PAGES = {
  external: { method: 'GET', path: PATH, roles: INSURER, handler: show },
  externalSent: { method: 'POST', path: PATH, roles: ['insurer-reviewer'], handler: send },
} as const satisfies Record<string, UserPage>;
