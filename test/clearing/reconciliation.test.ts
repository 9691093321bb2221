import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refusalOf } from '../support/refusals.ts';
import { STORE } from '../support/stores.ts';
import { hospital, NANTONG, policy } from '../support/terms.ts';
import { World } from '../support/world.ts';
import { csvOf, endDay, stay } from './days-support.ts';
import { bytesOf, countsOf, fileOf, ofScheme, reconciliationsOf, upload } from './reconciliation-support.ts';

/** One day of 南通保: S-1 and S-2 at H1, S-3 at H2: 15,400, 8,400 and 1,400. */
let world: World;
let date: string;

const OURS = ['SETTLE,H1,S-1,15400.00', 'SETTLE,H1,S-2,8400.00', 'SETTLE,H2,S-3,1400.00'];

beforeEach(async () => {
  world = await World.open(hospital('320602'), hospital('320602', { id: 'H2' }));
  for (const person of [2, 3]) world.enroll([policy(NANTONG, { policyNo: `P-${person}` })], person);
  await world.settle('H1', stay('S-1'));
  await world.settle('H1', { ...stay('S-2', 20_000), person: 3 });
  await world.settle('H2', stay('S-3', 10_000));
  date = await endDay(world);
});
afterEach(() => world.close());

describe('a view that is ours', () => {
  test('our own file, sent back as it is', async () => {
    const report = await upload(world, ofScheme(date), await csvOf(world, date));
    expect(report.matched).toEqual({ count: 3, insurerPaid: '25200.00', memberBenefit: '0.00' });
    expect(report.totals.here).toEqual(report.totals.there);
    expect([countsOf(report), report.open]).toEqual([{}, 0]);
  });

  test('in another order, with other columns, a byte order mark, CRLF and quotes', async () => {
    const file = [
      '\ufeffnote,insurerPaid,SETTLEMENTID,hospitalId,recordType',
      '"a, b",1400,S-3,H2,settle',
      ',8400.0,"S-2",H1,SETTLE',
      '测试,15400.00,S-1,H1,SETTLE',
      '',
    ].join('\r\n');
    const report = await upload(world, ofScheme(date), file);
    expect([report.matched.count, countsOf(report)]).toEqual([3, {}]);
  });

  test('in GB18030', async () => {
    // 备注 (remark) and 测试 (test) as a Chinese spreadsheet saves them.
    const remark = Buffer.from([0xb1, 0xb8, 0xd7, 0xa2]);
    const word = Buffer.from([0xb2, 0xe2, 0xca, 0xd4]);
    const text = (line: string, cell: Buffer) => Buffer.concat([Buffer.from(`${line},`), cell, Buffer.from('\r\n')]);
    const [header = '', ...rows] = fileOf(...OURS)
      .split('\n')
      .filter(Boolean);
    const file = Buffer.concat([text(header, remark), ...rows.map((row) => text(row, word))]);
    const report = await upload(world, ofScheme(date), file);
    expect([report.matched.count, countsOf(report)]).toEqual([3, {}]);
  });

  test('totals stand before what differs', async () => {
    const report = await upload(world, ofScheme(date), fileOf(...OURS));
    const members = Object.keys(report);
    expect(members.indexOf('totals')).toBeLessThan(members.indexOf('matched'));
    expect(report.totals.there.recordTypes).toEqual({
      SETTLE: { count: 3, insurerPaid: '25200.00', memberBenefit: '0.00' },
    });
  });
});

