import { type Check, DECISION, demand, PAID, same } from '../check.ts';

/** Reversing, and settling again afterwards (contract section 3). */
export const REVERSING_CHECKS: readonly Check[] = [
  {
    id: 'reversal',
    section: '3',
    title: { zh: '冲正：首次 201，其后 200 且 already', en: 'Reversal: 201 first, then 200 with already' },
    contract: {
      zh: '首次 201；其后无论 reversalId 为何均为 200 且 "already":true；查询的决定带有冲正',
      en: '201 first; afterwards 200 with "already":true, whatever the reversalId; the decision then shows its reversal',
    },
    run: async (bench) => {
      const claim = bench.claim();
      const { insurerPaid } = await bench.settled(claim);
      const first = (await bench.reverse(claim.settlementId)).expect(201).reversal();
      same({ zh: '冲正金额', en: 'amount of the reversal' }, `-${insurerPaid}`, first.insurerPaid);
      const again = (await bench.reverse(claim.settlementId)).expect(200).reversal();
      same({ zh: '再次冲正的 already', en: 'already of the second one' }, true, again.already);
      const { reversal } = (await bench.query(claim.settlementId)).expect(200).decision();
      demand(reversal !== null, '查询的决定没有冲正', 'the decision does not show its reversal');
    },
  },
  {
    id: 'reversal-at-once',
    section: '3',
    title: { zh: '同时冲正两次：只冲一次', en: 'Two reversals at once: one is done' },
    contract: {
      zh: '一份 201，另一份 200 且 already；当日只有一笔冲正',
      en: 'One copy gets 201, the other 200 with already; the day holds one reversal',
    },
    run: async (bench) => {
      const claim = bench.claim();
      await bench.settled(claim);
      const replies = await Promise.all([1, 2].map(() => bench.reverse(claim.settlementId)));
      const statuses = replies.map((one) => one.status).sort();
      same({ zh: '两份应答的状态码', en: 'statuses of the two' }, '200,201', statuses.join());
      const { businessDate } = (await bench.query(claim.settlementId)).decision();
      const { records } = (await bench.get(`/v1/statements/${businessDate}`)).expect(200).statement();
      const found = records.filter((one) => one.settlementId === claim.settlementId && one.recordType === 'REVERSE');
      same({ zh: '当日该结算的冲正笔数', en: 'reversals of the settlement in the day' }, 1, found.length);
    },
  },
  {
    id: 'reversal-first',
    section: '3',
    title: {
      zh: '冲正先于结算到达：如实告知没有这笔结算',
      en: 'A reversal before its settlement: told that there is none',
    },
    contract: {
      zh: '没有这笔结算时为 404 SETTLEMENT_NOT_FOUND，不留下记录；其后到达的结算照常处理',
      en: '404 SETTLEMENT_NOT_FOUND where nothing was settled, and nothing is left behind; a settlement that comes later is settled as usual',
    },
    run: async (bench) => {
      const claim = bench.claim();
      (await bench.reverse(claim.settlementId)).refused(404, 'SETTLEMENT_NOT_FOUND');
      await bench.settled(claim);
    },
  },
  {
    id: 'settled-after-reversal',
    section: '3',
    title: {
      zh: '冲正后：原次拒绝，attempt 2 重新结算',
      en: 'After a reversal: the same attempt is refused, attempt 2 settles',
    },
    contract: {
      zh: '已冲正的同一 attempt 为 409 SETTLEMENT_REVERSED；attempt + 1 可重新结算，占据原来的位置',
      en: "The reversed attempt is 409 SETTLEMENT_REVERSED; attempt + 1 settles again and takes the earlier one's place",
    },
    run: async (bench) => {
      const claim = bench.claim();
      const first = await bench.settled(claim);
      (await bench.reverse(claim.settlementId)).expect(201);
      (await bench.settle(claim)).refused(409, 'SETTLEMENT_REVERSED');
      const second = await bench.settled({ ...claim, attempt: 2 });
      same({ zh: '次数', en: 'attempt' }, 2, second.attempt);
      same(PAID, first.insurerPaid, second.insurerPaid);
      demand(second.decisionId !== first.decisionId, '两次结算同一决定编号', 'both attempts have one decision id');
      const known = (await bench.query(claim.settlementId)).expect(200).decision();
      same(DECISION, second.decisionId, known.decisionId);
    },
  },
  {
    id: 'attempt-live',
    section: '3',
    title: { zh: '前一次仍有效时，不得结算下一次', en: 'No next attempt while the earlier one is live' },
    contract: {
      zh: '前一次有效且已赔付时，更高的 attempt 为 409 ATTEMPT_LIVE',
      en: 'A higher attempt while the earlier one is live and paid something is 409 ATTEMPT_LIVE',
    },
    run: async (bench) => {
      const claim = bench.claim();
      await bench.settled(claim);
      (await bench.settle({ ...claim, attempt: 2 })).refused(409, 'ATTEMPT_LIVE');
    },
  },
  {
    id: 'replaces',
    section: '3',
    title: {
      zh: '以新号重新结算（replaces）：旧的冲正，新的占其位置',
      en: 'Re-settled under a new id (replaces): the old one is reversed',
    },
    contract: {
      zh: '旧结算若仍有效则在同一事务中冲正，新结算占据其位置，故同内容所赔相同；重发为 200',
      en: 'The old settlement, if live, is reversed and the new one takes its place in one transaction, so the same content is paid the same; sent again it gets 200',
    },
    run: async (bench) => {
      const old = bench.claim();
      const first = await bench.settled(old);
      const claim = bench.claim({ encounter: old.encounter, replaces: old.settlementId });
      const second = await bench.settled(claim);
      same(PAID, first.insurerPaid, second.insurerPaid);
      const { reversal } = (await bench.query(old.settlementId)).expect(200).decision();
      demand(reversal !== null, '旧结算未冲正', 'the old settlement was not reversed');
      same(DECISION, second.decisionId, (await bench.settle(claim)).expect(200).decision().decisionId);
      (await bench.settle(old)).refused(409, 'SETTLEMENT_REVERSED');
    },
  },
  {
    id: 'acknowledgement',
    section: '3',
    title: { zh: '确认收讫：可重复', en: 'Acknowledgement: may be repeated' },
    contract: {
      zh: '确认已从账单扣减；幂等，200；没有这笔结算时 404',
      en: 'The desk has taken the amount off the bill; idempotent, 200; 404 where nothing was settled',
    },
    run: async (bench) => {
      const claim = bench.claim();
      await bench.settled(claim);
      const message = {
        method: 'POST' as const,
        target: `/v1/settlements/${claim.settlementId}/acknowledgement`,
        body: new Uint8Array(),
      };
      (await bench.send(message)).expect(200);
      (await bench.send(message)).expect(200);
      const nothing = { ...message, target: `/v1/settlements/${bench.newId()}/acknowledgement` };
      (await bench.send(nothing)).refused(404, 'SETTLEMENT_NOT_FOUND');
    },
  },
  {
    id: 'interim-overlap',
    section: '3',
    title: { zh: '中途结算的计费期间不得重叠', en: 'Billed periods of interim settlements may not overlap' },
    contract: {
      zh: '同一次就诊两笔有效结算的计费期间重叠为 409 PERIOD_OVERLAP',
      en: 'Two live settlements of one encounter with overlapping billed periods are 409 PERIOD_OVERLAP',
    },
    run: async (bench) => {
      const first = bench.claim();
      const { dischargedAt, ...stay } = first.encounter;
      const encounter = { ...stay, interim: true, billedFrom: stay.admittedAt, billedThrough: dischargedAt };
      await bench.settled({ ...first, encounter });
      (await bench.settle({ ...bench.claim(), encounter })).refused(409, 'PERIOD_OVERLAP');
    },
  },
];
