import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningServer } from '../../src/http/listen.ts';
import { startServer } from '../../src/http/server.ts';
import { DOORS } from './doors.ts';
import { held } from './memory.ts';
import { PARSERS } from './parsers.ts';
import { doorRound, parserRound, SMALL } from './rounds.ts';
import { openTarget, type Target } from './target.ts';
import { playWire, SHORT_PATIENCE, wireCases } from './wire.ts';

/** The same cases every time; a night draws other ones (`npm run fuzz`). */
const SEED = Number(process.env['YIZHAN_TEST_SEED'] ?? 20_230_711);
const PARSER_ROUNDS = 40;
const DOOR_ROUNDS = 15;
const open = { port: 0, host: '127.0.0.1' };

let target: Target;
let patient: RunningServer;
let impatient: RunningServer;
const unhandled: unknown[] = [];
const note = (error: unknown) => void unhandled.push(error);

beforeAll(async () => {
  process.on('unhandledRejection', note);
  target = await openTarget();
  patient = await startServer(target.gateway, open);
  impatient = await startServer(target.gateway, open, undefined, SHORT_PATIENCE);
});

afterAll(async () => {
  await Promise.all([patient.close(), impatient.close()]);
  await target.close();
  process.off('unhandledRejection', note);
});

test.each(Object.keys(PARSERS))('%s: takes or refuses, whatever it is fed', (name) => {
  const failures = Array.from({ length: PARSER_ROUNDS }, (_, index) =>
    parserRound(name, { seed: SEED, index, sizes: SMALL }),
  );
  expect(failures.filter((failure) => failure !== undefined)).toEqual([]);
});

test.each(DOORS.map(({ id }) => id))('%s: answers, whatever is sent', async (id) => {
  const failures: string[] = [];
  for (let index = 0; index < DOOR_ROUNDS; index += 1) {
    const outcome = await doorRound(target, id, { seed: SEED, index, sizes: SMALL });
    if (typeof outcome === 'string') failures.push(outcome);
  }
  expect(failures).toEqual([]);
});

test('whatever comes over the wire is answered or closed, and a good request is answered beside it', async () => {
  const cases = wireCases(target);
  const outcomes = await Promise.allSettled(cases.map((one) => playWire(one.slow === true ? impatient : patient, one)));
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
  expect(failures).toEqual([]);
  expect((await fetch(`${patient.url}/readyz`)).status).toBe(200);
  expect(target.faultsInLog()).toEqual([]);
});

test('nothing of it stays in memory', async () => {
  const doors = DOORS.filter(({ caller }) => caller !== 'anyone').map(({ id }) => id);
  const play = async () => {
    for (let index = 0; index < 3; index += 1) {
      for (const id of doors) await doorRound(target, id, { seed: SEED, index, sizes: { blob: 2_000 } });
    }
  };
  await play();
  const before = await held();
  for (let times = 0; times < 6; times += 1) await play();
  const after = await held();
  // Some 450 messages: a leak of the messages, or of a few kilobytes for each, is more.
  expect(after.heap - before.heap).toBeLessThan(4_000_000);
});

test('nothing was rejected where nobody listened', () => {
  expect(unhandled).toEqual([]);
});
