import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { BUGS, type Bug } from './bugs.ts';
import { SETTINGS } from './settings.ts';
import { addEpisode, emptySummary, total } from './summary.ts';
import { summaryText } from './text.ts';
import { runPlan } from './threads.ts';

interface Given {
  readonly seed: number;
  readonly operations: number;
  readonly each: number;
  readonly replicas: number;
  readonly threads: number;
  readonly setting?: string;
  readonly bug?: Bug;
}

function whole(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('须为正整数 / a whole number above 0');
}

const given = new Command('simulate')
  .description('结算核心的确定性模拟 / a deterministic simulation of the settlement core')
  .option('--seed <number>', '首个种子 / seed of the first episode', whole, 1)
  .option('--operations <number>', '操作总数 / operations in all', whole, 1_000_000)
  .option('--each <number>', '每段模拟的操作数 / operations in one episode', whole, 400)
  .option('--replicas <number>', '副本数 / gateways that share the store', whole, 3)
  .option('--threads <number>', '线程数 / threads', whole, Math.min(2, availableParallelism()))
  .addOption(
    new Option('--setting <name>', '只模拟一个场景 / one setting only').choices(SETTINGS.map(({ name }) => name)),
  )
  .addOption(
    new Option('--bug <name>', '植入一个错误 / with a mistake planted in the store').choices(Object.keys(BUGS)),
  )
  .parse()
  .opts<Given>();

const summary = emptySummary();
const began = performance.now();
let told = began;
const seconds = () => (performance.now() - began) / 1000;
await runPlan({ ...given, setting: given.setting, bug: given.bug }, (episode) => {
  addEpisode(summary, episode);
  if (performance.now() - told < 10_000) return;
  told = performance.now();
  const done = total(summary.operations);
  process.stderr.write(`${done} 次操作 / operations, ${(done / seconds()).toFixed(0)}/s, seed ${episode.seed}\n`);
});
const peak = process.resourceUsage().maxRSS * 1024;
process.stdout.write(`${summaryText(summary, seconds(), peak)}\n`);
if (summary.failures.length > 0) {
  const [{ seed } = { seed: 0 }] = summary.failures;
  // The last episode of a plan may be a shorter one, and another number of operations is another city.
  const operations = Math.min(given.each, given.operations - (seed - given.seed) * given.each);
  const same = [
    `--seed ${seed}`,
    `--operations ${operations}`,
    `--each ${operations}`,
    `--replicas ${given.replicas}`,
    '--threads 1',
    ...(given.setting === undefined ? [] : [`--setting '${given.setting}'`]),
    ...(given.bug === undefined ? [] : [`--bug ${given.bug}`]),
  ];
  process.stdout.write(`\n重放 / the same again: npm run simulate -- ${same.join(' ')}\n`);
  process.exitCode = 1;
}