describe('what differs is named by its kind', () => {
  test.each([
    ['theirs only', [...OURS, 'SETTLE,H1,S-9,1.00'], { MISSING_HERE: 1 }, 3],
    ['ours only', OURS.slice(1), { MISSING_THERE: 1 }, 2],
    ['another amount', ['SETTLE,H1,S-1,15400.01', ...OURS.slice(1)], { AMOUNT: 1 }, 2],
    ['twice', [...OURS, 'SETTLE,H1,S-1,15400.00'], { DUPLICATE: 1 }, 3],
    ['twice, never as it is', [...OURS.slice(1), ...Array(2).fill('SETTLE,H1,S-1,1.00')], { DUPLICATE: 1 }, 2],
    ['another hospital', [...OURS.slice(0, 2), 'SETTLE,H1,S-3,1400.00'], { MISSING_HERE: 1, MISSING_THERE: 1 }, 2],
    ['another type', ['REVERSE,H1,S-1,15400.00', ...OURS.slice(1)], { MISSING_HERE: 1, MISSING_THERE: 1 }, 2],
    ['nothing at all', [], { MISSING_THERE: 3 }, 0],
    ['a row of nothing', [...OURS, 'SETTLE,H1,S-9,0.00', 'EXTERNAL,,C-1,0', 'REVERSE,,C-1,0.00'], {}, 3],
  ])('%s', async (_name, rows, counts, matched) => {
    const report = await upload(world, ofScheme(date), fileOf(...rows));
    expect([countsOf(report), report.matched.count]).toEqual([counts, matched]);
    expect(report.open).toBe(Object.values(counts as Record<string, number>).reduce((sum, count) => sum + count, 0));
  });

  test('with both figures', async () => {
    const { amountDifferences } = await upload(
      world,
      ofScheme(date),
      fileOf('SETTLE,H1,S-1,15400.01', ...OURS.slice(1)),
    );
    expect(amountDifferences).toMatchObject([
      {
        kind: 'AMOUNT',
        settlementId: 'S-1',
        here: { rows: 1, insurerPaid: '15400.00', memberBenefit: null },
        there: { rows: 1, insurerPaid: '15400.01', memberBenefit: null },
      },
    ]);
  });

  test('a malformed row is named and does not sink the file', async () => {
    const rows = [
      'PAY,H1,S-1,1.00',
      'SETTLE,H1,S-1,"1,234.00"',
      'SETTLE,H1,,1.00',
      'SETTLE,,S-1,1.00',
      'SETTLE,H1,2.3E+17,1.00',
      'SETTLE,H1,S-1',
      'SETTLE,H1,S-1,1.005',
    ];
    const report = await upload(world, ofScheme(date), fileOf(...rows, ...OURS));
    expect(report.malformed.map(({ row, code }) => [row, code])).toEqual([
      [2, 'RECORD_TYPE'],
      [3, 'INSURER_PAID'],
      [4, 'SETTLEMENT_ID'],
      [5, 'HOSPITAL_ID'],
      [6, 'NUMBER_DAMAGED'],
      [7, 'MALFORMED_ROW'],
      [8, 'INSURER_PAID'],
    ]);
    expect([report.matched.count, countsOf(report)]).toEqual([3, { MALFORMED: 7 }]);
  });

  test.each([
    '',
    'recordType,hospitalId,settlementId\n',
    'recordType,recordType,hospitalId,settlementId,insurerPaid\n',
  ])('a file without its columns is refused and leaves nothing: %j', async (file) => {
    expect((await refusalOf(upload(world, ofScheme(date), file))).code).toBe('INVALID_BODY');
    expect((await reconciliationsOf(world).list(ofScheme(date))).reconciliations).toEqual([]);
  });

  test('a day that is not sealed', async () => {
    const source = bytesOf(fileOf(...OURS));
    const order = { ...ofScheme('2026-02-01'), by: 'INS-1', source };
    expect((await refusalOf(reconciliationsOf(world).reconcile(order))).code).toBe('DAY_NOT_SEALED');
  });
});

describe('what comes later', () => {
  test('a reversal has its own row, with its sign', async () => {
    await world.reverse('H1', 'S-1');
    const next = await endDay(world);
    const report = await upload(world, ofScheme(next), fileOf('REVERSE,H1,S-1,-15400.00'));
    expect([report.matched.count, countsOf(report)]).toEqual([1, {}]);
    expect(countsOf(await upload(world, ofScheme(next), fileOf('REVERSE,H1,S-1,15400.00')))).toEqual({ AMOUNT: 1 });
  });
});

