import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Clearing } from '../../src/clearing/statement/clearing.ts';
import { hospitalCsv, schemeCsv } from '../../src/clearing/statement/csv.ts';
import { schemePage } from '../../src/clearing/statement/page.ts';
import { refusalOf } from '../support/refusals.ts';
import { hospital, library, NANTONG, policy } from '../support/terms.ts';
import { World } from '../support/world.ts';
import { endDay, stay } from './days-support.ts';

let world: World;

beforeEach(async () => {
  world = await World.open(hospital('320602'), hospital('320602', { id: 'H2' }));
  for (const person of [2, 3]) world.enroll([policy(NANTONG, { policyNo: `P-${person}` })], person);
  await world.settle('H1', stay('S-1'));
  await world.settle('H1', { ...stay('S-2', 20_000), person: 3 });
  await world.settle('H2', stay('S-3', 10_000));
  await world.service.acknowledge('H1', 'S-1');
  await endDay(world);
});
afterEach(() => world.close());

function clearing(): Clearing {
  return new Clearing(world.database, library, { real: () => world.now, business: () => world.now });
}

test('what is acknowledged is payable, the rest is held with its age', async () => {
  await endDay(world);
  const { hospitals, totals, final } = await clearing().ofScheme(NANTONG, '2026-01');
  expect(final).toBe(false);
  expect(hospitals).toMatchObject([
    {
      hospitalId: 'H1',
      settlements: { count: 2, insurerPaid: '23800.00' },
      net: '23800.00',
      payable: '15400.00',
      held: {
        count: 1,
        insurerPaid: '8400.00',
        oldestDays: 2,
        settlements: [{ settlementId: 'S-2', businessDate: '2026-01-01', insurerPaid: '8400.00', days: 2 }],
      },
    },
    { hospitalId: 'H2', payable: '0.00', held: { count: 1, insurerPaid: '1400.00' } },
  ]);
  expect(totals).toMatchObject({ net: '25200.00', payable: '15400.00', held: { count: 2, insurerPaid: '9800.00' } });
});

test.each(['S-1', 'S-2'])('a reversed settlement comes to nothing, acknowledged or not: %s', async (id) => {
  const before = await clearing().ofHospital('H1', '2026-01');
  await world.reverse('H1', id);
  const { totals } = await clearing().ofHospital('H1', '2026-01');
  const left = id === 'S-1' ? '8400.00' : '15400.00';
  expect(totals).toMatchObject({ net: left, cancelled: '0.00' });
  expect(id === 'S-1' ? totals.payable : totals.held.insurerPaid).toBe('0.00');
  expect(id === 'S-1' ? totals.held : totals.payable).toEqual(
    id === 'S-1' ? before.totals.held : before.totals.payable,
  );
});

test.each(['S-1', 'S-2'])('also where the reversal falls into the next month: %s', async (id) => {
  world.now += 31 * 86_400_000;
  await world.reverse('H1', id);
  const [first, second] = [await clearing().ofHospital('H1', '2026-01'), await clearing().ofHospital('H1', '2026-02')];
  const paid = id === 'S-1' ? '15400.00' : '8400.00';
  const bucket = id === 'S-1' ? 'payable' : 'cancelled';
  expect([first.totals.net, second.totals.net]).toEqual(['23800.00', `-${paid}`]);
  expect([first.totals[bucket], second.totals[bucket]]).toEqual([paid, `-${paid}`]);
  expect(second.totals.held.count).toBe(0);
  // Nothing waits for an acknowledgement that can no longer come.
  expect(first.totals.held.count).toBe(id === 'S-1' ? 1 : 0);
});

test('a month is final once all its days are sealed', async () => {
  while (world.now < Date.parse('2026-02-01T00:00:00+08:00')) await endDay(world);
  expect((await clearing().ofHospital('H1', '2026-01')).final).toBe(true);
  expect((await clearing().ofHospital('H1', '2026-02')).final).toBe(false);
});

test('lump sums are owed to members, and insurers share all of it', async () => {
  const diagnoses = [{ code: 'C34.900', principal: true, firstConfirmedOn: '2024-03-02', severe: true }];
  await world.settle('H2', { ...stay('S-4', 30_000), person: 3, encounter: { diagnoses } });
  const { members, insurers, totals } = await clearing().ofScheme(NANTONG, '2026-01');
  expect(members).toEqual({
    memberBenefit: '10000.00',
    recordTypes: { SETTLE: { count: 1, memberBenefit: '10000.00' } },
  });
  expect([totals.net, insurers]).toEqual(['40600.00', [{ insurer: 'INS-1', amount: '50600.00' }]]);
});

test('as CSV and as a page it says the same', async () => {
  const document = await clearing().ofScheme(NANTONG, '2026-01');
  const rows = parse(schemeCsv(document), { columns: true }) as Record<string, string>[];
  expect(rows.map(({ line, id, net, held, settlementId }) => [line, id, net, held, settlementId])).toEqual([
    ['TOTAL', '', '25200.00', '9800.00', ''],
    ['HOSPITAL', 'H1', '23800.00', '8400.00', ''],
    ['HELD', 'H1', '', '8400.00', 'S-2'],
    ['HOSPITAL', 'H2', '1400.00', '1400.00', ''],
    ['HELD', 'H2', '', '1400.00', 'S-3'],
  ]);
  const own = parse(hospitalCsv(await clearing().ofHospital('H2', '2026-01')), { columns: true }) as object[];
  expect(own).toMatchObject([
    { line: 'TOTAL' },
    { line: 'SCHEME', id: NANTONG },
    { line: 'HELD', settlementId: 'S-3' },
  ]);
  const page = schemePage(document);
  for (const figure of ['25200.00', '15400.00', '8400.00', 'S-3']) expect(page).toContain(`<td>${figure}</td>`);
});

test('a scheme that the gateway does not have', async () => {
  expect((await refusalOf(clearing().ofScheme('no-such-scheme', '2026-01'))).code).toBe('SCHEME_NOT_FOUND');
});
