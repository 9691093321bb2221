import { statSync } from 'node:fs';
import { join } from 'node:path';
import { formatInstant, parseInstant } from '../time/calendar.ts';
import { type Clock, type Instant, systemClock } from '../time/clock.ts';
import { generateKeyPair } from './generate.ts';
import { isObject, KeyProblem, type PublicJwk } from './jwk.ts';
import { createSecret, KeyStoreProblem, readSecret } from './keyfile.ts';
import { MAX_GATEWAY_KEYS, type PrivateKeyRecord, parseJwks, parsePrivateJwk } from './keys.ts';

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
  /** From then on it signs, until another one does. */
  readonly signsFrom: Instant;
  /** From then on it signs nothing, but still verifies what it signed. */
  readonly retiredAt?: Instant;
}

/** The gateway's own keys. */
export interface KeyStore {
  /** The key that signs now: of those that are not retired, the one that has begun to last. */
  readonly current: GatewayKey;
  /** The key that signs answers to requests signed with SM2. */
  readonly sm2?: GatewayKey | undefined;
  readonly keys: readonly GatewayKey[];
  /** Every public key, retired ones too: the body of `/.well-known/jwks.json`. */
  jwks(): { readonly keys: readonly PublicJwk[] };
}

/** The name of a family's file below the data folder. */
export function keyFile({ id }: KeyFamily): string {
  return `${id}.json`;
}

/**
 * Opens the gateway's keys of a family, and on the first start makes one, named by its thumbprint. A file that is replaced
 * meanwhile is taken over as soon as a key is asked for in a later turn of the event loop.
 *
 * @param dataFolder made where it does not exist
 * @param onProblem told where a file that was replaced cannot be used; the keys from before then stay
 * @throws KeyStoreProblem where the file may be read by others, is damaged, or cannot be read or written
 */
export function openKeyStore(
  dataFolder: string,
  clock: Clock,
  family = JOSE_KEYS,
  onProblem: (problem: KeyStoreProblem) => void = () => {},
): KeyStore {
  const path = join(dataFolder, keyFile(family));
  if (readSecret(path) === undefined) createSecret(path, newKeyStore(clock.real(), family));
  return new KeyFile(path, clock, onProblem);
}

class KeyFile implements KeyStore {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #onProblem: (problem: KeyStoreProblem) => void;
  #version: string;
  #store: KeyStore;
  #looked = false;

  constructor(path: string, clock: Clock, onProblem: (problem: KeyStoreProblem) => void) {
    this.#path = path;
    this.#clock = clock;
    this.#onProblem = onProblem;
    this.#version = versionOf(path);
    this.#store = this.#read();
  }

  get current(): GatewayKey {
    return this.#now().current;
  }

  get keys(): readonly GatewayKey[] {
    return this.#now().keys;
  }

  jwks(): { readonly keys: readonly PublicJwk[] } {
    return this.#now().jwks();
  }

  /**
   * Every process of a gateway signs for itself: each looks whether the file is still the one it has read. Once in a turn of
   * the event loop, in which many answers are signed where many settlements were committed together.
   */
  #now(): KeyStore {
    if (this.#looked) return this.#store;
    const version = versionOf(this.#path);
    this.#looked = true;
    setImmediate(() => {
      this.#looked = false;
    });
    if (version === this.#version) return this.#store;
    this.#version = version;
    try {
      this.#store = this.#read();
    } catch (error) {
      if (!(error instanceof KeyStoreProblem)) throw error;
      this.#onProblem(error);
    }
    return this.#store;
  }

  #read(): KeyStore {
    // What lies there now is read, not what was just made: another process may have been first.
    const text = readSecret(this.#path);
    if (text === undefined) throw new KeyStoreProblem(`${this.#path} 已消失 / has vanished`);
    return parseKeyStore(text, this.#path, this.#clock);
  }
}

/** Another for a file that was replaced or written to. Empty where there is none. */
function versionOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino} ${stat.mtimeMs} ${stat.size} ${stat.mode}`;
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
 * Reads a key file: `{"version":1,"keys":[{"createdAt","signsFrom"?,"retiredAt"?,"jwk"}]}`, the JWK private. Without
 * `signsFrom` a key signs as soon as it is made.
 *
 * @param name what to call the file in a problem
 * @throws KeyStoreProblem where it is not that, or no key is left to sign with
 */
export function parseKeyStore(text: string, name: string, clock: Clock = systemClock): KeyStore {
  const damaged = (zh: string, en: string) => new KeyStoreProblem(`${name}: ${zh} / ${en}`);
  const file = json(text);
  const entries = isObject(file) && file['version'] === 1 ? file['keys'] : undefined;
  if (!Array.isArray(entries)) throw damaged('不是版本1的密钥文件', 'not a key file of version 1');
  try {
    const keys = entries.map(gatewayKey);
    // Also refuses a kid that occurs twice.
    parseJwks({ keys: keys.map((key) => key.publicJwk) }, '', MAX_GATEWAY_KEYS);
    const [first, ...others] = keys
      .filter((key) => key.retiredAt === undefined)
      .sort((a, b) => a.signsFrom - b.signsFrom);
    if (first === undefined) throw damaged('没有可用于签名的密钥', 'no key is left to sign with');
    return {
      get current() {
        const now = clock.real();
        return others.findLast(({ signsFrom }) => signsFrom <= now) ?? first;
      },
      keys,
      jwks: () => ({ keys: keys.map((key) => key.publicJwk) }),
    };
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
  const { signsFrom, retiredAt } = entry;
  return {
    ...record,
    createdAt,
    signsFrom: signsFrom === undefined ? createdAt : instantOf(signsFrom, `${pointer}/signsFrom`),
    ...(retiredAt === undefined ? {} : { retiredAt: instantOf(retiredAt, `${pointer}/retiredAt`) }),
  };
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
