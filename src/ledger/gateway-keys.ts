import { join } from 'node:path';
import { openFamilies, usableFamilies } from '../message/key-families.ts';
import { type RotatedKeys, withNewKey } from '../message/key-rotation.ts';
import { readSecret, replaceSecret } from '../message/keyfile.ts';
import {
  type KeyFamily,
  type KeyStore,
  keyFile,
  keyStoreText,
  newKeyStore,
  openKeyStore,
  parseKeyStore,
} from '../message/keystore.ts';
import type { Database } from '../store/database.ts';
import { one, run, type Steps } from '../store/steps.ts';
import { formatInstant } from '../time/calendar.ts';
import type { Clock } from '../time/clock.ts';
import { audited } from './audit.ts';
import { dataKeyDigest, dataKeys } from './data-keys.ts';
import type { Vault } from './vault.ts';

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
 * Opens the gateway's own keys: files of its data folder, or rows of a database that several gateways share. The first
 * to open that brings those of its data folder, or makes them.
 *
 * @param onProblem told where keys that were changed cannot be used; those from before then stay
 */
export async function openOwnKeys(place: KeyPlace, onProblem: (problem: Error) => void = () => {}): Promise<OwnKeys> {
  const { database, dataFolder, clock } = place;
  if (!areShared(database)) {
    const files = await openFamilies((family) => openKeyStore(dataFolder, clock, family, onProblem));
    return withRefresh(
      () => files,
      async () => {},
    );
  }
  const read = () =>
    openFamilies(async (family) =>
      parseKeyStore(await database.write(() => sharedText(place, family)), family.id, clock),
    );
  let store = await read();
  return withRefresh(
    () => store,
    async () => {
      store = await read();
    },
  );
}

/**
 * Adds a new signing key of each family, which is published at once and begins to sign when the overlap is over. Running
 * gateways take the keys over.
 *
 * @param after the overlap, in milliseconds of the real clock
 * @param by who does it, as the audit trail names callers
 * @throws KeyStoreProblem where a rotation is under way already, or the keys cannot be read or written
 */
export function rotateOwnKeys(place: KeyPlace, after: number, by: string): Promise<readonly RotatedKeys[]> {
  const { database, vault, dataFolder, clock } = place;
  return database.write(function* () {
    // The keys of files are changed in here too: of two that rotate at once, one waits for the other.
    const shared = areShared(database);
    const now = clock.real();
    const all: { readonly family: KeyFamily; readonly rotated: RotatedKeys }[] = [];
    for (const family of usableFamilies()) {
      const path = join(dataFolder, keyFile(family));
      const before = shared ? yield* sharedText(place, family) : (readSecret(path) ?? newKeyStore(now, family));
      const name = shared ? family.id : path;
      all.push({ family, rotated: withNewKey(before, { name, alg: family.alg }, now, now + after) });
    }
    // Every family or none: nothing is written before all could be rotated.
    for (const { family, rotated } of all) {
      const { id } = family;
      const { kid, alg, signsFrom } = rotated;
      const made = { kid, alg, signsFrom: formatInstant(signsFrom) };
      const change = { what: 'gateway-key', subject: id, before: null, by, at: now } as const;
      if (shared) {
        const body = vault.seal(rotated.text, id).toString('base64');
        yield* run(dataKeys.replace, { id, body });
        yield* audited({ ...change, after: { ...made, stored: dataKeyDigest(body) } });
      } else {
        replaceSecret(join(dataFolder, keyFile(family)), rotated.text);
        yield* audited({ ...change, after: made });
      }
    }
    return all.map(({ rotated }) => rotated);
  });
}

function* sharedText({ vault, dataFolder, clock }: KeyPlace, family: KeyFamily): Steps<string> {
  const kept = yield* keptKeys(vault, family.id);
  if (kept !== undefined) return kept;
  const first = keyStoreText(dataFolder, clock, family);
  const after = { stored: dataKeyDigest(yield* keepKeys(vault, family.id, first)) };
  const change = { what: 'gateway-key', subject: family.id, before: null, after } as const;
  yield* audited({ ...change, by: 'system:start', at: clock.real() });
  return first;
}

/** The text of the key file of a family that lies encrypted in a store, if one does. */
export function* keptKeys(vault: Vault, id: string): Steps<string | undefined> {
  const row = yield* one(dataKeys.find, { id });
  return row === undefined ? undefined : vault.unseal(Buffer.from(row.body, 'base64'), id);
}

/** Keeps the text of a key file, encrypted, in a store that has none of that family. @returns it as it is stored */
export function* keepKeys(vault: Vault, id: string, text: string): Steps<string> {
  const body = vault.seal(text, id).toString('base64');
  yield* run(dataKeys.keep, { id, body });
  return body;
}

/** Takes a key file out of a store: from then on it lies elsewhere. */
export function* forgetKeys(id: string): Steps<void> {
  yield* run(dataKeys.forget, { id });
}

function withRefresh(store: () => KeyStore, refresh: () => Promise<void>): OwnKeys {
  return {
    get current() {
      return store().current;
    },
    get sm2() {
      return store().sm2;
    },
    get keys() {
      return store().keys;
    },
    jwks: () => store().jwks(),
    refresh,
  };
}
