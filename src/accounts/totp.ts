import { createHmac, randomBytes } from 'node:crypto';
import type { Instant } from '../time/clock.ts';

/** Seconds of one code (RFC 6238 section 4, the default of authenticator apps). */
const STEP = 30;
const DIGITS = 6;
/** Clocks may differ by so many steps (RFC 6238 section 5.2). */
const DRIFT = 1;
/** RFC 4226 section 4 recommends 160 bits. */
const SECRET = 20;

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret in base32 (RFC 4648), as authenticator apps want it. */
export function newTotpSecret(): string {
  return base32(randomBytes(SECRET));
}

/** The one-time code of a counter (RFC 4226). */
export function hotp(secret: Uint8Array, counter: number, digits = DIGITS): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha1', secret).update(message).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  const code = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(code).padStart(digits, '0');
}

/** The time step of an instant (RFC 6238). */
export function stepOf(at: Instant): number {
  return Math.floor(at / 1000 / STEP);
}

/** The code that an authenticator app shows at an instant. */
export function totp(secret: string, at: Instant): string {
  return hotp(fromBase32(secret), stepOf(at));
}

/**
 * The time step whose code was given.
 *
 * @param after the last step whose code was taken: that code, and those before it, are not taken again
 * @returns undefined where the code is of no step that is acceptable now
 */
export function matchingStep(secret: string, code: string, at: Instant, after: number): number | undefined {
  const bytes = fromBase32(secret);
  const now = stepOf(at);
  const given = code.replaceAll(/\s/g, '');
  for (let step = Math.max(now - DRIFT, after + 1); step <= now + DRIFT; step += 1) {
    if (hotp(bytes, step) === given) return step;
  }
  return undefined;
}

/** What an authenticator app reads: the key URI format, with its defaults left out. */
export function otpauthUri(secret: string, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
