import { Money } from '../../../../src/money/money.ts';
import { type Bench, posting } from '../bench.ts';
import { type Check, DECISION, demand, PAID, same } from '../check.ts';
import type { Decided, Reply } from '../reply.ts';
import { checkSums } from '../sums.ts';
import { numbersIn, shuffled } from '../variants.ts';

/** How many copies a nervous desk sends at the same moment. */
const COPIES = 8;

/** Settling and settling again (contract section 3). */
export const SETTLING_CHECKS: readonly Check[] = [
  {
    id: 'quote',
    section: '3',
    title: { zh: '试算与结算一致，且不改变任何数据', en: 'A quote is what the settlement pays, and changes nothing' },
    contract: {
      zh: '试算按当前累计计算，不留下任何记录；200',
      en: 'A quote adjudicates against present accumulators and leaves nothing behind; 200',
    },
    run: async (bench) => {
      const claim = bench.claim();
      const quote = (await bench.post('/v1/settlements/quote', claim)).expect(200).decision();
      (await bench.query(claim.settlementId)).refused(404, 'SETTLEMENT_NOT_FOUND');
      const again = (await bench.post('/v1/settlements/quote', claim)).expect(200).decision();
      same(PAID, quote.insurerPaid, again.insurerPaid);
      same(PAID, quote.insurerPaid, (await bench.settled(claim)).insurerPaid);
    },
  },
  {
    id: 'settle',
    section: '3',
    title: {
      zh: '结算：首次 201，原样重发 200 且决定不变',
      en: 'Settling: 201 first, then 200 with the same decision',
    },
    contract: {
      zh: '首次 201；同一 settlementId、attempt 与内容再次提交为 200 与同一决定；查询得到同一决定',
      en: '201 the first time; the same settlementId, attempt and content again gets 200 and the same decision; a query finds it',
    },
    run: async (bench) => {
      const claim = bench.claim();
      const first = await bench.settled(claim);
      demand(
        Money.of(first.insurerPaid).isPositive(),
        '套件中的结算单未获赔付，无法继续：请换一张',
        "the kit's claim is paid nothing, so nothing can be tried with it: take another one",
      );
      const again = (await bench.settle(claim)).expect(200).decision();
      same(DECISION, first.decisionId, again.decisionId);
      same(PAID, first.insurerPaid, again.insurerPaid);
      same(DECISION, first.decisionId, (await bench.query(claim.settlementId)).expect(200).decision().decisionId);
      same({ zh: '医院', en: 'hospitalId' }, bench.party('hospital'), first.hospitalId);
    },
  },
  {
    id: 'decision-sums',
    section: '3',
    title: { zh: '决定中的金额自洽', en: 'The amounts of a decision add up' },
    contract: {
      zh: 'insurerPaid 为付给医院的各项之和；patientPays = personal − insurerPaid − 付给医院的其他补偿；cashDue、refundDue 由 accountPaid 得出；金额均为两位小数',
      en: 'insurerPaid is the sum of benefits payable to the hospital; patientPays = personal − insurerPaid − other compensation paid to the hospital; cashDue and refundDue follow from accountPaid; all with two decimals',
    },
    run: async (bench) => {
      const claim = bench.claim();
      checkSums(claim, await bench.settled(claim));
    },
  },
  {
    id: 'same-content',
    section: '3',
    title: { zh: '同内容、不同字节：仍是同一决定', en: 'The same content in other bytes: the same decision' },
    contract: {
      zh: '“同内容”指同一规范结算单：行按 no 认，名称与 extensions 不计；金额可为文本或数值',
      en: '"Same content" is the same canonical claim: lines by no, names and extensions do not count; amounts may be texts or numbers',
    },
    run: async (bench) => {
      const claim = bench.claim();
      const { decisionId } = await bench.settled(claim);
      for (const other of [shuffled(claim), numbersIn(claim)]) {
        same(DECISION, decisionId, (await bench.post('/v1/settlements', other)).expect(200).decision().decisionId);
      }
    },
  },
  {
    id: 'other-content',
    section: '3',
    title: {
      zh: '同号不同内容：拒绝，并附已记录的决定',
      en: 'The same id with other content: refused, with the recorded decision',
    },
    contract: {
      zh: '409 SETTLEMENT_CONFLICT，并附已记录的决定',
      en: '409 SETTLEMENT_CONFLICT, and the recorded decision comes with it',
    },
    run: async (bench) => {
      const claim = bench.claim();
      const { decisionId } = await bench.settled(claim);
      const other = { ...claim, encounter: { ...claim.encounter, id: `${claim.encounter.id}-other` } };
      const reply = await bench.settle(other);
      reply.refused(409, 'SETTLEMENT_CONFLICT');
      demand(reply.text.includes(decisionId), '未附已记录的决定', 'the recorded decision does not come with it');
    },
  },
  {
    id: 'double-click',
    section: '3',
    title: {
      zh: '双击：同一结算同时到达多份，只有一个决定',
      en: 'Double click: copies at the same moment get one decision',
    },
    contract: {
      zh: '同一结算的各份得到同一决定，只有一份为 201；当日记录中只有一笔',
      en: 'All copies of a settlement get the same decision, one of them with 201; the day holds it once',
    },
    run: async (bench) => {
      const claim = bench.claim();
      const replies = await Promise.all(Array.from({ length: COPIES }, () => bench.settle(claim)));
      for (const one of replies) one.expect(200, 201);
      const decisions = new Set(replies.map((one) => one.decision().decisionId));
      demand(
        decisions.size === 1,
        `${COPIES} 份同时到达，得到 ${decisions.size} 个不同的决定`,
        `${COPIES} copies at once got ${decisions.size} different decisions`,
      );
      const created = replies.filter((one) => one.status === 201).length;
      same({ zh: '应答 201 的份数', en: 'copies answered 201' }, 1, created);
      await bookedOnce(bench, claim.settlementId, replies[0]);
    },
  },
  {
    id: 'lost-answer',
    section: '3',
    title: {
      zh: '超时：应答丢失后查询与重发，只有一个决定',
      en: 'Time-out: the answer is lost; query and send again, one decision',
    },
    contract: {
      zh: '结算先落盘后应答；应答丢失后以新 jti 重发得到同一决定，不会赔付两次',
      en: 'A settlement is durable before its answer; sent again under a new jti it gets the same decision, nothing is paid twice',
    },
    run: async (bench) => {
      const claim = bench.claim();
      bench.remember(claim.settlementId);
      await bench.hangUp(posting('/v1/settlements', claim));
      const known = (await bench.query(claim.settlementId)).expect(200, 404);
      const again = (await bench.settle(claim)).expect(200, 201);
      if (known.status === 200) same(DECISION, known.decision().decisionId, again.expect(200).decision().decisionId);
      await bookedOnce(bench, claim.settlementId, again);
    },
  },
  {
    id: 'members-queue',
    section: '3',
    title: {
      zh: '同一参保人同时结算两笔：累计不重不漏',
      en: 'Two settlements of one member at once: accumulators hold',
    },
    contract: {
      zh: '两家医院同时为同一参保人结算，所赔之和等于按某一先后次序结算之和',
      en: 'Two hospitals that settle one member at the same moment are paid as if one had come after the other',
    },
    needs: ['otherHospital'],
    run: async (bench) => {
      const pair = () => [bench.settled(bench.claim()), bench.settled(bench.claim(), { as: 'otherHospital' })] as const;
      const sum = (...decisions: readonly Decided[]) =>
        Money.sum(decisions.flatMap((one) => [Money.of(one.insurerPaid), Money.of(one.memberBenefit)])).toFixed2();
      const together = sum(...(await Promise.all(pair())));
      await bench.cleanUp();
      const ours = await bench.settled(bench.claim());
      const oursFirst = sum(ours, await bench.settled(bench.claim(), { as: 'otherHospital' }));
      await bench.cleanUp();
      const theirs = await bench.settled(bench.claim(), { as: 'otherHospital' });
      const theirsFirst = sum(theirs, await bench.settled(bench.claim()));
      demand(
        together === oursFirst || together === theirsFirst,
        `同时结算共赔 ${together}，先后结算共赔 ${oursFirst} 或 ${theirsFirst}`,
        `together they were paid ${together}, one after the other ${oursFirst} or ${theirsFirst}`,
      );
    },
  },
  {
    id: 'numbers',
    section: '0',
    title: { zh: '金额可写作 JSON 数值', en: 'Amounts may be JSON numbers' },
    contract: {
      zh: '至多两位小数的 JSON 数值与文本等价；更多小数、指数、千分位、负数均拒绝',
      en: 'A JSON number of at most 2 decimals is as good as a text; more decimals, exponents in texts, thousands separators and negatives are refused',
    },
    run: async (bench) => {
      const claim = bench.claim();
      const { insurerPaid } = (await bench.post('/v1/settlements/quote', claim)).expect(200).decision();
      const asNumbers = (await bench.post('/v1/settlements/quote', numbersIn(claim))).expect(200).decision();
      same(PAID, insurerPaid, asNumbers.insurerPaid);
      const spoilt = ['1,000.00', '1e3', '-1.00', '1.005', 'NaN', '', '１００', ' 1.00', null, -1, 1.005];
      for (const total of spoilt) {
        const reply = await bench.post('/v1/settlements/quote', { ...claim, charges: { ...claim.charges, total } });
        const shown = JSON.stringify(total);
        demand(
          reply.status === 400 || reply.status === 422,
          `金额 ${shown} 应拒绝，实为 ${reply.words}`,
          `the amount ${shown} should be refused, got ${reply.words}`,
        );
      }
    },
  },
];

async function bookedOnce(bench: Bench, settlementId: string, reply: Reply | undefined): Promise<void> {
  const date = reply?.decision().businessDate ?? '';
  const { records } = (await bench.get(`/v1/statements/${date}`)).expect(200).statement();
  const found = records.filter((one) => one.settlementId === settlementId && one.recordType === 'SETTLE').length;
  same({ zh: '当日记录中该结算的笔数', en: 'records of the settlement in the day' }, 1, found);
}
