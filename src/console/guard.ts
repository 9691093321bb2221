import { timingSafeEqual } from 'node:crypto';
import type { HttpContext } from '../http/env.ts';
import { Refusal } from '../problem/refusal.ts';

/**
 * Lets a form through only where this page's own form was sent by this browser: the browser says that it came from here,
 * and the form has the token of its session (OWASP Cross-Site Request Forgery Prevention Cheat Sheet).
 *
 * @param token undefined where the browser sent no cookie
 * @throws Refusal `FORBIDDEN`
 */
export function demandOwnForm(c: HttpContext, given: string | null, token: string | undefined): void {
  if (!sameOrigin(c)) {
    throw new Refusal('FORBIDDEN', {
      detail: '请求来自其他网站，未作任何处理',
      detailEn: 'The request came from another site; nothing was done',
    });
  }
  const sent = Buffer.from(given ?? '');
  const expected = Buffer.from(token ?? '');
  if (expected.length > 0 && sent.length === expected.length && timingSafeEqual(sent, expected)) return;
  throw new Refusal('FORBIDDEN', {
    detail: '页面已过期，未作任何处理：请返回上一页，刷新后重试',
    detailEn: 'The page has expired, nothing was done: go back, reload it and try again',
  });
}

/** Browsers tell it in `Sec-Fetch-Site`; older ones, and all over plain HTTP, only in `Origin`. */
function sameOrigin(c: HttpContext): boolean {
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('Origin');
  const host = c.req.header('Host') ?? new URL(c.req.url).host;
  return origin === `http://${host}` || origin === `https://${host}`;
}
