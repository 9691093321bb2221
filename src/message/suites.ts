import {
  constants,
  createSign,
  createVerify,
  generateKeyPairSync,
  type JsonWebKey,
  KeyObject,
  type SignKeyObjectInput,
  sign,
  verify,
} from 'node:crypto';
import { encodeBase64url } from './base64url.ts';
import { fromDer, toDer } from './ecdsa-form.ts';
import { newSm2Key, SM2_AVAILABLE, Sm2PrivateKey, Sm2PublicKey } from './sm2.ts';

/** A key as its suite works with it: OpenSSL's, or for SM2, which Node cannot use as it must be used, our own. */
export type SuiteKey = KeyObject | Sm2PublicKey | Sm2PrivateKey;

/** A verification under way over a message that arrives in pieces. */
export interface Verification {
  update(chunk: Uint8Array): void;
  /** Ends it. False for any signature that does not hold, whatever its length or form. */
  verify(signature: Uint8Array): boolean;
}

/**
 * One signature algorithm. Everything else in this room speaks of algorithms only through this interface, so that one
 * JOSE does not know (SM2 with SM3) is one more object in {@link SUITES} and one more kind of key in `jwk.ts`.
 */
export interface Suite {
  /** The name in the protected header (RFC 7518 §3.1, RFC 8037 §3.1; SM2-SM3 is our own). */
  readonly alg: string;
  /** Whether a key, private or public, is of this suite's kind and strong enough. */
  accepts(key: SuiteKey): boolean;
  /** Makes a new key it accepts. @returns the members of its private JWK */
  generate(): JsonWebKey;
  /** Signs the concatenation of the parts. Throws for a key it does not accept. */
  sign(privateKey: SuiteKey, parts: readonly Uint8Array[]): Buffer;
  /** Verifies a signature over the concatenation of the parts. Never throws for a bad signature. */
  verify(publicKey: SuiteKey, parts: readonly Uint8Array[], signature: Uint8Array): boolean;
  /** Starts a verification in pieces; absent where the algorithm needs the whole message at once (Ed25519). */
  readonly begin?: (publicKey: SuiteKey) => Verification;
}

/** @throws TypeError for a key that is not OpenSSL's: the program gave a suite a key it does not accept */
function opensslKey(key: SuiteKey): KeyObject {
  if (key instanceof KeyObject) return key;
  throw new TypeError('a key of SM2 under another suite');
}

/** The least RSA modulus, in bits (contract §1, RFC 7518 §3.3). */
export const RSA_MIN_BITS = 2048;

const isP256 = (key: SuiteKey): boolean =>
  key instanceof KeyObject && key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';

const isRsa = (key: SuiteKey): boolean =>
  key instanceof KeyObject &&
  key.asymmetricKeyType === 'rsa' &&
  (key.asymmetricKeyDetails?.modulusLength ?? 0) >= RSA_MIN_BITS;

const jwkOf = (pair: { readonly privateKey: KeyObject }): JsonWebKey => pair.privateKey.export({ format: 'jwk' });

const newP256 = (): JsonWebKey => jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }));

/** More than the least: 3072 bits are asked for after 2030 (NIST SP 800-57 part 1, table 2). */
const newRsa = (): JsonWebKey => jwkOf(generateKeyPairSync('rsa', { modulusLength: 3072 }));

/** What OpenSSL is given and gives. */
interface Form {
  /**
   * The key as it is handed over. Alone where it can be: with options beside it Node first takes the object for a key, in
   * vain and by exceptions, which costs half as much as the signature itself.
   */
  readonly input: (key: KeyObject) => KeyObject | SignKeyObjectInput;
  /** A signature as JOSE has it, of one that was made. */
  readonly ofMade: (signature: Buffer) => Buffer;
  /** The other way; `undefined` where it can be none. */
  readonly toVerify: (signature: Uint8Array) => Uint8Array | undefined;
}

/** A suite that signs a SHA-256 digest, and so takes a message of any size piece by piece. */
function digestSuite(
  { alg, accepts, generate }: Pick<Suite, 'alg' | 'accepts' | 'generate'>,
  { input, ofMade, toVerify }: Form,
): Suite {
  const begin = (publicKey: SuiteKey): Verification => {
    const key = opensslKey(publicKey);
    const verifier = createVerify('sha256');
    return {
      update: (chunk) => {
        verifier.update(chunk);
      },
      verify: (signature) => {
        const form = toVerify(signature);
        return form !== undefined && verifier.verify(input(key), form);
      },
    };
  };
  return {
    alg,
    accepts,
    generate,
    begin,
    sign: (privateKey, parts) => {
      const signer = createSign('sha256');
      for (const part of parts) signer.update(part);
      return ofMade(signer.sign(input(opensslKey(privateKey))));
    },
    verify: atOnce(begin),
  };
}

