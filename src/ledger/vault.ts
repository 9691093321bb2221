import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { foldName, normalizeIdNumber } from '../claim/identity.ts';
import { decrypt, encrypt } from './sealing.ts';

export { openVault, unlock } from './vault-keys.ts';

/** What is sealed by a later generation than the first begins with this and the generation's number in four bytes. */
const MARK = Buffer.from('yzk\u0001', 'latin1');
const HEADER = MARK.length + 4;

/**
 * Keeps what is personal: id numbers and names are encrypted (AES-256-GCM) and looked up by keyed hash (HMAC-SHA-256).
 *
 * The keys that do this live in the store, each wrapped by a key from outside: changing that outer key rewraps them and
 * touches no record. The key that encrypts has generations: the newest seals, all of them read. The key for look-ups has
 * none: with another one nobody on the roster would be found.
 */
export class Vault {
  readonly #lookup: KeyObject;
  readonly #personal = new Map<number, KeyObject>();
  #newest = 0;

  /** @param personal the first generation of the key that encrypts; {@link Vault.adopt} takes up later ones */
  constructor(lookup: Buffer, personal: Buffer) {
    // Set up once: a key given as bytes would be set up for each hash, which costs more than the hash.
    this.#lookup = createSecretKey(lookup);
    this.adopt(1, personal);
  }

  /** Takes up a generation of the key that encrypts. The newest one seals from now on. */
  adopt(generation: number, key: Buffer): void {
    this.#personal.set(generation, createSecretKey(key));
    this.#newest = Math.max(this.#newest, generation);
  }

  /** Whether it can read what a generation has sealed. */
  knows(generation: number): boolean {
    return this.#personal.has(generation);
  }

  /** The member behind an id document, the same for every scheme and hospital. Tells nothing about the number. */
  memberId(idType: string, idNumber: string): string {
    return this.#hash('member', `${idType} ${normalizeIdNumber(idNumber)}`);
  }

  /** A name as it can be compared: equal for names that fold to the same (rulebook A17). */
  nameKey(name: string): string {
    return this.#hash('name', foldName(name));
  }

  /** Whom a hospital's message is about, as its sender numbers people; empty where it did not say. */
  senderKey(hospitalId: string, person: string): string {
    return person === '' ? '' : this.#hash('sender', `${hospitalId} ${person}`);
  }

  /** A keyed hash of something stored: who has no key cannot change the one so that it fits the other. */
  tag(text: string): string {
    return this.#hash('tag', text);
  }

  /** Encrypts a text; `context` (such as the entry it belongs to) must be the same to read it again. */
  seal(text: string, context: string): Buffer {
    const sealed = encrypt(this.#key(this.#newest), Buffer.from(text, 'utf8'), context);
    if (this.#newest === 1) return sealed;
    const header = Buffer.concat([MARK, Buffer.alloc(4)]);
    header.writeUInt32BE(this.#newest, MARK.length);
    return Buffer.concat([header, sealed]);
  }

  /** @throws where the bytes were changed or belong to another context */
  unseal(bytes: Uint8Array, context: string): string {
    const sealed = Buffer.from(bytes);
    const generation = generationOf(sealed);
    // What the first generation sealed has no header, and one time in four thousand million begins as if it had one.
    if (generation !== undefined && this.knows(generation)) {
      try {
        return decrypt(this.#key(generation), sealed.subarray(HEADER), context).toString('utf8');
      } catch {}
    }
    return decrypt(this.#key(1), sealed, context).toString('utf8');
  }

  #key(generation: number): KeyObject {
    const key = this.#personal.get(generation);
    if (key === undefined) throw new Error(`unreachable: no generation ${generation} of the key`);
    return key;
  }

  #hash(use: string, text: string): string {
    return createHmac('sha256', this.#lookup).update(`${use} ${text}`, 'utf8').digest('base64url').slice(0, 27);
  }
}

function generationOf(sealed: Buffer): number | undefined {
  if (sealed.length <= HEADER || !sealed.subarray(0, MARK.length).equals(MARK)) return undefined;
  return sealed.readUInt32BE(MARK.length);
}
