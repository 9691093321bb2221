import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createSecret, exchangeSecret, readSecret } from '../message/keyfile.ts';

/** The file of the outer key, below the data folder. */
export const OUTER_KEY_FILE = 'data-key';
/** The environment variable that stands instead of the file, for a key that is kept elsewhere. */
export const OUTER_KEY_VARIABLE = 'YIZHAN_DATA_KEY';

/** The next outer key while it is changed: where the key lies in a file, and where it comes from the environment. */
export const NEXT_KEY_FILE = 'data-key.new';
export const NEXT_KEY_VARIABLE = 'YIZHAN_NEW_DATA_KEY';

const BYTES = 32;

type Environment = Readonly<Record<string, string | undefined>>;

/** The outer key cannot be used. For whoever runs the gateway: it names the place, never the key. */
export class OuterKeyProblem extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OuterKeyProblem';
  }
}

/**
 * The key that wraps the store's own keys: from the environment where it is set there, else from the file `data-key` in
 * the data folder, which is made on the first start (mode 600, durable before it is used, never overwritten).
 *
 * @param env `YIZHAN_DATA_KEY`: 32 bytes as base64 or hex
 * @returns 32 bytes
 * @throws OuterKeyProblem where the variable or the file is no such key
 * @throws KeyStoreProblem where the file may be read by others, or cannot be read or written
 */
export function readOuterKey(dataFolder: string, env: Environment): Buffer {
  const existing = findOuterKey(dataFolder, env);
  if (existing !== undefined) return existing;
  const path = join(dataFolder, OUTER_KEY_FILE);
  createSecret(path, `${randomBytes(BYTES).toString('base64')}\n`);
  // What lies there now is read, not what was just made: another process may have been first.
  const made = readSecret(path);
  if (made === undefined) throw new OuterKeyProblem(`${path} 刚创建即消失 / vanished as soon as it was made`);
  return decode(made, path);
}

/** As {@link readOuterKey}, but where there is none, none is made. */
export function findOuterKey(dataFolder: string, env: Environment): Buffer | undefined {
  const given = env[OUTER_KEY_VARIABLE];
  // Set but empty is a slip of the deployment: a key made in the data folder instead would not be the one backed up.
  if (given !== undefined) return decode(given, OUTER_KEY_VARIABLE);
  const path = join(dataFolder, OUTER_KEY_FILE);
  const existing = readSecret(path);
  return existing === undefined ? undefined : decode(existing, path);
}

/**
 * The outer key and, where one is laid ready, the next: one of them opens the store, also at every moment of a change
 * ({@link readOuterKey}).
 */
export function readOuterKeys(dataFolder: string, env: Environment): readonly Buffer[] {
  // The next one first: it takes the place of the other, and whoever looked there before would find neither.
  const next = readNextKey(dataFolder, env);
  const current = readOuterKey(dataFolder, env);
  return next === undefined ? [current] : [current, next];
}

/** The next outer key, where one is laid ready. @throws as {@link readOuterKey} */
export function readNextKey(dataFolder: string, env: Environment): Buffer | undefined {
  if (env[OUTER_KEY_VARIABLE] !== undefined) {
    const given = env[NEXT_KEY_VARIABLE];
    return given === undefined ? undefined : decode(given, NEXT_KEY_VARIABLE);
  }
  const path = join(dataFolder, NEXT_KEY_FILE);
  const text = readSecret(path);
  return text === undefined ? undefined : decode(text, path);
}

/** Lays a next outer key ready in the data folder, where none is. */
export function layNextKey(dataFolder: string): void {
  createSecret(join(dataFolder, NEXT_KEY_FILE), `${randomBytes(BYTES).toString('base64')}\n`);
}

/**
 * Puts the next outer key in the place of the one before, which stays beside it, named by when it was made: backups from
 * before open with it alone.
 *
 * @returns the path of the one before
 */
export function switchToNextKey(dataFolder: string): string {
  const path = join(dataFolder, OUTER_KEY_FILE);
  const kept = `${path}.made-${statSync(path).mtime.toISOString().replaceAll(/[:-]/g, '')}`;
  exchangeSecret(path, join(dataFolder, NEXT_KEY_FILE), kept);
  return kept;
}

function decode(text: string, where: string): Buffer {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return Buffer.from(trimmed, 'base64');
  throw new OuterKeyProblem(
    `${where}: 须为32字节密钥的 base64 或十六进制 / must be a key of 32 bytes in base64 or hex`,
  );
}
