import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/cli/store.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import { setFact } from '../../src/roster/facts.ts';
import { importParties } from '../../src/roster/parties.ts';
import { enrolled } from '../../src/roster/policies.ts';
import { readRevision } from '../../src/roster/revision.ts';
import { KEYS_FOLDER, sandboxKey } from '../../src/sandbox/keys.ts';
import { loadSandbox } from '../../src/sandbox/load.ts';
import { MEMBERS } from '../../src/sandbox/members.ts';
import { HOSPITALS, PARTIES } from '../../src/sandbox/parties.ts';
import { systemClock } from '../../src/time/clock.ts';
import { temporaryFolder } from './binary.ts';

async function open() {
  const data = temporaryFolder();
  const store = await openStore({ data }, systemClock);
  onTestFinished(() => store.close());
  return { ...store, data };
}

describe('the sandbox', () => {
  it('has what every scheme needs', async () => {
    const sandbox = await open();
    await loadSandbox(sandbox);
    const { registry, library, database, vault } = sandbox;
    for (const { rules, ownLists } of library.list()) {
      expect(registry.sharesProblem(rules.scheme)).toBeUndefined();
      for (const list of Object.keys(rules.lists)) expect(ownLists.has(list) || registry.lists().has(list)).toBe(true);
      for (const fact of Object.keys(rules.facts)) expect(registry.facts(rules.scheme)).toHaveProperty(fact);
    }
    for (const { idNumber, policies } of MEMBERS.values()) {
      const { policies: held } = await database.read(() => enrolled(vault.memberId('01', idNumber)));
      expect(held.map(({ scheme }) => scheme)).toEqual(Object.keys(policies).sort());
    }
    for (const { id } of PARTIES) {
      const kids = registry.party(id)?.keys.map(({ kid }) => kid);
      expect(kids).toEqual([sandboxKey(sandbox.data, id).key.kid]);
    }
  });

  it('changes nothing when it is loaded again, and leaves what was changed since', async () => {
    const sandbox = await open();
    const { database, registry, library, clock, data } = sandbox;
    await loadSandbox(sandbox);
    const before = await database.read(readRevision);
    await loadSandbox(sandbox);
    expect(await database.read(readRevision)).toBe(before);

    const own = { ...HOSPITALS.nanchang, jwks: { keys: [generateKeyPair('ES256', 'mine').publicJwk] } };
    await importParties(database, Buffer.from(JSON.stringify({ parties: [own] })), clock, 'cli:test');
    await setFact(database, library, 'sanming-yilianbao-2024', 'participationRate', '0.25', clock, 'cli:test');
    await loadSandbox(sandbox);
    expect(registry.party(own.id)?.keys.map(({ kid }) => kid)).toEqual(['mine']);
    expect(registry.facts('sanming-yilianbao-2024')).toEqual({ participationRate: '0.25' });
    expect(() => writeFileSync(join(data, KEYS_FOLDER, `${own.id}.private.jwk`), '', { flag: 'wx' })).toThrow('EEXIST');
  });
});
