import { parseClaim } from '../../src/claim/parse.ts';
import { openGateway } from '../../src/cli/gateway.ts';
import { openLogger } from '../../src/cli/logger.ts';
import type { Gateway } from '../../src/http/gateway.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Party } from '../../src/roster/party.ts';
import { enrolled } from '../../src/roster/policies.ts';
import type { Registry } from '../../src/roster/registry.ts';
import { CurrentRulebook } from '../../src/settlement/rulebook.ts';
import { SettlementService } from '../../src/settlement/service.ts';
import { together } from '../../src/store/steps.ts';
import { claimOf } from '../world/claims.ts';
import { FIRST_HOSPITAL } from '../world/parties.ts';
import { idNumberOf } from '../world/people.ts';
import { SCHEME } from '../world/scheme.ts';
import type { Place } from './gateway.ts';
import { MemoryLedger } from './memory-ledger.ts';

/**
 * The gateway over a store as `yizhan serve` has it, but that settling touches no storage: the same app, signatures,
 * checks, rules and log, with parties and policies read once into memory, a ledger that keeps nothing, and no memory of
 * messages.
 *
 * The one place of the bench that knows how the rooms are put together.
 *
 * @param members the first so many of the roster
 */
export async function openWithoutStorage(place: Place, members: number): Promise<Gateway> {
  const { gateway, store } = await openGateway({ ...place, sandbox: false, logger: openLogger() });
  const { registry, vault, library, clock, database } = store;
  const ids = Array.from({ length: members }, (_, member) => vault.memberId('01', idNumberOf(member)));
  const policies = await database.read(() => together(...ids.map(enrolled)));
  const first = policies.flatMap(({ policies: [policy] }, index) =>
    policy ? [[ids[index] ?? '', policy] as const] : [],
  );
  const ledger = new MemoryLedger(new Map(first));
  const register = registerInMemory(registry);
  const rulebook = new CurrentRulebook(library, register, () => undefined);
  // Settling asks a ledger for nothing else.
  const settlement = new SettlementService({
    ledger: ledger as Pick<Ledger, 'write'> as Ledger,
    rulebook,
    vault,
    clock,
  });
  const opening = claimOf('opening', { settlementId: 'OPENING', idNumber: idNumberOf(0) });
  await settlement.settle(FIRST_HOSPITAL, parseClaim(opening, clock.business()));
  return { ...gateway, registry: register, replay: { claim: async () => true }, settlement, queueLength: () => 0 };
}

/** Answers as the registry does, which is asked once for each thing. */
function registerInMemory(registry: Registry) {
  const parties = new Map<string, Party | undefined>();
  const party = (id: string) => {
    if (!parties.has(id)) parties.set(id, registry.party(id));
    return parties.get(id);
  };
  const lists = registry.lists();
  const facts = registry.facts(SCHEME);
  const shares = registry.shares(SCHEME);
  return {
    refresh: async () => {},
    party,
    signsWith: (alg: string) => registry.signsWith(alg),
    hospital: (id: string) => {
      const found = party(id);
      return found?.kind === 'hospital' ? found.hospital : undefined;
    },
    lists: () => lists,
    listByDigest: (digest: string) => registry.listByDigest(digest),
    facts: () => facts,
    shares: () => shares,
  };
}
