import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../problem/refusal.ts';
import type { Bilingual } from '../scheme/words.ts';

const derive = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>;

/** What a hash costs (RFC 9106): KiB of memory, passes over it, lanes. */
export interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** More than the least that the OWASP Password Storage Cheat Sheet names for Argon2id (19 MiB with two passes). */
const COST: Cost = { memory: 32_768, passes: 2, parallelism: 1 };
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

/** Hashes passwords, and holds them against hashes; so many at once as there is room for. */
export class Passwords {
  readonly #cost: Cost;
  /** Where there is no account, this is worked on; no password gives it. */
  readonly #nobodys: string;
  readonly #queue: (() => void)[] = [];
  #running = 0;

  constructor(cost = COST) {
    this.#cost = cost;
    this.#nobodys = written(cost, Buffer.alloc(SALT), Buffer.alloc(TAG));
  }

  /**
   * Hashes a password with Argon2id and a new salt.
   *
   * @returns a PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`
   * @throws Refusal `OVERLOADED` where too many wait for a hash
   */
  async hash(password: string): Promise<string> {
    const nonce = randomBytes(SALT);
    const tag = await this.#bounded({ ...this.#cost, message: bytesOf(password), nonce, tagLength: TAG });
    return written(this.#cost, nonce, tag);
  }

  /**
   * Whether a password is the one that was hashed, with the parameters it was hashed with.
   *
   * @param stored undefined where there is no such account: the work is the same, and the answer no
   * @throws Refusal `OVERLOADED` where too many wait for a hash
   */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored ?? this.#nobodys);
    if (match === null) throw new Error('unreachable: a stored password hash is not one of ours');
    const [, memory, passes, parallelism, salt = '', hash = ''] = match;
    const expected = Buffer.from(hash, 'base64');
    const tag = await this.#bounded({
      message: bytesOf(password),
      nonce: Buffer.from(salt, 'base64'),
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
      tagLength: expected.length,
    });
    return timingSafeEqual(tag, expected) && stored !== undefined;
  }

  async #bounded(parameters: Argon2Parameters): Promise<Buffer> {
    if (this.#running >= AT_ONCE) {
      if (this.#queue.length >= WAITING) {
        throw new Refusal('OVERLOADED', {
          detail: '登录人数过多，请稍后重试',
          detailEn: 'Too many people sign in at once: try again later',
          retryAfter: 5,
        });
      }
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await derive('argon2id', parameters);
    } finally {
      const next = this.#queue.shift();
      // Whoever waits longest takes over the place.
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
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

/** The same password whichever way a keyboard composes it (NIST SP 800-63B section 5.1.1.2). */
function bytesOf(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'), 'utf8');
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}

function written({ memory, passes, parallelism }: Cost, salt: Buffer, tag: Buffer): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}
