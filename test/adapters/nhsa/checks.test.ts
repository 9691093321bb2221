import { unzipSync, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readRows } from '../../../adapters/nhsa/statement.ts';
import { unzipFirst, zipOne } from '../../../adapters/nhsa/zip.ts';
import type { ClaimInput } from '../../../src/claim/claim.ts';
import { burden, claimInput } from '../../support/claims.ts';
import { codeOf } from '../../support/refusals.ts';
import { HisWorld } from '../support.ts';
import { bytesOf, envelope, type Fields, hear, nodesOf, outputOf, PERSON, settleMessage, voice } from './voice.ts';

const stay = (month: number) => ({
  admittedAt: `2024-0${month}-01T09:00:00+08:00`,
  dischargedAt: `2024-0${month}-09T09:00:00+08:00`,
});
const claim = (settlementId: string, month: number): ClaimInput =>
  voice.expressible(claimInput({ settlementId, costs: burden(26_500_000, 3_500_000), encounter: stay(month) }));
const ONE = claim('S-1', 3);
const TWO = claim('S-2', 4);

let his: HisWorld;
let paid: readonly string[];
beforeEach(async () => {
  his = await HisWorld.open();
  paid = [];
  for (const [index, one] of [ONE, TWO].entries()) {
    paid = [...paid, hear(await his.send('nhsa', bytesOf(settleMessage(one, `M${index + 1}`)))).insurerPaid ?? ''];
  }
});
afterEach(() => his.close());

const DAYS = {
  stmt_begndate: '2024-03-01',
  stmt_enddate: '2024-04-30',
  insutype: '310',
  clr_type: '21',
  setl_optins: '360100',
};
const output = async (infno: string, input: object) => {
  const answer = outputOf(await his.send('nhsa', bytesOf(envelope(infno, 'M-CHECK', input))));
  expect(answer.err_msg).toBe('');
  return answer.output as Fields;
};
const sum = (...amounts: readonly string[]) =>
  (amounts.reduce((fen, amount) => fen + Math.round(Number(amount) * 100), 0) / 100).toFixed(2);
const totals = async (change: object) => {
  const data = {
    ...DAYS,
    medfee_sumamt: 600000,
    fund_pay_sumamt: sum(...paid),
    acct_pay: 0,
    fixmedins_setl_cnt: 2,
    ...change,
  };
  const { stmtinfo } = await output('3201', { data });
  return (stmtinfo as Fields)['stmt_rslt'];
};
const reverse = (one: ClaimInput, id: string) =>
  his.send(
    'nhsa',
    bytesOf(envelope('2305', id, { data: { setl_id: one.settlementId, mdtrt_id: one.encounter.id, psn_no: PERSON } })),
  );

