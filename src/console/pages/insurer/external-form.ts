import { Money } from '../../../money/money.ts';
import { stateable } from '../../../settlement/review-case.ts';
import type { ExternalClaimDocument } from '../../../settlement/review-documents.ts';
import type { ExternalClaimRequest } from '../../../settlement/review-requests.ts';
import { field, form, textField } from '../../html/form.ts';
import { type Html, html } from '../../html/html.ts';
import { definitions, notice, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserVisit } from '../../page.ts';
import { schemePage, schemePath } from './frame.ts';
import { type FieldErrors, type Stateable, statedFields, statedForm } from './stated-form.ts';
import { statement } from './statement.ts';

const TEXTS = {
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
  cancel: { zh: '撤销登记', en: 'Take a claim back' },
  cancelText: {
    zh: '撤销后累计恢复为从未登记，其后结算的差额记为调整。',
    en: 'It then counts as if it had never been; what that changes for later settlements is booked as adjustments.',
  },
  reason: { zh: '撤销的理由（加密保存）', en: 'Why (kept encrypted)' },
  cancelIt: { zh: '确认撤销', en: 'Take it back' },
} as const satisfies Texts;

/** The fields beside the figures. */
export const OWN_FIELDS = ['claimNo', 'policyNo', 'settledOn', 'hospitalId', 'encounterId'] as const;

/** Any benefit of the scheme may have been paid elsewhere. */
export function stateableIn({ gateway, param }: UserVisit): Stateable {
  const rules = gateway.console.rules(param('scheme'));
  return {
    benefits: (rules?.benefits ?? []).map(stateable),
    itemGroups: rules?.itemGroupCap !== undefined,
    outOfPocket: rules?.benefits.some(({ outOfPocketCap }) => outOfPocketCap !== undefined) === true,
  };
}

/** The form that books a claim. */
export function bookForm(visit: UserVisit, errors: FieldErrors): Html {
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

/** The form that takes a claim back. */
export function cancelForm(visit: UserVisit, { at }: FieldErrors): Html {
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

/** What will be booked; `sent` is what is sent back to book it. */
export function confirmPage(visit: UserVisit, request: ExternalClaimRequest, sent: object): Answer {
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
