import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { yizhan } from '../../bench/server/child.ts';
import { type Came, decisionOf, PARTY, settle } from './bill.ts';
import { verifyLedger } from './books.ts';
import { type SmallDisk, smallDisk } from './disk.ts';
import { type StartOptions, TestGateway } from './gateway.ts';

const MEBIBYTES = 24;

/** Whether this machine lets the tests have a disk of their own. */
const probe = smallDisk(MEBIBYTES);
probe?.remove();

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
      expect(first).toMatchObject({ status: 201 });
      disk.fill();

      // A few may still find room in files that are there already; those are settled as any other.
      const before: string[] = [];
      let came: Came = first;
      for (; 'decision' in came; came = await settle(client, `B${before.length}`)) before.push(came.decision);
      expect(came).toEqual({ code: 'UNAVAILABLE' });
      const during = await Promise.all(Array.from({ length: 16 }, (_, n) => settle(client, `D${n}`)));
      expect(during).toEqual(during.map(() => ({ code: 'UNAVAILABLE' })));
      expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
      expect(gateway.alive).toBe(true);

      disk.empty();
      const after = await Promise.all(Array.from({ length: 16 }, (_, n) => settle(client, `D${n}`)));
      expect(after).toEqual(after.map(() => ({ status: 201, decision: expect.any(String) })));
      const ids = before.map((_, index) => (index === 0 ? 'FIRST' : `B${index}`));
      for (const [index, id] of ids.entries()) {
        expect(await settle(client, id)).toEqual({ status: 200, decision: before[index] });
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
      expect(await settle(known, 'FIRST')).toEqual({ status: 200, decision: decisionOf(first) });
      expect(await settle(known, 'SECOND')).toMatchObject({ status: 201 });
      await again.stop();
      await verifyLedger(place);
    });
  },
);
