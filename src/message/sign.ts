import { signDetached } from './detached.ts';
import type { RequestHeader } from './header.ts';
import { type SuiteKey, suiteNamed } from './suites.ts';

/**
 * Signs a request, as a client does (contract §2).
 *
 * @param request the members of the protected header and the private key, which must be of the kind `alg` wants.
 *   `iat` in seconds; `jti` a new UUID for every transmission, a retry included; `htu` exactly the path and query that
 *   are sent, below the gateway's base path
 * @param body the raw bytes that are sent; for none, an empty array
 * @returns the value of `X-JWS-Signature`
 */
export function signRequest(request: RequestHeader & { readonly privateKey: SuiteKey }, body: Uint8Array): string {
  const { privateKey, alg, kid, iss, aud, iat, jti, htm, htu } = request;
  const header = { alg, kid, b64: false, crit: ['b64'], iss, aud, iat, jti, htm, htu };
  return signDetached(header, suiteNamed(alg), privateKey, body);
}
