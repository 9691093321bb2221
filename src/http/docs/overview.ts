import { html } from '../../console/html/html.ts';
import { table } from '../../console/html/parts.ts';
import type { Route } from '../route.ts';
import { CALLERS } from './api.ts';
import type { Address, DocsPage } from './frame.ts';
import { GUIDES } from './guides.ts';

/** The first page: what there is to read, and every call in one line. */
export function overviewPage(routes: readonly Route[], address: Address): DocsPage {
  const guides = GUIDES.map(({ path, title }) => html`<li><a href="${address(`/docs${path}`)}">${title}</a></li>`);
  const columns = [
    {
      title: '接口 / call',
      cell: ({ id, method, path }: Route) =>
        html`<a href="${address(`/docs/api#${id}`)}"><code>${method} ${path}</code></a>`,
    },
    { title: '调用方 / caller', cell: ({ caller }: Route) => CALLERS[caller] },
    { title: '作用 / does', cell: ({ zh, en }: Route) => [zh, html`<br>`, en] },
  ];
  const body = [
    html`<section><h2>阅读 / To read</h2><ul>${guides}<li><a href="${address('/docs/errors')}">错误码：原因与处理 / Error codes: cause and remedy</a></li><li><a href="${address('/openapi.json')}">OpenAPI 3.1</a></li></ul></section>`,
    table({ caption: '接口一览 / All calls', columns, rows: routes, empty: '' }),
  ];
  return { path: '', title: '一站 Yizhan', body };
}
