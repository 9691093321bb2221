import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClaimInput } from '../../../src/claim/claim.ts';
import { parseClaim, parseWith } from '../../../src/claim/parse.ts';
import { resolutionRequest } from '../../../src/settlement/review-requests.ts';
import { ReviewService } from '../../../src/settlement/review-service.ts';
import { verifyMember } from '../../../src/settlement/verify.ts';
import { burden, claimInput } from '../../support/claims.ts';
import { DIBUBAO, JIANGXI, NANTONG, policy, WENSHAN } from '../../support/terms.ts';
import { HisWorld } from '../support.ts';
import { bytesOf, envelope, type Fields, hear, nodesOf, outputOf, PERSON, settleMessage, voice } from './voice.ts';

let his: HisWorld;
beforeEach(async () => {
  his = await HisWorld.open([policy(JIANGXI), policy(WENSHAN)]);
});
afterEach(async () => {
  expect(await verifyMember(his.world.ledger, his.world.registers, his.world.member())).toBeUndefined();
  await his.close();
});

const claim = (change: Partial<Parameters<typeof claimInput>[0]> = {}): ClaimInput =>
  voice.expressible(claimInput({ settlementId: 'S-1', costs: burden(26_500_000, 3_500_000), ...change }));
const send = (message: Fields) => his.send('nhsa', bytesOf(message));
const say = async (message: Fields) => hear(await send(message));
const canonical = async (of: ClaimInput) => his.world.service.quote('H1', parseClaim(of, his.world.now));
/** A message whose nodes are changed. */
const changed = (of: ClaimInput, change: (nodes: Record<string, readonly object[]>) => object, msgid = 'M1') => {
  const nodes = nodesOf(of) as Record<string, readonly object[]>;
  return envelope('2304', msgid, { ...nodes, ...change(nodes) });
};

