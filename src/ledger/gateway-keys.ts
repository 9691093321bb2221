import { type KeyStore, keyStoreText, parseKeyStore } from '../message/keystore.ts';
import type { Database } from '../store/database.ts';
import { one, run, type Steps } from '../store/steps.ts';
import type { Clock } from '../time/clock.ts';
import { dataKeys } from './data-keys.ts';
import type { Vault } from './vault.ts';

const ID = 'gateway-keys';

/**
 * The gateway's own keys of a database that several gateways share: encrypted in it, for all of them sign as one. The
 * first to open it brings those of its data folder, or makes one.
 */
export async function sharedKeyStore(
  database: Database,
  vault: Vault,
  dataFolder: string,
  clock: Clock,
): Promise<KeyStore> {
  const text = await database.write(function* () {
    const kept = yield* keptKeys(vault);
    if (kept !== undefined) return kept;
    const first = keyStoreText(dataFolder, clock);
    yield* keepKeys(vault, first);
    return first;
  });
  return parseKeyStore(text, 'gateway-keys');
}

/** The text of the key file that lies encrypted in a store, if one does. */
export function* keptKeys(vault: Vault): Steps<string | undefined> {
  const row = yield* one(dataKeys.find, { id: ID });
  return row === undefined ? undefined : vault.unseal(Buffer.from(row.body, 'base64'), ID);
}

/** Keeps the text of a key file, encrypted, in a store that has none. */
export function* keepKeys(vault: Vault, text: string): Steps<void> {
  yield* run(dataKeys.keep, { id: ID, body: vault.seal(text, ID).toString('base64') });
}

/** Takes the key file out of a store: from then on it lies elsewhere. */
export function* forgetKeys(): Steps<void> {
  yield* run(dataKeys.forget, { id: ID });
}
