import { parseArgs } from 'node:util';
import { startServer } from '../../src/http/server.ts';
import { DOORS } from './doors.ts';
import { held } from './memory.ts';
import { PARSERS } from './parsers.ts';
import { doorRound, LARGE, parserRound } from './rounds.ts';
import { openTarget } from './target.ts';
import { playWire, SHORT_PATIENCE, wireCases } from './wire.ts';

/** `npm run fuzz -- [--minutes N] [--seed N] [--only NAME] [--case N]`: as the README here says. */

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string' },
    case: { type: 'string' },
    database: { type: 'string' },
  },
});
const seed = Number(values.seed);
const until = performance.now() + Number(values.minutes) * 60_000;
const wanted = (name: string) => values.only === undefined || values.only === name;
const say = (line: string) => process.stdout.write(`${line}\n`);
const failures: string[] = [];
const fail = (failure: string) => {
  failures.push(failure);
  say(`FAULT ${failure}`);
};
process.on('unhandledRejection', (error) => fail(`unhandled rejection: ${String(error)}`));

/** Rounds between two looks at memory. */
const LOOK = 20;

const target = await openTarget(values.database);
say(`seed ${seed}`);
const slowest = new Map<string, { readonly milliseconds: number; readonly index: number }>();
const took = (name: string, index: number, milliseconds: number) => {
  if (milliseconds > (slowest.get(name)?.milliseconds ?? 0)) slowest.set(name, { milliseconds, index });
};

async function round(index: number): Promise<void> {
  for (const name of Object.keys(PARSERS).filter(wanted)) {
    const start = performance.now();
    const failure = parserRound(name, { seed, index, sizes: LARGE });
    took(name, index, performance.now() - start);
    if (failure !== undefined) fail(failure);
  }
  for (const { id } of DOORS.filter(({ id }) => wanted(id))) {
    const outcome = await doorRound(target, id, { seed, index, sizes: LARGE });
    if (typeof outcome === 'string') fail(outcome);
    else took(id, index, outcome.milliseconds);
  }
}

async function wire(): Promise<void> {
  const open = { port: 0, host: '127.0.0.1' };
  const patient = await startServer(target.gateway, open);
  const impatient = await startServer(target.gateway, open, undefined, SHORT_PATIENCE);
  for (const one of wireCases(target)) {
    await playWire(one.slow === true ? impatient : patient, one).catch((error: unknown) => fail(String(error)));
  }
  await Promise.all([patient.close(), impatient.close()]);
}

if (values.case !== undefined) await round(Number(values.case));
else {
  await wire();
  for (let index = 0; performance.now() < until; index += 1) {
    await round(index);
    if (index % LOOK !== 0) continue;
    const { heap, rss } = await held();
    say(`round ${index}: held ${(heap / 1e6).toFixed(1)} MB, process ${(rss / 1e6).toFixed(0)} MB`);
  }
}
const ranked = [...slowest].sort(([, a], [, b]) => b.milliseconds - a.milliseconds).slice(0, 8);
for (const [name, { milliseconds, index }] of ranked)
  say(`slowest: ${name}, case ${index}: ${milliseconds.toFixed(0)} ms`);
await target.close();
say(failures.length === 0 ? 'nothing was found' : `${failures.length} faults`);
process.exitCode = failures.length === 0 ? 0 : 1;
