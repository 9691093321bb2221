import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../../problem/refusal.ts';
import type { Bilingual } from '../../scheme/words.ts';

const derive = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>;

/** More than the least that the OWASP Password Storage Cheat Sheet names for Argon2id (19 MiB with two passes). */
const MEMORY_KIB = 32_768;
const PASSES = 2;
const LANES = 1;
const SALT = 16;
const TAG = 32;

/** Hashes at once in one process, of 32 MiB each; and how many may wait. */
const AT_ONCE = 2;
const WAITING = 32;

/** NIST SP 800-63B section 5.1.1.2 asks for 8; a password here may be all there is between a code's 30 seconds. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 256;
/** Fewer different characters than this are a pattern. */
const VARIETY = 5;

let running = 0;
const queue: (() => void)[] = [];

/**
 * Hashes a password with Argon2id (RFC 9106) and a new salt.
 *
 * @returns a PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`
 * @throws Refusal `OVERLOADED` where too many wait for a hash
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT);
  const cost = { memory: MEMORY_KIB, passes: PASSES, parallelism: LANES };
  const tag = await bounded(() =>
    derive('argon2id', { ...cost, message: bytesOf(password), nonce: salt, tagLength: TAG }),
  );
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(salt)}$${unpadded(tag)}`;
}

/**
 * Whether a password is the one that was hashed, with the parameters it was hashed with.
 *
 * @param stored undefined where there is no such account: the work is the same, and the answer no
 * @throws Refusal `OVERLOADED` where too many wait for a hash
 */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored ?? NOBODYS);
  if (match === null) throw new Error('unreachable: a stored password hash is not one of ours');
  const [, memory, passes, parallelism, salt = '', hash = ''] = match;
  const expected = Buffer.from(hash, 'base64');
  const tag = await bounded(() =>
    derive('argon2id', {
      message: bytesOf(password),
      nonce: Buffer.from(salt, 'base64'),
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
      tagLength: expected.length,
    }),
  );
  return timingSafeEqual(tag, expected) && stored !== undefined;
}

/** What is wrong with a password that somebody wants to have; undefined where it will do. */
export function passwordProblem(password: string, name: string): Bilingual | undefined {
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
    return {
      zh: `密码须为 ${SHORTEST_PASSWORD} 至 ${LONGEST_PASSWORD} 个字符`,
      en: `A password has ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters`,
    };
  }
  if (password.toLowerCase().includes(name)) {
    return { zh: '密码不能包含用户名', en: 'A password must not contain the user name' };
  }
  if (new Set(password).size < VARIETY) {
    return {
      zh: `密码至少须有 ${VARIETY} 种不同字符`,
      en: `A password needs at least ${VARIETY} different characters`,
    };
  }
  return undefined;
}

/** A password to be told once and then changed: 100 random bits, without letters that are mistaken for others. */
export function oneTimePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789A';
  const text = [...randomBytes(20)].map((byte) => letters[byte % 32]).join('');
  return text.replaceAll(/.{5}(?=.)/g, '$&-');
}

/** Where there is no account, this is worked on; no password gives it. */
const NOBODYS = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(Buffer.alloc(SALT))}$${unpadded(Buffer.alloc(TAG))}`;

/** The same password whichever way a keyboard composes it (NIST SP 800-63B section 5.1.1.2). */
function bytesOf(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'), 'utf8');
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}

async function bounded<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (queue.length >= WAITING) {
      throw new Refusal('OVERLOADED', {
        detail: '登录人数过多，请稍后重试',
        detailEn: 'Too many people sign in at once: try again later',
        retryAfter: 5,
      });
    }
    await new Promise<void>((resolve) => queue.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    const next = queue.shift();
    // Whoever waits longest takes over the place.
    if (next === undefined) running -= 1;
    else next();
  }
}
