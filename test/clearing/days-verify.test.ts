import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAYS_CHAIN } from '../../src/clearing/days/sealed.ts';
import { type Flaw, verifyDays } from '../../src/clearing/days/verify.ts';
import { parseJwks } from '../../src/message/keys.ts';
import { newKeyStore, parseKeyStore } from '../../src/message/keystore.ts';
import { NOW } from '../support/claims.ts';
import { NANTONG, SCHEMES } from '../support/terms.ts';
import type { World } from '../support/world.ts';
import { daysAfter, endDay, FIRST, nantong, PUBLIC_KEYS, stay } from './days-support.ts';

let world: World;
beforeEach(async () => {
  world = await nantong();
  await world.settle('H1', stay('S-1'));
  await endDay(world);
  await world.settle('H1', { ...stay('S-2'), person: 3 });
  await world.reverse('H1', 'S-1');
  await endDay(world);
  await endDay(world);
});
afterEach(() => world.close());

test('what nobody touched holds', async () => {
  expect(await verifyDays(world.database, PUBLIC_KEYS)).toEqual({ days: 3, difference: null });
});

const SECOND = daysAfter(1);
test.each<[string, string, Flaw, string, string | null, number]>([
  [
    'an amount in a file',
    `UPDATE postings SET body = replace(body, '15400.00', '15400.01') WHERE business_date = '${SECOND}' AND record_type = 'SETTLE'`,
    'DAILY_FILE',
    SECOND,
    NANTONG,
    1,
  ],
  ['a row that is gone', `DELETE FROM postings WHERE record_type = 'REVERSE'`, 'DAILY_FILE', SECOND, NANTONG, 1],
  [
    'a row moved to another day',
    `UPDATE postings SET business_date = '${FIRST}' WHERE record_type = 'REVERSE'`,
    'DAILY_FILE',
    SECOND,
    NANTONG,
    1,
  ],
  [
    "an entry's hash",
    `UPDATE entries SET hash = hash || '0' WHERE business_date = '${FIRST}'`,
    'JOURNAL_ROOT',
    FIRST,
    null,
    0,
  ],
  [
    'an entry slipped into a sealed day',
    `UPDATE entries SET business_date = '${FIRST}' WHERE type = 'REVERSE'`,
    'JOURNAL_ROOT',
    FIRST,
    null,
    0,
  ],
  [
    'an entry before the first day',
    `INSERT INTO entries (member_id, member_seq, type, at, business_date, body, previous, hash) VALUES ('x', 1, 'INQUIRE', 0, '2020-01-01', '{}', '', '')`,
    'ENTRY_OUTSIDE',
    daysAfter(2),
    null,
    3,
  ],
  [
    'a seal',
    `UPDATE entries SET body = replace(body, '15400.00', '15400.01') WHERE type = 'SEAL' AND member_seq = 2`,
    'SEAL_CHAIN',
    SECOND,
    null,
    1,
  ],
  [
    'the table of sealed days',
    `UPDATE days SET body = replace(body, '15400.00', '15400.01') WHERE date = '${FIRST}'`,
    'DAY_TABLE',
    FIRST,
    null,
    0,
  ],
  [
    'a day that the table has and nobody sealed',
    `INSERT INTO days SELECT '2030-01-01', entry_seq, body FROM days LIMIT 1`,
    'DAY_TABLE',
    daysAfter(2),
    null,
    3,
  ],
  [
    'a seal that is gone',
    `DELETE FROM entries WHERE type = 'SEAL' AND member_seq = 2`,
    'SEAL_CHAIN',
    daysAfter(2),
    null,
    1,
  ],
])('%s is found', async (_what, sql, flaw, date, scheme, days) => {
  await world.execute(sql);
  expect(await verifyDays(world.database, PUBLIC_KEYS)).toEqual({ days, difference: { date, scheme, flaw } });
});

test('a signature of a key that is not the gateway’s', async () => {
  const others = parseJwks(parseKeyStore(newKeyStore(NOW), 'keys').jwks(), '');
  expect(await verifyDays(world.database, others)).toEqual({
    days: 0,
    difference: { date: FIRST, scheme: [...SCHEMES].sort()[0], flaw: 'MANIFEST_SIGNATURE' },
  });
});

test('seals are a chain of their own that begins with no member', async () => {
  const rows = await world.execute(`SELECT member_id, member_seq FROM entries WHERE type = 'SEAL' ORDER BY seq`);
  expect(rows).toEqual([1, 2, 3].map((member_seq) => ({ member_id: DAYS_CHAIN, member_seq })));
});
