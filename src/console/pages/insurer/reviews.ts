import type { PendedReview } from '../../../settlement/review-documents.ts';
import { html } from '../../html/html.ts';
import { pager, table, yuan } from '../../html/parts.ts';
import type { Texts } from '../../language.ts';
import type { Answer, UserPage, UserVisit } from '../../page.ts';
import { benefitIn, hospitalIn, INSURER, idText, reasonIn, said, schemePage, schemePath } from './frame.ts';

const TEXTS = {
  title: { zh: '待审核', en: 'Waiting for a review' },
  how: { zh: '最早的在前。', en: 'Oldest first.' },
  none: { zh: '没有待审核的决定。', en: 'Nothing waits for a review.' },
  decided: { zh: '业务日', en: 'Business day' },
  settlement: { zh: '结算号', en: 'Settlement' },
  hospital: { zh: '医院', en: 'Hospital' },
  policy: { zh: '保单号', en: 'Policy' },
  why: { zh: '原因', en: 'Why' },
  personal: { zh: '个人负担（元）', en: 'Personal (yuan)' },
  paid: { zh: '本方案已付（元）', en: 'Paid so far (yuan)' },
  left: { zh: '至多还可赔付（元）', en: 'May still be paid (yuan)' },
  pages: { zh: '分页', en: 'Pages' },
  first: { zh: '首页', en: 'First page' },
  next: { zh: '下一页', en: 'Next page' },
} as const satisfies Texts;

/** Reviews on one page. */
const PAGE = 25;

async function reviews(visit: UserVisit): Promise<Answer> {
  const { gateway, param, query, say, url } = visit;
  const scheme = param('scheme');
  const after = query.get('after') ?? undefined;
  const { pended, next } = await gateway.reviews.pended(scheme, after, PAGE);
  const path = schemePath(scheme, 'reviews');
  const open = ({ decisionId, policyNo }: PendedReview) => url(`${path}/${decisionId}`, { policy: policyNo });
  const body = html`${table({
    caption: say(TEXTS.title),
    empty: say(TEXTS.none),
    rows: pended,
    columns: [
      { title: say(TEXTS.settlement), cell: (row) => html`<a href="${open(row)}">${idText(row.settlementId)}</a>` },
      { title: say(TEXTS.why), cell: (row) => whyOf(visit, row) },
      { title: say(TEXTS.decided), cell: ({ businessDate }) => idText(businessDate) },
      { title: say(TEXTS.hospital), cell: ({ hospitalId }) => hospitalIn(visit, hospitalId) },
      { title: say(TEXTS.policy), cell: ({ policyNo }) => idText(policyNo) },
      { title: say(TEXTS.personal), cell: ({ personal }) => yuan(personal), figure: true },
      { title: say(TEXTS.paid), cell: ({ paid }) => yuan(paid), figure: true },
      { title: say(TEXTS.left), cell: ({ left }) => yuan(left), figure: true },
    ],
  })}${pended.length > 1 && html`<p class="soft">${say(TEXTS.how)}</p>`}${pager({
    label: say(TEXTS.pages),
    first: after === undefined ? undefined : { href: url(path), text: say(TEXTS.first) },
    next: next === null ? undefined : { href: url(path, { after: next }), text: say(TEXTS.next) },
  })}`;
  return schemePage(visit, 'reviews', { title: say(TEXTS.title), body });
}

/** Why something waits: all of the scheme, or single benefits of it. */
export function whyOf(visit: UserVisit, { reason, benefits }: PendedReview): string {
  if (benefits.length === 0) return reasonIn(visit, reason);
  const scheme = visit.param('scheme');
  return benefits
    .map((one) => said(visit, benefitIn(visit, scheme, one.benefit), reasonIn(visit, one.reason)))
    .join('; ');
}

export const REVIEWS_PAGES = {
  reviews: { method: 'GET', path: '/schemes/{scheme}/reviews', roles: INSURER, handler: reviews },
} as const satisfies Record<string, UserPage>;
