import { describe, expect, test } from 'vitest';
import { generateKeyPair } from '../../src/message/generate.ts';
import { peek, readHeader } from '../../src/message/header.ts';
import { parseJwks, parsePrivateJwk } from '../../src/message/keys.ts';
import { checkHeader, verifyRequest } from '../../src/message/request.ts';
import { signRequest } from '../../src/message/sign.ts';
import { ALGS, bytes, codeOf, context, NOW, PARTY, refusalOf, requestHeader, signed, withHeader } from './fixtures.ts';

const BODY = bytes('{"settlementId":"S1","name":"测试甲"}');
const GOOD = signed(BODY);
const HEADER = { ...requestHeader(), b64: false, crit: ['b64'] };

const verify = (header: string | undefined, change = {}, body: Uint8Array = BODY) =>
  verifyRequest({ ...context(change), header }, body);

test.each(ALGS)('%s: a good request says who signed it, with what, and until when it counts', (alg) => {
  const header = requestHeader({ alg });
  expect(verify(signed(BODY, header))).toEqual({
    party: 'H1',
    kid: alg,
    jti: header.jti,
    iat: NOW,
    expiresAt: NOW + 300,
  });
});

test('no body is zero bytes', () => {
  const empty = new Uint8Array();
  const change = { method: 'GET', target: '/v1/statements/2023-07-11?a=%E4%B8%AD' };
  expect(verify(signed(empty, { htm: 'GET', htu: change.target }), change, empty).party).toBe('H1');
});

test('missing', () => {
  expect(codeOf(() => verify(undefined))).toBe('SIGNATURE_MISSING');
  expect(codeOf(() => verify(''))).toBe('SIGNATURE_MISSING');
});

describe('malformed', () => {
  const [head = '', , tail = ''] = GOOD.split('.');
  test.each([
    ['one part', head],
    ['two parts', `${head}.${tail}`],
    ['a payload between the dots', `${head}.e30.${tail}`],
    ['four parts', `${head}..${tail}.x`],
    ['no protected header', `..${tail}`],
    ['no signature', `${head}..`],
    ['two values joined', `${GOOD}, ${GOOD}`],
    ['padding', `${head}..${tail}==`],
    ['plain base64', `${head}..+/${tail}`],
    ['stray last bits', `${head}..${tail.slice(0, -1)}${tail.endsWith('B') ? 'C' : 'B'}`],
    ['spaces', ` ${GOOD}`],
    ['more than 8 KiB', withHeader(GOOD, { ...HEADER, note: 'x'.repeat(7000) })],
    ['no JSON', withHeader(GOOD, '{')],
    ['an array', withHeader(GOOD, '[]')],
    ['a byte order mark', withHeader(GOOD, `\ufeff${JSON.stringify(HEADER)}`)],
    ['not UTF-8', `${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}..${tail}`],
    ['b64 true', withHeader(GOOD, { ...HEADER, b64: true })],
    ['b64 as text', withHeader(GOOD, { ...HEADER, b64: 'false' })],
    ['no b64', withHeader(GOOD, { ...HEADER, b64: undefined })],
    ['no crit', withHeader(GOOD, { ...HEADER, crit: undefined })],
    ['crit with more', withHeader(GOOD, { ...HEADER, crit: ['b64', 'b64'] })],
    ['crit as text', withHeader(GOOD, { ...HEADER, crit: 'b64' })],
  ])('%s', (_name, value) => {
    expect(codeOf(() => verify(value))).toBe('SIGNATURE_MALFORMED');
  });

  test.each(['alg', 'kid', 'iss', 'aud', 'iat', 'jti', 'htm', 'htu'])('%s missing or of another type', (name) => {
    for (const value of [undefined, null, {}, name === 'iat' ? `${NOW}` : 5, '', name === 'iat' ? NOW + 0.5 : []]) {
      const refusal = refusalOf(() => verify(withHeader(GOOD, { ...HEADER, [name]: value })));
      expect([refusal.code, refusal.detail.errors?.[0]?.pointer]).toEqual(['SIGNATURE_MALFORMED', `/${name}`]);
    }
  });

  test('a jti that is no UUID; all wrong members are named at once', () => {
    const refusal = refusalOf(() => verify(withHeader(GOOD, { ...HEADER, jti: 'retry-1', kid: 7 })));
    expect(refusal.detail.errors?.map((one) => one.pointer)).toEqual(['/kid', '/jti']);
  });
});

