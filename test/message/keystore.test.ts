import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { signAnswer, verifyAnswer } from '../../src/message/answer.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import { openFamilies } from '../../src/message/key-families.ts';
import { parseJwks } from '../../src/message/keys.ts';
import { KEY_FILE, KeyStoreProblem, openKeyStore, parseKeyStore } from '../../src/message/keystore.ts';
import { systemClock } from '../../src/time/clock.ts';
import { bytes } from './fixtures.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yizhan-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the first start makes a key, of mode 600; the next finds it', () => {
  const data = join(folder, 'data');
  const first = openKeyStore(data, systemClock);
  expect(statSync(join(data, KEY_FILE)).mode & 0o777).toBe(0o600);
  expect(readdirSync(data)).toEqual([KEY_FILE]);
  const second = openKeyStore(data, systemClock);
  expect(second.jwks()).toEqual(first.jwks());
  expect(first.current.alg).toBe('ES256');
  expect(JSON.stringify(first.jwks())).not.toContain('"d"');
});

test('a key of SM2 lies apart: one folder holds both, and a key that was there stays as it is', async () => {
  const before = openKeyStore(folder, systemClock);
  const text = readFileSync(join(folder, KEY_FILE), 'utf8');
  const open = () => openFamilies((family) => openKeyStore(folder, systemClock, family));
  const first = await open();
  expect(readdirSync(folder).sort()).toEqual(['gateway-keys-sm2.json', KEY_FILE]);
  expect(statSync(join(folder, 'gateway-keys-sm2.json')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, KEY_FILE), 'utf8')).toBe(text);
  expect([first.current.kid, first.sm2?.alg]).toEqual([before.current.kid, 'SM2-SM3']);
  expect((await open()).jwks()).toEqual(first.jwks());
  expect(parseJwks(first.jwks(), '').map(({ algs }) => algs)).toEqual([['ES256'], ['SM2-SM3']]);
});

test('what it signs, its own jwks verifies', () => {
  const store = openKeyStore(folder, systemClock);
  const answer = { key: store.current, issuer: 'yizhan', iat: 5, jti: 'a', requestJti: 'r', status: 200 };
  const value = signAnswer(answer, bytes('x'));
  const keys = parseJwks(store.jwks(), '');
  expect(verifyAnswer(value, bytes('x'), keys, { issuer: 'yizhan', status: 200, requestJti: 'r' }).kid).toBe(
    store.current.kid,
  );
});

test('processes that start at once end with one and the same key', async () => {
  const keystore = new URL('../../src/message/keystore.ts', import.meta.url).href;
  const script = `
    const { openKeyStore } = await import(${JSON.stringify(keystore)});
    console.log(openKeyStore(process.argv[1], { real: Date.now, business: Date.now }).current.kid);`;
  const start = () =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, join(folder, 'data')]);
  const kids = (await Promise.all(Array.from({ length: 8 }, start))).map((one) => one.stdout.trim());
  expect(new Set(kids).size).toBe(1);
  expect(kids[0]).toMatch(/^[\w-]{43}$/);
  expect(readdirSync(join(folder, 'data'))).toEqual([KEY_FILE]);
});

test.each([0o640, 0o604, 0o660, 0o644])('a file of mode %o is refused', (mode) => {
  openKeyStore(folder, systemClock);
  chmodSync(join(folder, KEY_FILE), mode);
  expect(() => openKeyStore(folder, systemClock)).toThrow(KeyStoreProblem);
  expect(() => openKeyStore(folder, systemClock)).toThrow(/chmod 600/);
});

test('a folder that cannot be one is named', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => openKeyStore(join(folder, 'file'), systemClock)).toThrow(KeyStoreProblem);
});

describe('the file', () => {
  const [old, young] = [generateKeyPair('ES256', 'old').privateJwk, generateKeyPair('ES256', 'young').privateJwk];
  const entry = (jwk: unknown, createdAt: string, retiredAt?: string) => ({ createdAt, retiredAt, jwk });
  const parse = (...keys: unknown[]) => parseKeyStore(JSON.stringify({ version: 1, keys }), 'F');

  test('holds several keys; the newest not retired signs, all are published', () => {
    const store = parse(
      entry(old, '2026-01-01T00:00:00+08:00'),
      entry(young, '2026-02-01T00:00:00Z'),
      entry(generateKeyPair('ES256', 'gone').privateJwk, '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'),
    );
    expect(store.current.kid).toBe('young');
    expect(store.keys[2]?.retiredAt).toBe(Date.parse('2026-03-02T00:00:00Z'));
    expect(store.jwks().keys.map((key) => key.kid)).toEqual(['old', 'young', 'gone']);
  });

  test('is refused where it is damaged, and its keys are not shown', () => {
    const good = entry(old, '2026-01-01T00:00:00Z');
    const cases: [() => unknown, RegExp][] = [
      [() => parseKeyStore('{', 'F'), /version 1/],
      [() => parseKeyStore('{"version":2,"keys":[]}', 'F'), /version 1/],
      [() => parse(), /no key is left/],
      [() => parse({ ...good, retiredAt: '2026-01-02T00:00:00Z' }), /no key is left/],
      [() => parse(null), /\/keys\/0/],
      [() => parse({ ...good, createdAt: 'yesterday' }), /\/keys\/0\/createdAt/],
      [() => parse(good, good), /kid/],
      [() => parse({ ...good, jwk: { ...old, d: undefined } }), /public key cannot sign/],
    ];
    for (const [act, message] of cases) {
      expect(act).toThrow(KeyStoreProblem);
      expect(act).toThrow(message);
      expect(act).not.toThrow(new RegExp(old.d));
    }
  });

  test('is JSON people can read', () => {
    openKeyStore(folder, { real: () => Date.parse('2026-05-01T00:00:00+08:00'), business: () => 0 });
    expect(JSON.parse(readFileSync(join(folder, KEY_FILE), 'utf8'))).toMatchObject({
      version: 1,
      keys: [{ createdAt: '2026-05-01T00:00:00+08:00', jwk: { kty: 'EC', alg: 'ES256' } }],
    });
  });
});
