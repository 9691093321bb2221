import { ownId } from '../../../claim/fields.ts';
import { parseWith } from '../../../claim/parse.ts';
import { decisionNotFound } from '../../../settlement/detail.ts';
import { reversalPermissionRequest } from '../../../settlement/review-requests.ts';
import { form, submit, textField } from '../../html/form.ts';
import { html } from '../../html/html.ts';
import { notice } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { schemePage, schemePath } from './frame.ts';

const TEXTS = {
  title: { zh: '同意逾期冲正', en: 'Allow a late reversal' },
  what: {
    zh: '确认后，医院可以在方案规定的期限之后冲正这笔结算；由此收回的金额在冲正当日入账。同意不能收回。',
    en: 'Once you confirm, the hospital may reverse this settlement after the scheme’s window; what comes back is booked on the day of the reversal. It cannot be withdrawn.',
  },
  days: { zh: '方案规定的期限（天）：', en: 'The window of the scheme, in days: ' },
  needless: {
    zh: '本方案没有规定逾期冲正须经同意。',
    en: 'This scheme does not ask for a permission to reverse late.',
  },
  decision: { zh: '决定', en: 'Decision' },
  reason: { zh: '同意的理由（加密保存）', en: 'Why (kept encrypted)' },
  missing: { zh: '请填写理由，至多 500 字', en: 'Say why, in at most 500 characters' },
  allow: { zh: '确认同意', en: 'Allow it' },
} as const satisfies Texts;

function show(visit: UserVisit): Answer {
  return page(visit, undefined);
}

async function permit(visit: UserVisit): Promise<Answer> {
  const { form: typed, gateway, param, say, user } = visit;
  const [scheme, decisionId] = [param('scheme'), idIn(visit)];
  const reason = typed.get('reason')?.trim() ?? '';
  if (!reversalPermissionRequest.safeParse({ reason }).success) return page(visit, say(TEXTS.missing));
  const request = parseWith(reversalPermissionRequest, { reason });
  await gateway.reviews.permitReversal(user.party.id, scheme, decisionId, request);
  return { to: schemePath(scheme, 'decisions', decisionId), query: { done: 'permitted' } };
}

/** @param wrong with the reason */
function page(visit: UserVisit, wrong: string | undefined): Answer {
  const { form: typed, gateway, param, say } = visit;
  const decisionId = idIn(visit);
  const path = `${schemePath(param('scheme'), 'decisions', decisionId)}/reversal-permission`;
  const window = gateway.console.rules(param('scheme'))?.reversal;
  const reason = textField({
    name: 'reason',
    label: say(TEXTS.reason),
    error: wrong,
    value: typed.get('reason') ?? undefined,
    rows: 3,
    maxlength: 500,
  });
  const body =
    window?.afterwards === 'insurer'
      ? html`${notice('note', html`<p>${say(TEXTS.what)}</p><p>${say(TEXTS.days)}${window.withinDays}</p>`)}
${form(visit, path, html`<p>${say(TEXTS.decision)} <strong>${decisionId}</strong></p>${reason}${submit(say(TEXTS.allow))}`)}`
      : notice('note', html`<p>${say(TEXTS.needless)}</p>`);
  const status = wrong === undefined ? 200 : 422;
  return schemePage(visit, 'decisions', { title: say(TEXTS.title), body, status });
}

function idIn({ param }: UserVisit): string {
  const decisionId = param('decisionId');
  if (ownId.safeParse(decisionId).success) return decisionId;
  throw decisionNotFound();
}

const PERMISSION = {
  path: '/schemes/{scheme}/decisions/{decisionId}/reversal-permission',
  roles: ['insurer-reviewer'],
} as const;

export const PERMISSION_PAGES = {
  permission: { method: 'GET', ...PERMISSION, handler: show },
  permissionSent: { method: 'POST', ...PERMISSION, handler: permit },
} as const satisfies Record<string, UserPage>;
