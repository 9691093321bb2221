import { ownId } from '../../../claim/fields.ts';
import { parseJson, parseWith } from '../../../claim/parse.ts';
import { Money } from '../../../money/money.ts';
import type { FieldProblem } from '../../../problem/refusal.ts';
import { Refusal } from '../../../problem/refusal.ts';
import { stateable } from '../../../settlement/review-case.ts';
import type { ExternalClaimDocument } from '../../../settlement/review-documents.ts';
import {
  type ExternalClaimRequest,
  externalCancellationRequest,
  externalClaimRequest,
} from '../../../settlement/review-requests.ts';
import { field, form, textField } from '../../html/form.ts';
import { type Html, html } from '../../html/html.ts';
import { definitions, notice, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { INSURER, schemePage, schemePath } from './frame.ts';
import { refusedForm } from './review.ts';
import {
  errorsOf,
  type FieldErrors,
  NO_ERRORS,
  readStated,
  type Stateable,
  statedFields,
  statedForm,
} from './stated-form.ts';
import { statement } from './statement.ts';

const TEXTS = {
  title: { zh: '线下赔案', en: 'Claims settled elsewhere' },
  what: {
    zh: '在别处赔付的案件（纸质、中心、上线之前）：登记后计入累计，不付款，以 EXTERNAL 列入日文件。',
    en: 'A claim that was settled elsewhere (on paper, at the centre, before go-live): once booked it counts in the accumulators; nothing is paid, and it stands in the daily file as EXTERNAL.',
  },
  clerk: { zh: '由审核人员登记和撤销。', en: 'Reviewers book such claims and take them back.' },
  book: { zh: '登记', en: 'Book a claim' },
  claimNo: { zh: '赔案号', en: 'Claim number' },
  policyNo: { zh: '保单号', en: 'Policy' },
  settledOn: { zh: '赔付日期', en: 'Settled on' },
  hospitalId: { zh: '医院编号（可不填）', en: 'Hospital (may be blank)' },
  encounterId: {
    zh: '就诊号（可不填；免赔额按次计算时填写）',
    en: 'Encounter (may be blank; for a deductible per admission)',
  },
  check: { zh: '核对', en: 'Check' },
  confirmTitle: { zh: '请确认', en: 'Please confirm' },
  confirm: { zh: '将登记为已在别处赔付（元）：', en: 'Will be booked as paid elsewhere (yuan): ' },
  confirmText: { zh: '不付款；此后的结算按其累计计算。', en: 'Nothing is paid; settlements from here on count it.' },
  yes: { zh: '确认登记', en: 'Book it' },
  edit: { zh: '返回修改', en: 'Go back and change it' },
  booked: { zh: '已登记：', en: 'Booked: ' },
  cancelled: { zh: '已撤销：', en: 'Taken back: ' },
  wrong: { zh: '有内容须更正，尚未登记。', en: 'Something has to be corrected; nothing was booked.' },
  cancel: { zh: '撤销登记', en: 'Take a claim back' },
  cancelText: {
    zh: '撤销后累计恢复为从未登记，其后结算的差额记为调整。',
    en: 'It then counts as if it had never been; what that changes for later settlements is booked as adjustments.',
  },
  reason: { zh: '撤销的理由（加密保存）', en: 'Why (kept encrypted)' },
  cancelIt: { zh: '确认撤销', en: 'Take it back' },
  unknown: { zh: '本方案没有登记过这个赔案号', en: 'No claim of this number was booked in the scheme' },
  missing: { zh: '请填写理由，至多 500 字', en: 'Say why, in at most 500 characters' },
} as const satisfies Texts;

const OWN_FIELDS = ['claimNo', 'policyNo', 'settledOn', 'hospitalId', 'encounterId'] as const;

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

function stateableIn({ gateway, param }: UserVisit): Stateable {
  const rules = gateway.console.rules(param('scheme'));
  return {
    benefits: (rules?.benefits ?? []).map(stateable),
    itemGroups: rules?.itemGroupCap !== undefined,
    outOfPocket: rules?.benefits.some(({ outOfPocketCap }) => outOfPocketCap !== undefined) === true,
  };
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

function bookForm(visit: UserVisit, errors: FieldErrors): Html {
  const { form: typed, param, say } = visit;
  const value = (name: string) => typed.get(name) ?? undefined;
  const own = OWN_FIELDS.map((name) =>
    field({
      name,
      label: say(TEXTS[name]),
      value: value(name),
      error: errors.at.get(name),
      autocomplete: 'off',
      required: !name.endsWith('Id'),
      ...(name === 'settledOn' ? { type: 'date' } : { maxlength: 64 }),
    }),
  );
  const content = html`<h2>${say(TEXTS.book)}</h2><div class="row">${own}</div>
${statedForm(visit, stateableIn(visit), value, errors)}
<div class="actions"><button name="step" value="check">${say(TEXTS.check)}</button></div>`;
  return form(visit, schemePath(param('scheme'), 'external-claims'), content);
}

function cancelForm(visit: UserVisit, { at }: FieldErrors): Html {
  const { form: typed, param, say } = visit;
  const value = (name: string) => typed.get(name) ?? undefined;
  const number = field({
    name: 'cancelNo',
    label: say(TEXTS.claimNo),
    value: value('cancelNo'),
    error: at.get('cancelNo'),
    autocomplete: 'off',
    required: true,
    maxlength: 64,
  });
  const reason = textField({
    name: 'cancelReason',
    label: say(TEXTS.reason),
    value: value('cancelReason'),
    error: at.get('cancelReason'),
    rows: 2,
    maxlength: 500,
  });
  const content = html`<h2>${say(TEXTS.cancel)}</h2><p>${say(TEXTS.cancelText)}</p>${number}${reason}
<div class="actions"><button name="step" value="cancel">${say(TEXTS.cancelIt)}</button></div>`;
  return form(visit, schemePath(param('scheme'), 'external-claims'), content);
}

function confirmPage(visit: UserVisit, request: ExternalClaimRequest, sent: object): Answer {
  const { form: typed, param, say } = visit;
  const names = [...statedFields(stateableIn(visit)), ...OWN_FIELDS];
  const hidden = names.map((name) => html`<input type="hidden" name="${name}" value="${typed.get(name) ?? ''}">`);
  const paid = Money.sum(request.benefits.map((one) => one.paid)).toFixed2();
  const buttons = html`${hidden}<input type="hidden" name="statement" value="${JSON.stringify(sent)}">
<div class="actions"><button name="step" value="book">${say(TEXTS.yes)}</button> <button class="plain" name="step" value="edit">${say(TEXTS.edit)}</button></div>`;
  const body = html`${notice('note', html`<p>${say(TEXTS.confirm)}<strong>${yuan(paid)}</strong></p><p>${say(TEXTS.confirmText)}</p>`)}
${definitions(OWN_FIELDS.map((name) => [say(TEXTS[name]), request[name] ?? false]))}
${statement(visit, shownOf(request))}${form(visit, schemePath(param('scheme'), 'external-claims'), buttons)}`;
  return schemePage(visit, 'external-claims', { title: say(TEXTS.confirmTitle), body });
}

function shownOf(
  request: ExternalClaimRequest,
): Pick<ExternalClaimDocument, 'benefits' | 'itemGroups' | 'outOfPocket'> {
  return {
    benefits: request.benefits.map(({ benefit, base, deductibleApplied, eligible, table, paid }) => ({
      benefit,
      base: base.toFixed2(),
      deductibleApplied: deductibleApplied.toFixed2(),
      eligible: eligible.toFixed2(),
      table: table ?? null,
      paid: paid.toFixed2(),
    })),
    itemGroups: request.itemGroups.map(({ group, paid }) => ({ group, paid: paid.toFixed2() })),
    outOfPocket: request.outOfPocket.toFixed2(),
  };
}

const PATH = '/schemes/{scheme}/external-claims';

export const EXTERNAL_PAGES = {
  external: { method: 'GET', path: PATH, roles: INSURER, handler: show },
  externalSent: { method: 'POST', path: PATH, roles: ['insurer-reviewer'], handler: send },
} as const satisfies Record<string, UserPage>;
