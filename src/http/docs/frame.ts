import { ASSETS } from '../../console/assets.ts';
import { type Html, html, type Part } from '../../console/html/html.ts';
import type { HttpHandler } from '../env.ts';
import { reply } from '../reply.ts';

/** Nothing from elsewhere, no scripts, no forms, no frame: pages to read. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
};

/** A page of the documents. */
export interface DocsPage {
  /** Below `/docs`; empty for the first page. */
  readonly path: string;
  readonly title: string;
  readonly body: Part;
}

/** The address of something the gateway serves, as a browser asks for it through the proxy. */
export type Address = (path: string) => string;

const MENU = [
  ['', '首页 / overview'],
  ['/api', '接口 / interface'],
  ['/signing', '签名 / signing'],
  ['/errors', '错误码 / error codes'],
] as const;

/** Answers a page, made once. */
export function showPage(page: DocsPage, address: Address): HttpHandler {
  const bytes = Buffer.from(framed(page, address).toString());
  return (c) => reply(c, { status: 200, type: 'text/html; charset=utf-8', bytes, headers: HEADERS });
}

function framed({ path, title, body }: DocsPage, address: Address): Html {
  const entries = MENU.map(
    ([to, text]) =>
      html`<li><a href="${address(`/docs${to}`)}"${to === path && html` aria-current="page"`}>${text}</a></li>`,
  );
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · 一站 Yizhan</title>
<link rel="icon" href="${address(`/console${ASSETS.icon.path}`)}">
<link rel="stylesheet" href="${address(`/console${ASSETS.style.path}`)}">
<link rel="stylesheet" href="${address(`/console${ASSETS.documents.path}`)}">
</head>
<body>
<a class="skip" href="#main">跳到正文 / skip to the content</a>
<header class="top"><a class="brand" href="${address('/docs')}">一站 Yizhan</a><nav class="pages" aria-label="文档 / documents"><ul>${entries}</ul></nav></header>
<main id="main" class="document" tabindex="-1">
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}
