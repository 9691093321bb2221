import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../accounts/demo.ts';
import { sealDays } from '../clearing/days/seal.ts';
import { startSealing } from '../clearing/days/timer.ts';
import { stopSignal, urlOf } from '../http/listen.ts';
import { traceOf } from '../http/trace.ts';
import { Refusal } from '../problem/refusal.ts';
import { loadSandbox } from '../sandbox/load.ts';
import { leaveCheckpointing, startCheckpointing } from '../store/sqlite/checkpointing.ts';
import { formatInstant } from '../time/calendar.ts';
import type { Instant } from '../time/clock.ts';
import { Failure } from './failure.ts';
import { openGateway, type RunningGateway } from './gateway.ts';
import { openLogger } from './logger.ts';
import {
  databaseOption,
  dataOption,
  type Place,
  readBasePath,
  readId,
  readInstant,
  readPort,
  readWorkers,
} from './options.ts';
import { print } from './output.ts';
import { startAnswering } from './workers/answering.ts';
import { ownAssignment } from './workers/assignment.ts';
import { work } from './workers/work.ts';

interface ServeOptions extends Place {
  readonly port: number;
  readonly host: string;
  readonly publicBasePath?: string;
  readonly id?: string;
  readonly sandbox?: true;
  readonly businessTime?: Instant;
  readonly workers?: number;
}

/** Where the sandbox's business clock starts unless told otherwise. */
const SANDBOX_START = Date.parse('2023-07-11T10:00:00+08:00');

/** More processes than this only wait for one another, as the store has one writer at a time. */
const MOST_WORKERS = 4;

/** `yizhan serve` */
export function serveCommand(): Command {
  return new Command('serve')
    .summary('start the gateway / 启动网关')
    .description(
      'Starts the gateway; SIGTERM or SIGINT lets requests under way finish and stops it.\n启动网关；收到 SIGTERM 或 SIGINT 时处理完手头请求后退出。',
    )
    .addOption(
      new Option('--port <port>', 'port, 0 for a free one / 端口，0 为任选空闲端口')
        .env('YIZHAN_PORT')
        .default(8080)
        .argParser(readPort),
    )
    .addOption(new Option('--host <host>', 'address to listen on / 监听地址').env('YIZHAN_HOST').default('127.0.0.1'))
    .addOption(dataOption())
    .addOption(databaseOption())
    .addOption(
      new Option('--public-base-path <path>', 'what a proxy puts before the paths / 反向代理加在路径前的前缀')
        .env('YIZHAN_PUBLIC_BASE_PATH')
        .argParser(readBasePath),
    )
    .addOption(
      new Option(
        '--id <id>',
        'id of the gateway, `aud` of signatures (default: yizhan, sandbox: yizhan-sandbox) / 网关标识',
      )
        .env('YIZHAN_ID')
        .argParser(readId),
    )
    .option('--sandbox', 'for integrators: demo parties, lists and members; a business clock of its own / 联调沙箱')
    .addOption(
      new Option(
        '--business-time <instant>',
        `sandbox only: where the business clock starts (default: ${formatInstant(SANDBOX_START)}) / 仅沙箱：业务时间起点`,
      )
        .env('YIZHAN_BUSINESS_TIME')
        .argParser(readInstant),
    )
    .addOption(
      new Option(
        '--workers <n>',
        `processes that answer (default: one for each core, at most ${MOST_WORKERS}; sandbox: 1) / 应答进程数`,
      )
        .env('YIZHAN_WORKERS')
        .argParser(readWorkers),
    )
    .action(serve);
}

async function serve({ port, host, ...options }: ServeOptions): Promise<void> {
  const sandbox = options.sandbox ?? false;
  if (!sandbox && options.businessTime !== undefined) {
    throw new Failure('--business-time 只能与 --sandbox 一起使用', '--business-time needs --sandbox');
  }
  const businessTime = options.businessTime ?? (sandbox ? SANDBOX_START : undefined);
  const assignment = ownAssignment();
  const startedAt = assignment?.startedAt ?? Date.now();
  const open = async () => {
    const gateway = await openGateway({ ...options, sandbox, businessTime, startedAt, logger: openLogger() });
    const { database } = gateway.store;
    if ('raw' in database) leaveCheckpointing(database.raw);
    return gateway;
  };
  if (assignment !== undefined) return work(assignment, open);

  const running = await open();
  const { database } = running.store;
  const stopCheckpointing = 'raw' in database ? startCheckpointing(database.raw.name) : undefined;
  try {
    if (sandbox) await loadSandbox({ ...running.store, data: options.data });
    const processes = options.workers ?? (sandbox ? 1 : Math.min(availableParallelism(), MOST_WORKERS));
    const answering = await startAnswering(running.gateway, { host, port }, { processes, startedAt });
    // Whoever reads that it listens may stop it.
    const stopped = stopSignal();
    const url = urlOf({ host, port: answering.port });
    const mode = sandbox ? ['（沙箱）', ' (sandbox)'] : ['', ''];
    print(`一站网关${mode[0]}已启动：${url} / yizhan${mode[1]} listens on ${url}`);
    if (sandbox) {
      const names = DEMO_ACCOUNTS.map(({ name }) => name).join(', ');
      const console = `${url}${options.publicBasePath ?? ''}/console`;
      print(`控制台 console: ${console}（演示账户 demo accounts: ${names}；密码 password: ${DEMO_PASSWORD}）`);
    }
    if (running.gateway.keys.sm2 === undefined) {
      print('此 Node 的 OpenSSL 没有 SM2 或 SM3：不接受 SM2-SM3 / no SM2 or SM3 in this Node: SM2-SM3 is refused');
    }
    const stopSealing = sealing(running);
    await Promise.race([stopped, answering.lost]);
    await answering.close();
    await stopSealing();
  } finally {
    await stopCheckpointing?.();
    await running.close();
  }
}

/** Seals each business day when it is over. @returns stops it */
function sealing({ sealing: what, gateway: { logger, refresh } }: RunningGateway): () => Promise<void> {
  return startSealing({
    seal: async () => {
      // Where others answer the requests, nothing else makes this process notice a new key.
      await refresh();
      return sealDays(what);
    },
    onSealed: (dates) => logger.info({ dates }, 'sealed'),
    onError: (error) => {
      const code = error instanceof Refusal ? error.code : undefined;
      logger.error({ code, error: traceOf(error) }, 'sealing failed');
    },
  });
}
