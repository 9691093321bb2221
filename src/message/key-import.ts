import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';
import { decodeBase64url } from './base64url.ts';
import { SM2_CURVE, type Unread } from './jwk.ts';
import { Sm2PrivateKey, Sm2PublicKey } from './sm2.ts';
import type { SuiteKey } from './suites.ts';

/**
 * Imports a public key whose members were checked by `coordinatesOf`.
 *
 * @throws Error where they are no key: the point is not on its curve
 */
export function importPublicKey(jwk: Unread): SuiteKey {
  return jwk['crv'] === SM2_CURVE ? sm2PublicKey(jwk) : createPublicKey({ format: 'jwk', key: jwk as JsonWebKey });
}

/**
 * Imports a private key whose public members were checked by `coordinatesOf`. That both belong together is not asked.
 *
 * @throws Error where they are no key
 */
export function importPrivateKey(jwk: Unread): SuiteKey {
  if (jwk['crv'] === SM2_CURVE) return new Sm2PrivateKey(bytesOf(jwk['d']), sm2PublicKey(jwk));
  return createPrivateKey({ format: 'jwk', key: { ...jwk } });
}

function sm2PublicKey({ x, y }: Unread): Sm2PublicKey {
  return new Sm2PublicKey(bytesOf(x), bytesOf(y));
}

function bytesOf(text: unknown): Buffer {
  return (typeof text === 'string' ? decodeBase64url(text) : undefined) ?? Buffer.alloc(0);
}
