import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readMoment } from '../../../adapters/nhsa/dates.ts';
import { decimalOf } from '../../../adapters/nhsa/decimal.ts';
import { parseJsonText } from '../../../adapters/nhsa/json.ts';
import { kindOf } from '../../../adapters/nhsa/visit.ts';
import type { ClaimInput } from '../../../src/claim/claim.ts';
import { formatInstant } from '../../../src/time/calendar.ts';
import { burden, claimInput } from '../../support/claims.ts';
import { codeOf } from '../../support/refusals.ts';
import { HisWorld } from '../support.ts';
import { bytesOf, envelope, type Fields, hear, nodesOf, outputOf, settleMessage, voice } from './voice.ts';

let his: HisWorld;
beforeEach(async () => {
  his = await HisWorld.open();
});
afterEach(() => his.close());

const CLAIM: ClaimInput = voice.expressible(
  claimInput({ settlementId: 'S-1', costs: burden(26_500_000, 3_500_000), funds: 2_000_000 }),
);
type Nodes = Record<string, Record<string, unknown> & readonly object[]>;
const nodes = () => nodesOf(CLAIM) as Nodes;
const say = async (message: Fields) => hear(await his.send('nhsa', bytesOf(message)));
const quoteWith = (setlinfo: object, others: object = {}) => {
  const all = nodes();
  return his.send(
    'nhsa',
    bytesOf(envelope('2303', 'Q1', { ...all, setlinfo: { ...all['setlinfo'], ...setlinfo }, ...others })),
  );
};
const paidAsSent = async () => (await say(settleMessage(CLAIM, 'M0', '2303'))).insurerPaid;
/** Settles under other spellings: the decision must be that of the plain message. */
async function same(setlinfo: object, others: object = {}): Promise<string | null> {
  const answer = await quoteWith(setlinfo, others);
  expect(hear(answer)).toMatchObject({ ok: true, insurerPaid: await paidAsSent() });
  return outputOf(answer).warn_msg;
}
async function refusedWith(code: string, setlinfo: object, ...texts: string[]): Promise<void> {
  const answer = await quoteWith(setlinfo);
  expect(hear(answer)).toMatchObject({ ok: false, code });
  for (const text of texts) expect(outputOf(answer).err_msg).toContain(text);
}

