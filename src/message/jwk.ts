import { createHash } from 'node:crypto';
import { decodeBase64url } from './base64url.ts';
import { RSA_MIN_BITS } from './suites.ts';

/** What is wrong with a key or a key set. It carries no key material, so it may be shown and logged. */
export class KeyProblem extends Error {
  /** JSON Pointer (RFC 6901) to the offending place, below where the key set stands. */
  readonly pointer: string;
  /** Stable, upper snake case, `KEY_…`. */
  readonly code: KeyProblemCode;
  readonly zh: string;
  readonly en: string;

  constructor(pointer: string, code: KeyProblemCode, zh: string, en: string) {
    super(`${zh} / ${en}`);
    this.name = 'KeyProblem';
    this.pointer = pointer;
    this.code = code;
    this.zh = zh;
    this.en = en;
  }
}

/** Why a key is refused. */
export type KeyProblemCode =
  | 'KEY_SET_MALFORMED'
  | 'KEY_MALFORMED'
  | 'KEY_PRIVATE'
  | 'KEY_PUBLIC'
  | 'KEY_SYMMETRIC'
  | 'KEY_TYPE'
  | 'KEY_CURVE'
  | 'KEY_WEAK'
  | 'KEY_ID'
  | 'KEY_DUPLICATE'
  | 'KEY_USE'
  | 'KEY_ALGORITHM'
  | 'KEY_VALIDITY';

/** A public key on the wire (RFC 7517, RFC 8037), without anything the gateway does not use. */
export interface PublicJwk {
  readonly kty: string;
  readonly kid: string;
  readonly use?: 'sig';
  readonly alg?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
  /** Seconds since 1970; the key is refused before it. */
  readonly nbf?: number;
  /** Seconds since 1970; the key is refused from it on. */
  readonly exp?: number;
}

/** A private key as it lies in a file of mode 600. */
export interface PrivateJwk extends PublicJwk {
  readonly alg: string;
  readonly d: string;
  readonly p?: string;
  readonly q?: string;
  readonly dp?: string;
  readonly dq?: string;
  readonly qi?: string;
}

/** A JSON object that has not been looked at. */
export type Unread = Readonly<Record<string, unknown>>;

