import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseClaim } from '../../../src/claim/parse.ts';
import { verifyMember } from '../../../src/settlement/verify.ts';
import { burden, claimInput } from '../../support/claims.ts';
import { HisWorld } from '../support.ts';
import { bytesOf, envelope, type Fields, hear, nodesOf, outputOf, PERSON, settleMessage, voice } from './voice.ts';

let his: HisWorld;
beforeEach(async () => {
  his = await HisWorld.open();
});
afterEach(async () => {
  expect(await verifyMember(his.world.ledger, his.world.registers, his.world.member())).toBeUndefined();
  await his.close();
});

const CLAIM = voice.expressible(
  claimInput({ settlementId: 'S-1', costs: burden(26_500_000, 3_500_000), funds: 2_000_000 }),
);
type Nodes = Record<string, Record<string, unknown> & readonly Fields[]>;
const nodes = () => nodesOf(CLAIM) as Nodes;
const send = (message: Fields) => his.send('nhsa', bytesOf(message));
const quote = (change: Fields) => send(envelope('2303', 'Q1', { ...nodes(), ...change }));
const setlinfo = (change: Fields) => quote({ setlinfo: { ...nodes()['setlinfo'], ...change } });
const expected = async () => {
  const { insurerPaid } = await his.world.service.quote('H1', parseClaim(CLAIM, his.world.now));
  return { ok: true, insurerPaid };
};

describe('data of two patients in one message is refused', () => {
  const OTHER = '110101199003070716';

  test.each([
    ['another number in the request', { data: { certno: OTHER } }, 'certno'],
    ['another number at admission', { mdtrtinfo: { certno: OTHER, begntime: '2024-03-01' } }, 'certno'],
    [
      'another passport',
      {
        data: [{ psn_cert_type: '08', certno: 'P1' }, { inner: { mdtrtinfo: { psn_cert_type: '08', certno: 'P2' } } }],
      },
      'certno',
    ],
    [
      'a diagnosis of another person',
      { diseinfo: [{ diag_code: 'C34.900', maindiag_flag: '1', psn_no: '7' }] },
      'psn_no',
    ],
    [
      'a diagnosis of another visit',
      { diseinfo: [{ diag_code: 'C34.900', maindiag_flag: '1', mdtrt_id: '7' }] },
      'mdtrt_id',
    ],
    ['an operation of another person', { oprninfo: { oprn_oprt_code: '32.4100', PSN_NO: '7' } }, 'psn_no'],
    [
      'a line of another visit',
      { feedetail: (nodes()['feedetail'] ?? []).map((row) => ({ ...row, mdtrtId: '7' })) },
      'mdtrt_id',
    ],
  ])('%s', async (_name, change, place) => {
    const answer = await quote(change);
    expect(hear(answer)).toMatchObject({ ok: false, code: 'INVALID_BODY' });
    expect(outputOf(answer).err_msg).toContain(place);
    expect(outputOf(answer).err_msg).not.toContain(OTHER);
  });

  test('a social security card beside the resident number of its holder is no other person', async () => {
    expect(hear(await quote({ data: { psn_cert_type: '90', certno: 'A12345678' } }))).toMatchObject(await expected());
    const { certno } = nodes()['setlinfo'] as Fields;
    expect(hear(await quote({ data: { certno: ` ${String(certno).toLowerCase()} ` } }))).toMatchObject(
      await expected(),
    );
  });

  test('a settlement is not told to who asks for another person', async () => {
    await send(settleMessage(CLAIM, 'M1'));
    const data = { setl_id: 'S-1', mdtrt_id: CLAIM.encounter.id };
    const ask = async (psn_no: string) => hear(await send(envelope('5203', 'Q2', { data: { ...data, psn_no } })));
    expect(await ask('7')).toMatchObject({ ok: false, code: 'SETTLEMENT_NOT_FOUND' });
    for (const psn_no of [PERSON, '']) expect(await ask(psn_no)).toMatchObject(await expected());
  });
});