test('algorithm: unknown, none, symmetric', () => {
  for (const alg of ['none', 'HS256', 'ES512', 'es256', 'Ed25519', '__proto__']) {
    expect(codeOf(() => verify(withHeader(GOOD, { ...HEADER, alg })))).toBe('SIGNATURE_ALGORITHM');
  }
  const unsecured = withHeader(GOOD, { ...HEADER, alg: 'none' }).replace(/[^.]*$/, '');
  expect(codeOf(() => verify(unsecured))).toBe('SIGNATURE_ALGORITHM');
});

test('algorithm: does not fit the key', () => {
  expect(codeOf(() => verify(signed(BODY, { alg: 'RS256', kid: 'ES256' })))).toBe('SIGNATURE_ALGORITHM');
  // The same RSA key, but its JWK says PS256.
  expect(codeOf(() => verify(signed(BODY, { alg: 'RS256', kid: 'PS256' })))).toBe('SIGNATURE_ALGORITHM');
});

test('unknown party', () => {
  expect(codeOf(() => verify(signed(BODY, { iss: 'H2' })))).toBe('SIGNATURE_UNKNOWN_PARTY');
});

describe('unknown key', () => {
  test('not registered', () => {
    expect(codeOf(() => verify(signed(BODY, { kid: 'other' })))).toBe('SIGNATURE_UNKNOWN_KEY');
  });

  test('outside its validity, which begins at nbf and ends before exp', () => {
    const { privateJwk, publicJwk } = generateKeyPair('ES256', 'h1');
    const [jwks, { keyObject }] = [
      { keys: [{ ...publicJwk, nbf: NOW, exp: NOW + 10 }] },
      parsePrivateJwk(privateJwk, ''),
    ];
    const party = { id: 'H1', keys: parseJwks(jwks, '') };
    const at = (nowSeconds: number) =>
      verify(signRequest({ ...requestHeader({ kid: 'h1' }), privateKey: keyObject }, BODY), {
        nowSeconds,
        findParty: () => party,
      });
    expect(at(NOW).kid).toBe('h1');
    expect(at(NOW + 9).kid).toBe('h1');
    expect(refusalOf(() => at(NOW - 1))).toMatchObject({
      code: 'SIGNATURE_UNKNOWN_KEY',
      detail: { detailEn: expect.stringContaining('not valid yet') },
    });
    expect(refusalOf(() => at(NOW + 10))).toMatchObject({
      code: 'SIGNATURE_UNKNOWN_KEY',
      detail: { detailEn: expect.stringContaining('no longer valid') },
    });
  });
});

test('audience', () => {
  expect(codeOf(() => verify(GOOD, { audience: 'yizhan-sandbox' }))).toBe('SIGNATURE_AUDIENCE');
});

describe('target', () => {
  test.each([
    ['another method', { htm: 'PUT' }, 'htm'],
    ['the method in small letters', { htm: 'post' }, 'htm'],
    ['scheme and host', { htu: 'https://gw/v1/settlements' }, 'scheme and host'],
    ['a query that was not sent', { htu: '/v1/settlements?x=1' }, 'query'],
    ['the prefix of a proxy', { htu: '/gateway/v1/settlements' }, 'prefix'],
    ['a slash too many', { htu: '/v1/settlements/' }, 'slash'],
    ['another path', { htu: '/v1/settlement' }, 'character 15'],
  ])('%s', (_name, change, hint) => {
    const refusal = refusalOf(() => verify(signed(BODY, change)));
    expect(refusal.code).toBe('SIGNATURE_TARGET');
    expect(refusal.detail.detailEn).toContain(hint);
    expect(refusal.detail.detailEn).not.toContain('/v1/');
  });
});

