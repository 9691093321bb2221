import { execFileSync } from 'node:child_process';
import { createECDH, createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sm from 'sm-crypto-v2';
import { describe, expect, test } from 'vitest';
import { fromDer, toDer } from '../../src/message/ecdsa-form.ts';
import { explainSignature } from '../../src/message/explain.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import type { PrivateJwk } from '../../src/message/jwk.ts';
import { KeyProblem, parseJwks, parsePrivateJwk } from '../../src/message/keys.ts';
import { verifyRequest } from '../../src/message/request.ts';
import { Sm2PrivateKey, Sm2PublicKey } from '../../src/message/sm2.ts';
import { suiteNamed } from '../../src/message/suites.ts';
import { Tables } from '../../src/message/tables.ts';
import { fc, tries } from '../support/properties.ts';
import { bytes, codeOf, context, KEYS, publicKey, requestHeader, signed } from './fixtures.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const hexOf = (base64url: string | undefined): string => Buffer.from(base64url ?? '', 'base64url').toString('hex');
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const bytesOf = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const suite = suiteNamed('SM2-SM3');
const USER_ID = '1234567812345678';

describe('the example of GB/T 32918.5-2017, annex A.2 (GM/T 0003.5)', () => {
  const d = hex('3945208F 7B2144B1 3F36E38A C6D39F95 88939369 2860B51A 42FB81EF 4DF7C5B8');
  const x = hex('09F9DF31 1E5421A1 50DD7D16 1E4BC5C6 72179FAD 1833FC07 6BB08FF3 56F35020');
  const y = hex('CCEA490C E26775A5 2DC6EA71 8CC1AA60 0AED05FB F35E084A 6632F607 2DA9AD13');
  const e = hex('F0B43E94 BA45ACCA ACE692ED 534382EB 17E6AB5A 19CE7B31 F4486FDF C0D28640');
  const k = hex('59276E27 D506861A 16680F3A D9C02DCC EF3CC1FA 3CDBE4CE 6D54B80D EAC1BC21');
  const x1 = hex('04EBFC71 8E8D1798 62043226 8E77FEB6 415E2EDE 0E073C0F 4F640ECD 2E149A73');
  const signature = hex(
    'F5A03B06 48D2C463 0EEAC513 E1BB81A1 5944DA38 27D5B741 43AC7EAC EEE720B3 B1B6AA29 DF212FD8 763182BC 0D421CA1 BB9038FD 1F7F42D4 840B69C4 85BBC1AA',
  );
  const [open, secret] = [new Sm2PublicKey(x, y), new Sm2PrivateKey(d, new Sm2PublicKey(x, y))];
  const value = (number: Buffer): bigint => BigInt(`0x${number.toString('hex')}`);

  test('its digest, its signature with its nonce, and the verification', () => {
    expect(open.digest().update('message digest').digest()).toEqual(e);
    expect(secret.sign(e, () => ({ k: value(k), x1: value(x1) }))).toEqual(signature);
    expect(suite.verify(open, [bytes('message '), bytes('digest')], signature)).toBe(true);
    expect(suite.verify(open, [bytes('message digest.')], signature)).toBe(false);
  });

  test('a nonce with which r, r + k or s would be nought is not used', () => {
    // Each x1 is what would lead there; the second nonce is the example's.
    const nought = [
      { k: value(k), x1: N - value(e) },
      { k: value(k), x1: 2n * N - value(k) - value(e) },
      // s = 0 where k = rd.
      { k: (5n * value(d)) % N, x1: N + 5n - value(e) },
    ];
    for (const first of nought) {
      const nonces = [first, { k: value(k), x1: value(x1) }];
      expect(secret.sign(e, () => nonces.shift() ?? first)).toEqual(signature);
      expect(nonces).toEqual([]);
    }
  });

  test("the multiplication is OpenSSL's", () => {
    const pair = createECDH('SM2');
    pair.setPrivateKey(k);
    expect(pair.getPublicKey().subarray(1, 33)).toEqual(x1);
  });
});

test('SM3: the examples of GB/T 32905-2016, annex A', () => {
  const sm3 = (text: string) => createHash('sm3').update(text).digest('hex');
  expect(sm3('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  expect(sm3('abcd'.repeat(16))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
});

/** A new key in every form that the others want. */
function newKey() {
  const { privateJwk, publicJwk } = generateKeyPair('SM2-SM3', 'k');
  const point = `04${hexOf(publicJwk.x)}${hexOf(publicJwk.y)}`;
  const [open] = parseJwks({ keys: [publicJwk] }, '');
  if (open === undefined) throw new Error('unreachable: one key was given');
  return {
    ...{ privateJwk, publicJwk, point, d: hexOf(privateJwk.d) },
    open: open.keyObject,
    secret: parsePrivateJwk(privateJwk, '').keyObject,
    // SubjectPublicKeyInfo and PKCS #8 with the curve's OID 1.2.156.10197.1.301.
    spki: hex(`3059301306072a8648ce3d020106082a811ccf5501822d034200${point}`),
    pkcs8: hex(
      `308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420${hexOf(privateJwk.d)}a144034200${point}`,
    ),
  };
}

const message = fc.uint8Array({ maxLength: 3000 });

describe('against sm-crypto-v2, over any bytes and keys', () => {
  const theirs = { hash: true, userId: USER_ID };

  test('each verifies what the other signs, and nothing else', () => {
    fc.assert(
      fc.property(message, fc.nat(511), (body, bit) => {
        const { open, secret, point, d } = newKey();
        const ours = suite.sign(secret, [body.subarray(0, 7), body.subarray(7)]);
        expect(sm.sm2.doVerifySignature(body, ours.toString('hex'), point, theirs)).toBe(true);
        const other = hex(sm.sm2.doSignature(body, d, { ...theirs, publicKey: point }));
        expect(suite.verify(open, [body], other)).toBe(true);
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(suite.verify(open, [body], other)).toBe(false);
        expect(suite.verify(open, [body, bytes('.')], ours)).toBe(false);
      }),
      tries(12),
    );
  });

  test('also when the key has been used often, so that it has a table, and when it has lost that', () => {
    const { open, secret } = newKey();
    const signature = suite.sign(secret, [bytes('a')]);
    for (let time = 0; time < 12; time += 1) {
      if (time === 10 && open instanceof Sm2PublicKey) open.forgetTable();
      expect(suite.verify(open, [bytes('a')], signature)).toBe(true);
      expect(suite.verify(open, [bytes('b')], signature)).toBe(false);
    }
  });
});

describe('a signature', () => {
  const { privateJwk, open, secret } = newKey();
  const d = BigInt(`0x${hexOf(privateJwk.d)}`);

  /** The digest for which (r, s) fulfils the equation of the verification, whatever else is wrong with it. */
  function digestFor(r: bigint, s: bigint): Buffer {
    const pair = createECDH('SM2');
    pair.setPrivateKey(bytesOf((s + (r + s) * d) % N));
    const x1 = BigInt(`0x${pair.getPublicKey().subarray(1, 33).toString('hex')}`);
    return bytesOf((((r - x1) % N) + 2n * N) % N);
  }
  const holds = (digest: Buffer, ...halves: bigint[]): boolean =>
    open instanceof Sm2PublicKey && open.verify(digest, Buffer.concat(halves.map(bytesOf)));

  test.each([
    ['r of 0', 0n, 7n],
    ['s of 0', 7n, 0n],
    ['r of n', N, 7n],
    ['s of n', 7n, N],
    ['r not below n', N + 7n, 9n],
    ['s not below n', 7n, N + 9n],
    ['r + s = n', 7n, N - 7n],
  ])('with %s does not hold, though the equation does', (_name, r, s) => {
    expect(holds(digestFor(7n, 9n), 7n, 9n)).toBe(true);
    expect(holds(digestFor(r, s), r, s)).toBe(false);
  });

  test('of another length or order does not hold', () => {
    const digest = digestFor(7n, 9n);
    expect(holds(digest, 9n, 7n)).toBe(false);
    for (const halves of [[], [7n], [7n, 9n, 0n], [0n, 7n, 9n]]) expect(holds(digest, ...halves)).toBe(false);
    const good = suite.sign(secret, [bytes('a')]);
    expect(suite.verify(open, [bytes('a')], good)).toBe(true);
    expect(suite.verify(open, [bytes('a')], toDer(good) ?? good)).toBe(false);
  });

  test('is another every time, and never has a half that lacks its zeros', () => {
    const made = Array.from({ length: 20 }, () => suite.sign(secret, [bytes('a')]));
    expect(new Set(made.map((one) => one.toString('hex'))).size).toBe(20);
    for (const one of made) expect(one.byteLength).toBe(64);
  });
});

describe('a key', () => {
  const { publicJwk, privateJwk } = newKey();
  const refusal = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      return error instanceof KeyProblem ? [error.pointer, error.code] : error;
    }
  };
  const zero = Buffer.alloc(32).toString('base64url');
  const b64 = (value: bigint): string => bytesOf(value).toString('base64url');
  const p256 = generateKeyPair('ES256', 'k').publicJwk;

  test.each([
    ['off the curve', { x: publicJwk.y }, '/keys/0', 'KEY_MALFORMED'],
    ['at infinity', { x: zero, y: zero }, '/keys/0', 'KEY_MALFORMED'],
    ['with a coordinate that is no element of the field', { x: b64(2n ** 256n - 1n) }, '/keys/0', 'KEY_MALFORMED'],
    ['of P-256 called SM2', { ...p256, alg: undefined, crv: 'SM2' }, '/keys/0', 'KEY_MALFORMED'],
    ['called P-256', { crv: 'P-256', alg: 'ES256' }, '/keys/0', 'KEY_MALFORMED'],
    ['on a curve that JOSE has, but not we', { crv: 'secp256k1' }, '/keys/0/crv', 'KEY_CURVE'],
    ['for ES256', { alg: 'ES256' }, '/keys/0/alg', 'KEY_ALGORITHM'],
    ['that is private', { d: privateJwk.d }, '/keys/0/d', 'KEY_PRIVATE'],
  ])('%s is refused', (_name, change, pointer, code) => {
    expect(refusal(() => parseJwks({ keys: [{ ...publicJwk, ...change }] }, ''))).toEqual([pointer, code]);
  });

  test.each([
    ['0', 0n],
    ['n - 1', N - 1n],
    ['n', N],
  ])('with d = %s is refused', (_name, d) => {
    expect(refusal(() => parsePrivateJwk({ ...privateJwk, d: b64(d) }, ''))).toEqual(['', 'KEY_MALFORMED']);
  });

  test('of SM2 and one of P-256 are never taken for one another', () => {
    const lie = (alg: string, kid: string, signer: string) => {
      const [, , signature] = signed(bytes('x'), { alg: signer, kid: signer }).split('.');
      const header = { ...requestHeader({ alg, kid }), b64: false, crit: ['b64'] };
      const text = Buffer.from(JSON.stringify(header)).toString('base64url');
      return codeOf(() => verifyRequest({ ...context(), header: `${text}..${signature}` }, bytes('x')));
    };
    expect(lie('SM2-SM3', 'ES256', 'ES256')).toBe('SIGNATURE_ALGORITHM');
    expect(lie('ES256', 'SM2-SM3', 'SM2-SM3')).toBe('SIGNATURE_ALGORITHM');
    expect(() => suite.verify(publicKey('ES256').keyObject, [], Buffer.alloc(64))).toThrow(TypeError);
    expect(() => suiteNamed('ES256').verify(publicKey('SM2-SM3').keyObject, [], Buffer.alloc(64))).toThrow(TypeError);
  });
});

/** Explains a signature by the SM2 key of the fixtures, made by `make` over what is to be signed. */
function explained(make: (input: Buffer, jwk: PrivateJwk) => Uint8Array): string | undefined {
  const jwk = KEYS.find((one) => one.publicJwk.kid === 'SM2-SM3')?.privateJwk;
  const [head] = signed(bytes('x'), { alg: 'SM2-SM3' }).split('.');
  if (jwk === undefined) throw new Error('unreachable: there is one key of each algorithm');
  const header = `${head}..${Buffer.from(make(bytes(`${head}.x`), jwk)).toString('base64url')}`;
  return explainSignature({ ...context(), header }, bytes('x')).checks.at(-1)?.en;
}

test('the usual slips with SM2 are told', () => {
  const bySmCrypto =
    (options: object): Parameters<typeof explained>[0] =>
    (input, { d, x, y }) =>
      hex(sm.sm2.doSignature(input, hexOf(d), { publicKey: `04${hexOf(x)}${hexOf(y)}`, ...options }));
  expect(explained((input, jwk) => suite.sign(parsePrivateJwk(jwk, '').keyObject, [input]))).toBe('');
  expect(explained(bySmCrypto({ hash: true, der: true }))).toContain('DER');
  expect(explained(bySmCrypto({ hash: true, userId: '' }))).toContain('user id');
  expect(explained(bySmCrypto({ hash: false }))).toContain('without SM3');
  const withoutZa = (input: Buffer) => createHash('sm3').update(input).digest();
  expect(explained((input, jwk) => bySmCrypto({ hash: false })(withoutZa(input), jwk))).toContain('without ZA');
  expect(explained(() => Buffer.from('30', 'hex'))).toContain('does not fit the bytes');
  expect(explained(() => Buffer.alloc(70, 0x30))).toContain('does not fit the bytes');
});

test('tables go to those who use them', () => {
  const lost: string[] = [];
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ forgetTable: () => lost.push(name) }));
  const tables = new Tables(2);
  for (const one of [a, b, a, c, a, b]) if (one !== undefined) tables.used(one);
  expect(lost).toEqual(['b', 'c']);
});

