import { createHash } from 'node:crypto';
import type { Failure } from './episode.ts';
import { type Summary, total } from './summary.ts';

/** What a run came to, in words. @param seconds how long it took @param peak the most memory of a process, in bytes */
export function summaryText(summary: Summary, seconds: number, peak: number): string {
  const operations = total(summary.operations);
  return [
    `模拟 / episodes ${summary.episodes}, 操作 / operations ${operations}, ${(operations / seconds).toFixed(0)}/s, ${seconds.toFixed(1)} s, 内存峰值 / peak memory ${(peak / 2 ** 20).toFixed(0)} MiB`,
    `答复摘要 / hash over all answers: ${hashOf(summary)}`,
    `提交 / commits ${summary.commits}, 分录 / entries ${summary.entries}, 语句 / statements ${summary.statements}, 竞争落败 / races lost ${summary.racesLost}, 等锁 / waits for a lock ${summary.waits}`,
    section('场景 / settings', summary.settings),
    section('操作 / operations', summary.operations),
    section('注入的故障 / faults injected', summary.faults),
    section(`核对 ${total(summary.checks)} 次 / invariants checked`, summary.checks),
    ...summary.failures.map(failureText),
  ].join('\n');
}

/** One digest over the answers of all episodes, in the order of their seeds. */
export function hashOf({ hashes }: Summary): string {
  const hash = createHash('sha256');
  for (const [seed, one] of [...hashes].sort(([a], [b]) => a - b)) hash.update(`${seed} ${one}\n`);
  return hash.digest('hex').slice(0, 16);
}

/** What did not hold, and how to see it again. */
export function failureText({ seed, step, what, last }: Failure): string {
  return [
    '',
    `不变量不成立 / an invariant does not hold: seed ${seed}, step ${step}`,
    `  ${what}`,
    '  之前的操作 / the operations before:',
    ...last.map((line) => `    ${line}`),
  ].join('\n');
}

function section(title: string, counts: Readonly<Record<string, number>>): string {
  const rows = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return [title, ...rows.map(([name, count]) => `  ${String(count).padStart(9)}  ${name}`)].join('\n');
}