describe('where money is lost in the field', () => {
  test('a refund line is netted against the line it names', async () => {
    const one = claim();
    const { insurerPaid } = await canonical(one);
    const refunded = { det_item_fee_sumamt: '100.00', fulamt_ownpay_amt: '100.00', med_chrgitm_type: '05' };
    const back = { det_item_fee_sumamt: '-100', cnt: -1, fulamt_ownpay_amt: -100, med_chrgitm_type: '05' };
    const message = changed(one, ({ feedetail, result }) => ({
      feedetail: [
        ...(feedetail ?? []),
        { feedetl_sn: 'F8', med_list_codg: 'X1', ...refunded },
        { feedetl_sn: 'F9', init_feedetl_sn: 'F8', med_list_codg: 'X1', ...back },
      ],
      result: [...(result ?? []), { feedetl_sn: 'F8', ...refunded }, { feedetl_sn: 'F9', ...back }],
    }));
    expect(await say(message)).toMatchObject({ ok: true, insurerPaid });
  });

  test('a refund of nothing that is on the bill, or of more than was charged, is refused', async () => {
    for (const [init, amount, code] of [
      ['F77', '-1', 'INVALID_BODY'],
      ['F2', '-99999999', 'AMOUNTS_INCONSISTENT'],
    ]) {
      const row = { det_item_fee_sumamt: amount, fulamt_ownpay_amt: amount, med_chrgitm_type: '05' };
      const message = changed(claim(), ({ feedetail }) => ({
        feedetail: [...(feedetail ?? []), { feedetl_sn: 'F9', init_feedetl_sn: init, med_list_codg: 'X9', ...row }],
      }));
      expect(await say(message)).toMatchObject({ ok: false, code });
    }
  });

  test('what the hospital bears is not the patient’s: it lowers what is borne', async () => {
    const one = { ...claim(), personal: '299000.00', hospitalBorne: '1000.00' };
    const { insurerPaid, patientPays } = await canonical(one);
    expect(await say(settleMessage(one, 'M1'))).toMatchObject({ ok: true, insurerPaid, patientPays });
  });

  test('an account payment is the patient’s own money: it changes what is collected, not what is paid', async () => {
    const plain = await canonical(claim());
    const one = claim({ accountPaid: 5_000_000 });
    expect(await say(settleMessage(one, 'M1'))).toMatchObject({ insurerPaid: plain.insurerPaid });
    expect((await his.world.service.query('H1', 'S-1')).cashDue).toBe(
      (await canonical({ ...one, settlementId: 'S-1' })).cashDue,
    );
    expect((await his.world.service.query('H1', 'S-1')).cashDue).not.toBe(plain.cashDue);
  });

  test('a scheme that the centre has paid is left to its insurer, and stays so when all is run again', async () => {
    his.centreFunds['620100'] = WENSHAN;
    const paid = { fund_pay_type: '620100', fund_payamt: 1200.5, fund_pay_type_name: '特惠保补偿金' };
    const message = changed(claim(), ({ setldetail }) => ({ setldetail: [...(setldetail ?? []), paid] }));
    expect(await say(message)).toMatchObject({ ok: true });
    const decision = await his.world.service.query('H1', 'S-1');
    expect(decision.schemes.map(({ scheme, status, reason }) => [scheme, status, reason])).toContainEqual([
      WENSHAN,
      'pended',
      'ALREADY_SETTLED_AT_CENTRE',
    ]);
    // A later settlement that is reversed makes the first run again: nothing is paid for the scheme then either.
    const second = claim({
      settlementId: 'S-2',
      encounter: { admittedAt: '2024-05-01T09:00:00+08:00', dischargedAt: '2024-05-09T09:00:00+08:00' },
    });
    await say(settleMessage(second, 'M2'));
    await say(envelope('2305', 'M3', { data: { setl_id: 'S-2', mdtrt_id: second.encounter.id, psn_no: PERSON } }));
    expect((await his.world.service.query('H1', 'S-1')).adjustments).toEqual([]);
  });

  test('its insurer resolves it: what was stated counts, and nothing is paid by the run', async () => {
    his.centreFunds['620100'] = JIANGXI;
    const row = { fund_pay_type: '620100', fund_payamt: '100.00' };
    await say(changed(claim(), () => ({ setldetail: [row] })));
    const { world } = his;
    const clock = { real: () => world.now, business: () => world.now };
    const { ledger, vault, registers: rulebook } = world;
    const reviews = new ReviewService({
      ledger,
      vault,
      rulebook,
      clock,
      policyHolder: async () => ({ memberId: world.member(), effectiveFrom: '2023-06-01' }),
    });
    const { decisionId } = await world.service.query('H1', 'S-1');
    const stated = {
      benefit: 'in-catalog-inpatient',
      base: '100.00',
      deductibleApplied: '0.00',
      eligible: '100.00',
      table: 'standard',
      paid: '30.00',
    };
    const { created } = await reviews.resolve(
      'INS-JX',
      JIANGXI,
      decisionId,
      parseWith(resolutionRequest, { benefits: [stated] }),
    );
    expect(created).toBe(true);
    expect((await world.service.query('H1', 'S-1')).adjustments).toEqual([]);
  });

  test('a commercial payment at the centre that is of no known scheme is a warning', async () => {
    for (const row of [
      { fund_pay_type: '620100', fund_payamt: '300.00' },
      { fund_pay_type: '999997', setl_proc_info: '620101', fund_payamt: 300 },
    ]) {
      const message = changed(claim(), () => ({ setldetail: [row] }), `M-${row.fund_pay_type}`);
      expect(outputOf(await send(message)).warn_msg).toContain('300.00');
    }
    const nothing = changed(claim(), () => ({ setldetail: [{ fund_pay_type: '620100', fund_payamt: '0.00' }] }), 'M9');
    expect(outputOf(await send(nothing)).warn_msg).toBeNull();
  });

  test('our own earlier answer among the centre’s rows is ignored', async () => {
    his.centreFunds['620100'] = JIANGXI;
    const one = claim();
    const { output } = outputOf(await send(settleMessage(one, 'M1'))) as unknown as {
      output: { setldetail: object[] };
    };
    expect(output.setldetail).toHaveLength(2);
    const again = changed(
      one,
      ({ setldetail }) => ({ setldetail: [...(setldetail ?? []), ...output.setldetail] }),
      'M2',
    );
    expect(await say(again)).toMatchObject({ ok: true, already: true });
    await say(envelope('2305', 'M3', { data: { setl_id: 'S-1', mdtrt_id: one.encounter.id, psn_no: PERSON } }));
    const anew = changed(
      one,
      ({ setldetail }) => ({ setldetail: [...(setldetail ?? []), ...output.setldetail] }),
      'M4',
    );
    expect(await say(anew)).toMatchObject({ ok: true, already: false });
    expect((await his.world.service.query('H1', 'S-1')).schemes.every(({ status }) => status === 'paid')).toBe(true);
  });

  test('an interim settlement, then the final one of the same visit', async () => {
    const visit = { id: 'E-9', admittedAt: '2024-03-01T09:00:00+08:00', dischargedAt: '2024-03-11T10:00:00+08:00' };
    const half = claim({
      settlementId: 'S-A',
      costs: burden(15_000_000),
      encounter: { ...visit, dischargedAt: '2024-03-06T10:00:00+08:00' },
    });
    const rest = claim({ settlementId: 'S-B', costs: burden(11_500_000), encounter: visit });
    const interim = changed(half, ({ setlinfo }) => ({
      setlinfo: { ...setlinfo, mid_setl_flag: '1', enddate: '2024-03-06' },
      dscginfo: null,
    }));
    expect(await say(interim)).toMatchObject({ ok: true });
    const final = await say(settleMessage(rest, 'M2'));
    expect(final).toMatchObject({ ok: true });
    // Both count in one year: together they pay what one settlement of the whole would.
    const both = await Promise.all(['S-A', 'S-B'].map((id) => his.world.service.query('H1', id)));
    const paid = both.map(({ insurerPaid }) => Number(insurerPaid.replace('.', '')));
    const whole = await HisWorld.open([policy(JIANGXI), policy(WENSHAN)]);
    const { insurerPaid } = await whole.world.service.quote(
      'H1',
      parseClaim(claim({ costs: burden(26_500_000), encounter: visit }), his.world.now),
    );
    await whole.close();
    expect((paid[0] ?? 0) + (paid[1] ?? 0)).toBe(Number(insurerPaid.replace('.', '')));
    // The final one again is the same; a second final one under another id is not.
    expect(await say(settleMessage(rest, 'M3'))).toMatchObject({ ok: true, already: true });
    expect(await say(settleMessage({ ...rest, settlementId: 'S-C' }, 'M4'))).toMatchObject({ code: 'PERIOD_OVERLAP' });
  });

  test('two hospitals settle the same member at the same second: the deductible counts once', async () => {
    const first = claim({ settlementId: 'S-1' });
    const second = claim({
      settlementId: 'S-2',
      encounter: { admittedAt: '2024-05-01T09:00:00+08:00', dischargedAt: '2024-05-09T09:00:00+08:00' },
    });
    const answers = await Promise.all([
      his.send('nhsa', bytesOf(settleMessage(first, 'M1')), 'H1'),
      his.send('nhsa', bytesOf(envelope('2304', 'M2', nodesOf(second), { fixmedins_code: 'H2' })), 'H2'),
    ]);
    expect(answers.map((answer) => hear(answer).ok)).toEqual([true, true]);
    const remaining = await Promise.all(['H1', 'H2'].map((id, index) => his.world.service.query(id, `S-${index + 1}`)));
    const applied = remaining.map(({ schemes }) => schemes[0]?.benefits[0]?.deductible.applied);
    expect(applied.filter((amount) => amount !== '0.00')).toHaveLength(1);
  });

  test('a later scheme of a cascade goes on where the centre has paid an earlier one', async () => {
    const nantong = await HisWorld.open(
      [policy(NANTONG, { effectiveFrom: '2022-01-01', effectiveTo: '2022-12-31' }), policy(DIBUBAO)],
      '320602',
    );
    nantong.centreFunds['620100'] = NANTONG;
    const encounter = {
      admittedAt: '2022-03-01T09:00:00+08:00',
      dischargedAt: '2022-03-09T09:00:00+08:00',
      diagnoses: [{ code: 'E11.900', principal: true }],
    };
    const nodes = { ...nodesOf(claim({ encounter })), setldetail: [{ fund_pay_type: '620100', fund_payamt: '9.00' }] };
    await nantong.send('nhsa', bytesOf(envelope('2304', 'M1', nodes)));
    const { schemes } = await nantong.world.service.query('H1', 'S-1');
    expect(schemes.map(({ status, reason }) => [status, reason])).toEqual([
      ['pended', 'ALREADY_SETTLED_AT_CENTRE'],
      ['paid', null],
    ]);
    await nantong.close();
  });
});

