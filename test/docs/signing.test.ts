import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseJwks } from '../../src/message/keys.ts';
import { verifyRequest } from '../../src/message/request.ts';
import { readVectors } from '../vectors/vectors.ts';

const FOLDER = fileURLToPath(new URL('../../docs/signing/', import.meta.url));

/** What prints something where a sample of the language can be run. */
const LANGUAGES = [
  { name: 'Java', probe: ['java', '--version'], run: ['java', 'Signing.java'] },
  { name: 'Python', probe: ['python3', '-c', 'import cryptography'], run: ['python3', 'signing.py'] },
  { name: 'Go', probe: ['go', 'version'], run: ['go', 'run', 'signing.go'] },
] as const;

const vectors = readVectors();
const key = vectors.keys.find((one) => one.alg === 'ES256');
if (key === undefined) throw new Error('no test key');

describe.each(LANGUAGES)('the sample in $name', ({ probe: [probe, ...asked], run: [command, ...first] }) => {
  const here = spawnSync(probe, asked).status === 0;
  const folder = mkdtempSync(join(tmpdir(), 'yizhan-signing-'));
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const run = (...args: string[]) =>
    execFileSync(command, [...first, ...args], { cwd: FOLDER, encoding: 'utf8' }).trim();

  beforeAll(() => {
    if (!here) process.stderr.write(`skipped: ${probe} cannot run the sample on this machine\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.runIf(here)('signs what the gateway accepts', () => {
    const body = Buffer.from('{"patient":{"name":"测试甲"},\r\n "charges":{"total":"1.00"}}');
    const [method, target] = ['POST', '/v1/settlements?dry=%20x'];
    const args = [vectors.party, vectors.audience, method, target, file('body', body)];
    const header = run('sign', file('key', JSON.stringify(key.testOnlyPrivateJwk)), ...args);
    const party = { id: vectors.party, keys: parseJwks({ keys: [key.publicJwk] }, '') };
    const nowSeconds = Math.floor(Date.now() / 1000);
    const context = { method, target, audience: vectors.audience, nowSeconds, findParty: () => party, header };
    expect(verifyRequest(context, body).party).toBe(vectors.party);
  });

  test.runIf(here)('takes the answer of the vectors, and none that was changed', () => {
    const answer = vectors.answers.find((one) => one.requestJti !== null);
    const jti = answer?.requestJti;
    if (answer === undefined || jti == null) throw new Error('no answer in the vectors');
    const keys = file('jwks', JSON.stringify({ keys: [key.publicJwk, vectors.gatewayKey.publicJwk] }));
    const verify = (body: string) =>
      run('verify', keys, jti, String(answer.status), answer.signature, file('answer', body));
    expect(verify(answer.bodyText)).toBe('true');
    expect(verify(`${answer.bodyText} `)).toBe('false');
  });
});
