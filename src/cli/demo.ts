import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { fetchIdentity } from '../../adapters/mock-his/client.ts';
import { sealDays } from '../clearing/days/seal.ts';
import { startServer } from '../http/server.ts';
import { runDemo } from '../sandbox/demo/run.ts';
import { loadSandbox } from '../sandbox/load.ts';
import { clockStartingAt } from '../time/clock.ts';
import { openGateway } from './gateway.ts';
import { openLogger } from './logger.ts';
import { print } from './output.ts';

/** Late enough that every stay of the demo, from 2022 to 2024, is over; and no business day ends while it runs. */
const TODAY = Date.parse('2024-12-31T10:00:00+08:00');

/** When the demo's day is over. */
const TOMORROW = Date.parse('2025-01-01T00:00:00+08:00');

/** `yizhan demo` */
export function demoCommand(): Command {
  return new Command('demo')
    .summary('discharge patients of all five schemes / 演示五个方案的出院结算')
    .description(
      'Starts a sandbox gateway with a store of its own on a free port, discharges patients of all five schemes over HTTP with real signatures, prints each receipt, seals the day, downloads the daily files as each insurer and checks every amount; exit code 0 only if all of it held.\n启动独立的沙箱网关，经 HTTP 以真实签名办理五个方案的出院结算，打印结算单，封账并下载日文件，核对每一笔金额；全部一致时退出码才为 0。',
    )
    .action(demo);
}

async function demo(): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'yizhan-demo-'));
  process.once('exit', () => rmSync(data, { recursive: true, force: true }));
  // Ended by a signal a process has no exit event, and the store would stay behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const running = await openGateway({ data, sandbox: true, businessTime: TODAY, logger: openLogger('warn') });
  try {
    await loadSandbox({ ...running.store, data });
    const server = await startServer(running.gateway, { port: 0, host: '127.0.0.1' });
    try {
      print(`沙箱网关 sandbox gateway: ${server.url}`);
      const gateway = await fetchIdentity(server.url);
      const seal = async (date: string) => {
        await sealDays({ ...running.sealing, clock: clockStartingAt(TOMORROW) }, date);
      };
      const held = await runDemo({ baseUrl: server.url, gateway, data, schemes: running.store.library, print, seal });
      process.exitCode = held ? 0 : 1;
    } finally {
      await server.close();
    }
  } finally {
    await running.close();
  }
}
