import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseJsonText } from '../../../adapters/nhsa/json.ts';
import { readLines } from '../../../adapters/nhsa/lines.ts';
import { rowsOf } from '../../../adapters/nhsa/node.ts';
import { Money } from '../../../src/money/money.ts';
import { claimOf, settleBody } from '../../../src/settlement/record.ts';
import { NANTONG, policy } from '../../support/terms.ts';
import { HisWorld } from '../support.ts';
import { bytesOf, envelope, hear, outputOf } from './voice.ts';

function sample(name: string): Record<string, object> {
  return JSON.parse(readFileSync(new URL(`../../../adapters/nhsa/samples/${name}.json`, import.meta.url), 'utf8'));
}

/** What a HIS has beside the centre's reply, as contract section 5.1 wants it. */
const STAY = {
  mdtrtinfo: { begntime: '2021-08-17 09:30:00', dscg_maindiag_code: 'I63.900' },
  dscginfo: { endtime: '2021-08-27 09:00:00' },
  diseinfo: [{ diag_type: '1', maindiag_flag: '1', diag_srt_no: 1, diag_code: 'I63.900', diag_name: '脑梗死' }],
};
const VISIT = {
  mdtrtinfo: { begntime: '2021-11-29 18:00:00' },
  diseinfo: [{ diag_type: '1', maindiag_flag: '1', diag_srt_no: '1', diag_code: 'J06.900', diag_name: '上呼吸道感染' }],
};

let his: HisWorld;
beforeEach(async () => {
  // The samples are of 2021: the member holds the one scheme that there was, whose deductible is 8,000 an admission.
  his = await HisWorld.open([policy(NANTONG, { effectiveFrom: '2021-01-01', effectiveTo: '2021-12-31' })], '320602');
});
afterEach(() => his.close());

const send = (infno: string, msgid: string, input: object) => his.send('nhsa', bytesOf(envelope(infno, msgid, input)));
const claimOfSettlement = async (settlementId: string) =>
  claimOf(
    settleBody((await his.world.recorded((await his.world.service.query('H1', settlementId)).decisionId)).entry).claim,
  );

describe('settlements as real centres answered them', () => {
  test('01 Chongqing, inpatient: one large-amount fund, a hospital-borne part, an account', async () => {
    const answer = await send('2304', 'M1', { ...sample('01_2304_chongqing_inpatient_settle')['output'], ...STAY });
    // The patient bears 4,152.06, below the deductible of 8,000: nothing is due. What the desk collects is what the centre
    // said it would be (psn_cash_pay 3,982.02), for the account's 170.04 are the patient's own money.
    expect(outputOf(answer)).toMatchObject({
      infcode: 0,
      output: {
        result: {
          setl_id: '300014490003',
          outcome: 'nothing-due',
          supl_pay_sumamt: '0.00',
          member_benefit: '0.00',
          psn_pay_after: '4152.06',
          already: 0,
        },
      },
    });
    const decision = await his.world.service.query('H1', '300014490003');
    expect(decision.cashDue).toBe('3982.02');
    const claim = await claimOfSettlement('300014490003');
    // Rows of setldetail (fund, hospital, account) are not added up: 19,460.44 was never paid by a fund.
    expect(claim.payments.map(({ fund, amount }) => [fund, amount.toFixed2()])).toEqual([['large-amount', '18785.39']]);
    expect(claim.hospitalBorne.toFixed2()).toBe('505.01');
    expect(claim.encounter).toMatchObject({ setting: 'inpatient', admittedAt: '2021-08-17T09:30:00+08:00' });
  });

  test('02 Chongqing, pre-settlement: no setl_id, aliases beside the names of the spec', async () => {
    const answer = await send('2303', 'M-QUOTE', {
      ...sample('02_2303_chongqing_inpatient_presettle')['output'],
      ...STAY,
    });
    // hosp_part_amt 505.01 beside ownpay_hosp_part 0, psn_pay beside psn_part_amt, oth_pay beside othfund_pay: no
    // contradiction. The message id stands for the missing setl_id; a quote leaves nothing behind.
    expect(hear(answer)).toMatchObject({ ok: true, settlementId: 'M-QUOTE', patientPays: '4152.06' });
    expect(await his.world.counts()).toMatchObject({ entries: 0, messages: 0 });
  });

  test('04 and 05 Hebei, outpatient: paid from the account alone, quoted before', async () => {
    const quoted = await send('2206', 'M1', { ...sample('05_2206_hebei_outpatient_presettle')['output'], ...VISIT });
    const settled = await send('2207', 'M2', { ...sample('04_2207_hebei_outpatient_settle')['output'], ...VISIT });
    // No benefit for an ordinary visit; the patient bears all 4.52, and the account has paid it: no cash.
    for (const answer of [quoted, settled])
      expect(hear(answer)).toMatchObject({ ok: true, insurerPaid: '0.00', patientPays: '4.52' });
    expect(await his.world.service.query('H1', '400120010')).toMatchObject({ cashDue: '0.00', refundDue: '0.00' });
  });

  test('06 Hebei, the reply to a reversal is no settlement', async () => {
    const answer = await send('2207', 'M1', { ...sample('06_2208_hebei_outpatient_reversal')['output'], ...VISIT });
    expect(hear(answer)).toMatchObject({ ok: false, code: 'INVALID_BODY' });
    expect(outputOf(answer).err_msg).toContain('/input/setlinfo/medfee_sumamt');
    expect(outputOf(answer).err_msg).toContain('2208');
  });

  test('07 Hunan, inpatient: a fund row of empty strings, clr_type 9902, med_type 2101', async () => {
    const answer = await send('2304', 'M1', {
      ...sample('07_2304_hunan_shaoyang_inpatient_settle')['output'],
      ...STAY,
      mdtrtinfo: { begntime: '2021-10-20' },
      dscginfo: { endtime: '2021-10-27' },
    });
    // 2,685.99 is borne, all in cash, below the deductible.
    expect(hear(answer)).toMatchObject({ ok: true, insurerPaid: '0.00', patientPays: '2685.99' });
    expect((await his.world.service.query('H1', '11000016')).cashDue).toBe('2685.99');
    expect((await claimOfSettlement('11000016')).encounter.setting).toBe('inpatient');
  });

  test('the same with what the schemes pay for: a hundred times the sums of 01', async () => {
    const { setlinfo, setldetail } = sample('01_2304_chongqing_inpatient_settle')['output'] as {
      setlinfo: object;
      setldetail: object;
    };
    const hundred = Object.fromEntries(
      Object.entries(setlinfo).map(([key, value]) => [
        key,
        typeof value === 'number' && key !== 'age' ? Money.of(String(value)).times(Money.of('100')).toFixed2() : value,
      ]),
    );
    const answer = await send('2304', 'M1', { setlinfo: hundred, setldetail, ...STAY });
    // Burden in the catalogue: first self-pay 70,344.00 and in scope 1,880,816 − 1,878,539 = 2,277.00; outside it 253,397.00
    // and 139,689.00; the hospital bears 50,501.00, so 415,206.00 of 465,707.00 remain. The scheme pays 70% above 8,000 of each
    // pot; the canonical interface says the same to the fen.
    const claim = await claimOfSettlement('300014490003');
    expect(claim.personal.toFixed2()).toBe('415206.00');
    expect(hear(answer)).toMatchObject({ ok: true });
    const { insurerPaid, patientPays } = await his.world.service.query('H1', '300014490003');
    expect(Money.of(insurerPaid).plus(Money.of(patientPays)).toFixed2()).toBe('415206.00');
    expect(hear(answer)).toMatchObject({ insurerPaid, patientPays });
    expect(Money.of(insurerPaid).isPositive()).toBe(true);
  });
});

