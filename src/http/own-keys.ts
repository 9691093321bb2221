import type { PublicJwk } from '../message/jwk.ts';
import type { GatewayKey } from '../message/keystore.ts';
import { SM2_ALG } from '../message/suites.ts';
import type { Gateway } from './gateway.ts';

/**
 * The key that signs an answer: of SM2 for who signed with SM2, as those often can verify nothing else.
 *
 * @param alg what the request's signature says, believed or not
 */
export function answerKey({ keys, registry }: Gateway, alg: unknown): GatewayKey {
  return alg === SM2_ALG && keys.sm2 !== undefined && inUse(registry) ? keys.sm2 : keys.current;
}

/** Where the store cannot be read, that is what is about to be answered, and it must be signed all the same. */
function inUse(registry: Gateway['registry']): boolean {
  try {
    return registry.signsWith(SM2_ALG);
  } catch {
    return false;
  }
}

/**
 * The public keys to hand out. Those of SM2 are left out where no party uses it: RFC 7517 section 5 asks clients to
 * skip a key whose curve they do not know, but many JOSE libraries then refuse the whole set.
 *
 * @param alg only those of this algorithm: for a client with such a library beside parties that use SM2
 */
export function listedKeys({ keys, registry }: Gateway, alg: string | undefined): readonly PublicJwk[] {
  const listed = keys.jwks().keys.filter((key) => key.alg !== SM2_ALG || registry.signsWith(SM2_ALG));
  return alg === undefined ? listed : listed.filter((key) => key.alg === alg);
}
