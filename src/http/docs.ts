import { PROBLEMS, type ProblemCode } from '../problem/catalogue.ts';
import type { HttpHandler } from './env.ts';
import { pageHeaders } from './page-headers.ts';
import { reply } from './reply.ts';
import { type Route, refusalsOf } from './route.ts';

const STYLE = `body{font:16px/1.6 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.4rem .6rem;text-align:left;vertical-align:top}
code{font-family:ui-monospace,monospace;font-size:.9em}tr:target{background:#fff3bf}`;

const PAGE_HEADERS = pageHeaders(STYLE);

const CALLERS: Readonly<Record<Route['caller'], string>> = {
  anyone: '公开 / public',
  hospital: '医院 / hospital',
  insurer: '保险机构 / insurer',
  operator: '运营方 / operator',
};

/** The page of all routes. */
export function docsPage(routes: readonly Route[]): HttpHandler {
  const rows = routes.map(({ method, path, caller, zh, en }) => {
    return `<tr><td><code>${method} ${escapeHtml(path)}</code></td><td>${CALLERS[caller]}</td><td>${escapeHtml(zh)}<br>${escapeHtml(en)}</td></tr>`;
  });
  return page(
    '一站 Yizhan',
    `<p><a href="openapi.json">OpenAPI 3.1</a> · <a href="docs/errors">错误码 / error codes</a></p>
<table><tr><th>接口 / route</th><th>调用方 / caller</th><th>作用 / does</th></tr>${rows.join('')}</table>`,
  );
}

/** The page of all error codes, each at an anchor of its own name: a problem's `type` links there. */
export function errorsPage(routes: readonly Route[]): HttpHandler {
  const rows = Object.entries(PROBLEMS).map(([code, { status, title, titleEn }]) => {
    const where = routes.filter((route) => refusalsOf(route).includes(code as ProblemCode));
    const paths = where.map(({ method, path }) => `<code>${method} ${escapeHtml(path)}</code>`);
    return `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}<br>${titleEn}</td><td>${paths.join('<br>')}</td></tr>`;
  });
  return page(
    '错误码 / Error codes',
    `<p><a href="../docs">接口一览 / all routes</a></p>
<table><tr><th>code</th><th>HTTP</th><th>原因 / cause</th><th>接口 / routes</th></tr>${rows.join('')}</table>`,
  );
}

function page(title: string, content: string): HttpHandler {
  const html = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1>${content}</body></html>`;
  const bytes = Buffer.from(html);
  return (c) => reply(c, { status: 200, type: 'text/html; charset=utf-8', bytes, headers: PAGE_HEADERS });
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
