import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { openGateway } from '../../src/cli/gateway.ts';
import { createApp } from '../../src/http/app.ts';
import { DEFAULT_LIMITS, type Gateway } from '../../src/http/gateway.ts';
import type { PrivateKeyRecord } from '../../src/message/keys.ts';
import { ReplayGuard, type ReplayWindow } from '../../src/message/replay.ts';
import { sandboxKey } from '../../src/sandbox/keys.ts';
import { loadSandbox } from '../../src/sandbox/load.ts';
import { PERSONAL } from './corpus.ts';

/** A real gateway with all its rooms over a real store, and the keys of its parties. */
export interface Target {
  readonly gateway: Gateway;
  readonly app: ReturnType<typeof createApp>;
  readonly keyOf: (party: string) => PrivateKeyRecord;
  /** What is wrong with the log since it was last asked: an error, or something personal. */
  readonly faultsInLog: () => readonly string[];
  close(): Promise<void>;
}

/** When the samples of the sandbox's members are settled. */
const BUSINESS_TIME = Date.parse('2024-12-31T10:00:00+08:00');
/** So fast comes no party; the limits have tests of their own. */
const FAST = 1_000_000;
/** Messages that are remembered in memory: few, so that what grows is a leak. */
const REMEMBERED = 100;

/** Every message comes for the first time. */
const firstTime: ReplayWindow['claim'] = async (_party, _jti, _expiresAt, told) => {
  told?.(true);
  return true;
};

/** @param database a PostgreSQL to use in place of a file */
export async function openTarget(database?: string): Promise<Target> {
  const data = mkdtempSync(join(tmpdir(), 'yizhan-fuzz-'));
  const faults: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const line = chunk.toString();
      const personal = PERSONAL.some((one) => line.includes(one));
      if (personal || /"level":[56]0/.test(line)) faults.push(personal ? 'something personal in the log' : line);
      done();
    },
  });
  const running = await openGateway({
    data,
    sandbox: true,
    businessTime: BUSINESS_TIME,
    logger: pino({ level: 'info' }, destination),
    ...(database === undefined ? {} : { database }),
  });
  // What a power cut would lose is not what this is about.
  if ('raw' in running.store.database) running.store.database.raw.pragma('synchronous = OFF');
  await loadSandbox({ ...running.store, data });
  await running.gateway.refresh();
  const gateway: Gateway = {
    ...running.gateway,
    limits: { ...DEFAULT_LIMITS, requestsPerSecond: FAST, eligibilityPerSecond: FAST, turnMilliseconds: 60_000 },
    replay: new ReplayGuard({ claim: firstTime }, running.gateway.clock, REMEMBERED),
  };
  const keys = new Map<string, PrivateKeyRecord>();
  return {
    gateway,
    app: createApp(gateway),
    keyOf: (party) => {
      const known = keys.get(party) ?? sandboxKey(data, party).key;
      keys.set(party, known);
      return known;
    },
    faultsInLog: () => faults.splice(0),
    close: async () => {
      await running.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
