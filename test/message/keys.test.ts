import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { describe, expect, test } from 'vitest';
import { generateKeyPair } from '../../src/message/generate.ts';
import { KeyProblem, parseJwks, parsePrivateJwk, thumbprint } from '../../src/message/keys.ts';
import { ALGS, KEYS } from './fixtures.ts';

const EC = { ...generateKeyPair('ES256', 'k').publicJwk };
const ED = { ...generateKeyPair('EdDSA', 'k').publicJwk };
const { alg: _alg, ...RSA } = generateKeyPair('RS256', 'k').publicJwk;

function problem(act: () => unknown): KeyProblem {
  try {
    act();
  } catch (error) {
    if (error instanceof KeyProblem) return error;
    throw error;
  }
  throw new Error('the key was not refused');
}

const b64 = (size: number, fill: number): string => Buffer.alloc(size, fill).toString('base64url');

test('keys of all kinds are read, and read the same again from what is stored', () => {
  const records = parseJwks({ keys: KEYS.map((key) => key.publicJwk) }, '');
  expect(records.map((key) => key.algs)).toEqual(ALGS.map((alg) => [alg]));
  expect(parseJwks({ keys: records.map((key) => key.jwk) }, '').map((key) => key.jwk)).toEqual(
    records.map((key) => key.jwk),
  );
});

test('a key without alg may do all its kind can', () => {
  const [key] = parseJwks({ keys: [RSA] }, '');
  expect(key?.algs).toEqual(['RS256', 'PS256']);
  expect(key?.jwk).not.toHaveProperty('alg');
});

test('validity is kept, unknown members are dropped, an empty set is a set', () => {
  const [key] = parseJwks({ keys: [{ ...EC, nbf: 5, exp: 9, 'x-note': 'hello', key_ops: ['verify'] }] }, '');
  expect([key?.nbf, key?.exp]).toEqual([5, 9]);
  expect(key?.jwk).toEqual({ ...EC, nbf: 5, exp: 9 });
  expect(parseJwks({ keys: [] }, '')).toEqual([]);
});

const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' });

