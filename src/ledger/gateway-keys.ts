import { join } from 'node:path';
import { type RotatedKeys, withNewKey } from '../message/key-rotation.ts';
import { readSecret, replaceSecret } from '../message/keyfile.ts';
import {
  KEY_FILE,
  type KeyStore,
  keyStoreText,
  newKeyStore,
  openKeyStore,
  parseKeyStore,
} from '../message/keystore.ts';
import type { Database } from '../store/database.ts';
import { one, run, type Steps } from '../store/steps.ts';
import type { Clock } from '../time/clock.ts';
import { dataKeys } from './data-keys.ts';
import type { Vault } from './vault.ts';

const ID = 'gateway-keys';

/** The gateway's own keys, as they are changed while it runs. */
export interface OwnKeys extends KeyStore {
  /** Takes over what others have changed; needed only where the keys lie in a database. */
  refresh(): Promise<void>;
}

/** What the gateway's own keys lie in. */
export interface KeyPlace {
  readonly database: Database;
  readonly vault: Vault;
  readonly dataFolder: string;
  readonly clock: Clock;
}

/** Whether the keys lie in the database, encrypted: where several gateways share it, all of them sign as one. */
const areShared = ({ dialect }: Database): boolean => dialect === 'postgres';

/**
 * Opens the gateway's own keys: a file of its data folder, or rows of a database that several gateways share. The first
 * to open that brings those of its data folder, or makes one.
 *
 * @param onProblem told where keys that were changed cannot be used; those from before then stay
 */
export async function openOwnKeys(place: KeyPlace, onProblem: (problem: Error) => void = () => {}): Promise<OwnKeys> {
  const { database, dataFolder, clock } = place;
  if (!areShared(database)) {
    const file = openKeyStore(dataFolder, clock, onProblem);
    return withRefresh(
      () => file,
      async () => {},
    );
  }
  const read = async () => parseKeyStore(await database.write(() => sharedText(place)), ID, clock);
  let store = await read();
  return withRefresh(
    () => store,
    async () => {
      store = await read();
    },
  );
}

/**
 * Adds a new signing key, which is published at once and begins to sign when the overlap is over.
 *
 * @param after the overlap, in milliseconds of the real clock
 * @param announce counts a change, so that running gateways take the key over
 * @throws KeyStoreProblem where a rotation is under way already, or the keys cannot be read or written
 */
export function rotateOwnKeys(place: KeyPlace, after: number, announce: () => Steps<void>): Promise<RotatedKeys> {
  const { database, vault, dataFolder, clock } = place;
  return database.write(function* () {
    // The keys of a file are changed in here too: of two that rotate at once, one waits for the other.
    const shared = areShared(database);
    const path = join(dataFolder, KEY_FILE);
    const now = clock.real();
    const before = shared ? yield* sharedText(place) : (readSecret(path) ?? newKeyStore(now));
    const rotated = withNewKey(before, shared ? ID : path, now, now + after);
    if (shared) {
      yield* run(dataKeys.replace, { id: ID, body: vault.seal(rotated.text, ID).toString('base64') });
      yield* announce();
    } else {
      replaceSecret(path, rotated.text);
    }
    return rotated;
  });
}

function* sharedText({ vault, dataFolder, clock }: KeyPlace): Steps<string> {
  const row = yield* one(dataKeys.find, { id: ID });
  if (row !== undefined) return vault.unseal(Buffer.from(row.body, 'base64'), ID);
  const first = keyStoreText(dataFolder, clock);
  yield* run(dataKeys.keep, { id: ID, body: vault.seal(first, ID).toString('base64') });
  return first;
}

function withRefresh(store: () => KeyStore, refresh: () => Promise<void>): OwnKeys {
  return {
    get current() {
      return store().current;
    },
    get keys() {
      return store().keys;
    },
    jwks: () => store().jwks(),
    refresh,
  };
}