/** A verification in pieces, of a message that is there. */
function atOnce(begin: (publicKey: SuiteKey) => Verification): Suite['verify'] {
  return (publicKey, parts, signature) => {
    const verification = begin(publicKey);
    for (const part of parts) verification.update(part);
    return verification.verify(signature);
  };
}

/** ECDSA on P-256; the signature is r||s, 64 bytes, not DER (RFC 7518 §3.4). */
const ES256 = digestSuite(
  { alg: 'ES256', accepts: isP256, generate: newP256 },
  { input: (key) => key, ofMade: fromDer, toVerify: toDer },
);

/** An RSA signature has one form. */
const AS_IT_IS: Pick<Form, 'ofMade' | 'toVerify'> = { ofMade: (made) => made, toVerify: (signature) => signature };

/** RSASSA-PKCS1-v1_5 (RFC 7518 §3.3), which is what an RSA key does by itself. */
const RS256 = digestSuite({ alg: 'RS256', accepts: isRsa, generate: newRsa }, { ...AS_IT_IS, input: (key) => key });

/** RSASSA-PSS with MGF1-SHA-256 and a salt of 32 bytes, no other (RFC 7518 §3.5). */
const PS256 = digestSuite(
  { alg: 'PS256', accepts: isRsa, generate: newRsa },
  { ...AS_IT_IS, input: (key) => ({ key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }) },
);

/** Ed25519 (RFC 8037). It hashes the message twice, so it cannot be streamed and has no `begin`. */
const EdDSA: Suite = {
  alg: 'EdDSA',
  accepts: (key) => key instanceof KeyObject && key.asymmetricKeyType === 'ed25519',
  generate: () => jwkOf(generateKeyPairSync('ed25519')),
  sign: (privateKey, parts) => sign(null, Buffer.concat(parts), opensslKey(privateKey)),
  verify: (publicKey, parts, signature) => verify(null, Buffer.concat(parts), opensslKey(publicKey), signature),
};

/** The name of {@link SM2_SM3}, which no registry has. */
export const SM2_ALG = 'SM2-SM3';

const beginSm2 = (publicKey: SuiteKey): Verification => {
  if (!(publicKey instanceof Sm2PublicKey)) throw new TypeError('no public key of SM2');
  const digest = publicKey.digest();
  return {
    update: (chunk) => {
      digest.update(chunk);
    },
    verify: (signature) => publicKey.verify(digest.digest(), signature),
  };
};

/** SM2 with SM3 under the default user id (GB/T 32918.2, GM/T 0009-2012); the signature is r||s, 64 bytes, as in ES256. */
const SM2_SM3: Suite = {
  alg: SM2_ALG,
  accepts: (key) => !(key instanceof KeyObject),
  generate: () => {
    const { x, y, d } = newSm2Key();
    return { kty: 'EC', crv: 'SM2', x: encodeBase64url(x), y: encodeBase64url(y), d: encodeBase64url(d) };
  },
  begin: beginSm2,
  sign: (privateKey, parts) => {
    if (!(privateKey instanceof Sm2PrivateKey)) throw new TypeError('no private key of SM2');
    const digest = privateKey.digest();
    for (const part of parts) digest.update(part);
    return privateKey.sign(digest.digest());
  },
  verify: atOnce(beginSm2),
};

/**
 * Every algorithm the gateway accepts: SM2 only where Node has what it needs. Nothing symmetric, and no `none`: what is
 * not here is refused.
 */
export const SUITES: ReadonlyMap<string, Suite> = new Map(
  [ES256, EdDSA, RS256, PS256, ...(SM2_AVAILABLE ? [SM2_SM3] : [])].map((one) => [one.alg, one]),
);

/** The names of the suites a key may be used with; empty for a key no suite takes. */
export function algorithmsFor(key: SuiteKey): readonly string[] {
  return [...SUITES.values()].filter((suite) => suite.accepts(key)).map((suite) => suite.alg);
}

/**
 * The suite of that name, for the gateway's and a client's own keys.
 *
 * @throws RangeError where there is none: a mistake of the program, not of a caller
 */
export function suiteNamed(alg: string): Suite {
  const suite = SUITES.get(alg);
  if (suite === undefined) throw new RangeError(`no signature suite ${alg}`);
  return suite;
}
