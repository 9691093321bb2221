import { readFileSync } from 'node:fs';
import type { PrivateJwk, PublicJwk } from '../../src/message/jwk.ts';

/** A key everybody knows. */
export interface TestKey {
  readonly alg: string;
  readonly publicJwk: PublicJwk;
  readonly testOnlyPrivateJwk: PrivateJwk;
}

/** One request and what a gateway says of its signature. */
export interface RequestVector {
  readonly name: string;
  /** `ok`, or the code it is refused with. */
  readonly expected: string;
  readonly method: string;
  /** What `htu` must be. */
  readonly target: string;
  /** The body received; null where it is no UTF-8. */
  readonly bodyText: string | null;
  readonly bodyHex: string;
  /** The JSON text that was signed, byte for byte. */
  readonly protectedHeader: string;
  /** The payload that was signed: the body, unless that is what is wrong. */
  readonly signedHex: string;
  /** The value of X-JWS-Signature. */
  readonly signature: string;
}

/** One answer of the gateway; all of them hold. */
export interface AnswerVector {
  readonly name: string;
  readonly status: number;
  readonly requestJti: string | null;
  readonly bodyText: string;
  readonly bodyHex: string;
  readonly protectedHeader: string;
  readonly signature: string;
}

/** `signatures.json`. */
export interface Vectors {
  readonly description: string;
  readonly audience: string;
  readonly party: string;
  /** The gateway's clock, seconds since 1970. */
  readonly nowSeconds: number;
  readonly keys: readonly TestKey[];
  readonly gatewayKey: TestKey;
  /** What answers those who sign with SM2. */
  readonly gatewaySm2Key: TestKey;
  readonly requests: readonly RequestVector[];
  readonly answers: readonly AnswerVector[];
}

/** Reads the published vectors. */
export function readVectors(): Vectors {
  return JSON.parse(readFileSync(new URL('./signatures.json', import.meta.url), 'utf8')) as Vectors;
}