describe('reversal by settlement id', () => {
  test('answers with what comes back, negative', async () => {
    const one = claim();
    const { output: settled } = outputOf(await send(settleMessage(one, 'M1'))) as unknown as {
      output: { setldetail: Fields[] };
    };
    const answer = outputOf(
      await send(envelope('2305', 'M2', { data: { mdtrt_id: one.encounter.id, setl_id: 'S-1', psn_no: PERSON } })),
    );
    const { output } = answer as unknown as { output: { result: Fields; setldetail: Fields[] } };
    expect(output.setldetail.map((row) => row['fund_payamt'])).toEqual(
      settled.setldetail.map((row) => (row['fund_payamt'] === '0.00' ? '0.00' : `-${row['fund_payamt']}`)),
    );
    expect(output.result['outcome']).toBe('reversed');
    const asked = outputOf(await send(envelope('5203', 'M3', { data: { setl_id: 'S-1', psn_no: PERSON } })));
    expect(asked).toMatchObject({
      output: { result: { outcome: 'reversed', supl_pay_sumamt: '0.00', psn_pay_after: one.personal } },
    });
  });

  test('of another visit or person is not done', async () => {
    const one = claim();
    await say(settleMessage(one, 'M1'));
    for (const data of [
      { setl_id: 'S-1', mdtrt_id: 'E-OTHER', psn_no: PERSON },
      { setl_id: 'S-1', mdtrt_id: one.encounter.id, psn_no: '42' },
    ]) {
      expect(await say(envelope('2305', 'M2', { data }))).toMatchObject({ code: 'SETTLEMENT_NOT_FOUND' });
    }
    expect((await his.world.attempts('H1', 'S-1')).map(({ status }) => status)).toEqual(['live']);
  });
});

