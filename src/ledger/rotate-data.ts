import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../store/database.ts';
import { run, type Steps } from '../store/steps.ts';
import type { Change } from './audit.ts';
import { dataKeys } from './data-keys.ts';
import {
  layNextKey,
  NEXT_KEY_FILE,
  NEXT_KEY_VARIABLE,
  OUTER_KEY_VARIABLE,
  OuterKeyProblem,
  readNextKey,
  readOuterKey,
  switchToNextKey,
} from './outer-key.ts';
import { isOuterKey, rewrap } from './vault-keys.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a rotation has come to. */
export interface DataRotation {
  /** The generation of the key that encrypts from now on. */
  readonly generation: number;
  /** Where the outer key before lies; `undefined` where it comes from the environment. */
  readonly kept: string | undefined;
}

/**
 * Changes the outer key: wraps the store's own keys with a new one and begins a generation of the key that encrypts.
 * Entries stay as they are, and their chains with them.
 *
 * A key that lies in the data folder is changed in three steps, each durable before the next: the new one is laid beside
 * the old (`data-key.new`), the store is rewrapped, the new one takes the place of the old. Whoever opens the store tries
 * both, so wherever this ends it opens; what is left to do is then done ({@link finishRotation}). A `data-key.new` that
 * lies ready is the one that is taken.
 *
 * @param env with `YIZHAN_DATA_KEY` and `YIZHAN_NEW_DATA_KEY`, where the key comes from there
 * @param change who does it and when, as the audit trail has it. Running gateways take the new generation up
 * @throws OuterKeyProblem where a key is missing, no key, or not the store's
 */
export async function rotateData(
  database: Database,
  dataFolder: string,
  env: Environment,
  change: Pick<Change, 'by' | 'at'>,
): Promise<DataRotation> {
  const inFile = env[OUTER_KEY_VARIABLE] === undefined;
  if (inFile && env[NEXT_KEY_VARIABLE] !== undefined) {
    throw new OuterKeyProblem(
      '数据密钥在数据文件夹中，请勿设置 YIZHAN_NEW_DATA_KEY / the data key lies in the data folder: do not set YIZHAN_NEW_DATA_KEY',
    );
  }
  const generation = await database.write(function* () {
    yield* run(dataKeys.lock);
    // Of an earlier rotation, which ended before its last step.
    if (inFile) yield* switchWhereDone(dataFolder);
    if (inFile) layNextKey(dataFolder);
    const next = readNextKey(dataFolder, env);
    if (next === undefined) {
      throw new OuterKeyProblem(
        '数据密钥来自 YIZHAN_DATA_KEY，请将新密钥设为 YIZHAN_NEW_DATA_KEY / the data key comes from YIZHAN_DATA_KEY: give the new one as YIZHAN_NEW_DATA_KEY',
      );
    }
    if (yield* isOuterKey(next)) {
      throw new OuterKeyProblem(
        '存储已使用 YIZHAN_NEW_DATA_KEY 这把密钥，请将其改设为 YIZHAN_DATA_KEY / the store has this key already: make it YIZHAN_DATA_KEY',
      );
    }
    return yield* rewrap(readOuterKey(dataFolder, env), next, change);
  });
  return { generation, kept: inFile ? await finishRotation(database, dataFolder) : undefined };
}

/**
 * Does the last step of a rotation that ended before it: puts the new outer key in the place of the old.
 *
 * @returns where the old one lies now; `undefined` where nothing was left to do
 */
export async function finishRotation(database: Database, dataFolder: string): Promise<string | undefined> {
  if (!existsSync(join(dataFolder, NEXT_KEY_FILE))) return undefined;
  return database.write(function* () {
    yield* run(dataKeys.lock);
    return yield* switchWhereDone(dataFolder);
  });
}

/** Only under the lock: between looking at a key file and renaming it nobody else may lay another one there. */
function* switchWhereDone(dataFolder: string): Steps<string | undefined> {
  const next = readNextKey(dataFolder, {});
  if (next === undefined || !(yield* isOuterKey(next))) return undefined;
  return switchToNextKey(dataFolder);
}
