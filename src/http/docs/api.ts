import { type Html, html, type Part } from '../../console/html/html.ts';
import { table } from '../../console/html/parts.ts';
import type { ProblemCode } from '../../problem/catalogue.ts';
import { type Route, refusalsOf } from '../route.ts';
import type { Address, DocsPage } from './frame.ts';
import { type Field, fieldsOf, type Schema } from './schema-fields.ts';

export const CALLERS: Readonly<Record<Route['caller'], string>> = {
  anyone: '公开 / public',
  hospital: '医院 / hospital',
  insurer: '保险机构 / insurer',
  operator: '运营方 / operator',
};

/** The whole interface on one page: every call, and every message it speaks of. */
export function apiPage(
  routes: readonly Route[],
  schemas: Readonly<Record<string, Schema>>,
  address: Address,
): DocsPage {
  const body = [
    html`<p>机器可读：<a href="${address('/openapi.json')}">OpenAPI 3.1</a>。除公开接口外，每个请求与应答都<a href="${address('/docs/signing')}">签名</a>。金额为最多两位小数的字符串，应答总是两位。<br>For machines: <a href="${address('/openapi.json')}">OpenAPI 3.1</a>. All but the public calls are <a href="${address('/docs/signing')}">signed</a>, answers too. Money is a string with at most 2 decimals, in answers always 2.</p>`,
    html`<h2>接口 / Calls</h2>`,
    routes.map((route) => call(route, address)),
    html`<h2>报文 / Messages</h2>`,
    Object.entries(schemas).map(([name, schema]) => message(name, schema)),
  ];
  return { path: '/api', title: '接口 / The interface', body };
}

function call(route: Route, address: Address): Html {
  const { id, method, path, caller, zh, en, query = {}, body } = route;
  const codes: readonly ProblemCode[] = [...new Set(caller === 'anyone' ? refusalsOf(route) : route.refusals)];
  const answers = Object.entries(route.answers).map(([status, answer], index) => [
    index > 0 && html`<br>`,
    status,
    ' ',
    answer.includes('/') ? html`<code>${answer}</code>` : messageLink(answer),
  ]);
  const entries: (readonly [string, Part])[] = [
    ['调用方 / caller', CALLERS[caller]],
    ['请求 / body', body !== undefined && (body === 'csv' ? html`<code>text/csv</code>` : messageLink(body))],
    ['应答 / answers', answers],
    ...Object.entries(query).map(([name, words]) => [`?${name}`, `${words.zh} / ${words.en}`] as const),
    [
      '拒绝 / refusals',
      [
        codes.map((code) => [html`<a href="${address(`/docs/errors#${code}`)}"><code>${code}</code></a>`, ' ']),
        caller !== 'anyone' &&
          html`<a href="${address('/docs/errors')}">各签名接口共有的 / those of every signed call</a>`,
      ],
    ],
  ];
  const shown = entries.filter(([, is]) => is !== false);
  return html`<section id="${id}"><h3><code>${method} ${path}</code></h3><p>${zh}<br>${en}</p><dl class="wide">${shown.map(
    ([term, is]) => html`<div><dt>${term}</dt><dd>${is}</dd></div>`,
  )}</dl></section>`;
}

function messageLink(name: string): Html {
  return html`<a href="#${name}"><code>${name}</code></a>`;
}

function message(name: string, schema: Schema): Html {
  const fields = fieldsOf(schema);
  const columns = [
    { title: '字段 / field', cell: ({ path }: Field) => html`<code>${path}</code>` },
    {
      title: '类型 / type',
      cell: ({ kind, reference }: Field) => [kind, reference !== undefined && [' ', messageLink(reference)]],
    },
    { title: '必填 / required', cell: ({ required }: Field) => required && '是 / yes' },
    { title: '说明 / notes', cell: ({ notes }: Field) => notes },
  ];
  return html`<div id="${name}">${table({ caption: name, columns, rows: fields, empty: '{}' })}</div>`;
}
