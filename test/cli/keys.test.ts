import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJwks, parsePrivateJwk } from '../../src/message/keys.ts';
import { temporaryFolder, yizhan } from './binary.ts';

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

describe('keys generate', () => {
  it.each(['ES256', 'RS256', 'SM2-SM3'])('makes a key pair for %s', async (alg) => {
    const out = join(temporaryFolder(), 'new', 'folder');
    const { code, stdout } = await yizhan(['keys', 'generate', '--party', 'H1', '--out', out, '--alg', alg]);
    expect(code).toBe(0);
    const privateFile = join(out, 'H1.private.jwk');
    expect(statSync(privateFile).mode & 0o777).toBe(0o600);
    const key = parsePrivateJwk(json(privateFile), '');
    expect(key.alg).toBe(alg);
    expect(parseJwks(json(join(out, 'H1.public.jwks')), '').map(({ kid }) => kid)).toEqual([key.kid]);
    expect(stdout).toContain(key.kid);
    expect(stdout).not.toContain((json(privateFile) as { d: string }).d);
  });

  it('overwrites nothing', async () => {
    const out = temporaryFolder();
    const args = ['keys', 'generate', '--party', 'H1', '--out', out];
    await yizhan(args);
    const before = readFileSync(join(out, 'H1.private.jwk'), 'utf8');
    const { code, stderr } = await yizhan(args);
    expect(code).toBe(1);
    expect(stderr).toContain('已存在');
    expect(readFileSync(join(out, 'H1.private.jwk'), 'utf8')).toBe(before);
  });

  it('takes no party id that is a path', async () => {
    const { code, stderr } = await yizhan(['keys', 'generate', '--party', '../H1', '--out', temporaryFolder()]);
    expect(code).toBe(1);
    expect(stderr).toContain('--party');
  });
});