describe('expired', () => {
  test('300 s either way are accepted, 301 are not', () => {
    for (const away of [-300, 300]) expect(verify(signed(BODY, { iat: NOW + away })).expiresAt).toBe(NOW + away + 300);
    for (const away of [-301, 301]) {
      const refusal = refusalOf(() => verify(signed(BODY, { iat: NOW + away })));
      expect([refusal.code, refusal.status]).toEqual(['SIGNATURE_EXPIRED', 401]);
      expect(Date.parse(String(refusal.detail.extensions?.['serverTime']))).toBe(NOW * 1000);
    }
  });

  test('milliseconds are named as such', () => {
    expect(refusalOf(() => verify(signed(BODY, { iat: NOW * 1000 }))).detail.detailEn).toContain('milliseconds');
  });
});

describe.each(ALGS)('%s: tampered with', (alg) => {
  const header = requestHeader({ alg });
  const value = signed(BODY, header);

  test('the body', () => {
    expect(codeOf(() => verify(value, {}, bytes('{}')))).toBe('SIGNATURE_INVALID');
    expect(codeOf(() => verify(value, {}, Buffer.concat([BODY, bytes('\n')])))).toBe('SIGNATURE_INVALID');
    expect(codeOf(() => verify(value, {}, new Uint8Array()))).toBe('SIGNATURE_INVALID');
  });

  test('the protected header, even by a space', () => {
    const changed = { ...header, b64: false, crit: ['b64'] };
    expect(codeOf(() => verify(withHeader(value, { ...changed, iat: NOW + 1 })))).toBe('SIGNATURE_INVALID');
    expect(codeOf(() => verify(withHeader(value, ` ${JSON.stringify(changed)}`)))).toBe('SIGNATURE_INVALID');
  });

  test('the signature', () => {
    const [head = '', , tail = ''] = value.split('.');
    for (const change of [
      (signature: Buffer) => signature.fill(0),
      (signature: Buffer) => signature.subarray(1),
      (signature: Buffer) => Buffer.concat([signature, Buffer.alloc(1)]),
      (signature: Buffer) => signature.reverse(),
    ]) {
      const forged = change(Buffer.from(tail, 'base64url')).toString('base64url');
      expect(codeOf(() => verify(`${head}..${forged}`))).toBe('SIGNATURE_INVALID');
    }
  });
});

test('faults are told in the order of the contract', () => {
  const orders = [
    { change: { alg: 'none', iss: 'H2', aud: 'x', htu: '/', iat: 0 }, code: 'SIGNATURE_ALGORITHM' },
    { change: { iss: 'H2', aud: 'x', htu: '/', iat: 0 }, code: 'SIGNATURE_UNKNOWN_PARTY' },
    { change: { kid: 'x', aud: 'x', htu: '/', iat: 0 }, code: 'SIGNATURE_UNKNOWN_KEY' },
    { change: { alg: 'EdDSA', aud: 'x', htu: '/', iat: 0 }, code: 'SIGNATURE_ALGORITHM' },
    { change: { aud: 'x', htu: '/', iat: 0 }, code: 'SIGNATURE_AUDIENCE' },
    { change: { htu: '/', iat: 0 }, code: 'SIGNATURE_TARGET' },
    { change: { iat: 0 }, code: 'SIGNATURE_EXPIRED' },
    { change: {}, code: 'SIGNATURE_INVALID' },
  ];
  for (const { change, code } of orders) {
    expect(codeOf(() => verify(withHeader(GOOD, { ...HEADER, ...change })))).toBe(code);
  }
});

test('a header can be checked before the body is there', () => {
  const checked = checkHeader(readHeader(GOOD), context());
  expect([checked.suite.alg, checked.key]).toEqual(['ES256', PARTY.keys[0]]);
});

test('the jti can be had from a request that is refused, if it is one', () => {
  expect(peek(withHeader(GOOD, { ...HEADER, iat: 'x' })).jti).toBe(HEADER.jti);
  expect(peek(withHeader(GOOD, { ...HEADER, jti: '<script>' })).jti).toBeUndefined();
  expect(peek('nonsense').jti).toBeUndefined();
  expect(peek(undefined).jti).toBeUndefined();
});
