import {
  constants,
  createSign,
  createVerify,
  generateKeyPairSync,
  type KeyObject,
  type SignKeyObjectInput,
  sign,
  verify,
} from 'node:crypto';
import { fromDer, toDer } from './ecdsa-form.ts';

/** A verification under way over a message that arrives in pieces. */
export interface Verification {
  update(chunk: Uint8Array): void;
  /** Ends it. False for any signature that does not hold, whatever its length or form. */
  verify(signature: Uint8Array): boolean;
}

/** Both halves of a key. */
export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/**
 * One signature algorithm. Everything else in this room speaks of algorithms only through this interface, so that one
 * JOSE does not know (SM2 with SM3) is one more object in {@link SUITES} and one more kind of key in `jwk.ts`.
 */
export interface Suite {
  /** The name in the protected header (RFC 7518 §3.1, RFC 8037 §3.1). */
  readonly alg: string;
  /** Whether a key, private or public, is of this suite's kind and strong enough. */
  accepts(key: KeyObject): boolean;
  /** Makes a new key it accepts. */
  generate(): KeyPair;
  /** Signs the concatenation of the parts. */
  sign(privateKey: KeyObject, parts: readonly Uint8Array[]): Buffer;
  /** Verifies a signature over the concatenation of the parts. Never throws for a bad signature. */
  verify(publicKey: KeyObject, parts: readonly Uint8Array[], signature: Uint8Array): boolean;
  /** Starts a verification in pieces; absent where the algorithm needs the whole message at once (Ed25519). */
  readonly begin?: (publicKey: KeyObject) => Verification;
}

/** The least RSA modulus, in bits (contract §1, RFC 7518 §3.3). */
export const RSA_MIN_BITS = 2048;

const isP256 = (key: KeyObject): boolean =>
  key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';

const isRsa = (key: KeyObject): boolean =>
  key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= RSA_MIN_BITS;

const newP256 = (): KeyPair => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** More than the least: 3072 bits are asked for after 2030 (NIST SP 800-57 part 1, table 2). */
const newRsa = (): KeyPair => generateKeyPairSync('rsa', { modulusLength: 3072 });

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
  const begin = (publicKey: KeyObject): Verification => {
    const verifier = createVerify('sha256');
    return {
      update: (chunk) => {
        verifier.update(chunk);
      },
      verify: (signature) => {
        const form = toVerify(signature);
        return form !== undefined && verifier.verify(input(publicKey), form);
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
      return ofMade(signer.sign(input(privateKey)));
    },
    verify: (publicKey, parts, signature) => {
      const verification = begin(publicKey);
      for (const part of parts) verification.update(part);
      return verification.verify(signature);
    },
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
  accepts: (key) => key.asymmetricKeyType === 'ed25519',
  generate: () => generateKeyPairSync('ed25519'),
  sign: (privateKey, parts) => sign(null, Buffer.concat(parts), privateKey),
  verify: (publicKey, parts, signature) => verify(null, Buffer.concat(parts), publicKey, signature),
};

/** Every algorithm the gateway accepts. Nothing symmetric, and no `none`: what is not here is refused. */
export const SUITES: ReadonlyMap<string, Suite> = new Map([ES256, EdDSA, RS256, PS256].map((one) => [one.alg, one]));

/** The names of the suites a key may be used with; empty for a key no suite takes. */
export function algorithmsFor(key: KeyObject): readonly string[] {
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
