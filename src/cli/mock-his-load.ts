import { Command, InvalidArgumentError, Option } from 'commander';
import { HospitalClient } from '../../adapters/mock-his/client.ts';
import { runLoad } from '../../adapters/mock-his/load.ts';
import { Failure } from './failure.ts';
import { type ClientOptions, isLoopback, openSettings, readAddress, withClientOptions } from './mock-his-client.ts';
import { readClaims } from './mock-his-files.ts';
import { readSmall } from './options.ts';
import { print } from './output.ts';

interface LoadCommandOptions extends ClientOptions {
  readonly rate: number;
  readonly seconds: number;
  readonly concurrency: number;
  readonly settle?: true;
}

/** More than a desk of any hospital; what a gateway is really good for is measured with a tool made for it. */
const MOST_AT_ONCE = 64;

/** `yizhan mock-his load` */
export function mockHisLoadCommand(): Command {
  const command = new Command('load')
    .summary('put a bounded load on a gateway on this machine / 对本机网关施加有限负载')
    .description(
      'Sends copies of the claims of a file at a steady rate, as quotes, or as settlements with --settle, to a gateway on this machine, and prints what came of them and how long they took.\n以固定速率向本机网关发送文件中结算单的副本（试算；加 --settle 为结算），并打印结果与耗时。',
    )
    .argument('<file>', 'JSON (a claim or a list of them) or JSONL / JSON 或 JSONL 文件');
  return withClientOptions(command)
    .addOption(new Option('--rate <n>', 'requests a second, up to 999 / 每秒请求数').default(50).argParser(readSmall))
    .addOption(new Option('--seconds <n>', 'how long, up to 999 / 持续秒数').default(10).argParser(readSmall))
    .addOption(
      new Option('--concurrency <n>', `requests under way at once, up to ${MOST_AT_ONCE} / 并发数`)
        .default(16)
        .argParser(readConcurrency),
    )
    .option('--settle', 'settle, not quote: leaves settlements behind / 结算而非试算')
    .action(load);
}

function readConcurrency(text: string): number {
  const number = readSmall(text);
  if (number <= MOST_AT_ONCE) return number;
  throw new InvalidArgumentError(`最多 ${MOST_AT_ONCE} / at most ${MOST_AT_ONCE}.`);
}

async function load(file: string, { settle, ...options }: LoadCommandOptions): Promise<void> {
  if (!isLoopback(readAddress(options.url).hostname)) {
    throw new Failure('只能对本机的网关施加负载', 'load goes to a gateway on this machine only');
  }
  const claims = readClaims(file).map(({ claim }) => claim);
  if (claims.length === 0) throw new Failure(`${file} 中没有结算单`, `there is no claim in ${file}`);
  const client = new HospitalClient(await openSettings(options));
  const report = await runLoad(claims, options, (claim) => (settle ? client.settle(claim) : client.quote(claim)));
  const { sent, seconds, outcomes, percentile } = report;
  print(`已发送 sent ${sent}，每秒 a second ${(sent / seconds).toFixed(1)}`);
  print([50, 95, 99, 100].map((percent) => `p${percent} ${percentile(percent).toFixed(1)} ms`).join('  '));
  for (const [outcome, count] of outcomes) print(`${outcome}: ${count}`);
  if ([...outcomes.keys()].some((outcome) => !outcome.startsWith('HTTP '))) process.exitCode = 1;
}
