import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { yizhan } from '../../bench/server/child.ts';
import type { Place } from '../../bench/server/gateway.ts';
import { STORE } from '../support/stores.ts';
import { type Came, PARTY, settle } from './bill.ts';
import { verifyLedger } from './books.ts';
import { type SmallDisk, smallDisk } from './disk.ts';
import { TestGateway } from './gateway.ts';

const MEBIBYTES = 24;

/** Whether this machine lets the tests have a disk of their own. */
const probe = STORE === 'sqlite' ? smallDisk(MEBIBYTES) : undefined;
probe?.remove();

function start(place: Place, disk: SmallDisk): Promise<TestGateway> {
  return TestGateway.start(place, { logFile: join(disk.folder, 'log') });
}

describe.skipIf(probe === undefined)('a disk (skipped where none may be mounted)', () => {
  it('that is full, then fails: refused, nothing answered lost, no end, and on by itself', {
    timeout: 300_000,
  }, async () => {
    const disk = smallDisk(MEBIBYTES);
    if (disk === undefined) throw new Error('unreachable: it is skipped then');
    onTestFinished(() => disk.remove());
    const place = { data: join(disk.folder, 'data') };
    mkdirSync(place.data);
    // The log lies on the disk, too.
    const gateway = await start(place, disk);
    onTestFinished(() => gateway.kill());
    const client = await gateway.client(PARTY);
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

    disk.empty();
    const after = await Promise.all(Array.from({ length: 16 }, (_, n) => settle(client, `D${n}`)));
    expect(after).toEqual(after.map(() => ({ status: 201, decision: expect.any(String) })));
    const ids = before.map((_, index) => (index === 0 ? 'FIRST' : `B${index}`));
    for (const [index, id] of ids.entries()) {
      expect(await settle(client, id)).toEqual({ status: 200, decision: before[index] });
    }

    disk.fail();
    expect(await settle(client, 'LAST')).toEqual({ code: 'UNAVAILABLE' });
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${gateway.url}/.well-known/jwks.json`)).status).toBe(200);
    expect(gateway.alive).toBe(true);
    await gateway.kill();

    disk.remount('ro');
    await expect(yizhan(['serve', '--sandbox', '--port', '0', '--data', place.data])).rejects.toThrow(
      /^yizhan serve ended with 1: .*文件系统只读 .* the file system is read-only$/,
    );

    disk.remount('rw');
    const repaired = await start(place, disk);
    onTestFinished(() => repaired.kill());
    const again = await repaired.client(PARTY);
    for (const [index, id] of ids.entries()) {
      expect(await settle(again, id)).toEqual({ status: 200, decision: before[index] });
    }
    expect(await settle(again, 'LAST')).toMatchObject({ status: 201 });
    await repaired.stop();
    await verifyLedger(place);
  });
});
