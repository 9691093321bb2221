import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HospitalClient } from '../../adapters/mock-his/client.ts';
import { yizhan } from '../../bench/server/child.ts';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { verifyLedger } from './books.ts';
import { type SmallDisk, smallDisk } from './disk.ts';
import { type StartOptions, TestGateway } from './gateway.ts';

const PARTY = HOSPITALS.nanchang.id;
const MEBIBYTES = 24;

/** Whether this machine lets the tests have a disk of their own. */
const probe = smallDisk(MEBIBYTES);
probe?.remove();

function bill(settlementId: string) {
  return claimOf({
    settlementId,
    patient: '测试甲',
    stay: ['2023-07-01', '2023-07-10'],
    diagnosis: { code: 'J18.900' },
    inCatalog: '20000',
    pooling: '9000',
  });
}

/** A settlement's status and decision, or the code it is refused with. */
async function settle(
  client: HospitalClient,
  id: string,
): Promise<{ status?: number; decision?: string; code?: string }> {
  const outcome = await client.settle(bill(id));
  if (outcome.kind === 'answered') return { status: outcome.status, decision: outcome.body.decisionId };
  return { code: outcome.kind === 'refused' ? outcome.problem.code : outcome.code };
}

/** A disk with a gateway on it, log and all. */
async function onDisk(options: StartOptions = {}) {
  const disk = smallDisk(MEBIBYTES);
  if (disk === undefined) throw new Error('unreachable: these tests are skipped then');
  const place = { data: join(disk.folder, 'data') };
  mkdirSync(place.data);
  const gateway = await start(disk, options);
  onTestFinished(async () => {
    if (gateway.alive) await gateway.kill();
    disk.remove();
  });
  return { disk, place, gateway, client: await gateway.client(PARTY) };
}

function start(disk: SmallDisk, options: StartOptions = {}): Promise<TestGateway> {
  return TestGateway.start({ data: join(disk.folder, 'data') }, { logFile: join(disk.folder, 'log'), ...options });
}

describe.skipIf(probe === undefined)(
  'a disk of its own (skipped where none may be mounted)',
  { timeout: 300_000 },
  () => {
    it('when it is full: refuses, keeps what it has answered, does not end, and goes on by itself', async () => {
      const { disk, place, gateway, client } = await onDisk();
      const first = await settle(client, 'FIRST');
      expect(first.status).toBe(201);
      disk.fill();

      // A few may still find room in files that are there already; those are settled as any other.
      const before: Awaited<ReturnType<typeof settle>>[] = [];
      for (let count = 0; before.at(-1)?.code === undefined; count += 1) before.push(await settle(client, `B${count}`));
      expect(before.at(-1)).toEqual({ code: 'UNAVAILABLE' });
      const during = await Promise.all(Array.from({ length: 40 }, (_, n) => settle(client, `D${n}`)));
      expect(new Set(during.map(({ code }) => code))).toEqual(new Set(['UNAVAILABLE']));
      expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
      expect(gateway.alive).toBe(true);

      disk.empty();
      const after = await Promise.all(Array.from({ length: 40 }, (_, n) => settle(client, `D${n}`)));
      expect(after.map(({ status }) => status)).toEqual(after.map(() => 201));
      expect(await settle(client, 'FIRST')).toEqual({ status: 200, decision: first.decision });
      for (const [count, { decision }] of before.slice(0, -1).entries()) {
        expect(await settle(client, `B${count}`)).toEqual({ status: 200, decision });
      }
      await gateway.stop();
      await verifyLedger(place);
    });

    it('when it turns read-only: refuses what is written, and after a repair has all it has answered', async () => {
      const { disk, place, gateway, client } = await onDisk();
      const first = await settle(client, 'FIRST');
      disk.fail();
      expect(await settle(client, 'SECOND')).toEqual({ code: 'UNAVAILABLE' });
      expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
      expect((await fetch(`${gateway.url}/.well-known/jwks.json`)).status).toBe(200);
      expect(gateway.alive).toBe(true);
      await gateway.kill();

      disk.remount('ro');
      await expect(yizhan(['serve', '--sandbox', '--port', '0', '--data', place.data])).rejects.toThrow(
        /^yizhan serve ended with 1: .*文件系统只读 .* the file system is read-only$/,
      );

      disk.remount('rw');
      const again = await start(disk);
      const known = await again.client(PARTY);
      expect(await settle(known, 'FIRST')).toEqual({ status: 200, decision: first.decision });
      expect(await settle(known, 'SECOND')).toMatchObject({ status: 201 });
      await again.stop();
      await verifyLedger(place);
    });
  },
);
