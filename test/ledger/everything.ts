import { randomUUID } from 'node:crypto';
import { changeAccount } from '../../src/accounts/account.ts';
import { attemptStatements, sessionStatements } from '../../src/accounts/statements.ts';
import { journalBaseline } from '../../src/audit/baseline.ts';
import { parseClaim } from '../../src/claim/parse.ts';
import { ExchangedFiles } from '../../src/his/files.ts';
import { StoredReplayWindow } from '../../src/ledger/nonces.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import { Money } from '../../src/money/money.ts';
import { importEnrollments } from '../../src/roster/enrollment/import.ts';
import { setFact } from '../../src/roster/facts.ts';
import { importList } from '../../src/roster/lists.ts';
import { importParties } from '../../src/roster/parties.ts';
import { addKeys, revokeKey, suspend } from '../../src/roster/party-keys.ts';
import { MessageService } from '../../src/settlement/message/service.ts';
import { readjudicate } from '../../src/settlement/readjudicate.ts';
import type { Database } from '../../src/store/database.ts';
import { run } from '../../src/store/steps.ts';
import type { Clock } from '../../src/time/clock.ts';
import { verifyStore } from '../../src/verification/verify.ts';
import { endDay, FIRST, PUBLIC_KEYS } from '../clearing/days-support.ts';
import { fileOf, ofHospital, upload } from '../clearing/reconciliation-support.ts';
import { Desk, row } from '../review/fixtures.ts';
import { chunks, csv, FIXED, NOW as ROSTER_NOW, row as rosterRow, vocabulary } from '../roster/fixtures.ts';
import { burden, claimInput } from '../support/claims.ts';
import { JIANGXI, library, policy } from '../support/terms.ts';
import type { World } from '../support/world.ts';

export const BY = 'cli:test';

export function clockOf(world: World): Clock {
  return { real: () => world.now, business: () => world.now };
}

/** What `yizhan ledger verify` would say. */
export async function flawOf({ database, vault, registers }: World): Promise<string | undefined> {
  const { difference } = await verifyStore({ database, vault, rulebook: registers, keys: PUBLIC_KEYS });
  return difference === null ? undefined : difference.flaw;
}

/** Imports a roster of one policy. */
export function importRoster({ database, vault }: World, change: Readonly<Record<string, string>>, asOf: number) {
  const clock = { real: () => ROSTER_NOW, business: () => ROSTER_NOW };
  const source = chunks(csv(rosterRow(change)));
  return importEnrollments({ database, vault, scheme: FIXED, vocabulary, source, asOf, clock, by: BY });
}

/** A party that is suspended, and has lost a key. */
async function partyChanges(database: Database, clock: Clock): Promise<void> {
  const party = 'OPS-2';
  const parties = [{ id: party, kind: 'operator', name: '前运营方', jwks: { keys: [] } }];
  await importParties(database, Buffer.from(JSON.stringify({ parties })), clock, BY);
  const keys = ['k1', 'k2'].map((kid) => generateKeyPair('ES256', kid).publicJwk);
  await addKeys(database, { party, jwks: { keys }, by: BY }, clock);
  await revokeKey(database, { party, kid: 'k1', reason: '遗失', by: BY }, clock);
  await suspend(database, { party, reason: '合同到期', by: BY }, clock);
}

/** Somebody who may sign in, somebody who may no longer, and what sign-ins leave behind. */
async function people(database: Database, clock: Clock): Promise<void> {
  const at = clock.real();
  const common = { party: 'OPS', role: 'operator', password: '$argon2id$…', mustChange: true, demo: false } as const;
  const totp = { totpSecret: Buffer.from('sealed'), totpStep: 7 };
  await database.write(function* () {
    for (const name of ['anna', 'bert']) {
      const after = { name, ...common, ...totp, createdAt: at, disabledAt: name === 'bert' ? at : null };
      yield* changeAccount({ before: undefined, after, by: BY, at });
    }
    yield* run(sessionStatements.open, { id: 'hash', account: 'anna', createdAt: at, seenAt: at });
    yield* run(attemptStatements.save, { name: 'hash', failures: 1, failedAt: at, lockedUntil: at });
  });
}

