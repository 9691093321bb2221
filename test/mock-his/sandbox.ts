import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { fetchIdentity, HospitalClient } from '../../adapters/mock-his/client.ts';
import { sealDays } from '../../src/clearing/days/seal.ts';
import { openGateway } from '../../src/cli/gateway.ts';
import type { Gateway } from '../../src/http/gateway.ts';
import { startServer } from '../../src/http/server.ts';
import { sandboxKey } from '../../src/sandbox/keys.ts';
import { loadSandbox } from '../../src/sandbox/load.ts';
import { clockStartingAt } from '../../src/time/clock.ts';

/** A sandbox gateway in this process, on a free port. */
export interface Sandbox {
  readonly url: string;
  readonly data: string;
  readonly gateway: Gateway;
  /** Seals a business day as if it were the next one. */
  seal(date: string): Promise<void>;
  /** The settlements of a hospital that are live on the sandbox's business day. */
  live(hospital: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

const BUSINESS_TIME = Date.parse('2023-07-11T10:00:00+08:00');

export async function startSandbox(): Promise<Sandbox> {
  const data = mkdtempSync(join(tmpdir(), 'yizhan-test-'));
  const logger = pino({ level: 'silent' });
  const running = await openGateway({ data, sandbox: true, businessTime: BUSINESS_TIME, logger });
  await loadSandbox({ ...running.store, data });
  const server = await startServer(running.gateway, { port: 0, host: '127.0.0.1' });
  return {
    url: server.url,
    data,
    gateway: running.gateway,
    seal: async (date) => {
      const clock = clockStartingAt(BUSINESS_TIME + 24 * 3600 * 1000);
      await sealDays({ ...running.sealing, clock }, date);
    },
    live: async (party) => {
      const { key } = sandboxKey(data, party);
      const client = new HospitalClient({ baseUrl: server.url, party, key, gateway: await fetchIdentity(server.url) });
      const day = await client.statement('2023-07-11');
      if (day.kind !== 'answered') throw new Error('no statement');
      const { records } = day.body;
      const reversed = new Set(records.filter((one) => one.recordType === 'REVERSE').map((one) => one.decisionId));
      return records.filter((one) => !reversed.has(one.decisionId)).map((one) => one.settlementId);
    },
    close: async () => {
      await server.close();
      await running.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
