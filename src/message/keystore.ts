import { join } from 'node:path';
import { formatInstant, parseInstant } from '../time/calendar.ts';
import type { Clock, Instant } from '../time/clock.ts';
import { generateKeyPair } from './generate.ts';
import { isObject, KeyProblem, type PublicJwk } from './jwk.ts';
import { createSecret, KeyStoreProblem, readSecret } from './keyfile.ts';
import { type PrivateKeyRecord, parseJwks, parsePrivateJwk } from './keys.ts';

export { KeyStoreProblem } from './keyfile.ts';

/** Keys of the gateway's that take each other's place: where they lie, and the algorithm of a new one. */
export interface KeyFamily {
  /** Their file's name below the data folder, without `.json`; their row's in a shared database. */
  readonly id: string;
  readonly alg: string;
}

/** What signs manifests and, but for those to SM2, answers. */
export const JOSE_KEYS: KeyFamily = { id: 'gateway-keys', alg: 'ES256' };

/** The gateway's key file, below its data folder. */
export const KEY_FILE = keyFile(JOSE_KEYS);

/** One of the gateway's own keys. */
export interface GatewayKey extends PrivateKeyRecord {
  readonly createdAt: Instant;
  /** From then on it signs nothing, but still verifies what it signed. */
  readonly retiredAt?: Instant;
}

/** The gateway's own keys. */
export interface KeyStore {
  /** The key that signs: the newest that is not retired. */
  readonly current: GatewayKey;
  /** The key that signs answers to requests signed with SM2. */
  readonly sm2?: GatewayKey;
  readonly keys: readonly GatewayKey[];
  /** Every public key, retired ones too: the body of `/.well-known/jwks.json`. */
  jwks(): { readonly keys: readonly PublicJwk[] };
}

/** The name of a family's file below the data folder. */
export function keyFile({ id }: KeyFamily): string {
  return `${id}.json`;
}

/**
 * Opens the gateway's keys of a family, and on the first start makes one, named by its thumbprint.
 *
 * @param dataFolder made where it does not exist
 * @throws KeyStoreProblem where the file may be read by others, is damaged, or cannot be read or written
 */
export function openKeyStore(dataFolder: string, clock: Clock, family = JOSE_KEYS): KeyStore {
  const path = join(dataFolder, keyFile(family));
  const existing = readSecret(path);
  if (existing !== undefined) return parseKeyStore(existing, path);
  createSecret(path, newKeyStore(clock.real(), family));
  // What lies there now is read, not what was just written: another process may have been first.
  const text = readSecret(path);
  if (text === undefined) throw new KeyStoreProblem(`${path} 刚创建即消失 / vanished as soon as it was made`);
  return parseKeyStore(text, path);
}

/** The text of the key file in a data folder; of a new one, with one new key, where there is none. Nothing is written. */
export function keyStoreText(dataFolder: string, clock: Clock, family: KeyFamily): string {
  return readSecret(join(dataFolder, keyFile(family))) ?? newKeyStore(clock.real(), family);
}

/** The text of a new key file with one new key. */
export function newKeyStore(now: Instant, { alg } = JOSE_KEYS): string {
  const jwk = generateKeyPair(alg).privateJwk;
  return `${JSON.stringify({ version: 1, keys: [{ createdAt: formatInstant(now), jwk }] }, undefined, 2)}\n`;
}

/**
 * Reads a key file: `{"version":1,"keys":[{"createdAt","retiredAt"?,"jwk"}]}`, the JWK private.
 *
 * @param name what to call the file in a problem
 * @throws KeyStoreProblem where it is not that, or no key is left to sign with
 */
export function parseKeyStore(text: string, name: string): KeyStore {
  const damaged = (zh: string, en: string) => new KeyStoreProblem(`${name}: ${zh} / ${en}`);
  const file = json(text);
  const entries = isObject(file) && file['version'] === 1 ? file['keys'] : undefined;
  if (!Array.isArray(entries)) throw damaged('不是版本1的密钥文件', 'not a key file of version 1');
  try {
    const keys = entries.map(gatewayKey);
    // Also refuses a kid that occurs twice.
    parseJwks({ keys: keys.map((key) => key.publicJwk) }, '');
    const current = keys
      .filter((key) => key.retiredAt === undefined)
      .reduce<GatewayKey | undefined>(
        (newest, key) => (newest && newest.createdAt > key.createdAt ? newest : key),
        undefined,
      );
    if (current === undefined) throw damaged('没有可用于签名的密钥', 'no key is left to sign with');
    return { current, keys, jwks: () => ({ keys: keys.map((key) => key.publicJwk) }) };
  } catch (error) {
    if (error instanceof KeyProblem) throw damaged(`${error.pointer} ${error.zh}`, error.en);
    throw error;
  }
}

function gatewayKey(entry: unknown, index: number): GatewayKey {
  const pointer = `/keys/${index}`;
  if (!isObject(entry)) throw new KeyProblem(pointer, 'KEY_MALFORMED', '须为对象', 'must be an object');
  const record = parsePrivateJwk(entry['jwk'], `${pointer}/jwk`);
  const createdAt = instantOf(entry['createdAt'], `${pointer}/createdAt`);
  const { retiredAt } = entry;
  if (retiredAt === undefined) return { ...record, createdAt };
  return { ...record, createdAt, retiredAt: instantOf(retiredAt, `${pointer}/retiredAt`) };
}

function instantOf(value: unknown, pointer: string): Instant {
  const instant = typeof value === 'string' ? parseInstant(value) : undefined;
  if (instant !== undefined) return instant;
  throw new KeyProblem(
    pointer,
    'KEY_VALIDITY',
    '须为带时区的ISO 8601时间',
    'must be an ISO 8601 instant with an offset',
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
