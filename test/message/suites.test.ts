import { createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { FlattenedSign, flattenedVerify, importJWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { fromDer, toDer } from '../../src/message/ecdsa-form.ts';
import { thumbprint } from '../../src/message/jwk.ts';
import { importPrivateKey } from '../../src/message/key-import.ts';
import { verifyRequest } from '../../src/message/request.ts';
import { algorithmsFor, SUITES, suiteNamed } from '../../src/message/suites.ts';
import { ALGS, bytes, context, JOSE_ALGS, KEYS, publicKey, requestHeader, signed } from './fixtures.ts';

/** A compact JWS of a standard, taken apart. */
function parts(compact: string): { input: Buffer; signature: Buffer } {
  const at = compact.lastIndexOf('.');
  return { input: bytes(compact.slice(0, at)), signature: Buffer.from(compact.slice(at + 1), 'base64url') };
}

describe('vectors of the standards', () => {
  test('RFC 7515 A.3: ES256', () => {
    const x = 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU';
    const y = 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0';
    const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
    const { input, signature } = parts(
      'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
    );
    expect(suiteNamed('ES256').verify(key, [input], signature)).toBe(true);
    expect(suiteNamed('ES256').verify(key, [input, bytes('.')], signature)).toBe(false);
  });

  test('RFC 8037 A.4: Ed25519', () => {
    const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
    const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
    const { input, signature } = parts(
      'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
    );
    expect(suiteNamed('EdDSA').verify(key, [input], signature)).toBe(true);
  });

  test('RFC 7638 §3.1 and RFC 8037 A.3: thumbprints', () => {
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw';
    expect(thumbprint({ kty: 'RSA', n, e: 'AQAB', alg: 'RS256', kid: '2011-04-29' })).toBe(
      'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
    );
    expect(thumbprint({ crv: 'Ed25519', kty: 'OKP', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' })).toBe(
      'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
    );
  });
});

describe('the two forms of an ECDSA signature', () => {
  const half = fc.oneof(
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
    fc.constantFrom(0, 1, 0x7f, 0x80, 0xff).map((last) => new Uint8Array(32).with(31, last)),
    fc.constantFrom(0, 1, 0x7f, 0x80, 0xff).map((first) => new Uint8Array(32).with(0, first)),
  );

  test('are one signature, whatever its bytes', () => {
    fc.assert(
      fc.property(half, half, (r, s) => {
        const signature = Buffer.concat([r, s]);
        expect(fromDer(toDer(signature) ?? signature)).toEqual(signature);
      }),
    );
  });

  test('DER has the shortest integers that are not negative', () => {
    const signature = Buffer.concat([new Uint8Array(32).with(31, 0x80), new Uint8Array(32).with(30, 0x7f)]);
    expect(Buffer.from(toDer(signature) ?? []).toString('hex')).toBe('30080202008002027f00');
  });

  test('a signature of another length has no other form', () => {
    for (const length of [0, 63, 65, 72]) expect(toDer(new Uint8Array(length))).toBeUndefined();
  });

  test('one of zeros holds for nothing', () => {
    const { keyObject } = publicKey('ES256');
    expect(suiteNamed('ES256').verify(keyObject, [bytes('a')], new Uint8Array(64))).toBe(false);
    expect(suiteNamed('ES256').verify(keyObject, [bytes('a')], new Uint8Array(64).fill(0xff))).toBe(false);
  });
});

describe.each(JOSE_ALGS)('%s against jose, over any bytes', (alg) => {
  const { privateJwk, publicJwk } = KEYS.find((key) => key.privateJwk.alg === alg) ?? {};
  const body = fc.uint8Array({ maxLength: 3000 });

  test('jose verifies what we sign', async () => {
    const key = await importJWK({ ...publicJwk }, alg);
    await fc.assert(
      fc.asyncProperty(body, async (payload) => {
        const [protectedText = '', , signature = ''] = signed(payload, { alg }).split('.');
        const result = await flattenedVerify({ protected: protectedText, payload, signature }, key);
        expect(Buffer.from(result.payload).equals(payload)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('we verify what jose signs', async () => {
    const key = await importJWK({ ...privateJwk }, alg);
    await fc.assert(
      fc.asyncProperty(body, async (payload) => {
        const header = { ...requestHeader({ alg }), b64: false, crit: ['b64'] };
        const jws = await new FlattenedSign(payload).setProtectedHeader(header).sign(key);
        const request = { ...context(), header: `${jws.protected}..${jws.signature}` };
        expect(verifyRequest(request, payload).jti).toBe(header.jti);
      }),
      { numRuns: 30 },
    );
  });
});

describe.each(ALGS)('%s', (alg) => {
  test('a signature of any other length or content is false, never an exception', () => {
    const { keyObject } = publicKey(alg);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (signature) => {
        expect(suiteNamed(alg).verify(keyObject, [bytes('x')], signature)).toBe(false);
      }),
    );
  });

  test('it makes keys it accepts, and accepts no other kind', () => {
    const suite = suiteNamed(alg);
    expect(suite.accepts(importPrivateKey({ ...suite.generate() }))).toBe(true);
    for (const other of ALGS) {
      const related =
        other === alg || (other.endsWith('S256') && alg.endsWith('S256') && ![alg, other].includes('ES256'));
      expect(suite.accepts(publicKey(other).keyObject)).toBe(related);
    }
  });
});

test('only these, nothing symmetric, no none', () => {
  expect([...SUITES.keys()]).toEqual([...ALGS]);
  expect(() => suiteNamed('HS256')).toThrow(RangeError);
  expect(algorithmsFor(publicKey('RS256').keyObject)).toEqual(['RS256', 'PS256']);
});