test("Node's own SM2 has an empty user id, so it does not take ours", () => {
  const { open, secret, spki, point, d } = newKey();
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const body = bytes('a');
  expect(verify('sm3', body, key, toDer(suite.sign(secret, [body])) ?? body)).toBe(false);
  const nodes = hex(sm.sm2.doSignature(body, d, { hash: true, publicKey: point, userId: '' }));
  expect(verify('sm3', body, key, toDer(nodes) ?? body)).toBe(true);
  expect(suite.verify(open, [body], nodes)).toBe(false);
});

const distid = (): boolean => {
  try {
    return execFileSync('openssl', ['list', '-public-key-algorithms'], { encoding: 'utf8' }).includes('SM2');
  } catch {
    return false;
  }
};
const OPENSSL = distid();

describe('against the command openssl', () => {
  test.skipIf(!OPENSSL)(`each verifies what the other signs${OPENSSL ? '' : ' (no openssl with SM2 here)'}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'yizhan-sm2-'));
    try {
      const { open, secret, spki, pkcs8 } = newKey();
      const file = (name: string, content: Uint8Array): string => {
        writeFileSync(join(folder, name), content, { mode: 0o600 });
        return join(folder, name);
      };
      const body = bytes('一站');
      const dgst = ['dgst', '-sm3', '-keyform', 'DER', '-sigopt', `distid:${USER_ID}`];
      const signature = execFileSync('openssl', [...dgst, '-sign', file('d', pkcs8), file('m', body)]);
      expect(suite.verify(open, [body], fromDer(signature))).toBe(true);
      const made = file('s', toDer(suite.sign(secret, [body])) ?? body);
      const verified = execFileSync('openssl', [
        ...dgst,
        '-verify',
        file('p', spki),
        '-signature',
        made,
        file('m', body),
      ]);
      expect(verified.toString()).toContain('Verified OK');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
