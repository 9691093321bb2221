import { flattenedVerify, importJWK } from 'jose';
import sm from 'sm-crypto-v2';
import { describe, expect, test } from 'vitest';
import { verifyAnswer } from '../../src/message/answer.ts';
import { explainSignature } from '../../src/message/explain.ts';
import { parseJwks } from '../../src/message/keys.ts';
import { verifyRequest } from '../../src/message/request.ts';
import { SUITES } from '../../src/message/suites.ts';
import { type RequestVector, readVectors, type TestKey } from '../vectors/vectors.ts';
import { codeOf } from './fixtures.ts';

const { sm2 } = sm;
const vectors = readVectors();
const party = { id: vectors.party, keys: parseJwks({ keys: vectors.keys.map((key) => key.publicJwk) }, '') };

const bodyOf = (one: { bodyHex: string }): Buffer => Buffer.from(one.bodyHex, 'hex');

function requestOf({ method, target, signature }: RequestVector) {
  const findParty = (id: string) => (id === party.id ? party : undefined);
  const { audience, nowSeconds } = vectors;
  return { method, target, audience, nowSeconds, findParty, header: signature };
}

/** What jose says of the cryptography alone. */
async function joseHolds({ protectedHeader, signature }: RequestVector, payload: Buffer): Promise<boolean> {
  const { kid, alg } = JSON.parse(protectedHeader);
  const jwk = vectors.keys.find((key) => key.publicJwk.kid === kid)?.publicJwk;
  const [head = '', , tail = ''] = signature.split('.');
  const key = await importJWK({ ...jwk }, alg);
  return flattenedVerify({ protected: head, payload, signature: tail }, key).then(
    () => true,
    () => false,
  );
}

/** The same of SM2, by the first of the keys that is of that curve. */
function smCryptoHolds(value: string, payload: Buffer, keys: readonly TestKey[]): boolean {
  const jwk = keys.find((key) => key.alg === 'SM2-SM3')?.publicJwk;
  const [head = '', , signature = ''] = value.split('.');
  const hex = (text: string | undefined) => Buffer.from(text ?? '', 'base64url').toString('hex');
  const signed = Buffer.concat([Buffer.from(`${head}.`), payload]);
  // It throws for another length.
  if (hex(signature).length !== 128) return false;
  return sm2.doVerifySignature(signed, hex(signature), `04${hex(jwk?.x)}${hex(jwk?.y)}`, { hash: true });
}

describe.each(vectors.requests)('$name', (one) => {
  test('text, bytes and header agree', () => {
    if (one.bodyText !== null) expect(Buffer.from(one.bodyText).toString('hex')).toBe(one.bodyHex);
    expect(one.signature.split('.')[0]).toBe(Buffer.from(one.protectedHeader).toString('base64url'));
  });

  test(`our verdict: ${one.expected}`, () => {
    const verify = () => verifyRequest(requestOf(one), bodyOf(one));
    if (one.expected === 'ok') expect(verify().party).toBe(vectors.party);
    else expect(codeOf(verify)).toBe(one.expected);
    expect(explainSignature(requestOf(one), bodyOf(one)).code ?? 'ok').toBe(one.expected);
  });

  const onlyCrypto = ['ok', 'SIGNATURE_INVALID', 'SIGNATURE_EXPIRED', 'SIGNATURE_TARGET', 'SIGNATURE_AUDIENCE'];
  const ofJose = !one.protectedHeader.includes('"SM2-SM3"');
  test.runIf(!ofJose && onlyCrypto.includes(one.expected))('sm-crypto-v2 on the signature', () => {
    expect(smCryptoHolds(one.signature, bodyOf(one), vectors.keys)).toBe(one.expected === 'ok');
  });

  test.runIf(ofJose && onlyCrypto.includes(one.expected))('jose on the signature', async () => {
    expect(await joseHolds(one, bodyOf(one))).toBe(one.expected !== 'SIGNATURE_INVALID');
  });
});

test('every algorithm and every refusal that needs no memory has a vector', () => {
  const accepted = vectors.requests.filter((one) => one.expected === 'ok');
  expect(new Set(accepted.map((one) => JSON.parse(one.protectedHeader).alg))).toEqual(new Set(SUITES.keys()));
  expect(new Set(vectors.requests.map((one) => one.expected))).toEqual(
    new Set([
      'ok',
      ...['MALFORMED', 'ALGORITHM', 'UNKNOWN_PARTY', 'UNKNOWN_KEY', 'AUDIENCE', 'TARGET', 'EXPIRED', 'INVALID'].map(
        (code) => `SIGNATURE_${code}`,
      ),
    ]),
  );
});

test('every key is plainly a test key', () => {
  for (const key of [...vectors.keys, vectors.gatewayKey, vectors.gatewaySm2Key])
    expect(key.publicJwk.kid).toMatch(/^test-only-/);
});

describe.each(vectors.answers)('answer: $name', (one) => {
  const keys = parseJwks({ keys: [vectors.gatewayKey.publicJwk, vectors.gatewaySm2Key.publicJwk] }, '');
  const expected = { issuer: vectors.audience, status: one.status, nowSeconds: vectors.nowSeconds };

  test('our client, and jose or sm-crypto-v2', async () => {
    const act = () =>
      verifyAnswer(one.signature, bodyOf(one), keys, { ...expected, requestJti: one.requestJti ?? 'x' });
    if (one.requestJti === null) expect(act).toThrow('ANSWER_UNBOUND');
    else expect(act().req).toBe(one.requestJti);
    if (one.protectedHeader.includes('"SM2-SM3"')) {
      expect(smCryptoHolds(one.signature, bodyOf(one), [vectors.gatewaySm2Key])).toBe(true);
      return;
    }
    const [head = '', , signature = ''] = one.signature.split('.');
    const key = await importJWK({ ...vectors.gatewayKey.publicJwk }, 'ES256');
    await flattenedVerify({ protected: head, payload: bodyOf(one), signature }, key);
  });
});
