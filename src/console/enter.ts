import { randomBytes } from 'node:crypto';
import { ROLES } from '../accounts/role.ts';
import { formToken } from '../accounts/sessions.ts';
import type { HttpContext } from '../http/env.ts';
import type { Gateway } from '../http/gateway.ts';
import type { Allowance } from '../http/shared/token-buckets.ts';
import { Refusal } from '../problem/refusal.ts';
import { COOKIES, readCookie } from './cookies.ts';
import { type Language, languageOf } from './language.ts';
import type { Page, User, UserPage, UserVisit, Visit } from './page.ts';
import { PAGES } from './pages.ts';
import { NOTHING_SENT, type SentForm, sentForm } from './sent-form.ts';

/** A request, and what of it only the frame of the pages knows. */
export interface Entered {
  readonly visit: Visit;
  /** What the form of the page must have; undefined where the browser sent nothing to hold it against. */
  readonly token: string | undefined;
  /** A cookie's value that the browser does not have yet. */
  readonly fresh: { readonly visit?: string; readonly language?: Language };
}

/**
 * Finds out who asks, and in which language.
 *
 * @throws Refusal `RATE_LIMITED`, or `INVALID_BODY` where a form is not whole
 */
export async function enter(c: HttpContext, gateway: Gateway, allowance: Allowance): Promise<Entered> {
  const entered = readerOf(c, gateway, await userOf(c, gateway), await sentForm(c));
  const { user } = entered.visit;
  await take(allowance, user === undefined ? `address ${addressOf(c)}` : `account ${user.name}`);
  return entered;
}

/**
 * Counts what somebody asks.
 *
 * @throws Refusal `RATE_LIMITED`
 */
export async function take(allowance: Allowance, whose: string): Promise<void> {
  const wait = await allowance.take(whose);
  if (wait === 0) return;
  throw new Refusal('RATE_LIMITED', {
    detail: '操作过于频繁，请稍后重试',
    detailEn: 'Too many requests: try again in a moment',
    retryAfter: Math.ceil(wait),
  });
}

/** A visit by somebody, or by nobody known; of an error without what was typed. */
export function readerOf(
  c: HttpContext,
  gateway: Gateway,
  user: User | undefined,
  { fields, file }: SentForm = NOTHING_SENT,
): Entered {
  const asked = new URL(c.req.url);
  const query = asked.searchParams;
  const chosen = languageOf(query.get('lang'));
  const language = chosen ?? languageOf(readCookie(c, COOKIES.language)) ?? 'zh';
  const session = user === undefined ? undefined : readCookie(c, COOKIES.session);
  const known = session ?? readCookie(c, COOKIES.visit);
  const secret = known ?? randomBytes(32).toString('base64url');
  query.delete('lang');
  const path = c.req.path.replace(/^\/console\/?/, '/').replace(/^\/$/, '');
  const visit: Visit = {
    gateway,
    shared: c.get('shared'),
    language,
    say: (words) => words[language],
    url: (to, parameters = {}) => addressBelow(gateway.publicBasePath, to, parameters),
    param: (name) => c.req.param(name) ?? '',
    query,
    form: fields,
    file,
    formToken: formToken(secret),
    here: query.size === 0 ? path : `${path}?${query}`,
    requestId: c.get('requestId'),
    user,
    navigation: user === undefined ? [] : navigationFor(user),
  };
  return {
    visit,
    token: known === undefined ? undefined : visit.formToken,
    fresh: {
      ...(known === undefined ? { visit: secret } : {}),
      ...(chosen === undefined ? {} : { language: chosen }),
    },
  };
}

/** Where a path below the console is found from outside. */
export function addressBelow(base: string, path: string, query: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `${base}/console${encodeURI(path)}${search === '' ? '' : `?${search}`}`;
}

/**
 * The one place that says who may see a page: by role, and by what the party is concerned with.
 *
 * @throws Refusal `FORBIDDEN`
 */
export function allowed(page: UserPage, { user, param }: UserVisit): void {
  const scheme = page.path.includes('{scheme}') ? param('scheme') : undefined;
  const foreign =
    scheme !== undefined && user.party.kind === 'insurer' && user.party.schemes?.includes(scheme) !== true;
  if (page.roles.includes(user.role) && !foreign) return;
  throw new Refusal('FORBIDDEN', {
    detail: '您的账户无权查看此页面',
    detailEn: 'Your account may not see this page',
  });
}

/** Who is signed in: whose account still stands for a party of its kind. */
export async function userOf(c: HttpContext, gateway: Gateway): Promise<User | undefined> {
  const token = readCookie(c, COOKIES.session);
  if (token === undefined) return undefined;
  const session = await gateway.console.sessions.find(token);
  if (session === undefined) return undefined;
  await gateway.refresh();
  const { name, role } = session.account;
  const party = gateway.registry.party(session.account.party);
  // A party that is suspended acts through nobody.
  return party?.kind === ROLES[role].kind && party.suspended !== true ? { name, role, party, session } : undefined;
}

function navigationFor({ role }: User): Visit['navigation'] {
  return (Object.values(PAGES) as readonly Page[]).flatMap(({ navigation, path, roles }) =>
    navigation !== undefined && roles !== 'anyone' && roles.includes(role) ? [{ path, words: navigation }] : [],
  );
}

function addressOf(c: HttpContext): string {
  return c.env?.incoming?.socket.remoteAddress ?? '';
}
