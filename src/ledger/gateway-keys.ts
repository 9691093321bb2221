import { type KeyStore, keyStoreText, parseKeyStore } from '../message/keystore.ts';
import type { Database } from '../store/database.ts';
import { eq } from '../store/drizzle.ts';
import { define, param, placeholders } from '../store/statement.ts';
import { one, run } from '../store/steps.ts';
import type { Clock } from '../time/clock.ts';
import type { Vault } from './vault.ts';

const ID = 'gateway-keys';

const statements = define('gateway_keys', ({ query, tables: { dataKeys } }) => ({
  find: query
    .select()
    .from(dataKeys)
    .where(eq(dataKeys.id, param('id'))),
  keep: query.insert(dataKeys).values(placeholders(['id', 'body'])),
}));

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
    const row = yield* one(statements.find, { id: ID });
    if (row !== undefined) return vault.unseal(Buffer.from(row.body, 'base64'), ID);
    const first = keyStoreText(dataFolder, clock);
    yield* run(statements.keep, { id: ID, body: vault.seal(first, ID).toString('base64') });
    return first;
  });
  return parseKeyStore(text, 'gateway-keys');
}
