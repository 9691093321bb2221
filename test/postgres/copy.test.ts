import { expect, test } from 'vitest';
import { fetchIdentity, HospitalClient } from '../../adapters/mock-his/client.ts';
import { claimOf } from '../../src/sandbox/demo/claims.ts';
import { sandboxKey } from '../../src/sandbox/keys.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { start, temporaryFolder, yizhan } from '../cli/binary.ts';
import { freshPostgres } from '../support/postgres.ts';

const HOSPITAL = HOSPITALS.nanchang.id;

/** Starts a sandbox and a hospital that talks to it. */
async function sandbox(folder: string, more: readonly string[], day = '11') {
  const time = `2023-07-${day}T10:00:00+08:00`;
  const running = start(['serve', '--sandbox', '--business-time', time, '--port', '0', '--data', folder, ...more]);
  const baseUrl = /http:\/\/\S+$/.exec(await running.line(/listens on/))?.[0] ?? '';
  const { key } = sandboxKey(folder, HOSPITAL);
  const client = new HospitalClient({ baseUrl, party: HOSPITAL, key, gateway: await fetchIdentity(baseUrl) });
  const stop = async () => {
    running.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0 });
  };
  return { client, stop };
}

const stay = (settlementId: string) =>
  claimOf({
    settlementId,
    patient: '测试甲',
    stay: ['2023-07-01', '2023-07-10'],
    diagnosis: { code: 'J18.900' },
    inCatalog: '60000',
    pooling: '0',
  });

test('a store that is moved to PostgreSQL goes on there where it stopped', async () => {
  const folder = temporaryFolder();
  const before = await sandbox(folder, []);
  const settled = await before.client.settle(stay('S-1'));
  await before.client.settle(stay('S-2'));
  await before.client.reverse('S-2', { reversalId: 'R-2', reason: '测试' });
  await before.stop();
  const sealing = ['daily-files', 'seal', '--data', folder, '--date', '2023-07-11'];
  expect(await yizhan(sealing)).toMatchObject({ code: 0 });

  const database = await freshPostgres();
  const copying = ['ledger', 'copy', '--data', folder, '--database', database];
  const copied = await yizhan(copying);
  expect(copied).toMatchObject({ code: 0, stderr: '' });
  expect(copied.stdout).toMatch(/copied \d+ tables, \d+ rows/);
  expect(copied.stdout).toMatch(/the ledger is clean: \d+ chain\(s\), \d+ entries, 1 sealed day\(s\)/);
  // A second time nothing is done: what is there is not written over.
  expect(await yizhan(copying)).toMatchObject({ code: 1, stderr: expect.stringContaining('is not empty') });

  const after = await sandbox(folder, ['--database', database], '12');
  if (settled.kind !== 'answered') throw new Error('nothing was settled');
  expect(await after.client.settle(stay('S-1'))).toMatchObject({ status: 200, body: settled.body });
  expect(await after.client.reverse('S-1', { reversalId: 'R-1', reason: '测试' })).toMatchObject({ status: 201 });
  expect(await after.client.settle(stay('S-3'))).toMatchObject({
    status: 201,
    body: { insurerPaid: settled.body.insurerPaid },
  });
  await after.stop();
  const place = ['--data', folder, '--database', database];
  expect(await yizhan(['ledger', 'verify', ...place])).toMatchObject({ code: 0 });
});

test('a database that cannot be reached, or an address that is none, is said in a line', async () => {
  const folder = temporaryFolder();
  const away = await yizhan(['ledger', 'verify', '--data', folder, '--database', 'postgres://nobody@127.0.0.1:1/x']);
  expect(away.code).toBe(1);
  expect(away.stderr.trim().split('\n')).toHaveLength(1);
  const wrong = await yizhan(['serve', '--data', folder, '--database', 'mysql://localhost/x']);
  expect(wrong.code).not.toBe(0);
  expect(wrong.stderr).toContain('must begin with postgres://');
});
