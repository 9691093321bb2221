import { type KeyFamily, type KeyStore, keyStoreText, parseKeyStore } from '../message/keystore.ts';
import type { Database } from '../store/database.ts';
import { one, run } from '../store/steps.ts';
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
    const row = yield* one(dataKeys.find, { id });
    if (row !== undefined) return vault.unseal(Buffer.from(row.body, 'base64'), id);
    const first = keyStoreText(dataFolder, clock, family);
    yield* run(dataKeys.keep, { id, body: vault.seal(first, id).toString('base64') });
    return first;
  });
  return parseKeyStore(text, id);
}
