import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateKeyPair } from '../../src/message/generate.ts';
import { rosterCsv } from '../../src/sandbox/members.ts';
import { temporaryFolder, yizhan } from './binary.ts';

const JIANGXI = 'jiangxi-weihuibao-2023';

function file(folder: string, name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const operator = (key: unknown) => ({
  parties: [{ id: 'OPS', kind: 'operator', name: '运营', jwks: { keys: [key] } }],
});

describe('parties import', () => {
  it('is idempotent', async () => {
    const folder = temporaryFolder();
    const args = ['parties', 'import', file(folder, 'p.json', operator(generateKeyPair().publicJwk)), '--data', folder];
    expect((await yizhan(args)).stdout).toMatch(/added 1.*changed 0.*unchanged 0/);
    expect((await yizhan(args)).stdout).toMatch(/added 0.*changed 0.*unchanged 1/);
  });

  it('refuses a private key, names its place and does not show it', async () => {
    const folder = temporaryFolder();
    const { privateJwk } = generateKeyPair();
    const path = file(folder, 'p.json', operator(privateJwk));
    const { code, stdout, stderr } = await yizhan(['parties', 'import', path, '--data', folder]);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('/parties/0/jwks/keys/0/d KEY_PRIVATE');
    expect(stderr).not.toContain(privateJwk.d);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('says in one line that there is no such file', async () => {
    const { code, stderr } = await yizhan(['parties', 'import', 'nosuch.json', '--data', temporaryFolder()]);
    expect(code).toBe(1);
    expect(stderr).toBe('nosuch.json: 没有这个文件或文件夹 / no such file or folder\n');
  });
});

describe('enrollments import', () => {
  const rows = (rosterCsv(JIANGXI) ?? '').trimEnd().split('\n');

  it('takes the good rows, lists the bad ones and exits 1', async () => {
    const folder = temporaryFolder();
    const bad = (rows[1] ?? '').replace(/,01,\d{17}./, ',01,110105194912310021').replace(/^SBX/, 'BAD');
    const path = file(folder, 'r.csv', [...rows, bad].join('\n'));
    const { code, stdout, stderr } = await yizhan(['enrollments', 'import', JIANGXI, path, '--data', folder]);
    expect(code).toBe(1);
    expect(stdout).toContain(`accepted ${rows.length - 1}，未变 unchanged 0，被拒 rejected 1`);
    expect(stdout).toContain(`row ${rows.length + 1}: ID_NUMBER_INVALID`);
    expect(stdout).not.toContain('110105194912310021');
    expect(stderr).toContain('1 row(s) were not taken');
  });

  it('changes nothing the second time, and refuses what is older', async () => {
    const folder = temporaryFolder();
    const args = ['enrollments', 'import', JIANGXI, file(folder, 'r.csv', rows.join('\n')), '--data', folder];
    expect(await yizhan(args)).toMatchObject({ code: 0, stderr: '' });
    const again = await yizhan(args);
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`accepted 0，未变 unchanged ${rows.length - 1}`),
    });
    const older = await yizhan([...args, '--as-of', '2020-01-01T00:00:00+08:00']);
    expect(older).toMatchObject({ code: 1, stdout: expect.stringContaining('STALE') });
  });

  it('refuses a scheme that is not there, and makes no store for a file that is not there', async () => {
    const folder = temporaryFolder();
    const path = file(folder, 'r.csv', rows.join('\n'));
    expect(await yizhan(['enrollments', 'import', 'nosuch', path, '--data', folder])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('SCHEME_NOT_FOUND'),
    });
    const data = join(folder, 'none');
    expect(await yizhan(['enrollments', 'import', JIANGXI, 'nosuch.csv', '--data', data])).toMatchObject({ code: 1 });
    expect(existsSync(data)).toBe(false);
  });
});

describe('facts set and lists import', () => {
  it('sets a fact and says where its value cannot be', async () => {
    const data = temporaryFolder();
    const set = (value: string) =>
      yizhan(['facts', 'set', 'sanming-yilianbao-2024', 'participationRate', value], { YIZHAN_DATA: data });
    expect(await set('0.31')).toMatchObject({ code: 0, stdout: 'sanming-yilianbao-2024 participationRate = 0.31\n' });
    expect(await set('0.310')).toMatchObject({ code: 0, stdout: expect.stringContaining('unchanged') });
    expect(await set('31')).toMatchObject({ code: 1, stderr: expect.stringContaining('INVALID_PARAMETER') });
  });

  it('imports a list, and warns where no scheme uses it', async () => {
    const folder = temporaryFolder();
    const path = file(folder, 'list.csv', 'code,name,class\nXL01A,药,\n');
    const add = (name: string) => yizhan(['lists', 'import', name, path, '--data', folder]);
    expect(await add('wenshan-drugs-devices')).toMatchObject({ code: 0, stderr: '' });
    expect(await add('wenshan-drugs-devices')).toMatchObject({ stdout: expect.stringContaining('unchanged') });
    expect(await add('wenshan-drugs')).toMatchObject({ code: 0, stderr: expect.stringContaining('no scheme uses') });
  });
});
