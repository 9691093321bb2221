import { REQUEST_DURATION } from '../../http/metrics.ts';
import { html } from '../html/html.ts';
import { shownInstant } from '../html/layout.ts';
import { definitions, section, table } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import { countOf, type Latency, latencyOf, quantile, type Reading, readingsOf, since } from '../operator/readings.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';

const TEXTS = {
  load: { zh: '负载', en: 'Load' },
  window: { zh: '结算：自上次查看以来', en: 'Settlements since the last look' },
  from: { zh: '自', en: 'Since' },
  length: { zh: '时长', en: 'For' },
  seconds: { zh: '秒', en: 's' },
  settlements: { zh: '结算请求', en: 'Settlement requests' },
  perSecond: { zh: '每秒', en: 'A second' },
  p50: { zh: '耗时中位', en: 'Median time' },
  p95: { zh: '耗时 95%', en: '95% within' },
  p99: { zh: '耗时 99%', en: '99% within' },
  mean: { zh: '平均耗时', en: 'Mean time' },
  begin: { zh: '从现在起计量', en: 'Measure from now' },
  again: { zh: '刷新（继续计量）', en: 'Reload (go on measuring)' },
  how: {
    zh: '网关只累计、不保存时间序列。点“从现在起计量”，过几分钟再刷新，即得这几分钟的速率；长期监控请用 /metrics。',
    en: 'The gateway counts and keeps no series. Choose "Measure from now" and reload after some minutes for their rate; to watch it for long, use /metrics.',
  },
  routes: { zh: '启动以来各接口', en: 'By route, since the start' },
  route: { zh: '接口', en: 'Route' },
  count: { zh: '请求数', en: 'Requests' },
  refused: { zh: '其中拒绝（4xx）', en: 'Refused (4xx)' },
  failed: { zh: '失败（5xx）', en: 'Failed (5xx)' },
  none: { zh: '尚无请求', en: 'no request yet' },
} as const satisfies Texts;

const SETTLE = '/v1/settlements';

async function load(visit: UserVisit): Promise<Answer> {
  const { gateway, query, say, shared, url } = visit;
  const readings = readingsOf(await shared.metrics());
  const now = gateway.clock.real();
  const settled = latencyOf(readings, REQUEST_DURATION, isSettlement);
  const before = lookOf(query);
  const came = before && since(settled, before.counts, before.sum);
  const fromNow = url('/load', { at: String(now), counts: settled.counts.join('.'), sum: String(settled.sum) });
  const shown =
    before !== undefined && came !== undefined && now > before.at
      ? html`${definitions(windowFigures(visit, came, before.at, now))}
<p><a href="${url('/load', Object.fromEntries(query))}">${say(TEXTS.again)}</a></p>`
      : html`<p class="soft">${say(TEXTS.how)}</p>`;
  const body = html`${section(say(TEXTS.window), html`${shown}<p><a href="${fromNow}">${say(TEXTS.begin)}</a></p>`)}
${routesTable(visit, readings)}`;
  return { title: say(TEXTS.load), body };
}

function isSettlement({ method, route }: Reading['labels']): boolean {
  return method === 'POST' && route === SETTLE;
}

/** An earlier look, as it stands in the address: the process keeps none. */
function lookOf(query: URLSearchParams) {
  const [at, counts, sum] = [query.get('at'), query.get('counts'), query.get('sum')].map((text) => text ?? '');
  const fits = /^\d{1,15}$/.test(at ?? '') && /^(\d{1,15}(\.\d{1,15}){0,40})?$/.test(counts ?? '');
  if (!fits || !/^\d{1,12}(\.\d+)?(e-\d+)?$/.test(sum ?? '')) return undefined;
  return { at: Number(at), counts: counts === '' ? [] : (counts ?? '').split('.').map(Number), sum: Number(sum) };
}

function windowFigures({ say }: UserVisit, came: Latency, from: number, now: number): (readonly [string, string])[] {
  const seconds = (now - from) / 1000;
  const count = countOf(came);
  return [
    [say(TEXTS.from), shownInstant(from)],
    [say(TEXTS.length), `${seconds.toFixed(0)} ${say(TEXTS.seconds)}`],
    [say(TEXTS.settlements), String(count)],
    [say(TEXTS.perSecond), (count / seconds).toFixed(2)],
    [say(TEXTS.p50), shownTime(quantile(came, 0.5))],
    [say(TEXTS.p95), shownTime(quantile(came, 0.95))],
    [say(TEXTS.p99), shownTime(quantile(came, 0.99))],
  ];
}

function routesTable({ say }: UserVisit, readings: readonly Reading[]) {
  const counted = readings.filter(({ name }) => name === `${REQUEST_DURATION}_count`);
  const names = [...new Set(counted.map(({ labels }) => `${labels['method']} ${labels['route']}`))].filter(
    (name) => !name.includes(' /console/assets/'),
  );
  const rows = names
    .map((name) => {
      const own = (labels: Reading['labels']) => `${labels['method']} ${labels['route']}` === name;
      const answered = (kind: string) =>
        counted
          .filter(({ labels }) => own(labels) && labels['status']?.startsWith(kind) === true)
          .reduce((sum, { value }) => sum + value, 0);
      return {
        name,
        latency: latencyOf(readings, REQUEST_DURATION, own),
        refused: answered('4'),
        failed: answered('5'),
      };
    })
    .sort((a, b) => countOf(b.latency) - countOf(a.latency));
  return table({
    caption: say(TEXTS.routes),
    empty: say(TEXTS.none),
    rows,
    columns: [
      { title: say(TEXTS.route), cell: ({ name }) => html`<code>${name}</code>` },
      { title: say(TEXTS.count), cell: ({ latency }) => countOf(latency), figure: true },
      { title: say(TEXTS.refused), cell: ({ refused }) => refused, figure: true },
      { title: say(TEXTS.failed), cell: ({ failed }) => failed, figure: true },
      { title: say(TEXTS.mean), cell: ({ latency }) => shownTime(latency.sum / countOf(latency)), figure: true },
      { title: say(TEXTS.p50), cell: ({ latency }) => shownTime(quantile(latency, 0.5)), figure: true },
      { title: say(TEXTS.p99), cell: ({ latency }) => shownTime(quantile(latency, 0.99)), figure: true },
    ],
  });
}

function shownTime(seconds: number | undefined): string {
  if (seconds === undefined || Number.isNaN(seconds)) return '–';
  if (!Number.isFinite(seconds)) return '> 60 s';
  return `${(seconds * 1000).toFixed(seconds < 0.1 ? 1 : 0)} ms`;
}

export const LOAD_PAGES = {
  load: { method: 'GET', path: '/load', roles: ['operator'], navigation: TEXTS.load, handler: load },
} as const satisfies Record<string, UserPage>;