describe('lines as real centres split them', () => {
  const result = (name: string) => {
    const read = parseJsonText(
      readFileSync(new URL(`../../../adapters/nhsa/samples/${name}.json`, import.meta.url), 'utf8'),
    );
    const [output] = rowsOf((read as { output?: never; result?: never }).output ?? read);
    return rowsOf(output?.['result']);
  };

  test('22 Chongqing: sixteen lines, joined with what the hospital charged', () => {
    const rows = result('22_2301_chongqing_result_lines');
    const charged = rows.map((row) => ({ feedetl_sn: row['feedetl_sn'] ?? '', med_list_codg: '001102000010000' }));
    const lines = readLines(charged, rows, []) ?? [];
    expect(lines).toHaveLength(16);
    const total = (of: 'total' | 'inScope' | 'fullySelfPaid') =>
      Money.sum(lines.map((line) => Money.of(String(line[of]))));
    const raw = Money.sum(rows.map((row) => Money.of(String(row['det_item_fee_sumamt']))));
    expect(total('total').eq(raw)).toBe(true);
    expect(total('inScope').plus(total('fullySelfPaid')).lte(raw)).toBe(true);
  });

  test('22 alone has no codes: the bill counts as without lines, and says so', () => {
    const warnings: { zh: string; en: string }[] = [];
    expect(readLines([], result('22_2301_chongqing_result_lines'), warnings)).toBeUndefined();
    expect(warnings).toHaveLength(1);
  });

  test('15 Zhejiang: class A by its level, fully self-paid by its figures: the figures count', () => {
    const [row] = result('15_2204A_zhejiang_result_line');
    const lines = readLines([{ ...row, feedetl_sn: '1', med_list_codg: 'XB05XAL211B002020400318' }], [], []);
    expect(lines).toMatchObject([
      {
        category: 'western-medicine',
        itemGroup: 'XB05XAL211',
        total: '1200.00',
        fullySelfPaid: '1200.00',
        inScope: '0.00',
      },
    ]);
  });

  test.each(['23_2204_hebei_result_line', '24_2204_shanghai_app_result_lines'])('%s', (name) => {
    const rows = result(name);
    const charged = rows.map((row) => ({ feedetl_sn: row['feedetl_sn'] ?? '', med_list_codg: 'C1' }));
    expect(readLines(charged, rows, [])).toHaveLength(rows.length);
  });
});

describe('other real messages', () => {
  test('18 signs in; under the institution code of another hospital it is forbidden', async () => {
    const request = sample('18_9001_zhejiang_request');
    const other = await his.send('nhsa', bytesOf(request));
    expect(other.status).toBe(403);
    expect(hear(other).code).toBe('FORBIDDEN');
    const own = await his.send('nhsa', bytesOf({ ...request, fixmedins_code: 'H1' }));
    expect(outputOf(own)).toMatchObject({
      infcode: 0,
      output: { signinoutb: { sign_no: expect.stringMatching(/^\d{12}$/), sign_time: '2026-01-01 00:00:00' } },
    });
  });

  test("19 is a request to the centre without the centre's reply: what is missing is named", async () => {
    const answer = await his.send('nhsa', bytesOf({ ...sample('19_2207_chongqing_request'), fixmedins_code: 'H1' }));
    expect(hear(answer).code).toBe('INVALID_BODY');
    expect(outputOf(answer).err_msg).toContain('/input/setlinfo');
  });

  test('20 reverses a settlement that nobody made here', async () => {
    const answer = await his.send('nhsa', bytesOf({ ...sample('20_2305_request_shape'), fixmedins_code: 'H1' }));
    expect(hear(answer).code).toBe('SETTLEMENT_NOT_FOUND');
  });
});