describe('a message that is taken back', () => {
  test('is meant with its person: another patient’s under the same id stands', async () => {
    await say(settleMessage(claim(), 'M1'));
    const taken = envelope('2601', 'M2', { data: { psn_no: '42', omsgid: 'M1', oinfno: '2304' } });
    expect(await say(taken)).toMatchObject({ ok: true });
    expect((await his.world.attempts('H1', 'S-1')).map(({ status }) => status)).toEqual(['live']);
  });

  test('cannot be one that did not settle', async () => {
    const taken = envelope('2601', 'M2', { data: { psn_no: PERSON, omsgid: 'M1', oinfno: '2305' } });
    expect(await say(taken)).toMatchObject({ code: 'INVALID_BODY' });
  });

  test('that settled through the canonical interface first is another’s', async () => {
    const one = claim();
    await his.world.service.settle('H1', parseClaim(one, his.world.now));
    expect(await say(settleMessage(one, 'M1'))).toMatchObject({ ok: true, already: true });
    const taken = envelope('2601', 'M2', { data: { psn_no: PERSON, omsgid: 'M1', oinfno: '2304' } });
    expect(await say(taken)).toMatchObject({ code: 'SETTLED_BY_OTHER_MESSAGE' });
  });
});

test('nobody’s id number, name or person number is in a log or a refusal', async () => {
  const broken = changed(claim(), ({ setlinfo }) => ({ setlinfo: { ...setlinfo, medfee_sumamt: '1.00' } }));
  const text = Buffer.from((await send(broken)).bytes).toString('utf8') + his.log.join('');
  for (const secret of [PERSON, '11010519491231002X', '测试甲']) expect(text).not.toContain(secret);
  expect(text).toContain('AMOUNTS_INCONSISTENT');
});
