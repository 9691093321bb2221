import { dateOf } from '../../time/calendar.ts';
import { html } from '../html/html.ts';
import { shownInstant } from '../html/layout.ts';
import { definitions, section } from '../html/parts.ts';
import type { Texts } from '../language.ts';
import { type Reading, readingsOf, sumOf } from '../operator/readings.ts';
import type { Answer, UserPage, UserVisit } from '../page.ts';

const TEXTS = {
  health: { zh: '运行状况', en: 'Health' },
  gateway: { zh: '网关', en: 'Gateway' },
  id: { zh: '网关标识', en: 'Gateway id' },
  version: { zh: '版本', en: 'Version' },
  sandbox: { zh: '沙箱', en: 'Sandbox' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
  real: { zh: '机器时间', en: 'Machine time' },
  business: { zh: '业务时间', en: 'Business time' },
  days: { zh: '业务日', en: 'Business days' },
  openDay: { zh: '当前业务日', en: 'Open business day' },
  sealed: { zh: '最近封账日', en: 'Last sealed day' },
  none: { zh: '尚无', en: 'none yet' },
  store: { zh: '存储', en: 'Store' },
  kind: { zh: '类型', en: 'Kind' },
  state: { zh: '状态', en: 'State' },
  answers: { zh: '正常', en: 'answers' },
  silent: { zh: '无响应', en: 'does not answer' },
  queue: { zh: '等待写入', en: 'Writes that wait' },
  process: { zh: '本进程', en: 'This process' },
  processHow: {
    zh: '有多个应答进程时，每次刷新可能由不同的进程应答。',
    en: 'Where several processes answer, each reload may be answered by another one.',
  },
  workers: { zh: '应答进程数', en: 'Processes that answer' },
  pid: { zh: '进程号', en: 'Process id' },
  started: { zh: '启动时间', en: 'Started' },
  lag: { zh: '事件循环延迟（中位 / 99%）', en: 'Event-loop delay (median / 99%)' },
  busy: { zh: '事件循环占用（启动以来）', en: 'Event loop busy (since the start)' },
  memory: { zh: '内存（常驻）', en: 'Memory (resident)' },
  heap: { zh: '其中堆', en: 'Of it the heap' },
  limits: { zh: '限流设置', en: 'Limits as configured' },
  requests: { zh: '每参与方每秒请求', en: 'Requests a second of one party' },
  eligibility: { zh: '每参与方每秒资格查询', en: 'Eligibility questions a second of one party' },
  pages: { zh: '每人每秒页面', en: 'Pages a second of one person' },
  queueLength: { zh: '等待写入超过此数即拒绝', en: 'Refused with more writes waiting than' },
  turn: { zh: '每轮接受的工作（毫秒）', en: 'Work taken on at a time (ms)' },
  reload: { zh: '刷新', en: 'Reload' },
} as const satisfies Texts;

async function health(visit: UserVisit): Promise<Answer> {
  const { gateway, say, shared, url } = visit;
  const { clock, limits } = gateway;
  const [ready, sealed, counted] = await Promise.all([
    gateway.ready(),
    gateway.console.operator.lastSealed(),
    shared.registry.metrics(),
  ]);
  const state = html`<span class="${ready ? 'holds' : 'fails'}">${say(ready ? TEXTS.answers : TEXTS.silent)}</span>`;
  const body = html`${section(
    say(TEXTS.gateway),
    definitions([
      [say(TEXTS.id), gateway.id],
      [say(TEXTS.version), gateway.version],
      [say(TEXTS.sandbox), say(gateway.sandbox ? TEXTS.yes : TEXTS.no)],
      [say(TEXTS.real), shownInstant(clock.real())],
      [say(TEXTS.business), shownInstant(clock.business())],
      [say(TEXTS.openDay), dateOf(clock.business())],
      [say(TEXTS.sealed), sealed ?? say(TEXTS.none)],
    ]),
  )}
${section(
  say(TEXTS.store),
  definitions([
    [say(TEXTS.kind), STORES[gateway.console.operator.store]],
    [say(TEXTS.state), state],
    [say(TEXTS.queue), gateway.queueLength()],
  ]),
)}
${section(
  say(TEXTS.process),
  html`${definitions([
    [say(TEXTS.workers), shared.processes],
    [say(TEXTS.pid), process.pid],
    ...processFigures(visit, readingsOf(counted)),
  ])}${shared.processes > 1 && html`<p class="soft">${say(TEXTS.processHow)}</p>`}`,
)}
${section(
  say(TEXTS.limits),
  definitions([
    [say(TEXTS.requests), limits.requestsPerSecond],
    [say(TEXTS.eligibility), limits.eligibilityPerSecond],
    [say(TEXTS.pages), limits.pagesPerSecond],
    [say(TEXTS.queueLength), limits.queueLength],
    [say(TEXTS.turn), limits.turnMilliseconds],
  ]),
)}<p class="no-print"><a href="${url('/health')}">${say(TEXTS.reload)}</a></p>`;
  return { title: say(TEXTS.health), body };
}

const STORES = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const;

function processFigures({ say }: UserVisit, readings: readonly Reading[]): (readonly [string, string])[] {
  const reading = (name: string) => sumOf(readings, name) ?? Number.NaN;
  const milliseconds = (name: string) => `${(reading(name) * 1000).toFixed(1)} ms`;
  const mebibytes = (name: string) => `${(reading(name) / 1024 ** 2).toFixed(0)} MiB`;
  const { utilization } = performance.eventLoopUtilization();
  return [
    [say(TEXTS.started), shownInstant(Math.round(reading('process_start_time_seconds') * 1000))],
    [
      say(TEXTS.lag),
      `${milliseconds('nodejs_eventloop_lag_p50_seconds')} / ${milliseconds('nodejs_eventloop_lag_p99_seconds')}`,
    ],
    [say(TEXTS.busy), `${(utilization * 100).toFixed(0)}%`],
    [say(TEXTS.memory), mebibytes('process_resident_memory_bytes')],
    [say(TEXTS.heap), mebibytes('nodejs_heap_size_used_bytes')],
  ];
}

export const HEALTH_PAGES = {
  health: { method: 'GET', path: '/health', roles: ['operator'], navigation: TEXTS.health, handler: health },
} as const satisfies Record<string, UserPage>;
