import { describe, expect, onTestFinished, test } from 'vitest';
import { totp } from '../../src/accounts/totp.ts';
import { DEFAULT_LIMITS, type Gateway } from '../../src/http/gateway.ts';
import { Browser, openConsole, PASSWORD, type Seen } from './fixtures.ts';

async function console(change: Partial<Gateway> = {}) {
  const opened = await openConsole(change);
  onTestFinished(() => opened.release());
  return opened;
}

/** A page without what differs from one request to the next. */
function same({ status, html }: Seen): string {
  return `${status} ${html.replaceAll(/value="[^"]*"/g, '')}`;
}

describe('signing in', () => {
  test('gives a new id, which nobody knew before, and signing out ends it', async () => {
    const opened = await console();
    const browser = new Browser(opened);
    await browser.get('/console/sign-in');
    browser.cookies.set('yizhan-session', 'planted-by-somebody');
    const { status, to } = await browser.signIn('hospital-desk');
    expect([status, to]).toEqual([303, '/console']);
    const first = browser.cookies.get('yizhan-session') ?? '';
    expect(first).toMatch(/^[\w-]{43}$/);
    expect((await browser.get('/console')).status).toBe(200);

    const home = await browser.get('/console');
    await browser.post('/console/sign-out', { token: home.token });
    expect(browser.cookies.has('yizhan-session')).toBe(false);
    browser.cookies.set('yizhan-session', first);
    expect((await browser.get('/console')).status).toBe(303);
  });

  test('goes on to where somebody wanted to go, and nowhere else', async () => {
    const opened = await console();
    const next = async (value: string) => {
      const browser = new Browser(opened);
      return (
        await browser.send('/console/sign-in', { name: 'hospital-desk', password: PASSWORD, code: '', next: value })
      ).to;
    };
    const away = await new Browser(opened).get('/console/settlements?id=S-1');
    expect(away.to).toBe('/console/sign-in?next=%2Fsettlements%3Fid%3DS-1');
    expect(await next('/settlements?id=S-1')).toBe('/console/settlements?id=S-1');
    for (const elsewhere of ['https://evil.example/', '//evil.example', '/\\evil.example', '/a\r\nX: y', '@evil']) {
      expect(await next(elsewhere)).toBe('/console');
    }
  });

  test('tells nobody which names there are, or what was wrong', async () => {
    const opened = await console();
    const { totpSecret, password } = await opened.accounts.add('li.na', 'H1', 'hospital-desk', 'command line');
    await opened.plain('gone', 'H1', 'hospital-desk');
    await opened.accounts.disable('gone', 'command line');
    const code = totp(totpSecret, opened.time.now);
    const attempts = [
      ['nobody', PASSWORD, ''],
      ['li.na', 'wrong', code],
      ['li.na', password, '000000'],
      ['gone', PASSWORD, ''],
    ] as const;
    const answers: string[] = [];
    for (const [name, typed, sent] of attempts) {
      answers.push(same(await new Browser(opened).signIn(name, typed, sent)));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^401 /);
    for (const name of ['nobody', 'li.na']) {
      for (let failure = 0; failure < 5; failure += 1) await new Browser(opened).signIn(name, 'wrong');
      expect(same(await new Browser(opened).signIn(name, 'wrong'))).toMatch(/^429 [\s\S]*2026-03-01 10:01/);
    }
  });

  test('with a password that somebody else made leads to one of its own, and nowhere else', async () => {
    const opened = await console();
    const { totpSecret, password } = await opened.accounts.add('li.na', 'H1', 'hospital-desk', 'command line');
    const browser = new Browser(opened);
    await browser.signIn('li.na', password, totp(totpSecret, opened.time.now));
    for (const path of ['', '/settlements', '/account', '/account/authenticator']) {
      expect((await browser.get(`/console${path}`)).to).toBe('/console/account/password');
    }
    const fresh = 'nine quiet rivers';
    const change = (again: string, current = password) =>
      browser.send('/console/account/password', { current, fresh, again });
    expect((await change('another')).html).toContain('id="field-again-error"');
    expect((await change(fresh, 'wrong')).status).toBe(422);
    expect((await change(fresh)).to).toBe('/console/account?done=password');
    expect((await browser.get('/console/settlements')).status).toBe(200);
  });

  test('a new authenticator is shown once and taken with a code of it', async () => {
    const opened = await console();
    const browser = new Browser(opened);
    await browser.signIn('operator');
    const { html, token } = await browser.get('/console/account/authenticator');
    const secret = /secret=([A-Z2-7]{32})/.exec(html)?.[1] ?? '';
    const offer = /name="offer" value="([^"]*)"/.exec(html)?.[1] ?? '';
    const confirm = (code: string) =>
      browser.post('/console/account/authenticator', { token, offer, current: PASSWORD, code });
    expect((await confirm('000000')).html).toContain(secret);
    expect((await confirm(totp(secret, opened.time.now))).to).toBe('/console/account?done=totp');
    expect((await browser.get('/console/account/authenticator')).html).not.toContain(secret);
    expect((await new Browser(opened).signIn('operator')).status).toBe(401);
  });
});