describe('the totals check', () => {
  test('0 equal, 1 more here, 2 more there, 3 other amounts', async () => {
    expect(await totals({})).toBe('0');
    expect(await totals({ fixmedins_setl_cnt: '1', medfee_sumamt: 300000 })).toBe('1');
    expect(await totals({ fixmedins_setl_cnt: 3 })).toBe('2');
    expect(await totals({ fund_pay_sumamt: sum(...paid, '0.01') })).toBe('3');
  });

  test('goes by the centre’s day, the insurance and the clearing category', async () => {
    expect(
      await totals({
        stmt_enddate: '2024-03-31',
        fixmedins_setl_cnt: 1,
        medfee_sumamt: 300000,
        fund_pay_sumamt: paid[0],
      }),
    ).toBe('0');
    for (const other of [
      { insutype: '390' },
      { clr_type: '11' },
      { stmt_begndate: '2024-05-01', stmt_enddate: '20240531' },
    ]) {
      expect(await totals({ ...other, fixmedins_setl_cnt: 0, medfee_sumamt: 0, fund_pay_sumamt: 0 })).toBe('0');
    }
    expect(await totals({ clr_type: '', insutype: null })).toBe('0');
  });

  test('a reversal counts on the day it was made, as two records or as none', async () => {
    await reverse(TWO, 'M3');
    const today = '2026-01-01';
    // The settlement of April is still of April; its reversal is of today.
    expect(await totals({})).toBe('0');
    const back = {
      stmt_begndate: today,
      stmt_enddate: today,
      fixmedins_setl_cnt: 1,
      medfee_sumamt: -300000,
      fund_pay_sumamt: `-${paid[1]}`,
    };
    expect(await totals({ ...back, refd_setl_flag: '1' })).toBe('0');
    expect(
      await totals({ ...back, refd_setl_flag: '0', fixmedins_setl_cnt: 0, medfee_sumamt: 0, fund_pay_sumamt: 0 }),
    ).toBe('0');
  });

  test('a settlement again after a reversal on the same day: one that stands', async () => {
    await reverse(TWO, 'M3');
    his.world.now += 60_000;
    const again = settleMessage(TWO, 'M4');
    await his.send('nhsa', bytesOf(again));
    const data = {
      stmt_begndate: '2024-04-01',
      stmt_enddate: '2024-04-30',
      refd_setl_flag: '0',
      fixmedins_setl_cnt: 2,
      medfee_sumamt: 600000,
      fund_pay_sumamt: sum(paid[1] ?? '', paid[1] ?? ''),
    };
    expect(await totals(data)).toBe('0');
  });

  test('without what is needed, or over too long a period, is refused', async () => {
    for (const data of [
      { ...DAYS, medfee_sumamt: 1, fund_pay_sumamt: 1 },
      { ...DAYS, fund_pay_sumamt: 1, fixmedins_setl_cnt: 1 },
      { ...DAYS, stmt_enddate: '2024-12-31', medfee_sumamt: 1, fund_pay_sumamt: 1, fixmedins_setl_cnt: 1 },
      { ...DAYS, stmt_enddate: '2024-02-01', medfee_sumamt: 1, fund_pay_sumamt: 1, fixmedins_setl_cnt: 1 },
      { medfee_sumamt: 1, fund_pay_sumamt: 1, fixmedins_setl_cnt: 1 },
    ]) {
      expect(hear(await his.send('nhsa', bytesOf(envelope('3201', 'M9', { data })))).code).toBe('INVALID_BODY');
    }
  });
});

