/** The two forms of an ECDSA signature on P-256: r||s as JOSE has it (RFC 7518 §3.4), and DER as OpenSSL has it (RFC 3279 §2.2.3). */

const SEQUENCE = 0x30;
const INTEGER = 0x02;
/** The bytes of r and of s. */
const SIZE = 32;

/** @returns `undefined` where it has not 64 bytes */
export function toDer(signature: Uint8Array): Uint8Array | undefined {
  if (signature.byteLength !== 2 * SIZE) return undefined;
  const r = integer(signature.subarray(0, SIZE));
  const s = integer(signature.subarray(SIZE));
  return Uint8Array.of(SEQUENCE, r.length + s.length, ...r, ...s);
}

/** @param der as OpenSSL has just made it */
export function fromDer(der: Uint8Array): Buffer {
  const signature = Buffer.alloc(2 * SIZE);
  const sAt = 4 + (der[3] ?? 0);
  place(der.subarray(4, sAt), signature.subarray(0, SIZE));
  place(der.subarray(sAt + 2), signature.subarray(SIZE));
  return signature;
}

/** The shortest form: no zero before it but where the first bit would make it negative. */
function integer(bytes: Uint8Array): number[] {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? [0] : [...bytes.subarray(first)];
  if ((digits[0] ?? 0) >= 0x80) digits.unshift(0);
  return [INTEGER, digits.length, ...digits];
}

/** Ends where the target ends; a zero that only keeps it positive is left out. */
function place(digits: Uint8Array, target: Uint8Array): void {
  const kept = digits.subarray(Math.max(0, digits.length - target.length));
  target.set(kept, target.length - kept.length);
}
