import { coordinatesOf, isObject, KeyProblem, type PublicJwk, SECRET_MEMBERS, type Unread } from './jwk.ts';
import { importPrivateKey, importPublicKey } from './key-import.ts';
import { algorithmsFor, type Suite, type SuiteKey, suiteNamed } from './suites.ts';

export { KeyProblem, type KeyProblemCode, type PrivateJwk, type PublicJwk, thumbprint } from './jwk.ts';

/** A public key ready for use: imported once, here, because importing costs more than verifying. */
export interface PublicKeyRecord {
  readonly kid: string;
  /** The algorithms it may be used with: one where the JWK names it, else all its kind can do (RSA: RS256, PS256). */
  readonly algs: readonly string[];
  readonly keyObject: SuiteKey;
  /** The public JWK with known members only: what a registry stores. */
  readonly jwk: PublicJwk;
  /** Seconds since 1970: valid from, and before. */
  readonly nbf?: number;
  readonly exp?: number;
}

/** A private key ready for use. */
export interface PrivateKeyRecord {
  readonly kid: string;
  readonly alg: string;
  readonly keyObject: SuiteKey;
  /** Its public half, to hand out. */
  readonly publicJwk: PublicJwk;
}

/** More keys than a rotation ever needs; a limit on what an import may cost. */
const MAX_KEYS = 100;
/** A gateway's retired keys stay published: enough for one a day in 25 years. */
export const MAX_GATEWAY_KEYS = 10_000;
/** Printable ASCII: a kid travels in headers, logs and file names of people's tools. */
const KID = /^[\x21-\x7e]{1,128}$/;

/**
 * Reads a party's public key set (RFC 7517 §5). Unknown members are ignored, as the RFC asks, and dropped.
 *
 * @param where JSON Pointer to the set inside its document, `''` for a document of its own
 * @param most how many keys it may have
 * @throws KeyProblem at the first key that is private, symmetric, weak, malformed, unnamed or named twice. An empty set
 *   is accepted: it is how all keys of a party are withdrawn.
 */
export function parseJwks(jwks: unknown, where: string, most = MAX_KEYS): readonly PublicKeyRecord[] {
  const keys = isObject(jwks) ? jwks['keys'] : undefined;
  if (!Array.isArray(keys) || keys.length > most) {
    const zh = `须为{"keys":[…]}，最多${most}把密钥`;
    throw new KeyProblem(where, 'KEY_SET_MALFORMED', zh, `must be {"keys":[…]} with at most ${most} keys`);
  }
  const seen = new Set<string>();
  return keys.map((jwk: unknown, index) => {
    const pointer = `${where}/keys/${index}`;
    const record = parsePublicJwk(jwk, pointer);
    if (seen.has(record.kid)) {
      throw new KeyProblem(`${pointer}/kid`, 'KEY_DUPLICATE', 'kid重复', 'the kid occurs twice');
    }
    seen.add(record.kid);
    return record;
  });
}

function parsePublicJwk(jwk: unknown, pointer: string): PublicKeyRecord {
  const key = asymmetric(jwk, pointer);
  const secret = SECRET_MEMBERS.find((name) => Object.hasOwn(key, name));
  if (secret !== undefined) {
    const zh = '含有私钥成分：此私钥已泄露，请作废并重新生成，只提交公钥';
    const en = 'holds a private key: consider it leaked, make a new one and hand over only the public key';
    throw new KeyProblem(`${pointer}/${secret}`, 'KEY_PRIVATE', zh, en);
  }
  const kid = kidOf(key, pointer);
  checkUse(key, 'verify', pointer);
  const coordinates = coordinatesOf(key, pointer);
  const keyObject = imported(() => importPublicKey(coordinates), pointer);
  const { algs, alg } = algorithmsOf(key, keyObject, pointer);
  const validity = validityOf(key, pointer);
  const kty = coordinates['kty'] ?? '';
  return { kid, algs, keyObject, ...validity, jwk: { ...coordinates, kty, kid, use: 'sig', ...alg, ...validity } };
}

/**
 * Reads a private key, as `yizhan keys generate` writes it, for a client that signs.
 *
 * @param where JSON Pointer or other name of the place, for the problem
 * @throws KeyProblem where it is no private key of an accepted kind; an RSA key must name its `alg`
 */
export function parsePrivateJwk(jwk: unknown, where: string): PrivateKeyRecord {
  const key = asymmetric(jwk, where);
  if (typeof key['d'] !== 'string') {
    throw new KeyProblem(`${where}/d`, 'KEY_PUBLIC', '这是公钥，签名需要私钥', 'a public key cannot sign');
  }
  const kid = kidOf(key, where);
  checkUse(key, 'sign', where);
  const coordinates = coordinatesOf(key, where);
  const keyObject = imported(() => importPrivateKey(key), where);
  const { algs } = algorithmsOf(key, keyObject, where);
  const [alg, second] = algs;
  if (alg === undefined || second !== undefined) {
    throw new KeyProblem(`${where}/alg`, 'KEY_ALGORITHM', `须写明alg：${algs}`, `alg must say which of ${algs}`);
  }
  const half = parsePublicJwk({ ...coordinates, kid, alg, nbf: key['nbf'], exp: key['exp'] }, where);
  if (!belongTogether(suiteNamed(alg), keyObject, half.keyObject)) {
    const zh = '私钥与公钥成分不配对';
    throw new KeyProblem(where, 'KEY_MALFORMED', zh, 'the private and the public members are not of one key');
  }
  return { kid, alg, keyObject, publicJwk: half.jwk };
}

