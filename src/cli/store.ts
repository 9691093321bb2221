import { readOuterKey } from '../ledger/outer-key.ts';
import { type Database, openDatabase } from '../ledger/sqlite/database.ts';
import { SqliteLedger } from '../ledger/sqlite/store.ts';
import { openVault, type Vault } from '../ledger/vault.ts';
import { policiesOf } from '../roster/policies.ts';
import { Registry } from '../roster/registry.ts';
import { SchemeLibrary } from '../scheme/library.ts';
import { CurrentRulebook } from '../settlement/rulebook.ts';
import type { SettlementDependencies } from '../settlement/service.ts';
import type { Clock } from '../time/clock.ts';

/** Everything that lives in a data folder, open. The set-up commands need no more than this. */
export interface Store {
  readonly database: Database;
  readonly vault: Vault;
  readonly registry: Registry;
  readonly library: SchemeLibrary;
  readonly clock: Clock;
  close(): Promise<void>;
}

/**
 * Opens a data folder, which is made on first use.
 *
 * @throws SchemeError where a scheme file is wrong, or an error that names the file of a key that cannot be used
 */
export function openStore(data: string, clock: Clock): Store {
  const library = SchemeLibrary.load();
  const database = openDatabase(data);
  const vault = openVault(database, readOuterKey(data, process.env));
  return { database, vault, registry: new Registry(database), library, clock, close: () => database.close() };
}

/** The ledger of an open store, with the rule texts in force kept in it. */
export async function openLedger(store: Store): Promise<SettlementDependencies> {
  const { database, vault, registry, library, clock } = store;
  const ledger = new SqliteLedger(database, vault, (memberId) => policiesOf(database, memberId));
  for (const { digest, rules, text } of library.list()) await ledger.keepRules(digest, rules.scheme, text);
  return { ledger, vault, clock, rulebook: new CurrentRulebook(library, registry, (digest) => ledger.rules(digest)) };
}