describe('history', () => {
  test('a difference stays open until a later upload of the day no longer shows it', async () => {
    const service = reconciliationsOf(world);
    const first = await upload(world, ofScheme(date), fileOf(...OURS.slice(2), 'SETTLE,H1,S-9,7.00'));
    const second = await upload(world, ofScheme(date), fileOf(...OURS.slice(1), 'SETTLE,H1,S-9,7.00'));
    const third = await upload(world, ofScheme(date), fileOf(...OURS));
    expect([first.open, second.open, third.open]).toEqual([3, 2, 0]);
    expect(second.closed.map(({ settlementId }) => settlementId)).toEqual(['S-2']);
    expect(third.closed.map(({ settlementId, openedBy }) => [settlementId, openedBy])).toEqual([
      ['S-1', first.id],
      ['S-9', first.id],
    ]);

    const again = await service.report(ofScheme(date), first.id);
    expect(again.missingThere.map(({ settlementId, closedBy }) => [settlementId, closedBy])).toEqual([
      ['S-1', third.id],
      ['S-2', second.id],
    ]);
    expect([again.open, countsOf(again)]).toEqual([0, { MISSING_THERE: 2, MISSING_HERE: 1 }]);
    const { reconciliations } = await service.list(ofScheme(date));
    expect(reconciliations.map(({ id, open }) => [id, open])).toEqual([
      [first.id, 0],
      [second.id, 0],
      [third.id, 0],
    ]);
  });

  test('a difference whose figure moves is another one', async () => {
    const first = await upload(world, ofScheme(date), fileOf('SETTLE,H1,S-1,1.00', ...OURS.slice(1)));
    const second = await upload(world, ofScheme(date), fileOf('SETTLE,H1,S-1,2.00', ...OURS.slice(1)));
    expect([first.open, second.open, second.closed.length]).toEqual([1, 1, 1]);
    expect(second.amountDifferences[0]?.openedBy).toBe(second.id);
  });

  test.runIf(STORE === 'sqlite')('a difference that an earlier version kept is known again', async () => {
    const first = await upload(world, ofScheme(date), fileOf(...OURS.slice(1)));
    await world.execute('UPDATE differences SET identity = replace(identity, char(1), char(0))');
    const second = await upload(world, ofScheme(date), fileOf(...OURS.slice(1)));
    expect(second.missingThere.map(({ openedBy }) => openedBy)).toEqual([first.id]);
    expect([second.open, second.closed]).toEqual([1, []]);
  });

  test('two uploads at once are one after the other', async () => {
    const files = [fileOf(), fileOf(...OURS), fileOf(...OURS.slice(1)), fileOf()];
    await Promise.all(files.map((file) => upload(world, ofScheme(date), file)));
    const { reconciliations } = await reconciliationsOf(world).list(ofScheme(date));
    const last = reconciliations.at(-1);
    expect(reconciliations.length).toBe(4);
    // Whatever came last says what is open.
    expect(last?.open).toBe(
      last === undefined ? -1 : Object.values(last.counts).reduce((sum, count) => sum + count, 0),
    );
  });

  test('days and schemes are apart', async () => {
    const mine = await upload(world, ofScheme(date), fileOf());
    const service = reconciliationsOf(world);
    const other = ofScheme(date, 'nantong-dibubao-2022');
    expect((await service.list(other)).reconciliations).toEqual([]);
    expect((await refusalOf(service.report(other, mine.id))).code).toBe('RECONCILIATION_NOT_FOUND');
  });
});

test('the report as CSV has every difference, and no cell that a spreadsheet would run', async () => {
  const report = await upload(world, ofScheme(date), fileOf('SETTLE,H1,=S-1,1.00', 'SETTLE,H1,S-1', ...OURS.slice(1)));
  const csv = await reconciliationsOf(world).csv(ofScheme(date), report.id);
  const rows = parse(csv, { columns: true }) as Record<string, string>[];
  expect(
    rows.map(({ kind, settlementId, insurerPaidHere, insurerPaidThere, row }) => [
      kind,
      settlementId,
      insurerPaidHere,
      insurerPaidThere,
      row,
    ]),
  ).toEqual([
    ['MISSING_THERE', 'S-1', '15400.00', '', ''],
    ['MISSING_HERE', "'=S-1", '', '1.00', ''],
    ['MALFORMED', '', '', '', '3'],
  ]);
});

test('of many differences all are counted and in the CSV, a thousand of a kind in the JSON', async () => {
  const many = Array.from({ length: 1_200 }, (_, index) => `SETTLE,H1,T-${index},1.00`);
  const report = await upload(world, ofScheme(date), fileOf(...many));
  expect(countsOf(report)).toEqual({ MISSING_THERE: 3, MISSING_HERE: 1_200 });
  expect([report.missingHere.length, report.missingThere.length, report.open]).toEqual([1_000, 3, 1_203]);
  const rows = parse(await reconciliationsOf(world).csv(ofScheme(date), report.id), { columns: true }) as object[];
  expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(1_203);
  expect((await upload(world, ofScheme(date), fileOf(...OURS))).open).toBe(0);
});
