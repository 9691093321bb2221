import { journalBaseline } from '../audit/baseline.ts';
import { type OwnKeys, openOwnKeys } from '../ledger/gateway-keys.ts';
import { readOuterKeys } from '../ledger/outer-key.ts';
import { PostgresLedger } from '../ledger/postgres-ledger.ts';
import { finishRotation } from '../ledger/rotate-data.ts';
import { SqliteLedger } from '../ledger/sqlite-ledger.ts';
import { openVault, type Vault } from '../ledger/vault.ts';
import { enrolled } from '../roster/policies.ts';
import { Registry } from '../roster/registry.ts';
import { SchemeLibrary } from '../scheme/library.ts';
import { CurrentRulebook } from '../settlement/rulebook.ts';
import type { SettlementDependencies } from '../settlement/service.ts';
import { openPostgres, type PostgresDatabase } from '../store/postgres/database.ts';
import { openDatabase, type SqliteDatabase } from '../store/sqlite/database.ts';
import type { Clock } from '../time/clock.ts';
import type { Place } from './options.ts';

/** A store, open. The set-up commands need no more than this. */
export interface Store {
  readonly database: SqliteDatabase | PostgresDatabase;
  readonly vault: Vault;
  readonly registry: Registry;
  readonly library: SchemeLibrary;
  readonly clock: Clock;
  /** The gateway's own keys: in the data folder, or, where several gateways share a database, in that. */
  keys(onProblem?: (problem: Error) => void): Promise<OwnKeys>;
  /** The keys that may open the store, as they are now. */
  readonly outerKeys: () => readonly Buffer[];
  close(): Promise<void>;
}

/**
 * Opens a store, which is made on first use.
 *
 * @throws SchemeError where a scheme file is wrong, or an error that names the file of a key that cannot be used
 */
export async function openStore({ data, database: url }: Place, clock: Clock): Promise<Store> {
  const library = SchemeLibrary.load();
  const database = url === undefined ? openDatabase(data) : await openPostgres(url);
  try {
    const outerKeys = () => readOuterKeys(data, process.env);
    const vault = await openVault(database, outerKeys);
    await finishRotation(database, data);
    await journalBaseline(database, vault, clock.real());
    return {
      database,
      vault,
      registry: await Registry.open(database),
      library,
      clock,
      keys: (onProblem) => openOwnKeys({ database, vault, dataFolder: data, clock }, onProblem),
      outerKeys,
      close: () => database.close(),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The ledger of an open store, with the rule texts in force kept in it. */
export async function openLedger(store: Store): Promise<SettlementDependencies> {
  const { database, vault, registry, library, clock } = store;
  const ledger =
    'raw' in database ? new SqliteLedger(database, vault, enrolled) : new PostgresLedger(database, vault, enrolled);
  for (const { digest, rules, text } of library.list()) await ledger.keepRules(digest, rules.scheme, text);
  return { ledger, vault, clock, rulebook: new CurrentRulebook(library, registry, (digest) => ledger.rules(digest)) };
}
