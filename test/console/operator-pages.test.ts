import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quantile, readingsOf, since } from '../../src/console/operator/readings.ts';
import { setFact } from '../../src/roster/facts.ts';
import { importList } from '../../src/roster/lists.ts';
import { Browser, type Console, openConsole } from './fixtures.ts';

let console: Console;
let browser: Browser;

beforeAll(async () => {
  console = await openConsole();
  browser = new Browser(console);
  await browser.signIn('operator');
});
afterAll(() => console.release());

test('an operator sees every party and its keys, and which of them still hold', async () => {
  const { html } = await browser.get('/console/parties');
  expect(html).toMatch(/测试医院<\/td><td class="figure"><span class="fails">没有有效密钥/);
  expect(html).toMatch(/测试保险<\/td><td class="figure">1\/2/);
  const party = await browser.get('/console/parties/INS-JX');
  expect(party.html).toContain('npx yizhan parties import');
  expect([...party.html.matchAll(/已过期|有效</g)]).toHaveLength(2);
  expect(party.html).not.toContain('"d"');
  expect((await browser.get('/console/parties/NOBODY')).status).toBe(404);
});

test('an operator sees the versions of a list, and whether a code is on it', async () => {
  expect((await browser.get('/console/lists')).html).toContain('未导入');
  const clock = { real: () => console.time.now, business: () => console.time.now };
  for (const rows of ['XL01,Old,A', 'XL01,First,A\nXL02,Second,B']) {
    await importList(
      console.database,
      'sanming-cancer-drugs',
      Buffer.from(`code,name,class\n${rows}\n`),
      clock,
      'cli:test',
    );
  }
  const { html } = await browser.get('/console/lists/sanming-cancer-drugs?code=xl02.5');
  expect([...html.matchAll(/sha256:[0-9a-f]{64}/g)]).toHaveLength(2);
  expect(html).toMatch(/在目录内.*<code>XL02<\/code> Second · 类别 B/);
  expect((await browser.get('/console/lists/sanming-cancer-drugs?code=XA')).html).toContain('不在目录内');
  expect((await browser.get('/console/lists/nosuch')).status).toBe(404);
});

test('an operator sees which fact a rule waits for, and what was in force before', async () => {
  expect((await browser.get('/console/facts')).html).toContain('未录入：规则需要');
  const clock = { real: () => console.time.now, business: () => console.time.now };
  for (const value of ['0.31', '0.42']) {
    await setFact(
      console.database,
      console.gateway.console.schemes,
      'sanming-yilianbao-2024',
      'participationRate',
      value,
      clock,
      'cli:test',
    );
  }
  const { html } = await browser.get('/console/facts');
  expect(html).toMatch(/participationRate.*<strong>0\.42<\/strong>.*<div>0\.31 /s);
});

test('an operator sees how the gateway is', async () => {
  const { html } = await browser.get('/console/health');
  expect(html).toMatch(/SQLite|PostgreSQL/);
  expect(html).toMatch(/\d+ MiB/);
  expect(html).not.toContain('NaN');
});

test('an operator measures the load from one look to the next', async () => {
  const first = await browser.get('/console/load');
  expect(first.html).toContain('GET /console/parties'.replace('parties', 'sign-in'));
  const [, link = ''] = /<p><a href="([^"]*)">从现在起计量/.exec(first.html) ?? [];
  console.time.now += 60_000;
  const again = await browser.get(link.replaceAll('&amp;', '&'));
  expect(again.html).toMatch(/时长<\/dt><dd>60 秒/);
  for (const bad of ['at=1&counts=x&sum=1', 'at=1&counts=1.2&sum=1', `at=${'9'.repeat(15)}&counts=&sum=0`]) {
    expect((await browser.get(`/console/load?${bad}`)).html).not.toContain('时长');
  }
});

describe('accounts', () => {
  test('are reset after a question, and the password is shown once', async () => {
    const theirs = new Browser(console);
    await theirs.signIn('spare');
    const asked = await browser.get('/console/accounts/spare/reset');
    expect(asked.html).toContain('确认重置');
    expect((await theirs.get('/console')).status).toBe(200);
    const { html } = await browser.post('/console/accounts/spare/reset', { token: asked.token });
    const [, password = ''] = /一次性密码<\/dt><dd><code>([^<]*)</.exec(html) ?? [];
    expect(password.length).toBeGreaterThan(8);
    expect((await theirs.get('/console')).to).toMatch(/sign-in/);
    expect((await browser.get('/console/accounts')).html).not.toContain(password);
    expect(await console.account('spare')).toMatchObject({ mustChange: true, demo: false });
    expect((await theirs.signIn('spare')).status).toBe(401);
  });

  test('are disabled after a question, but not by their own', async () => {
    const theirs = new Browser(console);
    await theirs.signIn('other-policy');
    expect((await browser.get('/console/accounts')).html).toMatch(/other-policy<\/th>.*?2026-03-01 10:0/s);
    const done = await browser.send('/console/accounts/other-policy/disable', {});
    expect(done.to).toBe('/console/accounts?done=disabled');
    expect((await theirs.get('/console')).to).toMatch(/sign-in/);
    expect((await browser.get('/console/accounts?done=disabled')).html).toContain('已停用');
    const own = await browser.send('/console/accounts/operator/disable', {});
    expect([own.status, own.html.includes('不能停用自己的账户')]).toEqual([422, true]);
    expect((await console.account('operator'))?.disabledAt).toBeNull();
    expect((await browser.get('/console/accounts/nobody/reset')).status).toBe(404);
  });
});

describe('readings', () => {
  test('are what Prometheus would read', () => {
    const text = '# HELP a b\na_bucket{le="0.1",route="/x",note="say \\"hi\\", {b}"} 3\nb 1.5e-3\n';
    expect(readingsOf(text)).toEqual([
      { name: 'a_bucket', labels: { le: '0.1', route: '/x', note: 'say \\"hi\\", {b}' }, value: 3 },
      { name: 'b', labels: {}, value: 0.0015 },
    ]);
  });

  test('a quantile lies in the bucket of its rank, and never falls as the share grows', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 3, maxLength: 3 }), (parts) => {
        const [a = 0, b = 0, c = 0] = parts;
        const latency = { bounds: [1, 2], counts: [a, a + b, a + b + c], sum: 0 };
        const [low, high] = [quantile(latency, 0.5), quantile(latency, 0.99)];
        if (a + b + c === 0) return low === undefined;
        return low !== undefined && high !== undefined && low <= high && (a * 2 < a + b + c || low <= 1);
      }),
    );
  });

  test('nothing is measured across a restart', () => {
    const now = { bounds: [1], counts: [1, 2], sum: 3 };
    expect(since(now, [1, 1], 1)).toEqual({ bounds: [1], counts: [0, 1], sum: 2 });
    expect([since(now, [2, 2], 1), since(now, [1], 1), since(now, [0, 0], 9)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
