import { JOSE_KEYS, type KeyFamily, type KeyStore } from './keystore.ts';
import { SM2_AVAILABLE } from './sm2.ts';
import { SM2_ALG } from './suites.ts';

/** What signs answers to requests signed with SM2: who must use it can often verify nothing else. */
export const SM2_KEYS: KeyFamily = { id: 'gateway-keys-sm2', alg: SM2_ALG };

/** Every family, whether or not this Node can use its keys. */
export const FAMILIES = [JOSE_KEYS, SM2_KEYS] as const;

/** The families whose keys this Node can use. */
export function usableFamilies(): readonly KeyFamily[] {
  return SM2_AVAILABLE ? FAMILIES : [JOSE_KEYS];
}

/**
 * The gateway's keys of every family as one store. The families lie apart, so that a key of one is made and replaced
 * without touching the other, and a gateway that had one only finds it as it was.
 *
 * @param open opens the keys of one family, and makes one where there is none
 */
export async function openFamilies(open: (family: KeyFamily) => KeyStore | Promise<KeyStore>): Promise<KeyStore> {
  const jose = await open(JOSE_KEYS);
  return SM2_AVAILABLE ? joined(jose, await open(SM2_KEYS)) : jose;
}

/** Asks each of them each time: keys are changed while the gateway runs. */
function joined(jose: KeyStore, sm2: KeyStore): KeyStore {
  return {
    get current() {
      return jose.current;
    },
    get sm2() {
      return sm2.current;
    },
    get keys() {
      return [...jose.keys, ...sm2.keys];
    },
    jwks: () => ({ keys: [...jose.jwks().keys, ...sm2.jwks().keys] }),
  };
}