/** OpenSSL imports a private key without asking; found out here, not by everyone who then refuses the signatures. */
function belongTogether(suite: Suite, privateKey: SuiteKey, publicKey: SuiteKey): boolean {
  const probe = [Buffer.from(suite.alg)];
  try {
    return suite.verify(publicKey, probe, suite.sign(privateKey, probe));
  } catch {
    return false;
  }
}

function asymmetric(jwk: unknown, pointer: string): Unread {
  if (!isObject(jwk)) {
    throw new KeyProblem(pointer, 'KEY_MALFORMED', '密钥须为JSON对象', 'a key must be a JSON object');
  }
  if (jwk['kty'] === 'oct' || Object.hasOwn(jwk, 'k')) {
    const zh = '不接受对称密钥：请使用ES256、EdDSA、RS256、PS256或SM2-SM3密钥对';
    const en = 'symmetric keys are refused: use a key pair for ES256, EdDSA, RS256, PS256 or SM2-SM3';
    throw new KeyProblem(`${pointer}/${Object.hasOwn(jwk, 'k') ? 'k' : 'kty'}`, 'KEY_SYMMETRIC', zh, en);
  }
  return jwk;
}

function kidOf(jwk: Unread, pointer: string): string {
  const kid = jwk['kid'];
  if (typeof kid === 'string' && KID.test(kid)) return kid;
  const zh = '须有kid：1至128个可见ASCII字符';
  throw new KeyProblem(`${pointer}/kid`, 'KEY_ID', zh, 'kid is required: 1 to 128 printable ASCII characters');
}

/** RFC 7517 §4.2 and §4.3: what a key is said to be for. */
function checkUse(jwk: Unread, operation: 'sign' | 'verify', pointer: string): void {
  const { use, key_ops: operations } = jwk;
  if (use !== undefined && use !== 'sig') {
    throw new KeyProblem(`${pointer}/use`, 'KEY_USE', 'use只能为sig', 'use, where given, must be sig');
  }
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes(operation))) {
    const zh = `key_ops须包含${operation}`;
    throw new KeyProblem(`${pointer}/key_ops`, 'KEY_USE', zh, `key_ops, where given, must hold ${operation}`);
  }
}

function algorithmsOf(
  jwk: Unread,
  key: SuiteKey,
  pointer: string,
): { readonly algs: readonly string[]; readonly alg: { readonly alg?: string } } {
  const possible = algorithmsFor(key);
  const alg = jwk['alg'];
  if (alg === undefined && possible.length > 0) return { algs: possible, alg: {} };
  if (typeof alg === 'string' && possible.includes(alg)) return { algs: [alg], alg: { alg } };
  const zh = `此密钥的alg只能为${possible.join('、')}`;
  throw new KeyProblem(`${pointer}/alg`, 'KEY_ALGORITHM', zh, `alg of this key must be one of ${possible.join(', ')}`);
}

function validityOf(jwk: Unread, pointer: string): { readonly nbf?: number; readonly exp?: number } {
  const nbf = secondsOf(jwk, 'nbf', pointer);
  const exp = secondsOf(jwk, 'exp', pointer);
  if (nbf !== undefined && exp !== undefined && nbf >= exp) {
    throw new KeyProblem(`${pointer}/exp`, 'KEY_VALIDITY', 'exp须晚于nbf', 'exp must be later than nbf');
  }
  return { ...(nbf === undefined ? {} : { nbf }), ...(exp === undefined ? {} : { exp }) };
}

function secondsOf(jwk: Unread, name: 'nbf' | 'exp', pointer: string): number | undefined {
  const value = jwk[name];
  if (value === undefined) return undefined;
  // Milliseconds, the usual slip, would make a key that never ends, or never begins.
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1e11) return value;
  const zh = `${name}须为1970年以来的整秒数（不是毫秒）`;
  throw new KeyProblem(
    `${pointer}/${name}`,
    'KEY_VALIDITY',
    zh,
    `${name} must be whole seconds since 1970, not milliseconds`,
  );
}

function imported(make: () => SuiteKey, pointer: string): SuiteKey {
  try {
    return make();
  } catch {
    // OpenSSL's own words are left out: they may quote what it was given.
    throw new KeyProblem(pointer, 'KEY_MALFORMED', '坐标不构成有效密钥', 'the members do not make a valid key');
  }
}