describe('shapes that differ from region to region', () => {
  test('numbers as numbers, strings, with binary noise, exponents and blanks', async () => {
    expect(
      await same({ medfee_sumamt: 300000, psn_part_amt: ' 280000.0 ', hosp_part_amt: null, hifmi_pay: '' }),
    ).toBeNull();
    expect(await same({ medfee_sumamt: '3E5', fund_pay_sumamt: '20000.0000' })).toBeNull();
    expect(await same({ psn_part_amt: '280000.00000000006' })).toContain('psn_part_amt');
  });

  test('keys that are spelt otherwise', async () => {
    const { medfee_sumamt, fulamt_ownpay_amt, preselfpay_amt, certno, ...rest } = nodes()['setlinfo'] as Fields;
    const drifted = {
      ...rest,
      med_fee_sumamt: medfee_sumamt,
      fulamtOwnpay_amt: fulamt_ownpay_amt,
      prese_ifpay_amt: preselfpay_amt,
      cert_no: certno,
      psn_pay: rest['psn_part_amt'],
      othfund_pay: 0,
      oth_pay: '0',
      unknown_key: { deep: [1, { x: 'y' }] },
    };
    const answer = await his.send(
      'nhsa',
      bytesOf(envelope('2303', 'Q1', { ...nodes(), setlInfo: drifted, setlinfo: null })),
    );
    expect(hear(answer)).toMatchObject({ ok: true, insurerPaid: await paidAsSent() });
  });

  test('input as text; nodes inside the reply they came in; rows that hold both halves of a line', async () => {
    const { setlinfo, setldetail, feedetail = [], result = [], ...rest } = nodes();
    const both = feedetail.map((row, index) => ({ ...row, ...result[index] }));
    const inside = { ...rest, reply: { infcode: '0', output: { setlinfo, setldetail } }, feedetail: both };
    const text = envelope('2303', 'Q1', JSON.stringify(inside), { infcode: 0 });
    expect(await say(text)).toMatchObject({ ok: true, insurerPaid: await paidAsSent() });
  });

  test('GB18030 bytes: read, and answered in what every encoding contains', async () => {
    const utf8 = JSON.stringify(settleMessage(CLAIM, 'M1', '2303'));
    // 测试甲 in GB18030.
    const bytes = Buffer.concat(
      utf8
        .split('测试甲')
        .flatMap((part, index) => [
          ...(index === 0 ? [] : [Buffer.from([0xb2, 0xe2, 0xca, 0xd4, 0xbc, 0xd7])]),
          Buffer.from(part.replaceAll(/[^\x20-\x7e]/g, '?'), 'latin1'),
        ]),
    );
    const answer = await his.send('nhsa', bytes);
    expect(hear(answer)).toMatchObject({ ok: true, insurerPaid: await paidAsSent() });
    expect(answer.bytes.every((byte) => byte < 0x80)).toBe(true);
  });

  test('a byte order mark, a trailing comma, a line break in a text', async () => {
    const text = JSON.stringify(settleMessage(CLAIM, 'M1', '2303')).replace('测试医院', '测试\n医院');
    const answer = await his.send('nhsa', `\uFEFF${text.slice(0, -1)},}`);
    expect(hear(answer)).toMatchObject({ ok: true });
  });

  test('id types: 1, a social security card with a resident number, none at all', async () => {
    for (const psn_cert_type of ['1', '90', '', null]) await same({ psn_cert_type });
  });

  test('a social security card with another number stays one', async () => {
    const answer = await quoteWith({ psn_cert_type: '90', certno: 'A12345678' });
    expect(hear(answer)).toMatchObject({ ok: true, insurerPaid: '0.00' });
  });

  test.each([
    ['2304 without mdtrtinfo', 'mdtrtinfo', '/input/mdtrtinfo/begntime'],
    ['2304 without dscginfo', 'dscginfo', '/input/dscginfo/endtime'],
    ['2304 without diseinfo', 'diseinfo', '/input/diseinfo'],
    ['2304 without setlinfo', 'setlinfo', '/input/setlinfo'],
  ])('%s', async (_name, node, place) => {
    const answer = await his.send('nhsa', bytesOf(envelope('2304', 'M1', { ...nodes(), [node]: undefined })));
    expect(hear(answer)).toMatchObject({ ok: false, code: 'INVALID_BODY' });
    expect(outputOf(answer).err_msg).toContain(place);
  });

  test('lines that the centre did not split count as no lines; some of them is a refusal', async () => {
    const { result = [] } = nodes();
    expect(outputOf(await quoteWith({}, { result: null })).warn_msg).toContain('result');
    const some = await quoteWith({}, { result: result.slice(1) });
    expect(hear(some)).toMatchObject({ ok: false, code: 'INVALID_BODY' });
  });
});