/** Parties, lists, facts and a roster, as an operator sets them up. */
export async function setUp(world: World): Promise<void> {
  const { database } = world;
  const clock = clockOf(world);
  for (const name of ['运营', '运营方']) {
    const parties = [{ id: 'OPS', kind: 'operator', name, jwks: { keys: [] } }];
    await importParties(database, Buffer.from(JSON.stringify({ parties })), clock, BY);
  }
  await importList(database, 'drugs', Buffer.from('code,name,class\nA1,甲,b'), clock, BY);
  for (const value of ['0.30', '0.31']) await setFact(database, library, JIANGXI, 'autoPayLimit', value, clock, BY);
  await importRoster(world, {}, ROSTER_NOW - 3_000);
  await importRoster(world, { plan: 'B' }, ROSTER_NOW - 2_000);
  await importRoster(world, { policyNo: 'P9', status: 'cancelled' }, ROSTER_NOW - 2_000);
  // The same again, of a later instant.
  await importRoster(world, { plan: 'B' }, ROSTER_NOW - 1_000);
}

/** A store with something in every column of every table, through the services that put it there. */
export async function everything(): Promise<Desk> {
  const desk = await Desk.open(JIANGXI);
  const { world } = desk;
  const { database, ledger, registers, vault } = world;
  const clock = clockOf(world);
  await journalBaseline(database, vault, clock.real());
  await setUp(world);
  await partyChanges(database, clock);
  await people(database, clock);
  for (const person of [2, 3, 4]) world.enroll([policy(JIANGXI, { policyNo: `P-${person}` })], person);
  const stay = (settlementId: string, person = 2) => ({ settlementId, person, costs: burden(5_200_000) });
  const paid = await desk.settle(stay('S-1'));
  await desk.settle(stay('S-2', 3));
  await world.service.acknowledge('H1', 'S-2');
  await desk.settle(stay('S-3', 4));
  await world.reverse('H1', 'S-3');
  await desk.reviews.permitReversal('INS-JX', JIANGXI, paid.decisionId, { reason: '医院误录' });
  const benefits = [row('in-catalog-inpatient', '115000.00', '15000.00', 'standard', '30000.00')];
  await desk.external(JIANGXI, { claimNo: 'C-1', policyNo: 'P-2', settledOn: '2024-01-05', benefits });
  registers.factsOf.set(JIANGXI, { autoPayLimit: '1.00' });
  await desk.settle(stay('S-4', 4));
  const messages = new MessageService({ ledger, rulebook: registers, vault, clock });
  const claim = parseClaim(claimInput({ ...stay('S-5', 3), costs: burden(100_000) }), world.now);
  const centre = { date: null, clearing: null, settledSchemes: [] };
  await messages.settle('H1', claim, { message: { id: 'M-1', person: '77' }, centre, warnings: [] });
  registers.insurers = [
    { insurer: 'INS-1', share: Money.of('0.5') },
    { insurer: 'INS-2', share: Money.of('0.5') },
  ];
  const order = { scheme: JIANGXI, from: FIRST, reason: '份额更正' };
  for await (const _ of readjudicate(ledger, registers, clock, order, true));
  await endDay(world);
  await upload(world, ofHospital(FIRST), fileOf('SETTLE,H1,S-1,1.00', 'SETTLE,H1,S-2,2.00', 'SETTLE,H1,S-9,3.00'));
  const { insurerPaid } = (await desk.world.service.query('H1', 'S-1')) ?? {};
  await upload(world, ofHospital(FIRST), fileOf(`SETTLE,H1,S-1,${insurerPaid}`, 'SETTLE,H1,S-9,3.00'));
  await new ExchangedFiles(database, vault, clock).keep('H1', '明细.csv', Buffer.from('甲,1'));
  await new StoredReplayWindow(database, clock).claim('H1', randomUUID(), 2_000_000_000);
  return desk;
}
