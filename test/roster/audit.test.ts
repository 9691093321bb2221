import { expect, test } from 'vitest';
import { journalBaseline } from '../../src/audit/baseline.ts';
import type { AuditedChange } from '../../src/audit/documents.ts';
import { AuditTrail } from '../../src/audit/trail.ts';
import { setFact } from '../../src/roster/facts.ts';
import { BY, clockOf, flawOf, importRoster, setUp } from '../ledger/everything.ts';
import { JIANGXI, library } from '../support/terms.ts';
import { World } from '../support/world.ts';
import { FIXED, idNumber, NOW } from './fixtures.ts';

async function trail(world: World, query: object = {}): Promise<AuditedChange[]> {
  const found: AuditedChange[] = [];
  for await (const change of new AuditTrail(world.database).all(query)) found.push(change);
  return found;
}

async function opened(): Promise<World> {
  const world = await World.open();
  await journalBaseline(world.database, world.vault, world.now);
  return world;
}

test('every change is told: who, when, what, before and after; the same again is no change', async () => {
  const world = await opened();
  await setUp(world);
  const all = await trail(world);
  expect(all.map(({ what, subject, by }) => [what, subject, by])).toEqual([
    ['data-key', 'lookup', 'system:baseline'],
    ['data-key', 'personal', 'system:baseline'],
    ['party', 'OPS', BY],
    ['party', 'OPS', BY],
    ['list', 'drugs', BY],
    ['fact', `${JIANGXI} autoPayLimit`, BY],
    ['fact', `${JIANGXI} autoPayLimit`, BY],
    ['roster', FIXED.rules.scheme, BY],
    ['roster', FIXED.rules.scheme, BY],
    ['roster', FIXED.rules.scheme, BY],
  ]);
  const [, renamed] = await trail(world, { what: 'party', subject: 'OPS' });
  expect(renamed).toMatchObject({ before: { name: '运营' }, after: { name: '运营方', jwks: { keys: [] } } });
  const [, fact] = await trail(world, { what: 'fact' });
  expect(fact).toMatchObject({ before: { version: 1, value: '0.30' }, after: { version: 2, value: '0.31' } });
  const [first, changed] = await trail(world, { subject: FIXED.rules.scheme });
  expect(first).toMatchObject({ before: null, after: { policies: [['P1', expect.stringMatching(/^sha256:/)]] } });
  expect(changed).toMatchObject({ before: [['P1', { plan: '', asOf: NOW - 3_000 }]], after: { asOf: NOW - 2_000 } });
  expect(JSON.stringify(all)).not.toMatch(new RegExp(`${idNumber(1)}|测试甲`));
  await importRoster(world, { plan: 'B' }, NOW);
  await setFact(world.database, library, JIANGXI, 'autoPayLimit', ' 0.31 ', clockOf(world), BY);
  expect(await trail(world)).toEqual(all);
  expect(await trail(world, { since: world.now + 1 })).toEqual([]);
  const { changes, next } = await new AuditTrail(world.database).page({ limit: 4 });
  expect([...changes, ...(await trail(world)).slice(4)]).toEqual(all);
  expect(next).toBe(String(changes[3]?.seq));
  await world.close();
});

test('a store that was made before there was a trail gets one once, and holds', async () => {
  const world = await World.open();
  await setUp(world);
  // As such a store is: what it was set up to be, and nothing of how.
  await world.execute(`DELETE FROM entries WHERE type = 'REGISTRY'`);
  await world.execute(`DELETE FROM members WHERE member_id LIKE '~r%'`);
  await world.execute('UPDATE enrollments SET as_of_tag = NULL');
  expect(await flawOf(world)).toBeDefined();
  for (let start = 1; start <= 2; start += 1) await journalBaseline(world.database, world.vault, world.now);
  expect(await flawOf(world)).toBeUndefined();
  const made = await trail(world);
  expect(made.map(({ what, by }) => `${what} ${by}`)).toEqual(
    ['data-key', 'data-key', 'party', 'list', 'fact', 'fact', 'roster', 'roster'].map(
      (what) => `${what} system:baseline`,
    ),
  );
  // One entry for the rows of one instant.
  expect(made.at(-2)).toMatchObject({ after: { asOf: NOW - 1_000, policies: [['P1', expect.anything()]] } });
  await setFact(world.database, library, JIANGXI, 'autoPayLimit', '0.40', clockOf(world), BY);
  expect(await flawOf(world)).toBeUndefined();
  await world.close();
});

test('changes that come together form one chain, and a store that is written to meanwhile verifies', async () => {
  const world = await opened();
  const changes = Array.from({ length: 12 }, (_, index) =>
    setFact(world.database, library, JIANGXI, 'autoPayLimit', `${index + 1}.00`, clockOf(world), BY),
  );
  const rosters = Array.from({ length: 4 }, (_, index) =>
    importRoster(world, { policyNo: `P${index}`, status: 'cancelled' }, NOW),
  );
  const flaws = await Promise.all([flawOf(world), flawOf(world), flawOf(world)]);
  await Promise.all([...changes, ...rosters]);
  expect([...flaws, await flawOf(world)]).toEqual([undefined, undefined, undefined, undefined]);
  expect(await trail(world)).toHaveLength(18);
  await world.close();
});
