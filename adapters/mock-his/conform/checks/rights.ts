import { type Check, demand, same } from '../check.ts';

/** Who may do what (contract sections 2 and 3). */
export const RIGHTS_CHECKS: readonly Check[] = [
  {
    id: 'role',
    section: '2',
    title: { zh: '越权：保险机构不得结算', en: 'Outside its role: an insurer may not settle' },
    contract: { zh: '超出角色为 403 FORBIDDEN', en: 'A party acting outside its role gets 403 FORBIDDEN' },
    needs: ['insurer'],
    run: async (bench) => {
      const claim = bench.claim();
      (await bench.settle(claim, { as: 'insurer' })).refused(403, 'FORBIDDEN');
      (await bench.query(claim.settlementId)).refused(404, 'SETTLEMENT_NOT_FOUND');
    },
  },
  {
    id: 'other-hospital',
    section: '2',
    title: { zh: '他院的结算：一律查无', en: "Another hospital's settlement: not there" },
    contract: {
      zh: '对他院的结算查询、冲正、确认均为 404，不泄露其存在；settlementId 只在本院内唯一',
      en: "Query, reversal and acknowledgement of another hospital's settlement are 404, so that nothing leaks; a settlementId is unique per hospital only",
    },
    needs: ['otherHospital'],
    run: async (bench) => {
      const claim = bench.claim();
      const { decisionId } = await bench.settled(claim);
      const { settlementId } = claim;
      const as = { as: 'otherHospital' } as const;
      (await bench.query(settlementId, as)).refused(404, 'SETTLEMENT_NOT_FOUND');
      (await bench.reverse(settlementId, as)).refused(404, 'SETTLEMENT_NOT_FOUND');
      const acknowledgement = `/v1/settlements/${settlementId}/acknowledgement`;
      (await bench.post(acknowledgement, {}, as)).refused(404, 'SETTLEMENT_NOT_FOUND');
      const known = (await bench.query(settlementId)).expect(200).decision();
      demand(known.reversal === null, '他院冲正了本院的结算', 'another hospital reversed the settlement');
      const theirs = await bench.settled(claim, as);
      demand(theirs.decisionId !== decisionId, '他院得到本院的决定', "the other hospital got this hospital's decision");
    },
  },
  {
    id: 'eligibility',
    section: '3',
    title: { zh: '入院查询：返回有效保障，不含健康信息', en: 'Eligibility: the schemes in force, no health data' },
    contract: {
      zh: '返回有效保障的名称、范围与所需材料，不含健康信息；不认识的人与无保障的人应答相同',
      en: 'The schemes in force with name, coverage and papers, no health data; somebody unknown is answered like somebody without cover',
    },
    run: async (bench) => {
      const { patient, encounter } = bench.kit.claim;
      const { idNumber, name } = patient;
      const date = encounter.admittedAt.slice(0, 10);
      const idType = String(patient['idType']);
      const request = { idType, idNumber, name, date, setting: encounter['setting'] };
      const reply = (await bench.post('/v1/eligibility', request)).expect(200);
      const { schemes } = JSON.parse(reply.text) as { readonly schemes?: readonly object[] };
      demand((schemes?.length ?? 0) > 0, '没有返回有效保障', 'no scheme in force is answered');
      for (const word of ['preexisting', 'diagnos', idNumber]) {
        const held = !reply.text.includes(word);
        demand(held, '应答含有健康信息或证件号码', 'the answer holds health data or the id number');
      }
    },
  },
  {
    id: 'statement',
    section: '3',
    title: { zh: '日结单等于当日所结算与冲正', en: 'The statement of the day is what was settled and reversed' },
    contract: {
      zh: '本院当日的记录与合计；结算为正，冲正为负',
      en: "The hospital's own records of the day with totals; a settlement counts up, a reversal down",
    },
    run: async (bench) => {
      const [kept, reversed] = [bench.claim(), bench.claim()];
      const first = await bench.settled(kept);
      const second = await bench.settled(reversed);
      (await bench.reverse(reversed.settlementId)).expect(201);
      const { records, totals } = (await bench.get(`/v1/statements/${first.businessDate}`)).expect(200).statement();
      const amounts = (id: string) =>
        records
          .filter(({ settlementId }) => settlementId === id)
          .map(({ recordType, insurerPaid }) => `${recordType} ${insurerPaid}`)
          .join(', ');
      same(
        { zh: '有效结算的记录', en: 'records of the live one' },
        `SETTLE ${first.insurerPaid}`,
        amounts(kept.settlementId),
      );
      const both = `SETTLE ${second.insurerPaid}, REVERSE -${second.insurerPaid}`;
      same({ zh: '已冲正结算的记录', en: 'records of the reversed one' }, both, amounts(reversed.settlementId));
      const fen = (amount: string) => BigInt(amount.replace('.', ''));
      const sum = records.reduce((total, one) => total + fen(one.insurerPaid), 0n);
      same({ zh: '净额合计（分）', en: 'net total (fen)' }, sum, fen(totals.net.insurerPaid));
      same(
        { zh: '合计笔数', en: 'records in the totals' },
        records.length,
        totals.settlements.count + totals.reversals.count,
      );
    },
  },
];