describe('the detail check', () => {
  const row = (id: string, total: string, amount: string | undefined, refund = '0') =>
    [id, `E-${id}`, PERSON, total, amount, '0', refund].join('\t');
  const text = () => `${row('S-1', '300000.0', paid[0])}\n${row('S-2', '300000', '1.00')}\n${row('S-3', '7.00', '0')}`;
  const rowsOf = async (file: unknown) => (await output('3202', { data: DAYS, in: file }))['result'];

  test('lists the records that differ, and nothing else', async () => {
    const result = await rowsOf(Buffer.from(text()).toString('base64'));
    expect(result).toMatchObject([
      { setl_id: 'S-2', stmt_rslt: '3', msgid: 'M2', refd_setl_flag: '0', psn_no: PERSON },
      { setl_id: 'S-3', stmt_rslt: '2', msgid: '' },
    ]);
  });

  test('reads blanks for TABs, CRLF, no last line break, a ZIP, bytes that are signed', async () => {
    const expected = await rowsOf(Buffer.from(text()).toString('base64'));
    const blanks = text()
      .split('\n')
      .map((line) => line.split('\t').slice(0, 5).join(' '))
      .join('\r\n');
    const zip = zipSync({ 'mx.txt': Buffer.from(text()) });
    for (const file of [
      Buffer.from(`${blanks}\r\n`).toString('base64'),
      Buffer.from(zip).toString('base64'),
      [...new Int8Array(zip)],
    ]) {
      expect(await rowsOf(file)).toEqual(expected);
    }
  });

  test('a record that only the gateway has can be found again by its message id', async () => {
    const only = await rowsOf(Buffer.from(row('S-1', '300000', paid[0])).toString('base64'));
    expect(only).toMatchObject([
      { setl_id: 'S-2', mdtrt_id: TWO.encounter.id, msgid: 'M2', stmt_rslt: '1', psn_no: PERSON },
    ]);
  });

  test('a refund has its positive and its negative row', async () => {
    await reverse(TWO, 'M3');
    const days = { ...DAYS, stmt_enddate: '2024-05-31' };
    const today = { ...DAYS, stmt_begndate: '2026-01-01', stmt_enddate: '2026-01-01' };
    const both = `${row('S-1', '300000', paid[0])}\n${row('S-2', '300000', paid[1])}`;
    expect((await output('3202', { data: days, in: Buffer.from(both).toString('base64') }))['result']).toEqual([]);
    for (const negative of [row('S-2', '-300000', `-${paid[1]}`, '1'), row('S-2', '300000', paid[1], '1')]) {
      expect((await output('3202', { data: today, in: Buffer.from(negative).toString('base64') }))['result']).toEqual(
        [],
      );
    }
  });

  test('by way of upload and download', async () => {
    const zip = Buffer.from(zipSync({ 'mx.txt': Buffer.from(text()) })).toString('base64');
    const up = await output('9101', { fsUploadIn: { in: zip, filename: 'mx.zip', fixmedins_code: 'H1' } });
    expect(up).toMatchObject({ filename: 'mx.zip', fixmedins_code: 'H1', dld_endtime: '2026-01-08 00:00:00' });
    const { fileinfo } = await output('3202', { data: { ...DAYS, file_qury_no: up['file_qury_no'] } });
    const { file_qury_no, filename } = fileinfo as Fields;
    const ask = envelope('9102', 'M9', { fsDownloadIn: { file_qury_no, filename, fixmedins_code: 'H1' } });
    const down = await his.send('nhsa', bytesOf(ask));
    expect([down.status, down.type]).toEqual([200, 'application/octet-stream']);
    const result = Buffer.from(unzipSync(down.bytes)['result.txt'] ?? [])
      .toString('utf8')
      .split('\n');
    expect(result.map((line) => line.split('\t').slice(0, 6))).toEqual([
      [PERSON, 'E-S-2', 'S-2', 'M2', '3', '0'],
      [PERSON, 'E-S-3', 'S-3', 'null', '2', '0'],
    ]);
    // Another hospital has no such file, and after a week nobody has.
    const other = await his.send('nhsa', bytesOf({ ...ask, fixmedins_code: 'H2' }), 'H2');
    expect(hear(other).code).toBe('FILE_NOT_FOUND');
    his.world.now += 8 * 86_400_000;
    expect(hear(await his.send('nhsa', bytesOf(ask))).code).toBe('FILE_NOT_FOUND');
  });

  test('what is kept is encrypted', async () => {
    await output('9101', { fsUploadIn: { in: Buffer.from(text()).toString('base64'), filename: 'mx.txt' } });
    const stored = (await his.world.execute('SELECT body FROM exchanged_files')) as { body: Buffer }[];
    expect(stored).toHaveLength(1);
    expect(stored[0]?.body.includes(PERSON)).toBe(false);
  });

  test.each([
    ['no file', undefined],
    ['no bytes', 'ö'],
    ['bytes that are none', [1, 2, 300]],
    ['a damaged archive', Buffer.from('PK\u0003\u0004broken').toString('base64')],
    ['a row of two columns', Buffer.from('S-1\tE-1').toString('base64')],
    ['an amount that is none', Buffer.from('S-1\tE-1\tP\tx\t1').toString('base64')],
  ])('%s is refused', async (_name, file) => {
    const answer = await his.send('nhsa', bytesOf(envelope('3202', 'M9', { data: DAYS, in: file })));
    expect(hear(answer)).toMatchObject({ ok: false, code: 'INVALID_BODY' });
  });
});

test('an archive that unpacks to more than it says is refused before it fills the memory', () => {
  const bomb = zipSync({ 'a.txt': new Uint8Array(64 * 1024 * 1024) }, { level: 9 });
  expect(bomb.length).toBeLessThan(200_000);
  // The header may lie about the size.
  const lying = Buffer.from(bomb);
  lying.writeUInt32LE(10, 22);
  for (const bytes of [bomb, lying]) expect(codeOf(() => unzipFirst(bytes))).toBe('INVALID_BODY');
  expect(Buffer.from(unzipFirst(zipOne('result.txt', Buffer.from('甲')))).toString()).toBe('甲');
});

test('the same result is the same archive, and a header row is no record', () => {
  expect(zipOne('result.txt', Buffer.from('x'))).toEqual(zipOne('result.txt', Buffer.from('x')));
  expect(readRows(Buffer.from('setl_id\tmdtrt_id\tpsn_no\tmedfee_sumamt\tfund_pay_sumamt\n'))).toEqual([]);
});

test('settling by nodesOf is what these checks count', () => {
  expect(nodesOf(ONE)).toMatchObject({ setlinfo: { setl_id: 'S-1', setl_time: '2024-03-09 09:00:00' } });
});
