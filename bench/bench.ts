import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Measured } from './measured.ts';
import { measureAdjudication } from './parts/adjudication.ts';
import { measureCeilings } from './parts/ceilings.ts';
import { measureGateway } from './parts/gateway.ts';
import { measureGrowth } from './parts/growth.ts';
import { measureOverload } from './parts/overload.ts';
import { tableOf } from './report/table.ts';
import { Session } from './session.ts';
import { FULL, QUICK } from './settings.ts';

/** The parts of a run, in the order in which they run. */
export const PARTS = ['ceilings', 'gateway', 'overload', 'growth', 'adjudication'] as const;
type Part = (typeof PARTS)[number];

interface Options {
  readonly quick?: true;
  readonly only: readonly Part[];
  readonly database?: string;
  readonly json: string;
}

const RESULTS = fileURLToPath(new URL('out/results.json', import.meta.url));

/**
 * The bench: measures, prints a table, writes JSON.
 *
 * @param argv as in `process.argv`
 * @returns the exit code: 1 where a figure is not to be believed
 */
export async function runBench(argv: readonly string[]): Promise<number> {
  const options = command()
    .parse([...argv])
    .opts<Options>();
  const began = performance.now();
  const [busyBefore = 0] = loadavg();
  const session = await Session.open(options.quick ? QUICK : FULL, options.database);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  try {
    await measure(session, new Set(options.only));
  } finally {
    await session.close();
  }
  const { figures, targets, valid } = session.report;
  const machine = { node: process.version, cores: cpus().length, processor: cpus()[0]?.model ?? '', busyBefore };
  const seconds = Math.round((performance.now() - began) / 1000);
  const at = new Date().toISOString();
  const run = `${seconds} s on ${machine.cores} cores, Node ${machine.node}`;
  process.stdout.write(
    `\n${tableOf(session.report)}\n${run}, load ${busyBefore.toFixed(1)} before${busyNote(machine)}\n`,
  );
  mkdirSync(dirname(options.json), { recursive: true });
  const all = { at, seconds, quick: options.quick ?? false, machine, valid, figures, targets };
  writeFileSync(options.json, `${JSON.stringify(all, undefined, 2)}\n`);
  return valid ? 0 : 1;
}

/** Ratios bear some company, absolute figures do not. */
function busyNote({ busyBefore, cores }: { readonly busyBefore: number; readonly cores: number }): string {
  return busyBefore < cores / 2 ? '' : ': THE MACHINE WAS BUSY, do not trust the figures';
}

async function measure(session: Session, only: ReadonlySet<Part>): Promise<void> {
  const { connections, slice } = session.settings;
  let saturated: Measured | undefined;
  if (only.has('ceilings')) await step('ceilings', () => measureCeilings(session));
  if (only.has('gateway')) saturated = await step('gateway', () => measureGateway(session));
  if (only.has('overload')) {
    await step('overload', async () => {
      saturated ??= await saturationAlone(session, connections, slice);
      await measureOverload(session, saturated);
    });
  }
  await session.stopMain();
  if (only.has('growth')) await step('growth', () => measureGrowth(session));
  if (only.has('adjudication')) await step('adjudication', () => measureAdjudication(session));
}

/** What saturates the gateway, where no part before has found it. */
async function saturationAlone(session: Session, connections: number, seconds: number): Promise<Measured> {
  const { target } = await session.main();
  await target.openYear();
  await target.closed(connections, session.settings.warmUp);
  return target.saturation(connections, seconds);
}

async function step<T>(part: Part, run: () => Promise<T>): Promise<T> {
  process.stderr.write(`${part} …\n`);
  return run();
}

function command(): Command {
  return new Command('bench')
    .description(
      'Measures the gateway on this machine, with ratios to what bounds it. bench/README.md explains the figures.',
    )
    .option('--quick', 'seconds instead of minutes: to see that all of it works, not to believe the figures')
    .addOption(
      new Option('--only <parts>', `some of ${PARTS.join(',')}`).default([...PARTS], 'all').argParser(readParts),
    )
    .option('--database <url>', 'PostgreSQL, where the gateways under load get databases of their own')
    .option('--json <file>', 'where the figures go', RESULTS);
}

function readParts(text: string): Part[] {
  return text.split(',').map((word) => {
    const part = PARTS.find((one) => one === word);
    if (part === undefined) throw new InvalidArgumentError(`the parts are ${PARTS.join(', ')}`);
    return part;
  });
}
