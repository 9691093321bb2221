import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Role } from '../../src/accounts/role.ts';
import { SECURITY_HEADERS } from '../../src/console/headers.ts';
import { LANGUAGES } from '../../src/console/language.ts';
import type { Page } from '../../src/console/page.ts';
import { PAGES, type PageName } from '../../src/console/pages.ts';
import { Browser, type Console, openConsole, PEOPLE, type Seen } from './fixtures.ts';
import { SAMPLES } from './samples.ts';

/** What must hold for every page, whatever it shows. */

const NAMES = Object.keys(PAGES) as PageName[];
const OWN_SCHEME = 'jiangxi-weihuibao-2023';
const FOREIGN_SCHEME = 'nantong-dibubao-2022';
const ALL_ROLES = Object.keys(PEOPLE) as Role[];

let console: Console;
/** Sessions to begin with: signing in is not what these tests are about. */
const tokens = new Map<string, string>();

beforeAll(async () => {
  console = await openConsole();
});
afterAll(() => console.release());

/** A browser in which an account is signed in, as it were a minute ago. */
async function browserOf(account: string): Promise<Browser> {
  const browser = new Browser(console);
  const known = tokens.get(account);
  if (known !== undefined && (await console.sessions.find(known)) !== undefined) {
    browser.cookies.set('yizhan-session', known);
    return browser;
  }
  await browser.signIn(account);
  tokens.set(account, browser.cookies.get('yizhan-session') ?? '');
  return browser;
}

function pageOf(name: PageName): Page {
  return PAGES[name];
}

/** Asks for a page as its sample does, in a browser. */
async function ask(browser: Browser, name: PageName, path = SAMPLES[name].path): Promise<Seen> {
  if (pageOf(name).method === 'GET') return browser.get(`/console${path}`);
  const { token } = await browser.get(browser.cookies.has('yizhan-session') ? '/console/account' : '/console/sign-in');
  return browser.post(`/console${path}`, { token, ...SAMPLES[name].form });
}

/** What any service was asked by now. */
function asked(): number {
  const { settlement, reviews, dailyFiles, clearing, experience, parties, reconciliations } = console.services;
  const all = [settlement, reviews, dailyFiles, clearing, experience, parties, reconciliations];
  return all
    .flatMap((service) => Object.values<unknown>({ ...service }))
    .reduce<number>((sum, one) => sum + (vi.isMockFunction(one) ? one.mock.calls.length : 0), 0);
}

describe.each(NAMES)('%s', (name) => {
  const page = pageOf(name);
  const sample = SAMPLES[name];
  const good = sample.ok ?? (page.method === 'GET' ? 200 : 303);

  test('answers whom it is for, with the headers that keep a browser safe', async () => {
    const browser = sample.as === undefined ? new Browser(console) : await browserOf(sample.as);
    const { status, headers } = await ask(browser, name);
    expect(status).toBe(good);
    for (const [header, value] of Object.entries(SECURITY_HEADERS)) expect(headers.get(header)).toBe(value);
    expect(headers.get('Cache-Control')).toMatch(/^no-store\b/);
  });

  test('lets nobody else in, and nothing is asked for them', async () => {
    if (page.roles === 'anyone') return;
    const before = asked();
    const nobody = new Browser(console);
    const away = await ask(nobody, name);
    expect([away.status, away.to?.split('?')[0]]).toEqual([303, '/console/sign-in']);
    for (const role of ALL_ROLES) {
      if (page.roles.includes(role)) continue;
      const { status, html } = await ask(await browserOf(role), name);
      expect([role, status]).toEqual([role, 403]);
      expect(html).toContain('role="alert"');
    }
    expect(asked()).toBe(before);
  });

  test("shows no other party's", async () => {
    if (page.roles === 'anyone') return;
    for (const role of page.roles) {
      const { stranger } = PEOPLE[role];
      vi.clearAllMocks();
      const browser = await browserOf(`other-${role}`);
      if (role.startsWith('insurer') && page.path.includes('{scheme}')) {
        expect((await ask(browser, name)).status).toBe(403);
        expect((await ask(browser, name, sample.path.replace(OWN_SCHEME, FOREIGN_SCHEME))).status).toBe(good);
      } else if (role === 'hospital-desk') {
        await ask(browser, name);
        for (const service of Object.values(console.services.settlement)) {
          for (const [hospital] of vi.mocked(service).mock.calls) expect(hospital).toBe(stranger);
        }
      }
    }
  });

  test('takes a form only from its own page', async () => {
    if (page.method !== 'POST') return;
    const path = `/console${sample.path}`;
    const browser = sample.as === undefined ? new Browser(console) : await browserOf(sample.as);
    const { token } = await browser.get(sample.as === undefined ? '/console/sign-in' : '/console/account');
    const form = { ...sample.form, token };
    const stranger = new Browser(console);
    const { token: strangers } = await stranger.get('/console/sign-in');
    const refused = [
      await browser.post(path, { ...sample.form }),
      await browser.post(path, { ...form, token: strangers }),
      await browser.post(path, form, { 'Sec-Fetch-Site': 'cross-site' }),
      await browser.post(path, form, { 'Sec-Fetch-Site': 'same-site' }),
      await browser.post(path, form, { 'Sec-Fetch-Site': 'none' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    if (sample.as !== undefined) expect((await browser.get('/console/account')).status).toBe(200);
  });

  test('speaks both languages, and stays the same page', async () => {
    if (page.method !== 'GET' || sample.download === true) return;
    const browser = sample.as === undefined ? new Browser(console) : await browserOf(sample.as);
    const shown = await ask(browser, name);
    const links = [...shown.html.matchAll(/href="([^"]*lang=en[^"]*)"/g)].map(([, href = '']) => href);
    expect(links).toHaveLength(1);
    expect(shown.html).toContain('<html lang="zh-CN">');
    const switched = await browser.get((links[0] ?? '').replaceAll('&amp;', '&'));
    expect([switched.status, switched.html.includes('<html lang="en">')]).toEqual([200, true]);
    expect((await ask(browser, name)).html).toContain('<html lang="en">');
  });
});

test('a path that takes a form can be asked for', () => {
  const shown = new Set(NAMES.map(pageOf).flatMap(({ method, path }) => (method === 'GET' ? [path] : [])));
  const blind = NAMES.map(pageOf).filter(({ method, path }) => method === 'POST' && !shown.has(path));
  // These two only ever go on to another page.
  expect(blind.map(({ path }) => path)).toEqual(['/account/sign-out-everywhere', '/sign-out']);
});

test('there are two languages, Chinese first', () => {
  expect(LANGUAGES).toEqual(['zh', 'en']);
});
