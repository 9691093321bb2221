import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { foldName, normalizeIdNumber } from '../claim/identity.ts';
import type { Database } from '../store/database.ts';
import { one, run, type Steps } from '../store/steps.ts';
import { REGISTRY_CHAIN } from './audit.ts';
import { dataKeys } from './data-keys.ts';
import { OuterKeyProblem } from './outer-key.ts';
import { chainHead } from './reading.ts';

const NONCE = 12;
const TAG = 16;

/**
 * Keeps what is personal: id numbers and names are encrypted (AES-256-GCM) and looked up by keyed hash (HMAC-SHA-256).
 *
 * The keys that do this live in the store, each wrapped by a key from outside: changing that outer key rewraps them and
 * touches no record.
 */
export class Vault {
  readonly #lookup: KeyObject;
  readonly #personal: KeyObject;

  constructor(lookup: Buffer, personal: Buffer) {
    // Set up once: a key given as bytes would be set up for each hash, which costs more than the hash.
    this.#lookup = createSecretKey(lookup);
    this.#personal = createSecretKey(personal);
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
    return encrypt(this.#personal, Buffer.from(text, 'utf8'), context);
  }

  /** @throws where the bytes were changed or belong to another context */
  unseal(sealed: Uint8Array, context: string): string {
    return decrypt(this.#personal, Buffer.from(sealed), context).toString('utf8');
  }

  #hash(use: string, text: string): string {
    return createHmac('sha256', this.#lookup).update(`${use} ${text}`, 'utf8').digest('base64url').slice(0, 27);
  }
}

/**
 * Opens the vault of a store with the outer key, and makes its inner keys on first use.
 *
 * @param outerKey 32 bytes
 * @throws OuterKeyProblem where the outer key is not the one the store was made with
 */
export function openVault(database: Database, outerKey: Buffer): Promise<Vault> {
  return database.write(function* () {
    return new Vault(yield* key(outerKey, 'lookup'), yield* key(outerKey, 'personal'));
  });
}

function* key(outerKey: Buffer, id: string): Steps<Buffer> {
  const row = yield* one(dataKeys.find, { id });
  if (row !== undefined) {
    try {
      return decrypt(outerKey, Buffer.from(row.body, 'base64'), id);
    } catch (error) {
      throw new OuterKeyProblem(
        '数据密钥不是建库时的那一把（YIZHAN_DATA_KEY 或数据文件夹中的 data-key）/ this is not the data key the store was made with (YIZHAN_DATA_KEY, or data-key in the data folder)',
        { cause: error },
      );
    }
  }
  // Another key in its place would make unreadable what the lost one has encrypted, and nobody would be told.
  if ((yield* chainHead(REGISTRY_CHAIN)) !== undefined) {
    throw new OuterKeyProblem(
      `存储中缺少数据密钥 ${id}，请从备份恢复 / the store has lost its data key ${id}, restore it`,
    );
  }
  const fresh = randomBytes(32);
  yield* run(dataKeys.keep, { id, body: encrypt(outerKey, fresh, id).toString('base64') });
  return fresh;
}

let random = Buffer.alloc(0);

/** Random bytes that are used once. Asking the system for many at a time costs as much as for a few. */
function freshNonce(): Buffer {
  if (random.length < NONCE) random = randomBytes(NONCE * 256);
  const nonce = random.subarray(0, NONCE);
  random = random.subarray(NONCE);
  return nonce;
}

function encrypt(key: Buffer | KeyObject, plain: Buffer, context: string): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context, 'utf8'));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer | KeyObject, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE))
    .setAAD(Buffer.from(context, 'utf8'))
    .setAuthTag(sealed.subarray(sealed.length - TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, sealed.length - TAG)), decipher.final()]);
}
