import { type KeyStore, keyStoreText, parseKeyStore } from '../message/keystore.ts';
import type { Database } from '../store/database.ts';
import { one, run } from '../store/steps.ts';
import type { Clock } from '../time/clock.ts';
import { audited } from './audit.ts';
import { dataKeyDigest, dataKeys } from './data-keys.ts';
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
    const row = yield* one(dataKeys.find, { id: ID });
    if (row !== undefined) return vault.unseal(Buffer.from(row.body, 'base64'), ID);
    const first = keyStoreText(dataFolder, clock);
    const body = vault.seal(first, ID).toString('base64');
    yield* run(dataKeys.keep, { id: ID, body });
    const after = { stored: dataKeyDigest(body) };
    yield* audited({ what: 'gateway-key', subject: ID, before: null, after, by: 'system:start', at: clock.real() });
    return first;
  });
  return parseKeyStore(text, 'gateway-keys');
}
