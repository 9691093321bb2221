import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Accounts } from '../accounts/accounts.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../accounts/demo.ts';
import { Passwords } from '../accounts/password.ts';
import type { Vault } from '../ledger/vault.ts';
import { importEnrollments } from '../roster/enrollment/import.ts';
import { setFact } from '../roster/facts.ts';
import { importList } from '../roster/lists.ts';
import { importParties } from '../roster/parties.ts';
import type { Registry } from '../roster/registry.ts';
import { DEFAULT_FOLDER, type SchemeLibrary } from '../scheme/library.ts';
import type { Database } from '../store/database.ts';
import type { Clock } from '../time/clock.ts';
import { sandboxKey } from './keys.ts';
import { rosterCsv } from './members.ts';
import { FACTS, PARTIES } from './parties.ts';

/** What the sandbox is loaded into. */
export interface SandboxTarget {
  /** The data folder. */
  readonly data: string;
  readonly database: Database;
  readonly vault: Vault;
  readonly registry: Registry;
  readonly library: SchemeLibrary;
  readonly clock: Clock;
}

/** Who the audit trail says has loaded it. */
const BY = 'system:sandbox';

/** Before every roster that an integrator may import: theirs is the newer one, whenever the sandbox is loaded again. */
const AS_OF = Date.parse('2020-01-01T00:00:00+08:00');

/**
 * Loads the demo parties, lists, facts, members and accounts. Loading again changes nothing; what an integrator has changed since
 * (a party's key, a list, a fact, a member) stays as it is.
 */
export async function loadSandbox(target: SandboxTarget): Promise<void> {
  await loadParties(target);
  await loadLists(target);
  await loadFacts(target);
  await loadMembers(target);
  await loadAccounts(target);
}

async function loadParties({ data, database, registry, clock }: SandboxTarget): Promise<void> {
  const parties = PARTIES.flatMap((party) => {
    const { key, made } = sandboxKey(data, party.id);
    const known = registry.party(party.id) !== undefined;
    return known && !made ? [] : [{ ...party, jwks: { keys: [key.publicJwk] } }];
  });
  if (parties.length > 0) await importParties(database, Buffer.from(JSON.stringify({ parties })), clock, BY);
}

async function loadLists({ database, registry, library, clock }: SandboxTarget): Promise<void> {
  for (const { rules } of library.list()) {
    for (const name of library.sandboxLists(rules.scheme).keys()) {
      if (registry.lists().has(name)) continue;
      const csv = readFileSync(join(DEFAULT_FOLDER, rules.scheme, 'sandbox', `${name}.csv`));
      await importList(database, name, csv, clock, BY);
    }
  }
}

async function loadFacts({ database, registry, library, clock }: SandboxTarget): Promise<void> {
  for (const [scheme, name, value] of FACTS) {
    if (registry.facts(scheme)[name] === undefined) await setFact(database, library, scheme, name, value, clock, BY);
  }
}

async function loadMembers({ database, vault, library, clock }: SandboxTarget): Promise<void> {
  for (const scheme of library.list()) {
    const csv = rosterCsv(scheme.rules.scheme);
    if (csv === undefined) continue;
    const source = oneChunk(Buffer.from(csv));
    await importEnrollments({
      database,
      vault,
      scheme,
      vocabulary: library.vocabulary(),
      source,
      asOf: AS_OF,
      clock,
      by: BY,
    });
  }
}

/** All have the same password, so the same hash will do. */
async function loadAccounts(target: SandboxTarget): Promise<void> {
  const passwords = new Passwords();
  const accounts = new Accounts({ ...target, passwords });
  const known = new Set((await accounts.list()).map(({ name }) => name));
  const missing = DEMO_ACCOUNTS.filter(({ name }) => !known.has(name));
  if (missing.length === 0) return;
  const password = await passwords.hash(DEMO_PASSWORD);
  for (const { name, party, role } of missing) await accounts.addDemo(name, party, role, password);
}

async function* oneChunk(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}