describe('money is never guessed', () => {
  test('what is missing is 0 only where everything adds up with it', async () => {
    expect(await same({ overlmt_selfpay: undefined, oth_pay: null })).toBeNull();
    await refusedWith(
      'AMOUNTS_INCONSISTENT',
      { fulamt_ownpay_amt: null },
      'fulamt_ownpay_amt',
      '300000.00',
      '265000.00',
    );
    await refusedWith('INVALID_BODY', { medfee_sumamt: '' }, 'medfee_sumamt');
    await refusedWith('INVALID_BODY', { fund_pay_sumamt: null, psn_part_amt: null }, 'fund_pay_sumamt');
    expect(await same({ fund_pay_sumamt: null })).toBeNull();
  });

  test('the personal burden, where the centre leaves it 0 or out, is what nothing else explains', async () => {
    for (const psn_part_amt of [0, '', undefined]) expect(await same({ psn_part_amt })).toContain('280000.00');
    await refusedWith('AMOUNTS_INCONSISTENT', { psn_part_amt: 0, psn_cash_pay: '1000.00' }, '280000.00', '1000.00');
  });

  test('figures that contradict each other are refused with both sides', async () => {
    await refusedWith('AMOUNTS_INCONSISTENT', { psn_part_amt: '280000.01' }, '300000.00', '300000.01');
    await refusedWith('AMOUNTS_INCONSISTENT', { psn_pay: '1.00' }, 'psn_pay 1.00', 'psn_part_amt 280000.00');
    await refusedWith('AMOUNTS_INCONSISTENT', { hifp_pay: '19999.99' }, 'fund_pay_sumamt', '20000.00', '19999.99');
    await refusedWith('AMOUNTS_INCONSISTENT', { acct_pay: '280000.01' }, 'acct_pay');
    await refusedWith('INVALID_BODY', { medfee_sumamt: '300,000.00' }, 'medfee_sumamt');
    await refusedWith('INVALID_BODY', { medfee_sumamt: '300000元' }, 'medfee_sumamt');
  });

  test('what the fund for disabled servicemen paid is inside the other funds or beside them: the sum tells', async () => {
    const paid = await paidAsSent();
    for (const [hifp_pay, oth_pay] of [
      ['19900.00', '0'],
      ['19900.00', '100.00'],
    ]) {
      expect(hear(await quoteWith({ hifp_pay, oth_pay, hifdm_pay: '100.00' }))).toMatchObject({
        ok: true,
        insurerPaid: paid,
      });
    }
    await refusedWith(
      'AMOUNTS_INCONSISTENT',
      { hifp_pay: '19900.00', oth_pay: '50.00', hifdm_pay: '100.00' },
      'hifdm_pay',
    );
  });

  test('a family account beside the own one', async () => {
    const warned = await same({ acct_pay: '10000.00', acct_mulaid_pay: '5000.00', psn_cash_pay: '265000.00' });
    expect(warned).toContain('15000.00');
    expect(await same({ acct_pay: '15000.00', acct_mulaid_pay: '5000.00', psn_cash_pay: '265000.00' })).toBeNull();
  });

  test('one key twice with different values, or data of two visits, is refused', async () => {
    const text = JSON.stringify(settleMessage(CLAIM, 'M1')).replace(
      '"medfee_sumamt"',
      '"medfee_sumamt":"1.00","medfee_sumamt"',
    );
    expect(hear(await his.send('nhsa', text))).toMatchObject({ code: 'INVALID_BODY' });
    const { dscginfo } = nodes();
    expect(hear(await quoteWith({}, { dscginfo: { ...dscginfo, mdtrt_id: 'E-OTHER' } }))).toMatchObject({
      code: 'INVALID_BODY',
    });
  });

  test('two principal diagnoses are refused; a flagged Chinese one beside a Western one is not', async () => {
    const row = (diag_code: string, diag_type: string) => ({ diag_code, diag_type, maindiag_flag: '1' });
    const two = await quoteWith({}, { diseinfo: [row('J18.900', '1'), row('C34.900', '1')] });
    expect(hear(two)).toMatchObject({ code: 'INVALID_BODY' });
    const both = await quoteWith({}, { diseinfo: [row('BNP010', '2'), row('J18.900', '1')], supplement: null });
    expect(hear(both)).toMatchObject({ ok: true });
  });

  test('a word in the supplement that is none of ours is refused', async () => {
    const answer = await quoteWith({}, { supplement: { refferal: 'filed' } });
    expect(hear(answer)).toMatchObject({ code: 'INVALID_BODY' });
  });
});