describe('the browser', () => {
  test('gets cookies for this host, over TLS alone where there is TLS, and without it on this machine only', async () => {
    const opened = await console();
    const cookies = async (origin: string) => {
      const browser = new Browser(opened, origin);
      const { headers } = await browser.signIn('policy');
      return headers.getSetCookie().map((cookie) => cookie.replace(/=[\w-]{43}/, '=…'));
    };
    const bound = 'Path=/; HttpOnly; SameSite=Strict';
    expect(await cookies('http://127.0.0.1:8080')).toEqual([`yizhan-session=…; ${bound}`]);
    expect(await cookies('http://[::1]:8080')).toEqual([`yizhan-session=…; ${bound}`]);
    for (const origin of ['https://gateway.example', 'http://gateway.example', 'http://localhost.example']) {
      expect(await cookies(origin)).toEqual([`__Host-yizhan-session=…; ${bound}; Secure`]);
    }
  });

  test('is not believed over TLS with a cookie that a neighbour could have set', async () => {
    const opened = await console();
    const browser = new Browser(opened, 'https://gateway.example');
    await browser.signIn('policy');
    const token = browser.cookies.get('__Host-yizhan-session') ?? '';
    browser.cookies.clear();
    browser.cookies.set('yizhan-session', token);
    expect((await browser.get('/console')).status).toBe(303);
  });

  test('of an older make says where it is by Origin', async () => {
    const opened = await console();
    const browser = new Browser(opened);
    const { token } = await browser.get('/console/sign-in');
    const form = { token, name: 'policy', password: PASSWORD };
    const send = async (Origin: string) => {
      const headers = { Cookie: `yizhan-visit=${browser.cookies.get('yizhan-visit')}`, Host: '127.0.0.1:8080', Origin };
      const body = new URLSearchParams(form);
      return (await opened.app.request('http://127.0.0.1:8080/console/sign-in', { method: 'POST', body, headers }))
        .status;
    };
    expect(await send('https://evil.example')).toBe(403);
    expect(await send('null')).toBe(403);
    expect(await send('http://127.0.0.1:8080')).toBe(303);
  });

  test('finds everything below the path that a proxy puts before it', async () => {
    const opened = await console({ publicBasePath: '/yizhan' });
    const browser = new Browser(opened);
    for (const base of ['/yizhan', '']) {
      const { html } = await browser.get(`${base}/console/sign-in`);
      const addresses = [...html.matchAll(/(?:href|action)="([^"#]+)"/g)].map(([, address = '']) => address);
      expect(addresses.length).toBeGreaterThan(4);
      for (const address of addresses) expect(address).toMatch(/^\/yizhan\/console/);
      for (const address of addresses.filter((one) => one.includes('/assets/'))) {
        const asset = await browser.get(address);
        expect([asset.status, asset.headers.get('Cache-Control')]).toEqual([200, expect.stringContaining('immutable')]);
      }
    }
  });
});

describe('what goes wrong', () => {
  test('is a page in the reader’s language that tells the request’s number and nothing else', async () => {
    const opened = await console();
    const browser = new Browser(opened);
    await browser.signIn('hospital-desk');
    const missing = await browser.get('/console/nosuch?lang=en');
    expect([missing.status, missing.html.includes('There is no such page')]).toEqual([404, true]);
    expect(missing.html).toContain(missing.headers.get('X-Request-Id'));
    opened.services.settlement.billed = async () => {
      throw new Error('secret of the house');
    };
    const failed = await browser.get('/console/settlements/S-1');
    expect(failed.status).toBe(500);
    expect(failed.html).not.toContain('secret of the house');
    expect(opened.log.join('')).toContain('/console/settlements/{settlementId}');
    expect(opened.log.join('')).not.toContain('secret of the house');
  });

  test('what is typed is shown as it was typed, never as HTML', async () => {
    const opened = await console();
    const browser = new Browser(opened);
    const typed = `"><script>alert('1')</script>`;
    for (const { html } of [
      await browser.signIn(typed),
      await browser.get(`/console/sign-in?next=${encodeURIComponent(typed)}`),
    ]) {
      expect(html).not.toContain('<script');
      expect(html).toContain('&quot;&gt;&lt;script&gt;');
    }
    await browser.signIn('hospital-desk');
    expect((await browser.get(`/console/settlements?id=${encodeURIComponent(typed)}`)).html).not.toContain('<script');
  });

  test('too many pages at once wait a moment', async () => {
    const opened = await console({ limits: { ...DEFAULT_LIMITS, pagesPerSecond: 3 } });
    const browser = new Browser(opened);
    const statuses = [];
    for (let page = 0; page < 5; page += 1) statuses.push((await browser.get('/console/sign-in')).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    opened.time.now += 1_000;
    const { headers, status } = await browser.get('/console/sign-in');
    expect([status, headers.get('Retry-After')]).toEqual([200, null]);
  });

  test('a form larger than any of ours is refused', async () => {
    const browser = new Browser(await console());
    const { status } = await browser.send('/console/sign-in', { name: 'x'.repeat(70_000), password: 'x' });
    expect(status).toBe(413);
  });
});