/** True for a JSON object, which an array is not. */
export function isObject(value: unknown): value is Unread {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Members that make a key private or symmetric (RFC 7518 §6.2.2, §6.3.2, §6.4). */
export const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;

interface KeyKind {
  readonly kty: string;
  readonly crv?: string;
  /** The members that make the public key, each with the rule its bytes keep; the names sorted as RFC 7638 §3.2 wants. */
  readonly coordinates: Readonly<Record<string, (bytes: Buffer, pointer: string) => void>>;
}

const exactly32 = (bytes: Buffer, pointer: string): void => {
  if (bytes.length !== 32) {
    throw new KeyProblem(pointer, 'KEY_MALFORMED', '坐标必须正好32字节', 'a coordinate must be exactly 32 bytes');
  }
};

const positive = (bytes: Buffer, pointer: string): void => {
  if (bytes.length === 0 || bytes[0] === 0) {
    const zh = '大整数不得为空或以零字节开头（RFC 7518 §2）';
    throw new KeyProblem(pointer, 'KEY_MALFORMED', zh, 'an integer must not be empty or begin with a zero byte');
  }
};

/** Beyond this a verification is so slow that the key itself is an attack. */
const RSA_MAX_BITS = 8192;

const modulus = (bytes: Buffer, pointer: string): void => {
  positive(bytes, pointer);
  const bits = bytes.length * 8 - Math.clz32(bytes[0] ?? 0) + 24;
  if (bits < RSA_MIN_BITS || bits > RSA_MAX_BITS) {
    const zh = `RSA密钥须为${RSA_MIN_BITS}至${RSA_MAX_BITS}位，此密钥${bits}位`;
    throw new KeyProblem(
      pointer,
      'KEY_WEAK',
      zh,
      `an RSA key has ${RSA_MIN_BITS} to ${RSA_MAX_BITS} bits, not ${bits}`,
    );
  }
};

/** With e = 1 anyone could sign, and FIPS 186-5 §5.4 asks for more than 2^16; more than 4 bytes only make it slow. */
const exponent = (bytes: Buffer, pointer: string): void => {
  positive(bytes, pointer);
  const value = bytes.length > 4 ? 0 : bytes.readUIntBE(0, bytes.length);
  if (value <= 65_536 || value % 2 === 0) {
    const zh = 'RSA公钥指数须为大于65536的奇数，最多4字节（通常为AQAB）';
    throw new KeyProblem(
      pointer,
      'KEY_WEAK',
      zh,
      'the RSA exponent must be odd and above 65536, at most 4 bytes (AQAB)',
    );
  }
};

/** How a JWK names the curve of GB/T 32918.5, in our own words: JOSE has none for it. */
export const SM2_CURVE = 'SM2';

/** The kinds of key a party may hold (contract §1). */
const KINDS: readonly KeyKind[] = [
  { kty: 'EC', crv: 'P-256', coordinates: { x: exactly32, y: exactly32 } },
  { kty: 'EC', crv: SM2_CURVE, coordinates: { x: exactly32, y: exactly32 } },
  { kty: 'OKP', crv: 'Ed25519', coordinates: { x: exactly32 } },
  { kty: 'RSA', coordinates: { e: exponent, n: modulus } },
];

function kindOf(jwk: Unread, pointer: string): KeyKind {
  const { kty, crv } = jwk;
  const ofType = KINDS.filter((kind) => kind.kty === kty);
  if (ofType.length === 0) {
    const zh = '只接受EC（P-256、SM2）、OKP（Ed25519）和RSA密钥';
    const en = 'only EC (P-256, SM2), OKP (Ed25519) and RSA keys are accepted';
    throw new KeyProblem(`${pointer}/kty`, 'KEY_TYPE', zh, en);
  }
  const kind = ofType.find((one) => one.crv === undefined || one.crv === crv);
  if (kind === undefined) {
    const curves = ofType.map((one) => one.crv);
    const zh = `曲线须为${curves.join('或')}`;
    throw new KeyProblem(`${pointer}/crv`, 'KEY_CURVE', zh, `the curve must be ${curves.join(' or ')}`);
  }
  return kind;
}

/**
 * The members that make the public key, checked one by one, and nothing else of the JWK.
 *
 * @param pointer where the key stands
 * @throws KeyProblem for a type, curve, size or coding that is not accepted
 */
export function coordinatesOf(jwk: Unread, pointer: string): Readonly<Record<string, string>> {
  const kind = kindOf(jwk, pointer);
  const found: Record<string, string> = kind.crv === undefined ? {} : { crv: kind.crv };
  found['kty'] = kind.kty;
  for (const [name, check] of Object.entries(kind.coordinates)) {
    const text = jwk[name];
    const bytes = typeof text === 'string' ? decodeBase64url(text) : undefined;
    if (typeof text !== 'string' || bytes === undefined) {
      const zh = `缺少成员${name}，或不是无填充的base64url`;
      const en = `member ${name} is missing or not base64url without padding`;
      throw new KeyProblem(`${pointer}/${name}`, 'KEY_MALFORMED', zh, en);
    }
    check(bytes, `${pointer}/${name}`);
    found[name] = text;
  }
  return found;
}

/**
 * The SHA-256 thumbprint of a key (RFC 7638, RFC 8037 §2), base64url: the same for its private and its public form.
 *
 * @throws KeyProblem where it is not a key of an accepted kind
 */
export function thumbprint(jwk: Unread | PublicJwk): string {
  const members = Object.entries(coordinatesOf({ ...jwk }, '')).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(members)))
    .digest('base64url');
}
