import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseClaim } from '../../../src/claim/parse.ts';
import { Money } from '../../../src/money/money.ts';
import { NAME, residentId } from '../../support/people.ts';
import { policy, WENSHAN } from '../../support/terms.ts';
import { HisWorld } from '../support.ts';
import { sample } from './support.ts';
import { find, messageOf } from './voice.ts';

let his: HisWorld;
beforeEach(async () => {
  his = await HisWorld.open([policy(WENSHAN)], '532601');
  his.world.now = Date.parse('2024-03-20T10:00:00+08:00');
});
afterEach(() => his.close());

const send = async (xml: string | Uint8Array) => messageOf(await his.send('xml', xml, 'H1', 'text/xml'));
const said = async (xml: string | Uint8Array) => {
  const answer = await send(xml);
  return find(answer, 'errormsg')?.text ?? find(answer, 'msg')?.text ?? '';
};

/** What a row of the centre's list has not, and a HIS has: the person, the stay, and how the costs are split. */
const STAY = `<KC21XML><AAC002>${residentId(2)}</AAC002><AAC003>${NAME}</AAC003><AAB301>532601</AAB301><AAE140>0</AAE140>
<AKC192>20240301090000</AKC192><AKC194>20240311100000</AKC194><AKC196>K80.200</AKC196></KC21XML>`;
const split = (total: string) => {
  const own = Money.of(total).times(Money.of('0.1')).roundFen();
  const scope = Money.of(total).minus(own).minus(Money.of('20'));
  return `<KC24><AKC253>${own}</AKC253><AKC254>20.0000</AKC254><AKC263>${scope}</AKC263></KC24>`;
};

/** A real row with what its HIS knows beside it. */
function completed(name: string): string {
  const text = sample(name).toString('utf8');
  const total = /<AKC264>([\d.]+)</.exec(text)?.[1] ?? '';
  const more = `${STAY}${split(total)}${text.includes('1108') ? '<AKA130>11</AKA130>' : ''}`;
  return text.replace('<OUTPUT>', `${more}<OUTPUT>`).replaceAll('2020060', '2024031');
}

// Of each: the funds as the centre lists them; the account is the patient's own money, so it is part of the burden.
const ROWS = [
  ['60_sjz_inpatient_pool_plus_cash_1.xml', '5100.95', { 'basic-pooling': '3718.96' }, '1381.99', '0.00'],
  ['61_sjz_inpatient_pool_plus_cash_2.xml', '3537.55', { 'basic-pooling': '3118.95' }, '418.60', '0.00'],
  ['62_sjz_inpatient_pool_plus_cash_3.xml', '2373.01', { 'basic-pooling': '1579.47' }, '793.54', '0.00'],
  ['63_sjz_inpatient_with_account_1.xml', '5124.68', { 'basic-pooling': '4552.56' }, '572.12', '215.10'],
  [
    '65_sjz_inpatient_with_big_illness_AKC706_1.xml',
    '15234.76',
    { 'basic-pooling': '12252.05', 'large-amount': '1627.72' },
    '1354.99',
    '0.00',
  ],
  // 356.83 and 551.32 raise benefits, 237.50 is medical assistance; 1145.65 is their sum, and is not counted again.
  [
    '67_sjz_inpatient_with_poverty_topups_AKC708_1.xml',
    '5905.26',
    { 'basic-pooling': '4446.84', 'medical-assistance': '237.50', 'other-public': '908.15' },
    '312.77',
    '0.00',
  ],
  [
    '69_sjz_inpatient_medical_aid_only_AKC708.xml',
    '4189.11',
    { 'basic-pooling': '3192.14', 'medical-assistance': '697.88' },
    '299.09',
    '0.00',
  ],
  // No cash at all: the account paid all that was left.
  ['70_sjz_inpatient_zero_cash.xml', '3680.89', { 'basic-pooling': '3295.56' }, '385.33', '385.33'],
  ['71_sjz_outpatient_706.xml', '1689.20', { 'basic-pooling': '1333.93', 'large-amount': '213.16' }, '142.11', '0.00'],
] as const;

