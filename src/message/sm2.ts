import { createECDH, createHash, getCurves, getHashes, type Hash } from 'node:crypto';
import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { type Tabled, Tables } from './tables.ts';

/**
 * SM2 signatures with SM3 (GB/T 32918.2-2016, GM/T 0003.2-2012) on the recommended curve (GB/T 32918.5-2017).
 *
 * Node can sign with SM2, but only under an empty user id, and cannot tell the keys it imports from others. So what is
 * secret goes through OpenSSL where it is a point (new keys, nonces), whose arithmetic takes the same time for every
 * scalar; and through the language's integers where it is not, which promise no such thing. There, every product of a
 * secret that lasts has a fresh random factor. `@noble/curves` multiplies public values alone: verification.
 */

/** GB/T 32918.5-2017, section 2. */
const CURVE = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};
const N = CURVE.n;
const Point = weierstrass(CURVE);
const SCALARS = Point.Fn;
/** Some 1 MB, made on first use: the base point is in every verification. */
Point.BASE.precompute(8);

/** The bytes of a coordinate, and of each half of a signature. */
const SIZE = 32;

/** The user id where parties have agreed on no other (GM/T 0009-2012, section 10). */
const USER_ID = Buffer.from('1234567812345678', 'ascii');

/** Whether this Node has SM3 and the curve: an OpenSSL can be built without. */
export const SM2_AVAILABLE = getHashes().includes('sm3') && getCurves().includes('SM2');

const integer = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

const bytesOf = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(2 * SIZE, '0'), 'hex');

/** Everything of ZA between the user id and the key. */
const CURVE_BYTES = Buffer.concat([CURVE.a, CURVE.b, CURVE.Gx, CURVE.Gy].map(bytesOf));

/** From then on a key's table has paid for itself: it costs as much as this many verifications without one. */
const USES_BEFORE_TABLE = 8;

/** For as many keys at a time, a third of a megabyte each. */
const TABLES = new Tables(64);

/** A public key on the curve. */
export class Sm2PublicKey implements Tabled {
  readonly type = 'public';
  readonly #x: Buffer;
  readonly #y: Buffer;
  readonly #za: Buffer;
  #point: InstanceType<typeof Point>;
  #uses = 0;

  /**
   * @param x 32 bytes
   * @param y 32 bytes
   * @throws Error where that is no point of the curve; the point at infinity has no such coordinates
   */
  constructor(x: Buffer, y: Buffer) {
    this.#point = Point.fromBytes(Buffer.concat([Uint8Array.of(4), x, y]));
    this.#x = x;
    this.#y = y;
    this.#za = this.#identity(USER_ID);
  }

  /** Begins a digest e = SM3(ZA || M), to which the message is still to be added (GB/T 32918.2, 6.1 A1 and A2). */
  digest(): Hash {
    return createHash('sm3').update(this.#za);
  }

  /** Such a digest under another user id. For telling a sender what went wrong. */
  digestUnder(userId: Uint8Array): Hash {
    return createHash('sm3').update(this.#identity(userId));
  }

  /**
   * Verifies a signature over a finished digest (GB/T 32918.2, 7.1 B1 to B7).
   *
   * @param signature r||s; any other length or content is false
   */
  verify(digest: Uint8Array, signature: Uint8Array): boolean {
    if (signature.byteLength !== 2 * SIZE) return false;
    const r = integer(signature.subarray(0, SIZE));
    const s = integer(signature.subarray(SIZE));
    if (r === 0n || r >= N || s === 0n || s >= N) return false;
    const t = (r + s) % N;
    if (t === 0n) return false;
    const sum = Point.BASE.multiplyUnsafe(s).add(this.#times(t));
    return !sum.is0() && (integer(digest) + sum.toAffine().x) % N === r;
  }

  /** ZA (GB/T 32918.2, 5.5). */
  #identity(userId: Uint8Array): Buffer {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(8 * userId.byteLength);
    const hash = createHash('sm3').update(length).update(userId).update(CURVE_BYTES);
    return hash.update(this.#x).update(this.#y).digest();
  }

  #times(scalar: bigint): InstanceType<typeof Point> {
    this.#uses += 1;
    if (this.#uses === USES_BEFORE_TABLE) this.#point.precompute(6);
    if (this.#uses >= USES_BEFORE_TABLE) TABLES.used(this);
    return this.#point.multiplyUnsafe(scalar);
  }

  /** The library keeps a table as long as the very point it was made for. */
  forgetTable(): void {
    this.#uses = 0;
    this.#point = Point.fromAffine(this.#point.toAffine());
  }
}

/** A scalar and what signing wants of its point. */
export interface Nonce {
  readonly k: bigint;
  /** x of kG */
  readonly x1: bigint;
}

/** A fresh key pair of OpenSSL's: its random generator, which rejects what is out of range, and its multiplication. */
function freshNonce(): Nonce {
  const pair = createECDH('SM2');
  const point = pair.generateKeys();
  return { k: integer(pair.getPrivateKey()), x1: integer(point.subarray(1, 1 + SIZE)) };
}

/** A private key, with the public one it signs for. */
export class Sm2PrivateKey {
  readonly type = 'private';
  readonly #publicKey: Sm2PublicKey;
  /** 1/(1 + d) */
  readonly #factor: bigint;

  /**
   * @param d 32 bytes
   * @throws Error where it is not from 1 to n-2 (GB/T 32918.1, 6.1)
   */
  constructor(d: Buffer, publicKey: Sm2PublicKey) {
    const scalar = integer(d);
    if (d.byteLength !== SIZE || scalar === 0n || scalar >= N - 1n) throw new RangeError('no private key of SM2');
    this.#publicKey = publicKey;
    // The inversion takes a time that depends on what it is given: so not 1 + d, but a random multiple of it.
    const mask = freshNonce().k;
    this.#factor = SCALARS.mul(SCALARS.inv(SCALARS.mul(1n + scalar, mask)), mask);
  }

  digest(): Hash {
    return this.#publicKey.digest();
  }

  /**
   * Signs a finished digest (GB/T 32918.2, 6.1 A3 to A7).
   *
   * @param nonce for the standard's example; in life never given: two signatures with one nonce tell the key
   * @returns r||s, 64 bytes
   */
  sign(digest: Uint8Array, nonce: () => Nonce = freshNonce): Buffer {
    const e = integer(digest);
    for (;;) {
      const { k, x1 } = nonce();
      const r = (e + x1) % N;
      // (k - rd)/(1 + d), so written that the only product with a secret that lasts has the nonce in it.
      const s = SCALARS.sub(SCALARS.mul(this.#factor, (k + r) % N), r);
      if (r !== 0n && r + k !== N && s !== 0n) return Buffer.concat([bytesOf(r), bytesOf(s)]);
    }
  }
}

/** A new key pair's x, y and d, 32 bytes each. */
export function newSm2Key(): { readonly x: Buffer; readonly y: Buffer; readonly d: Buffer } {
  for (;;) {
    const pair = createECDH('SM2');
    const point = pair.generateKeys();
    const d = integer(pair.getPrivateKey());
    // n - 1 is a key to OpenSSL, and none to the standard.
    if (d < N - 1n) return { x: point.subarray(1, 1 + SIZE), y: point.subarray(1 + SIZE), d: bytesOf(d) };
  }
}
