/**
 * Makes `signatures.json`: `node test/vectors/make.ts`.
 *
 * EdDSA and RS256 give the same signature every time. ES256, PS256 and SM2-SM3 do not, so a signature once recorded is kept as
 * long as what it signs stays the same; so are the keys. Delete the file to begin anew.
 */
import { createHash, createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { signAnswer } from '../../src/message/answer.ts';
import { encodeBase64url } from '../../src/message/base64url.ts';
import { toDer } from '../../src/message/ecdsa-form.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import type { PrivateJwk } from '../../src/message/jwk.ts';
import { importPrivateKey, importPublicKey } from '../../src/message/key-import.ts';
import { parsePrivateJwk } from '../../src/message/keys.ts';
import { Sm2PrivateKey, Sm2PublicKey } from '../../src/message/sm2.ts';
import { suiteNamed } from '../../src/message/suites.ts';
import type { AnswerVector, RequestVector, TestKey, Vectors } from './vectors.ts';

const FILE = new URL('./signatures.json', import.meta.url);
const JOSE_ALGS = ['ES256', 'EdDSA', 'RS256', 'PS256'];
const SM2 = 'SM2-SM3';
/** 2023-07-11T10:00:00+08:00 */
const NOW = 1_689_040_800;
const AUDIENCE = 'yizhan-sandbox';
const PARTY = 'H36010200101';
const CLAIM = '{"settlementId":"SETL202307110001","patient":{"name":"测试甲"},"charges":{"total":"182340.55"}}';

const recorded = existing();
const keys = [...JOSE_ALGS, SM2].map((alg) => testKey(alg, `test-only-${alg.toLowerCase()}`));
const gatewayKey = testKey('ES256', 'test-only-gateway');
const gatewaySm2Key = testKey(SM2, 'test-only-gateway-sm2');

function existing(): Vectors | undefined {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as Vectors;
  } catch {
    return undefined;
  }
}

function testKey(alg: string, kid: string): TestKey {
  const known = [...(recorded?.keys ?? []), ...(recorded ? [recorded.gatewayKey, recorded.gatewaySm2Key] : [])];
  const found = known.find((key) => key.publicJwk.kid === kid);
  if (found !== undefined) return found;
  const { privateJwk, publicJwk } = generateKeyPair(alg, kid);
  return { alg, publicJwk, testOnlyPrivateJwk: privateJwk };
}

function privateJwkOf(alg: string): PrivateJwk {
  const key = keys.find((one) => one.alg === alg);
  if (key === undefined) throw new Error(`no test key for ${alg}`);
  return key.testOnlyPrivateJwk;
}

let serial = 0;

