import { constants, createPrivateKey, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { explainSignature } from '../../src/message/explain.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import { parseJwks } from '../../src/message/keys.ts';
import { verifyRequest } from '../../src/message/request.ts';
import { ALGS, bytes, codeOf, context, KEYS, requestHeader, signed, withHeader } from './fixtures.ts';

const BODY = bytes('{\r\n  "name": "测试甲"\r\n}\r\n');

const explain = (header: string | undefined, body: Uint8Array = BODY) =>
  explainSignature({ ...context(), header }, body);

const failed = (header: string | undefined, body?: Uint8Array) =>
  explain(header, body)
    .checks.filter((check) => !check.ok)
    .map((check) => check.name);

test('a good signature: every check holds, and what was signed is shown', () => {
  const value = signed(BODY);
  const report = explain(value);
  expect([report.ok, report.code]).toEqual([true, null]);
  expect(report.checks.map((check) => check.name)).toEqual([
    'present',
    'form',
    'members',
    'alg',
    'iss',
    'kid',
    'alg of the key',
    'aud',
    'htm',
    'htu',
    'iat',
    'signature',
  ]);
  const input = `${value.split('.')[0]}.${BODY.toString()}`;
  expect(report.signingInput).toEqual({
    bytes: Buffer.byteLength(input),
    hex: bytes(input).toString('hex'),
    text: input,
  });
  expect(report.protectedHeader).toEqual(JSON.parse(report.protectedText ?? ''));
});

test('all faults at once; the code is the one production refuses with', () => {
  const value = signed(BODY, { aud: 'other', htm: 'PUT', htu: '/x', iat: 5 });
  expect(failed(value)).toEqual(['aud', 'htm', 'htu', 'iat']);
  expect(explain(value).code).toBe('SIGNATURE_AUDIENCE');
  expect(failed(signed(BODY, { iss: 'H2', iat: 5 }))).toEqual(['iss', 'iat']);
  expect(failed(signed(BODY, { kid: 'x', iat: 5 }))).toEqual(['kid', 'iat']);
  expect(failed(signed(BODY, { alg: 'RS256', kid: 'ES256' }))).toEqual(['alg of the key', 'signature']);
});

test('for anything, the report says what production says', () => {
  const good = signed(BODY);
  const header = { ...requestHeader(), b64: false, crit: ['b64'] };
  const values = [
    undefined,
    '',
    'x',
    '..',
    `${good}=`,
    'e30..AA',
    good.replace('..', '.e30.'),
    withHeader(good, header),
    withHeader(good, { ...header, alg: 'HS256' }),
    withHeader(good, { ...header, iat: 1.5 }),
    signed(BODY, { iat: 5 }),
  ];
  for (const value of values) {
    expect(explain(value).code).toBe(codeOf(() => verifyRequest({ ...context(), header: value }, BODY)));
  }
});

test('a malformed header is still shown as far as it can be read', () => {
  const report = explain(`${Buffer.from('{"alg":"ES256"').toString('base64')}==.x.y`);
  expect(report).toMatchObject({ code: 'SIGNATURE_MALFORMED', protectedText: '{"alg":"ES256"', protectedHeader: null });
  expect(explain(undefined)).toMatchObject({ protectedText: null, signingInput: null });
});

test('only the first bytes of a body are shown', () => {
  const body = Buffer.alloc(5_000_000, 65);
  const report = explain(signed(bytes('A')), body);
  expect(report.signingInput?.hex).toHaveLength(2048);
  expect(report.code).toBe('SIGNATURE_INVALID');
});

describe('the mistake behind a signature that does not verify', () => {
  const hint = (signedBody: Buffer | string, sent: Buffer | string, alg = 'ES256') =>
    explain(signed(Buffer.from(signedBody), { alg }), Buffer.from(sent)).checks.at(-1)?.en;

  test.each(ALGS)('%s: the bodies people mean to have signed', (alg) => {
    expect(hint('', BODY, alg)).toContain('empty body');
    expect(hint(BODY.toString('base64url'), BODY, alg)).toContain('base64url-encoded');
    expect(hint('{"name":"测试甲"}', BODY, alg)).toContain('compact JSON');
    expect(hint('测\n', '测', alg)).toContain('and sent without');
    expect(hint('测', '测\n', alg)).toContain('and signed without');
    expect(hint('测\n试\n', '测\r\n试\r\n', alg)).toContain('CRLF when sent');
    expect(hint('测\r\n试\r\n', '测\n试\n', alg)).toContain('LF when sent');
    expect(hint('测', '\ufeff测', alg)).toContain('byte order mark');
    expect(hint(Buffer.from('\u00e9\u00b7', 'latin1'), '\u00e9\u00b7', alg)).toContain('Latin-1');
    expect(hint('x', 'y', alg)).toContain('does not fit the bytes');
  });

  test('a DER signature, a long PSS salt, the padding of RS256', () => {
    const signedAs = (alg: string, options: object) => {
      const [head] = signed(BODY, { alg }).split('.');
      const jwk = KEYS.find((one) => one.publicJwk.kid === alg)?.privateJwk;
      const key = { key: createPrivateKey({ format: 'jwk', key: { ...jwk } }), ...options };
      return `${head}..${sign('sha256', Buffer.concat([bytes(`${head}.`), BODY]), key).toString('base64url')}`;
    };
    const hintOf = (value: string) => explain(value).checks.at(-1)?.en;
    expect(hintOf(signedAs('ES256', { dsaEncoding: 'der' }))).toContain('DER');
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_MAX_SIGN };
    expect(hintOf(signedAs('PS256', pss))).toContain('salt');
    expect(hintOf(signedAs('PS256', { padding: constants.RSA_PKCS1_PADDING }))).toContain('RS256');
  });

  test('another key of the same party', () => {
    const value = signed(BODY);
    const old = { ...KEYS.find((one) => one.publicJwk.kid === 'ES256')?.publicJwk, kid: 'old' };
    const strange = generateKeyPair('ES256', 'ES256').publicJwk;
    const party = { id: 'H1', keys: parseJwks({ keys: [old, strange] }, '') };
    const report = explainSignature({ ...context({ findParty: () => party }), header: value }, BODY);
    expect(report.checks.at(-1)?.en).toContain('key old');
  });
});
