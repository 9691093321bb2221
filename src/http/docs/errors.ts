import { html } from '../../console/html/html.ts';
import { table } from '../../console/html/parts.ts';
import { PROBLEMS, type ProblemCode } from '../../problem/catalogue.ts';
import { REMEDIES } from '../../problem/remedies.ts';
import { ROW_CODES } from '../../roster/enrollment/fault.ts';
import { REASON_WORDS } from '../../scheme/reasons.ts';
import { type Route, refusalsOf } from '../route.ts';
import type { Address, DocsPage } from './frame.ts';

/** The page of all codes, each of the gateway's at an anchor of its own name: a problem's `type` links there. */
export function errorsPage(routes: readonly Route[], address: Address): DocsPage {
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  const body = [
    html`<p>应答为 <code>application/problem+json</code>（RFC 9457）；HIS 格式的应答以方括号中的代码开头。代码一经公布，含义不变。<br>Answers are problem details (RFC 9457); in the format of a HIS the text begins with the code in brackets. A code keeps its meaning for good.</p>`,
    codes.map((code) => entry(code, routes, address)),
    html`<h2 id="reasons">未赔付的原因 / Why nothing was paid</h2><p>决定中的 <code>reason</code> / <code>reason</code> in a decision.</p>`,
    words('reason', Object.entries(REASON_WORDS)),
    html`<h2 id="rows">名册行未采用的原因 / Why a row of a roster is not taken</h2>`,
    words(
      'code',
      Object.entries(ROW_CODES).map(([code, [zh, en]]) => [code, { zh, en }] as const),
    ),
  ];
  return { path: '/errors', title: '错误码 / Error codes', body };
}

function entry(code: ProblemCode, routes: readonly Route[], address: Address) {
  const { status, title, titleEn } = PROBLEMS[code];
  const { cause, remedy } = REMEDIES[code];
  const where = routes.filter((route) => refusalsOf(route).includes(code));
  // Most can come from nearly every route: that is said once.
  const places =
    where.length > routes.length / 2
      ? '各签名接口 / signed routes'
      : where.map(({ id, path }, index) => [
          index > 0 && ' · ',
          html`<a href="${address(`/docs/api#${id}`)}"><code>${path}</code></a>`,
        ]);
  return html`<section id="${code}"><h2><code>${code}</code> <span class="soft">${status}</span></h2>
<p><strong>${title}</strong><br>${titleEn}</p>
<dl><div><dt>原因 / cause</dt><dd>${cause.zh}<br>${cause.en}</dd></div><div><dt>怎么办 / what to do</dt><dd>${remedy.zh}<br>${remedy.en}</dd></div>${
    where.length > 0 && html`<div><dt>接口 / routes</dt><dd>${places}</dd></div>`
  }</dl></section>`;
}

function words(name: string, rows: readonly (readonly [string, { readonly zh: string; readonly en: string }])[]) {
  return table({
    caption: name,
    columns: [
      { title: name, cell: ([code]) => html`<code>${code}</code>` },
      { title: '含义 / meaning', cell: ([, { zh, en }]) => [zh, html`<br>`, en] },
    ],
    rows,
    empty: '',
  });
}