/** The header as {@link RequestVector} has it; `change` makes it wrong. */
function headerOf(alg: string, method: string, target: string, change: Readonly<Record<string, unknown>>): string {
  serial += 1;
  const jti = `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;
  const base = { alg, kid: privateJwkOf(alg).kid, b64: false, crit: ['b64'], iss: PARTY, aud: AUDIENCE, iat: NOW, jti };
  return JSON.stringify({ ...base, htm: method, htu: target, ...change });
}

function signed(alg: string, protectedHeader: string, payload: Uint8Array): string {
  const { keyObject } = parsePrivateJwk(privateJwkOf(alg), alg);
  const encoded = encodeBase64url(protectedHeader);
  return `${encoded}..${encodeBase64url(suiteNamed(alg).sign(keyObject, [Buffer.from(`${encoded}.`), payload]))}`;
}

/** What was recorded for the same input under an algorithm that would sign differently every time. */
function kept(alg: string, made: RequestVector): RequestVector {
  if (alg === 'EdDSA' || alg === 'RS256') return made;
  const input = (one: RequestVector) => JSON.stringify([one.name, one.protectedHeader, one.signedHex]);
  const known = recorded?.requests.find((one) => input(one) === input(made));
  return known === undefined ? made : { ...made, signature: known.signature };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

interface Case {
  readonly name: string;
  readonly expected: string;
  readonly alg?: string;
  readonly method?: string;
  readonly target?: string;
  readonly body?: string | Buffer;
  /** What was signed, where it was not the body. */
  readonly signedBody?: string;
  readonly change?: Readonly<Record<string, unknown>>;
  /** Changes the finished value. */
  readonly tamper?: (value: string, payload: Uint8Array) => string;
}

function vector(one: Case): RequestVector {
  const { name, expected, alg = 'ES256', method = 'POST', target = '/v1/settlements', body = CLAIM } = one;
  const bytes = Buffer.from(body);
  const payload = one.signedBody === undefined ? bytes : Buffer.from(one.signedBody);
  const protectedHeader = headerOf(alg, method, target, { ...(one.change ?? {}) });
  const genuine = signed(alg, protectedHeader, payload);
  return kept(alg, {
    name,
    expected,
    method,
    target,
    bodyText: typeof body === 'string' ? body : null,
    bodyHex: hex(bytes),
    protectedHeader,
    signedHex: hex(payload),
    signature: one.tamper?.(genuine, payload) ?? genuine,
  });
}

/** The old confusion of keys: a MAC made with the public key as the secret. */
function hmac(value: string, payload: Uint8Array): string {
  const [protectedText = ''] = value.split('.');
  const secret = JSON.stringify(keys[0]?.publicJwk);
  const mac = createHmac('sha256', secret).update(`${protectedText}.`).update(payload).digest();
  return `${protectedText}..${encodeBase64url(mac)}`;
}

function flipped(value: string): string {
  const [protectedText = '', , signature = ''] = value.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  return `${protectedText}..${encodeBase64url(bytes)}`;
}

/** 测试甲 in GB18030, as older HIS send it. */
const GB18030 = Buffer.concat([Buffer.from('<NAME>'), Buffer.from('b2e2cad4bcd7', 'hex'), Buffer.from('</NAME>')]);

/** What every algorithm has. */
function casesOf(alg: string): readonly Case[] {
  return [
    { name: `${alg}: a settlement`, alg, expected: 'ok' },
    {
      name: `${alg}: no body, a query`,
      alg,
      method: 'GET',
      target: '/v1/statements/2023-07-11?page=2',
      body: '',
      expected: 'ok',
    },
    {
      name: `${alg}: another body than was signed`,
      alg,
      body: CLAIM.replace('182340.55', '182340.56'),
      signedBody: CLAIM,
      expected: 'SIGNATURE_INVALID',
    },
    { name: `${alg}: a bit of the signature changed`, alg, tamper: flipped, expected: 'SIGNATURE_INVALID' },
  ];
}

/** The same header, with a signature by the SM2 key over another digest. */
function sm2Over(digest: (key: Sm2PublicKey, input: Buffer) => Uint8Array): NonNullable<Case['tamper']> {
  return (value, payload) => {
    const [head = ''] = value.split('.');
    const secret = importPrivateKey({ ...privateJwkOf(SM2) });
    const open = importPublicKey({ ...privateJwkOf(SM2) });
    if (!(secret instanceof Sm2PrivateKey) || !(open instanceof Sm2PublicKey)) throw new Error('no key of SM2');
    return `${head}..${encodeBase64url(secret.sign(digest(open, Buffer.concat([Buffer.from(`${head}.`), payload]))))}`;
  };
}

function asDer(value: string): string {
  const [head = '', , signature = ''] = value.split('.');
  return `${head}..${encodeBase64url(toDer(Buffer.from(signature, 'base64url')) ?? Buffer.alloc(0))}`;
}

const requests = [
  ...JOSE_ALGS.flatMap(casesOf),
  { name: 'a body in GB18030', target: '/his/xml', body: GB18030, expected: 'ok' },
  { name: 'a body with CRLF and no final line break', target: '/his/nhsa', body: '{\r\n}', expected: 'ok' },
  { name: 'iat 300 s back, the last second', change: { iat: NOW - 300 }, expected: 'ok' },
  { name: 'iat 300 s ahead, the first second', change: { iat: NOW + 300 }, expected: 'ok' },
  { name: 'iat 301 s back', change: { iat: NOW - 301 }, expected: 'SIGNATURE_EXPIRED' },
  { name: 'iat 301 s ahead', change: { iat: NOW + 301 }, expected: 'SIGNATURE_EXPIRED' },
  { name: 'htu of another path', change: { htu: '/v1/settlements/quote' }, expected: 'SIGNATURE_TARGET' },
  {
    name: 'htu without the query',
    target: '/v1/settlements?x=1',
    change: { htu: '/v1/settlements' },
    expected: 'SIGNATURE_TARGET',
  },
  { name: 'htm of another method', change: { htm: 'PUT' }, expected: 'SIGNATURE_TARGET' },
  { name: 'aud of production', change: { aud: 'yizhan' }, expected: 'SIGNATURE_AUDIENCE' },
  { name: 'iss not registered', change: { iss: 'H99' }, expected: 'SIGNATURE_UNKNOWN_PARTY' },
  { name: 'kid not registered', change: { kid: 'h99' }, expected: 'SIGNATURE_UNKNOWN_KEY' },
  {
    name: 'alg none, no signature',
    change: { alg: 'none' },
    tamper: (value: string) => `${value.split('.')[0]}..`,
    expected: 'SIGNATURE_ALGORITHM',
  },
  {
    name: 'alg HS256 with the public key as secret',
    change: { alg: 'HS256' },
    tamper: hmac,
    expected: 'SIGNATURE_ALGORITHM',
  },
  { name: 'alg RS256 with the kid of an EC key', change: { alg: 'RS256' }, expected: 'SIGNATURE_ALGORITHM' },
  { name: 'b64 true', change: { b64: true }, expected: 'SIGNATURE_MALFORMED' },
  { name: 'b64 absent', change: { b64: undefined }, expected: 'SIGNATURE_MALFORMED' },
  { name: 'crit absent', change: { crit: undefined }, expected: 'SIGNATURE_MALFORMED' },
  { name: 'crit with an unknown extension', change: { crit: ['b64', 'exp'] }, expected: 'SIGNATURE_MALFORMED' },
  { name: 'iat as text', change: { iat: String(NOW) }, expected: 'SIGNATURE_MALFORMED' },
  { name: 'jti no UUID', change: { jti: '1' }, expected: 'SIGNATURE_MALFORMED' },
  { name: 'padded base64url', tamper: (value: string) => `${value}==`, expected: 'SIGNATURE_MALFORMED' },
  {
    name: 'the body encoded between the dots',
    tamper: (value: string, payload: Uint8Array) => value.replace('..', `.${encodeBase64url(payload)}.`),
    expected: 'SIGNATURE_MALFORMED',
  },
  ...casesOf(SM2),
  {
    name: `${SM2}: under an empty user id`,
    alg: SM2,
    tamper: sm2Over((key, input) => key.digestUnder(Buffer.alloc(0)).update(input).digest()),
    expected: 'SIGNATURE_INVALID',
  },
  {
    name: `${SM2}: over SM3 without ZA`,
    alg: SM2,
    tamper: sm2Over((_key, input) => createHash('sm3').update(input).digest()),
    expected: 'SIGNATURE_INVALID',
  },
  { name: `${SM2}: as DER`, alg: SM2, tamper: asDer, expected: 'SIGNATURE_INVALID' },
  { name: 'alg SM2-SM3 with the kid of a P-256 key', change: { alg: SM2 }, expected: 'SIGNATURE_ALGORITHM' },
  { name: 'alg ES256 with the kid of an SM2 key', alg: SM2, change: { alg: 'ES256' }, expected: 'SIGNATURE_ALGORITHM' },
].map(vector);

function answer(
  name: string,
  status: number,
  requestJti: string | undefined,
  bodyText: string,
  by: TestKey = gatewayKey,
): AnswerVector {
  const known = recorded?.answers.find(
    (one) => one.name === name && one.bodyText === bodyText && one.status === status,
  );
  if (known !== undefined) return known;
  const key = parsePrivateJwk(by.testOnlyPrivateJwk, 'gateway');
  const jti = '00000000-0000-4000-8000-0000000a0001';
  const signature = signAnswer({ key, issuer: AUDIENCE, iat: NOW, jti, requestJti, status }, Buffer.from(bodyText));
  const protectedHeader = Buffer.from(signature.split('.')[0] ?? '', 'base64url').toString('utf8');
  return {
    name,
    status,
    requestJti: requestJti ?? null,
    bodyText,
    bodyHex: hex(Buffer.from(bodyText)),
    protectedHeader,
    signature,
  };
}

const vectors: Vectors = {
  description:
    'X-JWS-Signature of Yizhan: detached JWS, unencoded payload (RFC 7515 appendix F, RFC 7797). The signing input is ASCII(BASE64URL(protectedHeader)) "." body. SM2-SM3: GB/T 32918.2 over that input as M, user id 1234567812345678, signature r||s. Every key here is for tests only and public: register none of them anywhere.',
  audience: AUDIENCE,
  party: PARTY,
  nowSeconds: NOW,
  keys,
  gatewayKey,
  gatewaySm2Key,
  requests,
  answers: [
    answer('a decision', 201, '00000000-0000-4000-8000-000000000001', '{"outcome":"paid","insurerPaid":"10234.11"}'),
    answer('a refusal of a request that could not be read', 401, undefined, '{"code":"SIGNATURE_MALFORMED"}'),
    answer(
      'a decision, to a request signed with SM2',
      201,
      '00000000-0000-4000-8000-000000000002',
      '{"outcome":"paid","insurerPaid":"10234.11"}',
      gatewaySm2Key,
    ),
  ],
};
writeFileSync(FILE, `${JSON.stringify(vectors, undefined, 1)}\n`);
