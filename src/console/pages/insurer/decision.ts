import { ownId } from '../../../claim/fields.ts';
import { Money } from '../../../money/money.ts';
import { decisionNotFound } from '../../../settlement/detail.ts';
import type { DecisionDetailDocument } from '../../../settlement/review-documents.ts';
import { field, questionForm, submit } from '../../html/form.ts';
import { type Html, html } from '../../html/html.ts';
import { definitions, notice, section, table, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { policyExplanation, stepsByPolicy } from '../../settlement/explanation.ts';
import { shownTime } from '../../settlement/words.ts';
import { claimPart } from './claim.ts';
import { decided } from './decided.ts';
import { hospitalIn, INSURER, schemePage, schemePath } from './frame.ts';
import { statement } from './statement.ts';
import { termsPart } from './terms.ts';

const TEXTS = {
  find: { zh: '查询决定', en: 'Find a decision' },
  id: { zh: '决定编号', en: 'Decision id' },
  idHint: { zh: '日文件的 decisionId 列', en: 'Column decisionId of the daily file' },
  bad: {
    zh: '决定编号只有字母、数字、点、下划线和连字符，最多 64 位',
    en: 'An id has only letters, digits, dots, underscores and hyphens, 64 at most',
  },
  look: { zh: '查询', en: 'Find' },
  title: { zh: '决定', en: 'Decision' },
  before: {
    zh: '这里有一位参保人的理赔申请，包括诊断等健康信息（不含姓名与证件号）。每次查阅都以本机构名义记入日志，请只为处理争议或审核而查阅。',
    en: 'This is the claim of a person with diagnoses and other health data (no name, no id number). Every look is journalled under your company. Look only where a dispute or a review needs it.',
  },
  open: { zh: '查阅并留痕', en: 'Look; it will be journalled' },
  journalled: { zh: '本次查阅已记入日志。', en: 'That you looked at this was journalled.' },
  permitted: { zh: '已同意医院逾期冲正。', en: 'The hospital may now reverse it late.' },
  settlement: { zh: '结算号', en: 'Settlement' },
  attempt: { zh: '结算次数', en: 'Attempt' },
  hospital: { zh: '医院', en: 'Hospital' },
  standing: { zh: '状态', en: 'State' },
  live: { zh: '有效', en: 'live' },
  reversed: { zh: '已冲正', en: 'reversed' },
  superseded: { zh: '已由后一次结算取代', en: 'superseded by a later attempt' },
  decidedAt: { zh: '决定时间', en: 'Decided' },
  day: { zh: '业务日', en: 'Business day' },
  acknowledged: { zh: '医院确认', en: 'Acknowledged' },
  notYet: { zh: '尚未确认', en: 'not yet' },
  reversedAt: { zh: '冲正时间', en: 'Reversed' },
  reversalReason: { zh: '冲正原因', en: 'Why it was reversed' },
  replacedBy: { zh: '由其替换', en: 'Replaced by' },
  earlier: { zh: '在先方案已付医院（元）', en: 'Paid by earlier schemes (yuan)' },
  memberBenefit: { zh: '另付参保人（元）', en: 'Paid to the member (yuan)' },
  none: { zh: '无', en: 'none' },
  why: { zh: '为什么是这个金额', en: 'Why this amount' },
  adjustments: { zh: '以后的调整', en: 'Adjustments since' },
  because: { zh: '因为', en: 'Because of' },
  amount: { zh: '金额（元）', en: 'Amount (yuan)' },
  resolution: { zh: '审定', en: 'Resolution' },
  resolvedAt: { zh: '审定时间', en: 'Resolved' },
  resolvedBy: { zh: '审定机构', en: 'Resolved by' },
  note: { zh: '备注', en: 'Note' },
  review: { zh: '打开审核', en: 'Open the review' },
  permit: { zh: '同意逾期冲正', en: 'Allow a late reversal' },
} as const satisfies Texts;

function find(visit: UserVisit): Answer {
  const { param, query, say } = visit;
  const id = query.get('id')?.trim() ?? '';
  const path = schemePath(param('scheme'), 'decisions');
  if (ownId.safeParse(id).success) return { to: `${path}/${id}` };
  const typed = field({
    name: 'id',
    label: say(TEXTS.id),
    hint: say(TEXTS.idHint),
    value: id,
    error: id === '' ? undefined : say(TEXTS.bad),
    autocomplete: 'off',
    required: true,
  });
  const body = questionForm(visit, path, html`${typed}${submit(say(TEXTS.look))}`);
  return schemePage(visit, 'decisions', { title: say(TEXTS.find), body });
}

async function show(visit: UserVisit): Promise<Answer> {
  const { gateway, param, query, say, user } = visit;
  const decisionId = param('decisionId');
  if (!ownId.safeParse(decisionId).success) throw decisionNotFound();
  const title = `${say(TEXTS.title)} ${decisionId}`;
  if (query.get('look') !== 'yes') return schemePage(visit, 'decisions', { title, body: doorway(visit, decisionId) });
  const detail = await gateway.reviews.detail(user.party.id, param('scheme'), decisionId);
  return schemePage(visit, 'decisions', { title, body: whole(visit, detail) });
}

/** What stands before anything of the person is shown. */
function doorway(visit: UserVisit, decisionId: string): Html {
  const { param, query, say } = visit;
  const path = schemePath(param('scheme'), 'decisions', decisionId);
  const look = html`<p>${say(TEXTS.before)}</p><input type="hidden" name="look" value="yes">${submit(say(TEXTS.open))}`;
  return html`${query.get('done') === 'permitted' && notice('good', html`<p>${say(TEXTS.permitted)}</p>`)}
${questionForm(visit, path, look)}`;
}

function whole(visit: UserVisit, detail: DecisionDetailDocument): Html {
  const { say } = visit;
  const steps = stepsByPolicy(detail.explanation);
  const policies = detail.schemes.map(
    (row, index) => html`${decided(visit, row)}
${section(say(TEXTS.why), policyExplanation(visit, row, steps[index] ?? []))}`,
  );
  return html`${notice('note', html`<p>${say(TEXTS.journalled)}</p>`)}${facts(visit, detail)}
${policies}
${detail.adjustments.length > 0 && adjustments(visit, detail)}
${detail.resolutions.map((one) => resolution(visit, one))}
${claimPart(visit, detail.claim)}${termsPart(visit, detail)}${links(visit, detail)}`;
}

function facts(visit: UserVisit, detail: DecisionDetailDocument): Html {
  const { say } = visit;
  const { reversal } = detail;
  return definitions([
    [say(TEXTS.standing), say(TEXTS[detail.standing])],
    [say(TEXTS.settlement), detail.settlementId],
    [say(TEXTS.attempt), detail.attempt],
    [say(TEXTS.hospital), hospitalIn(visit, detail.hospitalId)],
    [say(TEXTS.decidedAt), shownTime(detail.decidedAt)],
    [say(TEXTS.day), detail.businessDate],
    [say(TEXTS.acknowledged), detail.acknowledgedAt === null ? say(TEXTS.notYet) : shownTime(detail.acknowledgedAt)],
    [say(TEXTS.earlier), !Money.of(detail.earlierSchemesPaid).isZero() && yuan(detail.earlierSchemesPaid)],
    [say(TEXTS.reversedAt), reversal !== null && shownTime(reversal.reversedAt)],
    [say(TEXTS.reversalReason), reversal?.reason],
    [say(TEXTS.replacedBy), reversal?.replacedBy ?? false],
  ]);
}

function adjustments({ say }: UserVisit, { adjustments: all }: DecisionDetailDocument): Html {
  return table({
    caption: say(TEXTS.adjustments),
    empty: say(TEXTS.none),
    rows: all,
    narrow: true,
    columns: [
      { title: say(TEXTS.day), cell: ({ businessDate }) => businessDate },
      { title: say(TEXTS.because), cell: ({ because }) => because },
      { title: say(TEXTS.amount), cell: ({ amount }) => yuan(amount), figure: true },
    ],
  });
}

function resolution(visit: UserVisit, one: DecisionDetailDocument['resolutions'][number]): Html {
  const { say } = visit;
  return html`${section(
    say(TEXTS.resolution),
    definitions([
      [say(TEXTS.memberBenefit), yuan(one.memberBenefit)],
      [say(TEXTS.resolvedAt), shownTime(one.resolvedAt)],
      [say(TEXTS.resolvedBy), one.resolvedBy],
      [say(TEXTS.note), one.note ?? false],
    ]),
  )}${statement(visit, one)}`;
}

function links({ gateway, param, say, url, user }: UserVisit, detail: DecisionDetailDocument): Html {
  const scheme = param('scheme');
  const { decisionId, standing, schemes } = detail;
  const pended = schemes.some(
    ({ status, benefits }) => status === 'pended' || benefits.some((one) => one.status === 'pended'),
  );
  const late =
    standing === 'live' &&
    user.role === 'insurer-reviewer' &&
    gateway.console.rules(scheme)?.reversal?.afterwards === 'insurer';
  const review = url(schemePath(scheme, 'reviews', decisionId));
  const permit = url(`${schemePath(scheme, 'decisions', decisionId)}/reversal-permission`);
  return html`<ul class="links no-print">${pended && html`<li><a href="${review}">${say(TEXTS.review)}</a></li>`}${
    late && html`<li><a href="${permit}">${say(TEXTS.permit)}</a></li>`
  }<li><a href="${url(schemePath(scheme, 'decisions'))}">${say(TEXTS.find)}</a></li></ul>`;
}

export const DECISION_PAGES = {
  findDecision: { method: 'GET', path: '/schemes/{scheme}/decisions', roles: INSURER, handler: find },
  decision: { method: 'GET', path: '/schemes/{scheme}/decisions/{decisionId}', roles: INSURER, handler: show },
} as const satisfies Record<string, UserPage>;
