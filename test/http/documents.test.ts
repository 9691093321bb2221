import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Documents } from '../../src/http/docs/documents.ts';
import { GUIDES } from '../../src/http/docs/guides.ts';
import { markdown } from '../../src/http/docs/markdown.ts';
import { ROUTES } from '../../src/http/routes.ts';
import { DOCUMENTS, REQUESTS } from '../../src/http/schemas.ts';
import { PROBLEMS } from '../../src/problem/catalogue.ts';
import { fakeGateway } from './fixtures.ts';

const PREFIX = '/yizhan';
const behindProxy = fakeGateway({ publicBasePath: PREFIX, sandbox: true });

/** Asks as a browser does that came through the proxy. */
const get = (path: string) => behindProxy.app.request(path.replace(PREFIX, ''));
const text = async (path: string) => (await get(path)).text();
const paths = new Documents(behindProxy.gateway).paths().map((path) => `/docs${path}`);

test.each(paths)('%s loads nothing from elsewhere and cannot be framed', async (path) => {
  const answer = await get(path);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
  if (path.startsWith('/docs/pictures/')) return;
  expect(answer.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
  const page = await answer.text();
  expect(page).not.toMatch(/<script|<style|style="|src="http/);
});

test('every link between documents leads somewhere, to the very place', async () => {
  const pages = new Map<string, string>();
  for (const path of paths) if (!path.includes('/pictures/')) pages.set(`${PREFIX}${path}`, await text(path));
  const broken: string[] = [];
  for (const [from, page] of pages) {
    const links = [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, to = '']) => to);
    for (const link of links.filter((to) => !to.startsWith('http'))) {
      const [path = '', anchor] = link.split('#');
      const target = pages.get(path === '' ? from : path);
      const there = target === undefined ? (await get(path)).status === 200 : true;
      const place = anchor === undefined || target?.includes(`id="${decodeURIComponent(anchor)}"`);
      if (!there || place !== true) broken.push(`${from}: ${link}`);
    }
  }
  expect(broken).toEqual([]);
});

test('every error code has an anchor, with its cause and its remedy', async () => {
  const page = await text('/docs/errors');
  for (const code of Object.keys(PROBLEMS)) expect(page).toContain(`id="${code}"`);
  expect(page.match(/怎么办/g)).toHaveLength(Object.keys(PROBLEMS).length);
});

test('every call and every message is on the page of the interface', async () => {
  const page = await text('/docs/api');
  const names = [...Object.values(ROUTES).map(({ id }) => id), ...Object.keys(REQUESTS), ...Object.keys(DOCUMENTS)];
  for (const name of names) expect(page).toContain(`id="${name}"`);
  expect(page).toContain('<code>patient.basicInsurance.status</code>');
  expect(page).toContain('<code>lines[].total</code>');
});

test('every guide is a file of the project', () => {
  for (const { file } of GUIDES) expect(existsSync(new URL(`../../${file}`, import.meta.url)), file).toBe(true);
});

test('what is no document is not found, above all no other file', async () => {
  for (const path of ['/docs/nothing', '/docs/..%2f..%2fpackage.json', '/docs/pictures/..%2fpackage.json'])
    expect((await get(path)).status, path).toBe(404);
});

test('HTML in a document stands as text', () => {
  const html = markdown('# A <b>x</b>\n\n<script>alert(1)</script>\n\n[a](b.md) `<i>`', () => undefined);
  expect(html).not.toMatch(/<script|<b>|<i>|href/);
});