describe('what is no amount is not read as nothing', () => {
  test.each([[[5]], [{ amount: 5 }], [true], [[[]]]])('hosp_part_amt %j', async (hosp_part_amt) => {
    const answer = await setlinfo({ hosp_part_amt });
    expect(hear(answer)).toMatchObject({ ok: false, code: 'INVALID_BODY' });
    expect(outputOf(answer).err_msg).toContain('/input/setlinfo/hosp_part_amt');
  });

  test('empty lists and objects are how some languages write nothing', async () => {
    expect(hear(await setlinfo({ hosp_part_amt: [], acct_mulaid_pay: {} }))).toMatchObject(await expected());
  });

  test('lines that are neither rows nor JSON text of rows are not passed over', async () => {
    const { feedetail, result, setlinfo: reply } = nodes();
    for (const text of ['see attachment', '17']) {
      expect(hear(await quote({ feedetail: text }))).toMatchObject({ ok: false, code: 'INVALID_BODY' });
    }
    const texts = { feedetail: JSON.stringify(feedetail), result: JSON.stringify(result) };
    const output = JSON.stringify({ setlinfo: reply });
    const answer = await quote({ ...texts, setlinfo: undefined, reply: { infcode: 0, output } });
    expect(hear(answer)).toMatchObject(await expected());
    expect(outputOf(answer).warn_msg).toBeNull();
  });

  test('a medical type that is no code is refused, not taken as an outpatient', async () => {
    for (const med_type of ['普通住院', 'inpatient', '2'.repeat(7)]) {
      expect(hear(await setlinfo({ med_type }))).toMatchObject({ ok: false, code: 'INVALID_BODY' });
    }
  });
});

test('two supplements, or two inputs, that say different things are refused', async () => {
  const { mdtrtinfo } = nodes();
  const two = await quote({ mdtrtinfo: { ...mdtrtinfo, Supplement: { referral: 'unfiled' } } });
  expect([hear(two).code, outputOf(two).err_msg]).toEqual([
    'INVALID_BODY',
    expect.stringContaining('/input/supplement'),
  ]);
  const inputs = await send(envelope('2303', 'Q1', nodes(), { INPUT: { setlinfo: { medfee_sumamt: 1 } } }));
  expect([hear(inputs).code, outputOf(inputs).err_msg]).toEqual(['INVALID_BODY', expect.stringContaining('/input')]);
});

test('a fund type that is the name of something in the language maps to no scheme', async () => {
  const rows = ['constructor', '__proto__', 'toString'].map((fund_pay_type) => ({ fund_pay_type, fund_payamt: 5 }));
  expect(hear(await send(envelope('2304', 'M1', { ...nodes(), setldetail: rows })))).toMatchObject(await expected());
  expect(await his.world.attempts('H1', 'S-1')).toHaveLength(1);
});

test('our own answer among the centre’s rows is known again, however often its text was quoted', async () => {
  const { output } = outputOf(await send(settleMessage(CLAIM, 'M1'))) as { output: { setldetail: Fields[] } };
  const [own] = output.setldetail;
  for (const setl_proc_info of [own?.['setl_proc_info'], JSON.stringify(own?.['setl_proc_info'])]) {
    const answer = await quote({ setldetail: [{ ...own, setl_proc_info }] });
    expect([hear(answer).ok, outputOf(answer).warn_msg]).toEqual([true, null]);
  }
});

describe('a small message does not keep the gateway busy', () => {
  test.each([
    ['a node that stands many times', { data: Array(50_000).fill({ a: 1 }) }],
    ['a node in many others', { x: Array(50_000).fill({ setlinfo: { a: 1 } }) }],
  ])('%s', { timeout: 10_000 }, async (_name, change) => {
    expect(hear(await quote(change))).toMatchObject({ ok: false, code: 'INVALID_BODY' });
  });
});

test('many refunds of one item without the serial they refund are netted', async () => {
  const row = (feedetl_sn: string, amount: string) => ({
    feedetl_sn,
    med_list_codg: '001201000010000',
    det_item_fee_sumamt: amount,
    inscp_scp_amt: amount,
    med_chrgitm_type: '07',
  });
  const charged = Array.from({ length: 300 }, (_, index) => row(`C${index}`, '12.00'));
  const refunded = Array.from({ length: 300 }, (_, index) => row(`R${index}`, '-12.00'));
  const { feedetail = [] } = nodes();
  const answer = await quote({ feedetail: [...feedetail, ...charged, ...refunded] });
  expect(hear(answer)).toMatchObject(await expected());
});
