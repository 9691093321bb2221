import { type KeyFamily, type KeyStore, keyStoreText, parseKeyStore } from '../message/keystore.ts';
import type { Database } from '../store/database.ts';
import { one, run, type Steps } from '../store/steps.ts';
import type { Clock } from '../time/clock.ts';
import { dataKeys } from './data-keys.ts';
import type { Vault } from './vault.ts';

/**
 * The gateway's own keys of a family, of a database that several gateways share: encrypted in it, for all of them sign as one. The
 * first to open it brings those of its data folder, or makes one.
 */
export async function sharedKeyStore(
  database: Database,
  vault: Vault,
  dataFolder: string,
  clock: Clock,
  family: KeyFamily,
): Promise<KeyStore> {
  const { id } = family;
  const text = await database.write(function* () {
    const kept = yield* keptKeys(vault, id);
    if (kept !== undefined) return kept;
    const first = keyStoreText(dataFolder, clock, family);
    yield* keepKeys(vault, id, first);
    return first;
  });
  return parseKeyStore(text, id);
}

/** The text of the key file of a family that lies encrypted in a store, if one does. */
export function* keptKeys(vault: Vault, id: string): Steps<string | undefined> {
  const row = yield* one(dataKeys.find, { id });
  return row === undefined ? undefined : vault.unseal(Buffer.from(row.body, 'base64'), id);
}

/** Keeps the text of a key file, encrypted, in a store that has none of that family. */
export function* keepKeys(vault: Vault, id: string, text: string): Steps<void> {
  yield* run(dataKeys.keep, { id, body: vault.seal(text, id).toString('base64') });
}

/** Takes a key file out of a store: from then on it lies elsewhere. */
export function* forgetKeys(id: string): Steps<void> {
  yield* run(dataKeys.forget, { id });
}
