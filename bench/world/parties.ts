import { generateKeyPair } from '../../src/message/generate.ts';
import type { PrivateJwk } from '../../src/message/keys.ts';
import { REGION, SCHEME } from './scheme.ts';

/** A hospital with the key it signs with. */
export interface SigningHospital {
  readonly id: string;
  readonly privateJwk: PrivateJwk;
}

/** The hospital that every bench has. */
export const FIRST_HOSPITAL = hospitalId(1);

/** Who calls the gateway. */
export interface Parties {
  readonly hospitals: readonly SigningHospital[];
  /** The registry file that `yizhan parties import` takes. */
  readonly registry: string;
}

/**
 * Makes hospitals with keys of their own, and an insurer. Each hospital may send 500 requests a second (contract
 * section 6): there must be enough of them that none comes near that.
 */
export function makeParties(hospitals: number): Parties {
  const made = Array.from({ length: hospitals }, (_, index) => {
    const { privateJwk, publicJwk } = generateKeyPair();
    const id = hospitalId(index + 1);
    const entry = { id, kind: 'hospital', name: `基准测试医院 ${index + 1}`, region: REGION, level: 3 };
    const attributes = { ownership: 'public', designated: true, drg: true, jwks: { keys: [publicJwk] } };
    return { hospital: { id, privateJwk }, entry: { ...entry, ...attributes } };
  });
  const { publicJwk } = generateKeyPair();
  const insurer = { id: 'INS-BENCH', kind: 'insurer', name: '基准测试保险机构', schemes: [SCHEME] };
  const parties = [...made.map(({ entry }) => entry), { ...insurer, jwks: { keys: [publicJwk] } }];
  return { hospitals: made.map(({ hospital }) => hospital), registry: JSON.stringify({ parties }) };
}

function hospitalId(number: number): string {
  return `H-BENCH-${String(number).padStart(3, '0')}`;
}