describe('what is no message', () => {
  test.each([
    ['nothing', ''],
    ['no JSON', 'ok'],
    ['a list', '[]'],
    ['no transaction', JSON.stringify({ fixmedins_code: 'H1', input: {} })],
    ['an unknown transaction', JSON.stringify({ infno: '1101', fixmedins_code: 'H1' })],
    ['endless nesting', '['.repeat(100_000)],
    ['a settlement without a message id', JSON.stringify(envelope('2304', '', nodesOf(CLAIM)))],
  ])('%s', async (_name, body) => {
    const answer = await his.send('nhsa', body);
    expect([answer.status, hear(answer).code]).toEqual([200, 'INVALID_BODY']);
    expect(outputOf(answer)).toMatchObject({
      infcode: -1,
      output: null,
      inf_refmsgid: expect.stringMatching(/^\d{30}$/),
    });
  });
});

test.each([
  ['2023-07-11', '2023-07-11T00:00:00+08:00', true],
  ['2023-07-11 10:20:30', '2023-07-11T10:20:30+08:00', false],
  ['2023-07-11 00:00:00', '2023-07-11T00:00:00+08:00', false],
  ['2024-03-02 21:07:33+08:00', '2024-03-02T21:07:33+08:00', false],
  ['2024-03-02T13:07:33Z', '2024-03-02T21:07:33+08:00', false],
  ['20210110003520', '2021-01-10T00:35:20+08:00', false],
  ['20210110', '2021-01-10T00:00:00+08:00', true],
  ['20210713230809297', '2021-07-13T23:08:09+08:00', false],
  ['2023 - 07 - 11', '2023-07-11T00:00:00+08:00', true],
  ['2023/7/1 9:05', '2023-07-01T09:05:00+08:00', false],
  ['1689042030000', '2023-07-11T10:20:30+08:00', false],
])('the date %s', (text, instant, dayOnly) => {
  const found = readMoment(text);
  expect([formatInstant(found?.instant ?? 0), found?.dayOnly]).toEqual([instant, dayOnly]);
});

test.each(['', '2023-02-30', '2023-13-01', '11/07/2023', '2023', '20231301', '2023-07-11 25:00:00', 'null'])(
  '%s is no date',
  (text) => {
    expect(readMoment(text)).toBeUndefined();
  },
);

test.each([
  ['.5', '0.5'],
  ['12.', '12'],
  ['-3.10', '-3.10'],
  ['1.8234055E5', '182340.5500000'],
  ['1e-2', '0.01'],
  ['007', '7'],
  ['4.0E+29', undefined],
  ['.', undefined],
  ['1,000', undefined],
  ['NaN', undefined],
])('the decimal %s', (text, plain) => {
  expect(decimalOf(text)).toBe(plain);
});

test.each([
  ['21', 'inpatient', 'illness'],
  ['2102', 'inpatient', 'illness'],
  ['28', 'inpatient', 'illness'],
  ['22', 'inpatient', 'accident'],
  ['2106', 'inpatient', 'maternity'],
  ['2107', 'inpatient', 'maternity'],
  ['52', 'inpatient', 'maternity'],
  ['14', 'special-outpatient', 'illness'],
  ['9901', 'special-outpatient', 'illness'],
  ['41', 'pharmacy', 'illness'],
  ['51', 'outpatient', 'maternity'],
  ['9903', 'outpatient', 'accident'],
  ['11', 'outpatient', 'illness'],
  ['71', 'outpatient', 'illness'],
])('med_type %s', (medType, setting, cause) => {
  expect(kindOf(medType)).toEqual({ setting, cause });
});

test('JSON keeps the text of its numbers', () => {
  expect(parseJsonText('{"a":38.61000000000001,"b":[1.10,-2E3],"c":"\\u6d4b\\n"}')).toEqual({
    a: '38.61000000000001',
    b: ['1.10', '-2E3'],
    c: '测\n',
  });
  for (const text of ['{"a":1', '{"a" 1}', '{a:1}', '"\\x"', '{"a":1}x', '-', 'tru']) {
    expect(codeOf(() => parseJsonText(text))).toBe('INVALID_BODY');
  }
});