describe('a public key set is refused', () => {
  test.each([
    ['no object', 'keys', '', 'KEY_SET_MALFORMED'],
    ['no list', { keys: {} }, '', 'KEY_SET_MALFORMED'],
    ['too many keys', { keys: Array(101).fill(EC) }, '', 'KEY_SET_MALFORMED'],
    ['a key that is no object', { keys: [null] }, '/keys/0', 'KEY_MALFORMED'],
    ['a private EC key', { keys: [EC, { ...EC, kid: '2', d: 'AA' }] }, '/keys/1/d', 'KEY_PRIVATE'],
    ['another private member alone', { keys: [{ ...RSA, dq: 1 }] }, '/keys/0/dq', 'KEY_PRIVATE'],
    ['a symmetric key', { keys: [{ kty: 'oct', kid: 'k', k: 'AA' }] }, '/keys/0/k', 'KEY_SYMMETRIC'],
    ['a symmetric key without k', { keys: [{ kty: 'oct', kid: 'k' }] }, '/keys/0/kty', 'KEY_SYMMETRIC'],
    ['an unknown type', { keys: [{ kty: 'AKP', kid: 'k' }] }, '/keys/0/kty', 'KEY_TYPE'],
    ['another curve', { keys: [{ ...p384, kid: 'k' }] }, '/keys/0/crv', 'KEY_CURVE'],
    ['a curve of key agreement', { keys: [{ ...ED, crv: 'X25519' }] }, '/keys/0/crv', 'KEY_CURVE'],
    ['RSA of 1024 bits', { keys: [{ ...small, kid: 'k' }] }, '/keys/0/n', 'KEY_WEAK'],
    ['RSA of 16384 bits', { keys: [{ ...RSA, n: b64(2048, 255) }] }, '/keys/0/n', 'KEY_WEAK'],
    ['RSA with e = 1', { keys: [{ ...RSA, e: 'AQ' }] }, '/keys/0/e', 'KEY_WEAK'],
    ['RSA with a huge e', { keys: [{ ...RSA, e: b64(200, 255) }] }, '/keys/0/e', 'KEY_WEAK'],
    ['RSA with a leading zero', { keys: [{ ...RSA, n: `AA${RSA.n}` }] }, '/keys/0/n', 'KEY_MALFORMED'],
    ['no kid', { keys: [{ ...EC, kid: undefined }] }, '/keys/0/kid', 'KEY_ID'],
    ['an empty kid', { keys: [{ ...EC, kid: '' }] }, '/keys/0/kid', 'KEY_ID'],
    ['a kid with a line break', { keys: [{ ...EC, kid: 'a\nb' }] }, '/keys/0/kid', 'KEY_ID'],
    ['a kid twice', { keys: [EC, { ...ED, kid: EC.kid }] }, '/keys/1/kid', 'KEY_DUPLICATE'],
    ['a key for encryption', { keys: [{ ...EC, use: 'enc' }] }, '/keys/0/use', 'KEY_USE'],
    ['key_ops without verify', { keys: [{ ...EC, key_ops: ['deriveKey'] }] }, '/keys/0/key_ops', 'KEY_USE'],
    ['an unknown alg', { keys: [{ ...EC, alg: 'ES512' }] }, '/keys/0/alg', 'KEY_ALGORITHM'],
    ['the alg of another kind', { keys: [{ ...EC, alg: 'RS256' }] }, '/keys/0/alg', 'KEY_ALGORITHM'],
    ['the name Ed25519 for EdDSA', { keys: [{ ...ED, alg: 'Ed25519' }] }, '/keys/0/alg', 'KEY_ALGORITHM'],
    ['no y', { keys: [{ ...EC, y: undefined }] }, '/keys/0/y', 'KEY_MALFORMED'],
    ['a padded coordinate', { keys: [{ ...EC, x: `${EC.x}=` }] }, '/keys/0/x', 'KEY_MALFORMED'],
    ['a short coordinate', { keys: [{ ...EC, x: b64(31, 1) }] }, '/keys/0/x', 'KEY_MALFORMED'],
    ['a point off the curve', { keys: [{ ...EC, x: b64(32, 1) }] }, '/keys/0', 'KEY_MALFORMED'],
    ['validity in milliseconds', { keys: [{ ...EC, exp: 1_789_000_000_000 }] }, '/keys/0/exp', 'KEY_VALIDITY'],
    ['validity in fractions', { keys: [{ ...EC, nbf: 1.5 }] }, '/keys/0/nbf', 'KEY_VALIDITY'],
    ['validity that ends before it begins', { keys: [{ ...EC, nbf: 9, exp: 9 }] }, '/keys/0/exp', 'KEY_VALIDITY'],
  ])('%s', (_name, jwks, pointer, code) => {
    const found = problem(() => parseJwks(jwks, '/parties/3/jwks'));
    expect([found.pointer, found.code]).toEqual([`/parties/3/jwks${pointer}`, code]);
    expect(found.message).toBe(`${found.zh} / ${found.en}`);
  });
});

test('a problem never repeats key material', () => {
  const { privateJwk } = generateKeyPair('ES256', 'k');
  const found = problem(() => parseJwks({ keys: [privateJwk] }, ''));
  expect(`${found.message}${found.stack}`).not.toContain(privateJwk.d);
});

describe('a private key', () => {
  test.each(ALGS)('of %s is made and read back', async (alg) => {
    const { privateJwk, publicJwk } = generateKeyPair(alg);
    expect(privateJwk).toMatchObject(publicJwk);
    expect(publicJwk).not.toHaveProperty('d');
    expect(publicJwk.kid).toBe(await calculateJwkThumbprint({ ...publicJwk }));
    expect(thumbprint(privateJwk)).toBe(publicJwk.kid);
    const record = parsePrivateJwk(privateJwk, '');
    expect(record.publicJwk).toEqual(publicJwk);
    expect([record.kid, record.alg, record.keyObject.type]).toEqual([publicJwk.kid, alg, 'private']);
  });

  test('is refused where it is public, damaged, or does not say which algorithm', () => {
    const { alg, ...rsa } = generateKeyPair('PS256').privateJwk;
    expect(alg).toBe('PS256');
    expect(problem(() => parsePrivateJwk(rsa, '')).code).toBe('KEY_ALGORITHM');
    expect(problem(() => parsePrivateJwk(EC, '')).code).toBe('KEY_PUBLIC');
    expect(problem(() => parsePrivateJwk({ ...ED, d: 'AA' }, '')).code).toBe('KEY_MALFORMED');
    expect(problem(() => parsePrivateJwk({ ...EC, d: 'AA', key_ops: ['verify'] }, '')).code).toBe('KEY_USE');
  });

  test.each(ALGS)('of %s whose halves are of two keys is refused', (alg) => {
    const mixed = { ...generateKeyPair(alg).privateJwk, ...generateKeyPair(alg).publicJwk };
    expect(problem(() => parsePrivateJwk(mixed, '')).code).toBe('KEY_MALFORMED');
  });
});