describe('real settlements of the older kind', () => {
  it.each(ROWS)('%s alone is refused: the centre lists what was paid, not how the costs are split', async (name) => {
    const text = await said(sample(name));
    expect(text).toMatch(/^\[AMOUNTS_INCONSISTENT\] .*AKC253\(fulamt_ownpay_amt\).*AKC263\(inscp_scp_amt\)/);
    expect(await his.world.attempts('H1', '000001-0000000002')).toEqual([]);
  });

  it.each(ROWS)('%s with what its HIS knows beside it is settled', async (name, total, funds, personal, account) => {
    const answer = await send(completed(name));
    expect(find(answer, 'errormsg')?.text).toBe('');
    expect(find(answer, 'returnnum')?.text).toBe('1');
    const settlementId = find(answer, 'setl_id')?.text ?? '';
    expect(settlementId).toMatch(/^\w+-\d+$/);
    const own = Money.of(total).times(Money.of('0.1')).roundFen();
    const claim = parseClaim(
      {
        settlementId,
        patient: {
          idType: '01',
          idNumber: residentId(2),
          name: NAME,
          insuredRegion: '532601',
          insuranceType: 'unknown',
          basicInsurance: { status: 'active', settlementId },
        },
        encounter: {
          id: settlementId.split('-')[0] ?? '',
          setting: name.startsWith('71') ? 'outpatient' : 'inpatient',
          admittedAt: '2024-03-01T09:00:00+08:00',
          dischargedAt: '2024-03-11T10:00:00+08:00',
          diagnoses: [{ code: 'K80.200', principal: true }],
        },
        charges: {
          total,
          fullySelfPaid: own.toFixed2(),
          overLimit: '0.00',
          firstSelfPay: '20.00',
          inScope: Money.of(total).minus(own).minus(Money.of('20')).toFixed2(),
        },
        payments: Object.entries(funds).map(([fund, amount]) => ({ fund: fund as 'basic-pooling', amount })),
        personal,
        accountPaid: account,
      },
      his.world.now,
    );
    // The canonical interface takes the same claim for the one that is there already.
    const { created, decision } = await his.world.service.settle('H1', claim);
    expect(created).toBe(false);
    expect(decision.insurerPaid).toBe(find(answer, 'supl_pay_sumamt')?.text);
    expect(decision.patientPays).toBe(find(answer, 'psn_pay_after')?.text);
  });

  it('a pair of settlement and recall in one message is refused: which one is meant?', async () => {
    for (const name of ['72_sjz_pair_1202.xml', '73_sjz_pair_1203.xml']) {
      expect(await said(sample(name))).toMatch(/^\[INVALID_BODY\] .*MSGNO/);
    }
  });

  it.each(['72_sjz_pair_1202.xml', '73_sjz_pair_1203.xml'])(
    '%s, one after the other, settles and recalls',
    async (name) => {
      const text = completed(name);
      const [head = '', first = '', second = ''] = text.split('<OUTROW>');
      const tail = '</OUTPUT></RESPONSEDATA></HOSDATA>';
      const settled = await send(`${head}<OUTROW>${first}${tail}`);
      expect(find(settled, 'errormsg')?.text).toBe('');
      const settlementId = find(settled, 'setl_id')?.text ?? '';
      const recall = `<HOSDATA><RESPONSEDATA><OUTPUT><OUTROW>${second.slice(0, second.indexOf('</OUTROW>'))}</OUTROW>${tail}`;
      expect(find(await send(recall), 'returnnum')?.text).toBe('1');
      expect((await his.world.attempts('H1', settlementId)).map(({ status }) => status)).toEqual(['reversed']);
      // The centre lists the recall twice; it was done once.
      expect(find(await send(recall), 'returnnum')?.text).toBe('2');
    },
  );

  it('a visit that is settled again after its recall has a new bill, and so a new settlement', async () => {
    const name = '60_sjz_inpatient_pool_plus_cash_1.xml';
    await send(completed(name));
    const again = completed(name).replaceAll('0000000002', '0000000003').replace('HW000003', 'HW000009');
    // While the first stands, the second would bill the same stay twice.
    expect(await said(again)).toMatch(/^\[PERIOD_OVERLAP\]/);
    const recall =
      '<HOSDATA><REQUESTDATA><MSGNO>1203</MSGNO><MSGID>R1</MSGID><INPUT><AKC190>000001</AKC190><AAE072>0000000002</AAE072></INPUT></REQUESTDATA></HOSDATA>';
    expect(find(await send(recall), 'returnnum')?.text).toBe('1');
    expect(find(await send(again), 'returnnum')?.text).toBe('1');
  });
});

