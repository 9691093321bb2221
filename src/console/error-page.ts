import type { HttpContext } from '../http/env.ts';
import { PROBLEMS } from '../problem/catalogue.ts';
import { Refusal } from '../problem/refusal.ts';
import { readerOf, userOf } from './enter.ts';
import { html } from './html/html.ts';
import { notice } from './html/parts.ts';
import type { Texts } from './language.ts';
import { answered } from './reply.ts';

const TEXTS = {
  internal: {
    zh: '系统内部错误，请凭请求编号联系运维。若刚提交了操作，结果未知：请先查询',
    en: 'Internal error: tell the operator the request number. If you just sent something, its outcome is unknown: look it up first',
  },
  request: { zh: '请求编号', en: 'Request number' },
  home: { zh: '返回首页', en: 'Back to the home page' },
} as const satisfies Texts;

/** Anything thrown, as a page; what is no refusal tells nothing but its request number. */
export async function showRefusal(c: HttpContext, error: unknown): Promise<Response> {
  const refusal =
    error instanceof Refusal
      ? error
      : new Refusal('INTERNAL', { detail: TEXTS.internal.zh, detailEn: TEXTS.internal.en });
  c.set('problem', refusal.code);
  const gateway = c.get('gateway');
  // Who asks is looked up again, unless that is what failed or there is no time for it.
  const user = refusal.status < 429 ? await userOf(c, gateway) : undefined;
  const reader = readerOf(c, gateway, user);
  // The other language of an error after a form is not asked for by sending the form again.
  const entered = c.req.method === 'POST' ? { ...reader, visit: { ...reader.visit, here: '' } } : reader;
  const { say, url, requestId } = entered.visit;
  const { title, titleEn } = PROBLEMS[refusal.code];
  const { detail, detailEn, retryAfter } = refusal.detail;
  const body = html`${notice('bad', html`<p>${say({ zh: detail, en: detailEn })}</p>`)}
<p class="soft">${say(TEXTS.request)} <code>${requestId}</code></p>
<p><a href="${url('')}">${say(TEXTS.home)}</a></p>`;
  const answer = answered(c, entered, { title: say({ zh: title, en: titleEn }), body, status: refusal.status });
  if (retryAfter !== undefined) answer.headers.set('Retry-After', String(retryAfter));
  return answer;
}
