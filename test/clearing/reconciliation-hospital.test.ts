import { afterEach, beforeEach, expect, test } from 'vitest';
import { Clearing } from '../../src/clearing/statement/clearing.ts';
import { dateOf } from '../../src/time/calendar.ts';
import { refusalOf } from '../support/refusals.ts';
import { hospital, library, NANTONG, policy } from '../support/terms.ts';
import { World } from '../support/world.ts';
import { stay } from './days-support.ts';
import { countsOf, ofHospital, ofScheme, reconciliationsOf, upload } from './reconciliation-support.ts';

let world: World;
let date: string;

const HEADER = 'recordType,settlementId,insurerPaid\n';

beforeEach(async () => {
  world = await World.open(hospital('320602'), hospital('320602', { id: 'H2' }));
  for (const person of [2, 3]) world.enroll([policy(NANTONG, { policyNo: `P-${person}` })], person);
  await world.settle('H1', stay('S-1'));
  await world.settle('H1', { ...stay('S-2', 20_000), person: 3 });
  await world.settle('H2', stay('S-3', 10_000));
  date = dateOf(world.now);
});
afterEach(() => world.close());

async function payable(hospitalId = 'H1'): Promise<string[]> {
  const clock = { real: () => world.now, business: () => world.now };
  const { totals } = await new Clearing(world.database, library, clock).ofHospital(hospitalId, date.slice(0, 7));
  return [totals.payable, totals.held.insurerPaid];
}

test('what the hospital lists with its amount counts as taken; what it lists otherwise, or not, is held', async () => {
  expect(await payable()).toEqual(['0.00', '23800.00']);
  const report = await upload(world, ofHospital(date), `${HEADER}SETTLE,S-1,15400.00\nSETTLE,S-2,8400.01\n`);
  expect([report.hospitalId, report.scheme, countsOf(report)]).toEqual(['H1', null, { AMOUNT: 1 }]);
  expect(await payable()).toEqual(['15400.00', '8400.00']);
  await world.service.acknowledge('H1', 'S-2');
  expect(await payable()).toEqual(['23800.00', '0.00']);
});

test('a later upload of the day takes the place of the earlier one', async () => {
  await upload(world, ofHospital(date), `${HEADER}SETTLE,S-1,15400.00\nSETTLE,S-2,8400.00\n`);
  expect(await payable()).toEqual(['23800.00', '0.00']);
  const second = await upload(world, ofHospital(date), `${HEADER}SETTLE,S-2,8400.00\n`);
  expect(await payable()).toEqual(['8400.00', '15400.00']);
  expect(second.missingThere.map(({ settlementId }) => settlementId)).toEqual(['S-1']);
});

test('a settlement listed twice is a difference, and not confirmed', async () => {
  await upload(world, ofHospital(date), `${HEADER}${'SETTLE,S-1,15400.00\n'.repeat(2)}SETTLE,S-2,8400.00\n`);
  expect(await payable()).toEqual(['8400.00', '15400.00']);
});

test("another hospital's settlements are not its own, even where it names that hospital", async () => {
  const file = 'recordType,hospitalId,settlementId,insurerPaid\nSETTLE,H2,S-3,1400.00\n';
  const report = await upload(world, ofHospital(date), file);
  expect(countsOf(report)).toEqual({ MISSING_THERE: 2, MISSING_HERE: 1 });
  expect(await payable('H2')).toEqual(['0.00', '1400.00']);
  for (const other of [ofHospital(date, 'H2'), ofScheme(date, 'H1')]) {
    const refused = await refusalOf(reconciliationsOf(world).report(other, report.id));
    expect(refused.code).toBe('RECONCILIATION_NOT_FOUND');
  }
});

test('its reversals are compared, what is between insurer and member is not', async () => {
  await world.reverse('H1', 'S-1');
  const file = `${HEADER}SETTLE,S-1,15400.00\nREVERSE,S-1,-15400.00\nSETTLE,S-2,8400.00\nADJUST,S-2,0.00\n`;
  const report = await upload(world, ofHospital(date), file);
  expect(report.matched).toMatchObject({ count: 3, insurerPaid: '8400.00' });
  expect(report.malformed.map(({ code }) => code)).toEqual(['RECORD_TYPE']);
  expect(await payable()).toEqual(['8400.00', '0.00']);
});

test('a day that has not begun', async () => {
  expect((await refusalOf(upload(world, ofHospital('2026-01-02'), HEADER))).code).toBe('INVALID_PARAMETER');
});
