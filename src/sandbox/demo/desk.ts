import { settleSafely } from '../../../adapters/mock-his/settle-safely.ts';
import { member } from '../members.ts';
import { claimOf } from './claims.ts';
import { PNEUMONIA } from './scene.ts';
import type { Step } from './step.ts';

/** What happens at a desk beside plain discharges: questions, lost answers, refused benefits, mistakes put right. */

export const ELIGIBILITY: Step = {
  zh: '入院：查询有效保障',
  en: 'Admission: which schemes are in force',
  run: async (stage) => {
    const { name, idNumber } = member('测试庚');
    const question = { idType: '01', idNumber, name, date: '2022-05-10', setting: 'inpatient' } as const;
    const { body } = stage.answered(await stage.client('nantong').eligibility(question));
    for (const { name: scheme, effectiveFrom, effectiveTo, covered } of body.schemes) {
      stage.print(
        `  ${scheme.zh} ${effectiveFrom} … ${effectiveTo} ${covered ? '可保障 covered' : '不保障 not covered'}`,
      );
    }
    const got = body.schemes.map((one) => one.scheme).sort();
    stage.expect('有效保障', 'schemes in force', 'nantong-dibubao-2022, nantong-nantongbao-2021', got.join(', '));
  },
};

const QUOTED = claimOf({
  settlementId: 'DEMO-WS-2',
  patient: '测试卯',
  stay: ['2023-11-06', '2023-11-15'],
  diagnosis: PNEUMONIA,
  inCatalog: '22000',
  pooling: '31000',
});

export const QUOTE: Step = {
  zh: '试算：不改变任何数据',
  en: 'A quote changes nothing',
  run: async (stage) => {
    const client = stage.client('wenshan');
    const { body: decision } = stage.answered(await client.quote(QUOTED));
    stage.show(QUOTED, decision);
    stage.compare(decision, { pays: { 'in-catalog-inpatient': '8000.00' } });
    const asked = await client.query(QUOTED.settlementId);
    const code = asked.kind === 'refused' ? asked.problem.code : asked.kind;
    stage.expect('试算后查询', 'a query after the quote', 'SETTLEMENT_NOT_FOUND', code);
  },
};

export const LOST_ANSWER: Step = {
  zh: '应答在途中丢失：先查询，再以新 jti 重发，决定不变',
  en: 'The answer is lost on its way: query, then send again under a new jti; the decision is the same',
  run: async (stage) => {
    let sent = 0;
    const losesFirstAnswer: typeof fetch = async (...request) => {
      sent += 1;
      const answer = await fetch(...request);
      if (sent > 1) return answer;
      await answer.arrayBuffer();
      throw new TypeError('the connection broke');
    };
    const client = stage.client('wenshan', losesFirstAnswer);
    const outcome = stage.answered(await settleSafely(client, QUOTED, { tries: 3, pause: 1 }));
    stage.show(QUOTED, outcome.body);
    stage.handOut(outcome.body);
    stage.compare(outcome.body, { pays: { 'in-catalog-inpatient': '8000.00' } });
    stage.expect('重发的状态码', 'status of the second transmission', '200', String(outcome.status));
    const again = stage.answered(await client.settle(QUOTED));
    stage.expect('再次重发的决定', 'the decision sent again', outcome.body.decisionId, again.body.decisionId);
  },
};

export const DECLINED: Step = {
  zh: '不予赔付，并说明理由',
  en: 'Declined, with the reason',
  run: async (stage) => {
    const claim = claimOf({
      settlementId: 'DEMO-JX-7',
      patient: '测试乙',
      stay: ['2023-12-01', '2023-12-06'],
      diagnosis: { code: 'O80.900', name: '单胎顺产' },
      cause: 'maternity',
      inCatalog: '6000',
      pooling: '4000',
    });
    await stage.discharge('nanchang', claim, { outcome: 'declined', reason: 'MATERNITY' });
  },
};

export const PENDED: Step = {
  zh: '待人工审核：新市民须核对材料',
  en: "For a person to decide: a new resident's papers",
  run: async (stage) => {
    const claim = claimOf({
      settlementId: 'DEMO-JX-8',
      patient: '测试己',
      stay: ['2023-12-04', '2023-12-14'],
      diagnosis: PNEUMONIA,
      inCatalog: '40000',
      pooling: '25000',
    });
    await stage.discharge('nanchang', claim, { outcome: 'pended', reason: 'NEW_RESIDENT_DOCUMENTS' });
  },
};

export const REVERSAL: Step = {
  zh: '冲正较早的一次：较晚的一次由保险人与参保人之间调整，收据不变',
  en: 'An earlier stay is reversed: the later one is adjusted between insurer and member, its receipt stays',
  run: async (stage) => {
    const client = stage.client('nanchang');
    const request = { reversalId: 'DEMO-REV-1', reason: '退费重结 refund' };
    const { body: reversal } = stage.answered(await client.reverse('DEMO-JX-1', request));
    stage.reversals.push(reversal);
    stage.print(`  DEMO-JX-1 已冲正 reversed: ${reversal.insurerPaid}`);
    stage.expect('冲正金额', 'what comes back', '-118000.00', reversal.insurerPaid);
    const { body: repeated } = stage.answered(await client.reverse('DEMO-JX-1', request));
    stage.expect('重复冲正', 'the same reversal again', 'true', String(repeated.already));
    const { body: later } = stage.answered(await client.query('DEMO-JX-2'));
    stage.expect('DEMO-JX-2 收据', 'the receipt of DEMO-JX-2', '75000.00', later.insurerPaid);
    for (const { scheme, amount, businessDate } of later.adjustments) {
      stage.print(`  DEMO-JX-2 调整 adjustment ${businessDate} ${scheme}: ${amount}`);
    }
    // Alone in its year the stay pays (100,000 − 15,000) × 30% = 25,500, which is 49,500 less than was paid.
    const amounts = later.adjustments.map(({ amount }) => amount).join(', ');
    stage.expect('DEMO-JX-2 调整', 'the adjustment of DEMO-JX-2', '-49500.00', amounts);
  },
};