describe('the real message with national names', () => {
  const settled = () =>
    sample('50_fujian_nhsa_names_in_xml.xml')
      .toString('utf8')
      .replace('11010519491231002X', residentId(2))
      .replace('<setl_id></setl_id>', '<setl_id>350100S1</setl_id>')
      .replace('<mdtrt_id></mdtrt_id>', '<mdtrt_id>350100M1</mdtrt_id>')
      .replace('<fund_pay_sumamt></fund_pay_sumamt>', '<fund_pay_sumamt>1.00</fund_pay_sumamt>')
      .replace('<hifp_pay></hifp_pay>', '<hifp_pay>1.00</hifp_pay>')
      .replace('<psn_part_amt></psn_part_amt>', '<psn_part_amt>0.50</psn_part_amt>')
      .replace('<inscp_scp_amt></inscp_scp_amt>', '<inscp_scp_amt>1.50</inscp_scp_amt>');

  it('is settled once the centre has filled its amounts in: it has a settlement id, and no number', async () => {
    const answer = await send(settled());
    expect(answer.local).toBe('Response');
    expect(find(answer, 'status')?.text).toBe('200');
    expect(find(answer, 'setl_id')?.text).toBe('350100S1');
    // An outpatient's 50 fen: no scheme pays for that.
    expect(find(answer, 'supl_pay_sumamt')?.text).toBe('0.00');
    const decision = await his.world.service.query('H1', '350100S1');
    expect(decision.decisionId).toBe(find(answer, 'decision_id')?.text);
    expect(find(answer, 'warn_msg')?.text).toContain('treated as without lines');
  });

  it('is quoted while it has no settlement id', async () => {
    const answer = await send(settled().replace('<setl_id>350100S1</setl_id>', '<setl_id></setl_id>'));
    expect(find(answer, 'status')?.text).toBe('200');
    expect(await his.world.attempts('H1', '350100S1')).toEqual([]);
  });
});

describe('real messages that settle nothing', () => {
  it.each([
    // Every amount but the total is an empty element: it was written before the centre settled.
    ['50_fujian_nhsa_names_in_xml.xml', /^\[AMOUNTS_INCONSISTENT\] .*missing: fulamt_ownpay_amt/],
    // status 500 outside, a 200 inside: the outer one counts.
    ['51_fujian_error.xml', /^\[INVALID_BODY\] .*\/status/],
    ['75_sjz_fee_lines_gb18030_bytes.xml', /^\[INVALID_BODY\] .*medfee_sumamt/],
    ['76_sjz_signin_duplicate.xml', /^\[INVALID_BODY\] .*medfee_sumamt/],
    ['82_gs_request_soap_base64.xml', /^\[INVALID_BODY\] .*medfee_sumamt/],
    // A request to the centre, sent before anybody knew what the funds would pay.
    ['83_sjz_request_shape_1105.xml', /^\[INVALID_BODY\] .*AKC261/],
  ])('%s is refused, and says what is not there', async (name, reason) => {
    expect(await said(sample(name))).toMatch(reason);
  });
});
