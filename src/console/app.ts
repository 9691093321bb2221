import { type Context, Hono } from 'hono';
import type { HttpContext, HttpEnv, HttpMiddleware } from '../http/env.ts';
import type { Gateway } from '../http/gateway.ts';
import type { Allowance } from '../http/shared/token-buckets.ts';
import { Refusal } from '../problem/refusal.ts';
import { ASSETS, type Asset } from './assets.ts';
import { allowed, type Entered, enter, readerOf, take, userOf } from './enter.ts';
import { showRefusal } from './error-page.ts';
import { demandOwnForm } from './guard.ts';
import { SECURITY_HEADERS } from './headers.ts';
import { TOKEN_FIELD } from './html/form.ts';
import type { Page, UserVisit } from './page.ts';
import { PAGES } from './pages.ts';
import { answered, redirected } from './reply.ts';

/** What the console is served with. */
export interface ConsoleOptions {
  readonly gateway: Gateway;
  /** Turns away what is too much. */
  readonly overload: HttpMiddleware;
  /** Reads the body of a form. */
  readonly body: HttpMiddleware;
  /** Reads the body of a form with a file in it. */
  readonly fileBody: HttpMiddleware;
  /** How often one person may ask, or one address where nobody is signed in. */
  readonly allowance: Allowance;
  /** How often one party may ask who is insured, in pages and in signed calls together. */
  readonly eligibility: Allowance;
}

/** The pages for people, as they stand in `pages.ts`, with what a request passes on its way to them. */
export function consoleApp(options: ConsoleOptions): Hono<HttpEnv> {
  const { gateway, overload, body, fileBody, allowance, eligibility } = options;
  const app = new Hono<HttpEnv>();
  app.onError((error, c) => showRefusal(c, error));
  app.use(secure());
  const pages: readonly Page[] = Object.values(PAGES);
  const serve = (method: string, path: string, ...steps: readonly HttpMiddleware[]) => {
    // In this order: what others will see of the request, whether there is room for it, and then the request.
    app.on(method, path === '' ? '/' : path.replaceAll(/\{(\w+)\}/g, ':$1'), named(path), overload, ...steps);
  };

  for (const asset of Object.values(ASSETS)) serve('GET', asset.path, sent(asset));
  for (const page of pages) {
    const takesFile = page.roles !== 'anyone' && page.takesFile === true;
    const steps = page.method !== 'POST' ? [] : takesFile ? [signedIn(gateway), fileBody] : [body];
    serve(page.method, page.path, ...steps, async (c) =>
      show(c, page, await enter(c, gateway, allowance), eligibility),
    );
  }
  app.all('*', named('*'), overload, () => {
    throw new Refusal('NOT_FOUND', {
      detail: '没有这个页面，请核对地址',
      detailEn: 'There is no such page: check the address',
    });
  });
  return app;
}

async function show(c: HttpContext, page: Page, entered: Entered, eligibility: Allowance): Promise<Response> {
  const { visit, token } = entered;
  if (page.roles !== 'anyone' && visit.user === undefined) {
    const next = page.method === 'GET' && visit.here !== '' ? { next: visit.here } : undefined;
    return redirected(c, entered, { to: '/sign-in', ...(next === undefined ? {} : { query: next }) });
  }
  if (page.method === 'POST') demandOwnForm(c, visit.form.get(TOKEN_FIELD), token);
  if (page.roles === 'anyone') return answered(c, entered, await page.handler(visit));
  const own = visit as UserVisit;
  if (own.user.session.account.mustChange && page.beforePasswordChange !== true) {
    return redirected(c, entered, { to: '/account/password' });
  }
  allowed(page, own);
  if (page.eligibility === true) await take(eligibility, own.user.party.id);
  return answered(c, entered, await page.handler(own));
}

/** A large body is read only for somebody who is signed in. */
function signedIn(gateway: Gateway): HttpMiddleware {
  return async function signedIn(c, next) {
    if ((await userOf(c, gateway)) === undefined) {
      return redirected(c, readerOf(c, gateway, undefined), { to: '/sign-in' });
    }
    await next();
    return undefined;
  };
}

/** Every answer, whatever it is, has the headers that keep a browser safe. */
function secure(): HttpMiddleware {
  return async function secure(c, next) {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.res.headers.set(name, value);
  };
}

/** Logs and metrics know a page by its pattern. */
function named(path: string): HttpMiddleware {
  return async function named(c: Context<HttpEnv>, next) {
    c.set('page', `/console${path}`);
    await next();
  };
}

function sent({ type, bytes }: Asset): HttpMiddleware {
  const headers = { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' };
  return async () => new Response(bytes, { headers });
}
