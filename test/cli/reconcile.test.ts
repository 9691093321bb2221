import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fetchIdentity, HospitalClient } from '../../adapters/mock-his/client.ts';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import { sandboxKey } from '../../src/sandbox/keys.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { startSandbox } from '../mock-his/sandbox.ts';
import { temporaryFolder, yizhan } from './binary.ts';

const SCHEME = 'jiangxi-weihuibao-2023';
const DATE = '2023-07-11';
const HOSPITAL = HOSPITALS.nanchang.id;
const HEADER = 'recordType,hospitalId,settlementId,insurerPaid\n';

it('holds a file against a sealed day: exit 1 while anything is open, 0 once nothing is', async () => {
  const { data, url, close } = await startSandbox();
  onTestFinished(close);
  const hospital = new HospitalClient({
    baseUrl: url,
    party: HOSPITAL,
    key: sandboxKey(data, HOSPITAL).key,
    gateway: await fetchIdentity(url),
  });
  await hospital.settle(
    claimOf({
      settlementId: 'S1',
      patient: '测试甲',
      stay: ['2023-07-01', '2023-07-10'],
      diagnosis: { code: 'J18.900' },
      inCatalog: '265000',
      outOfCatalog: '35000',
      pooling: '98000',
    }),
  );
  const file = join(data, 'theirs.csv');
  const reconcile = (rows: string) => {
    writeFileSync(file, HEADER + rows);
    return yizhan(['reconcile', SCHEME, DATE, file, '--data', data]);
  };
  const early = await reconcile('');
  expect(early).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^DAY_NOT_SEALED: .*\n$/) });
  await yizhan(['daily-files', 'seal', '--date', DATE, '--data', data]);

  const first = await reconcile(`SETTLE,${HOSPITAL},S1,118000.01\nSETTLE,${HOSPITAL},S9,1.00\nSETTLE\n`);
  expect(first.code).toBe(1);
  expect(first.stdout).toContain('合计 total: 本方 here 1 笔 rows, 118000.00 + 0.00; 对方 there 2 笔 rows, 118001.01');
  expect(first.stdout).toContain(`SETTLE ${HOSPITAL} S1: 本方 here 118000.00, 对方 there 118000.01`);
  expect(first.stdout).toContain('第 4 行 row 4: MALFORMED_ROW');
  expect(first.stderr).toContain('3 difference(s) are open');

  const second = await reconcile(`SETTLE,${HOSPITAL},S1,118000.00\n`);
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(second.stdout).toContain('此次结清 closed now: 3');
});

it('says in one line what is missing', async () => {
  const missing = await yizhan(['reconcile', SCHEME, DATE, '/nowhere/theirs.csv', '--data', temporaryFolder()]);
  expect(missing).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('no such file') });
});

it('distributes nothing where nobody is insured, and refuses a scheme without a distribution', async () => {
  const distribute = (scheme: string, ...more: string[]) =>
    yizhan(['year-end', 'distribute', scheme, '--service-fee', '100', ...more, '--data', temporaryFolder()]);
  const done = await distribute('nantong-dibubao-2022', '--commit');
  expect(done).toMatchObject({ code: 0, stderr: '' });
  expect(done.stdout).toContain('nothing to book');
  expect(await distribute(SCHEME)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('no distribution'),
  });
});
