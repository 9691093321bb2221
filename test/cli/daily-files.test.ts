import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fetchIdentity, HospitalClient } from '../../adapters/mock-his/client.ts';
import { InsurerClient } from '../../adapters/mock-his/insurer-client.ts';
import { verifyManifest } from '../../src/clearing/files/manifest.ts';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import { sandboxKey } from '../../src/sandbox/keys.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { startSandbox } from '../mock-his/sandbox.ts';
import { serve, temporaryFolder, yizhan } from './binary.ts';

const SCHEME = 'jiangxi-weihuibao-2023';
const DATE = '2023-07-11';
const HOSPITAL = HOSPITALS.nanchang.id;
const claim = (settlementId: string) =>
  claimOf({
    settlementId,
    patient: '测试甲',
    stay: ['2023-07-01', '2023-07-10'],
    diagnosis: { code: 'J18.900' },
    inCatalog: '265000',
    outOfCatalog: '35000',
    pooling: '98000',
  });

async function clients(url: string, data: string) {
  const gateway = await fetchIdentity(url);
  const as = (party: string) => ({ baseUrl: url, party, key: sandboxKey(data, party).key, gateway });
  return { hospital: new HospitalClient(as(HOSPITAL)), insurer: new InsurerClient(as('INS-JX')), gateway };
}

describe('daily-files seal', () => {
  it('seals beside a running gateway, which serves the files and books what comes later on the next day', async () => {
    const data = temporaryFolder();
    const { url } = await serve(data, '--sandbox');
    const { hospital, insurer, gateway } = await clients(url, data);
    await hospital.settle(claim('S1'));
    expect(await insurer.dailyFile(SCHEME, DATE)).toMatchObject({ problem: { code: 'DAY_NOT_SEALED', status: 404 } });

    const sealed = await yizhan(['daily-files', 'seal', '--date', DATE, '--data', data]);
    expect(sealed).toMatchObject({ code: 0, stdout: `${DATE} 已封账 sealed\n`, stderr: '' });
    const again = await yizhan(['daily-files', 'seal', '--date', DATE, '--data', data]);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('no business day waits') });

    const manifest = await insurer.manifest(SCHEME, DATE);
    if (manifest.kind !== 'answered') throw new Error('no manifest');
    expect(manifest.body).toMatchObject({ gateway: 'yizhan-sandbox', totals: { count: 1, insurerPaid: '118000.00' } });
    expect(verifyManifest(manifest.body, gateway.keys)).toBe(true);
    const file = await insurer.dailyFile(SCHEME, DATE);
    if (file.kind !== 'answered') throw new Error('no file');
    expect(parse(file.body as Buffer, { columns: true })).toMatchObject([
      { recordType: 'SETTLE', settlementId: 'S1', hospitalId: HOSPITAL, insurerPaid: '118000.00' },
    ]);
    expect(await hospital.settle(claim('S2'))).toMatchObject({ body: { businessDate: '2023-07-12' } });
  });

  it('refuses a day that is not over, and a date that is none, in one line', async () => {
    const args = ['daily-files', 'seal', '--data', temporaryFolder(), '--date'];
    const future = await yizhan([...args, '2999-01-01']);
    expect(future).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^DAY_NOT_OVER: .*\n$/) });
    expect(await yizhan([...args, '2023-02-29'])).toMatchObject({ code: 1, stdout: '' });
  });

  it('has nothing to do on a new gateway', async () => {
    const done = await yizhan(['daily-files', 'seal', '--data', temporaryFolder()]);
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('no business day waits') });
  });
});

describe('serve', () => {
  it('seals the days that are over by itself', async () => {
    const data = temporaryFolder();
    const first = await serve(data, '--sandbox', '--business-time', '2023-07-11T23:00:00+08:00');
    await (await clients(first.url, data)).hospital.settle(claim('S1'));
    first.kill('SIGTERM');
    await first.ended;
    const second = await serve(data, '--sandbox', '--business-time', '2023-07-13T00:00:30+08:00');
    const { insurer } = await clients(second.url, data);
    await expect
      .poll(async () => {
        const outcome = await insurer.dailyFiles(SCHEME);
        return outcome.kind === 'answered' ? outcome.body.days.map(({ date, count }) => [date, count]) : outcome;
      })
      .toEqual([
        [DATE, 1],
        ['2023-07-12', 0],
      ]);
  });
});

describe('statements export', () => {
  it("writes a hospital's day as CSV, to a file or to stdout", async () => {
    const { data, url, close } = await startSandbox();
    onTestFinished(close);
    const { hospital } = await clients(url, data);
    await hospital.settle(claim('S1'));
    await hospital.acknowledge('S1');
    await hospital.reverse('S1', { reversalId: 'R1', reason: '退费' });

    const args = ['statements', 'export', '--hospital', HOSPITAL, '--date', DATE, '--data', data];
    const { code, stdout, stderr } = await yizhan(args);
    expect(code).toBe(0);
    expect(stderr).toBe(`${HOSPITAL} ${DATE}: 2 笔 records, 0.00\n`);
    expect(parse(stdout, { columns: true })).toMatchObject([
      { recordType: 'SETTLE', settlementId: 'S1', attempt: '1', insurerPaid: '118000.00', acknowledged: 'true' },
      { recordType: 'REVERSE', settlementId: 'S1', attempt: '1', insurerPaid: '-118000.00' },
    ]);
    const out = join(data, 'day.csv');
    expect(await yizhan([...args, '--out', out])).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(out, 'utf8')).toBe(stdout);
  });

  it('knows no hospital that is not registered', async () => {
    const args = ['statements', 'export', '--hospital', 'H0', '--date', DATE, '--data', temporaryFolder()];
    expect(await yizhan(args)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('no hospital H0'),
    });
  });
});
