import { coordinatesOf, type PrivateJwk, type PublicJwk, thumbprint } from './jwk.ts';
import { suiteNamed } from './suites.ts';

/**
 * Makes a key pair.
 *
 * @param alg a suite's name
 * @param kid its name; by default its RFC 7638 thumbprint, which no other key has
 * @returns both halves as JWK with `kid`, `alg` and `use`; the private one is to be kept in a file of mode 600
 */
export function generateKeyPair(alg = 'ES256', kid?: string): { privateJwk: PrivateJwk; publicJwk: PublicJwk } {
  const made = suiteNamed(alg).generate();
  const { d, p, q, dp, dq, qi } = made;
  const coordinates = coordinatesOf({ ...made }, '');
  const named = { kty: coordinates['kty'] ?? '', kid: kid ?? thumbprint(coordinates), use: 'sig' as const, alg };
  const secrets = Object.entries({ d, p, q, dp, dq, qi }).filter(([, value]) => value !== undefined);
  const publicJwk = { ...named, ...coordinates };
  return { publicJwk, privateJwk: { ...publicJwk, d: d ?? '', ...Object.fromEntries(secrets) } };
}
