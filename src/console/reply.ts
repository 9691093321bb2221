import type { HttpContext } from '../http/env.ts';
import { replyFile } from '../http/reply.ts';
import { COOKIES, writtenCookie } from './cookies.ts';
import { addressBelow, type Entered } from './enter.ts';
import { layout } from './html/layout.ts';
import type { Answer } from './page.ts';

type Redirect = Extract<Answer, { to: string }>;

/** Answers what a page's handler answered. */
export function answered(c: HttpContext, entered: Entered, answer: Answer): Response {
  if ('to' in answer) return redirected(c, entered, answer);
  if ('file' in answer) return replyFile(c, answer.file);
  const { title, body, status = 200 } = answer;
  const headers = headersOf(c, entered);
  headers.set('Content-Type', 'text/html; charset=utf-8');
  return new Response(layout(entered.visit, title, body).toString(), { status, headers });
}

/** Goes on to another page, which is asked for with GET. */
export function redirected(c: HttpContext, entered: Entered, { to, query, session }: Redirect): Response {
  const headers = headersOf(c, entered);
  headers.set('Location', addressBelow(entered.visit.gateway.publicBasePath, to, query));
  if (session !== undefined) headers.append('Set-Cookie', writtenCookie(c, COOKIES.session, session ?? undefined));
  return new Response(null, { status: 303, headers });
}

function headersOf(c: HttpContext, { fresh, visit }: Entered): Headers {
  const headers = new Headers({ 'Cache-Control': 'no-store', 'X-Request-Id': visit.requestId });
  if (fresh.visit !== undefined) headers.append('Set-Cookie', writtenCookie(c, COOKIES.visit, fresh.visit));
  if (fresh.language !== undefined) headers.append('Set-Cookie', writtenCookie(c, COOKIES.language, fresh.language));
  return headers;
}
