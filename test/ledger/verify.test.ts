import { afterEach, beforeEach, expect, it } from 'vitest';
import { journalBaseline } from '../../src/audit/baseline.ts';
import { burden } from '../support/claims.ts';
import { localHospital, policy, WENSHAN } from '../support/terms.ts';
import { World } from '../support/world.ts';
import { flawOf } from './everything.ts';

let world: World;
beforeEach(async () => {
  world = await World.open();
  world.registers.hospitals.set('H1', localHospital(WENSHAN));
  world.enroll([policy(WENSHAN)]);
  for (const settlementId of ['S-1', 'S-2', 'S-3'])
    await world.settle('H1', { settlementId, costs: burden(5_200_000) });
  await world.reverse('H1', 'S-1');
  await journalBaseline(world.database, world.vault, world.now);
});
afterEach(() => world.close());

it('finds nothing in a store as it was written', async () => {
  expect(await flawOf(world)).toBeUndefined();
});

it.each([
  [
    'a digit of a decision',
    `UPDATE entries SET body = replace(body, '32000.00', '32000.01') WHERE seq = 1`,
    'ENTRY_ALTERED',
  ],
  ['a business day', `UPDATE entries SET business_date = '1999-01-01' WHERE seq = 2`, 'ENTRY_ALTERED'],
  ['a byte of what is personal', `UPDATE entries SET personal = NULL WHERE seq = 1`, 'ENTRY_ALTERED'],
  ['an entry that is gone', 'DELETE FROM entries WHERE seq = 2', 'CHAIN_BROKEN'],
  ['the last entry that is gone', 'DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)', 'HEAD_DIFFERS'],
  ['a head', `UPDATE members SET head = '${'0'.repeat(64)}'`, 'HEAD_DIFFERS'],
  ['a member that is gone', 'DELETE FROM members', 'ENTRIES_UNCHAINED'],
  ['an amount of a daily file', `UPDATE postings SET body = replace(body, '41600.00', '41600.01')`, 'POSTINGS_DIFFER'],
  ['a posting that is gone', 'DELETE FROM postings WHERE entry_seq = 3', 'POSTINGS_DIFFER'],
  ['what a member has used', `UPDATE accumulators SET body = replace(body, '12000', '11000')`, 'ACCUMULATORS_DIFFER'],
  ['accumulators that are gone', 'DELETE FROM accumulators', 'ACCUMULATORS_DIFFER'],
  ['a settlement brought back to life', `UPDATE settlements SET status = 'live'`, 'SETTLEMENTS_DIFFER'],
])('finds %s', async (_, sql, found) => {
  await world.execute(sql);
  expect(await flawOf(world)).toBe(found);
});
