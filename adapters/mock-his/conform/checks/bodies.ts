import { Money } from '../../../../src/money/money.ts';
import { type Bench, bytesOf, posting, type Settling } from '../bench.ts';
import { type Check, demand } from '../check.ts';
import type { Reply } from '../reply.ts';

const QUOTE = '/v1/settlements/quote';
const FEN = Money.of('0.01');

/** 测试 in GB18030, as an older HIS would send it under whatever label. */
const GB18030_NAME = [0xb2, 0xe2, 0xca, 0xd4];
/** Stands in a claim where the bytes go; nothing else in JSON text holds it. */
const PLACE = 'NAME-IN-GB18030';

/** One byte more than an ordinary body may have. */
const TOO_LARGE = 32 * 1024 * 1024 + 1;

const more = (amount: string): string => Money.of(amount).plus(FEN).toFixed2();

/** What stands in a body (contract sections 3 and 6). */
export const BODY_CHECKS: readonly Check[] = [
  {
    id: 'amounts-charges',
    section: '3',
    title: { zh: '费用不平：拒绝，指明恒等式与两边数额', en: 'Charges that do not add up: refused, with both sides' },
    contract: {
      zh: 'total = fullySelfPaid + overLimit + firstSelfPay + inScope，否则 422 AMOUNTS_INCONSISTENT，并给出两边数额',
      en: 'total = fullySelfPaid + overLimit + firstSelfPay + inScope, else 422 AMOUNTS_INCONSISTENT with both sides',
    },
    run: async (bench) => {
      const claim = bench.claim();
      const total = more(claim.charges.total);
      const reply = await refusedAndForgotten(bench, { ...claim, charges: { ...claim.charges, total } });
      demand(
        reply.text.includes(total) && reply.text.includes(claim.charges.total),
        `未给出两边数额 ${total} 与 ${claim.charges.total}`,
        `does not name both sides, ${total} and ${claim.charges.total}`,
      );
    },
  },
  {
    id: 'amounts-payments',
    section: '3',
    title: { zh: '支付不平：拒绝', en: 'Payments that do not add up: refused' },
    contract: {
      zh: 'total = Σ payments + hospitalBorne + personal，精确到分，否则 422 AMOUNTS_INCONSISTENT',
      en: 'total = Σ payments + hospitalBorne + personal, exactly, else 422 AMOUNTS_INCONSISTENT',
    },
    run: async (bench) => {
      const claim = bench.claim();
      const [first, ...rest] = claim.payments;
      const payments = [{ ...first, amount: more(first?.amount ?? '0.00') }, ...rest];
      await refusedAndForgotten(bench, { ...claim, payments });
      const other = bench.claim();
      await refusedAndForgotten(bench, { ...other, personal: more(other.personal) });
    },
  },
  {
    id: 'unknown-field',
    section: '3',
    title: {
      zh: '未知字段：拒绝并指明；extensions 之下除外',
      en: 'An unknown field: refused and named; not under extensions',
    },
    contract: {
      zh: '规范报文中的未知字段一律拒绝（400 INVALID_BODY），extensions 之下除外',
      en: 'Unknown fields of a canonical message are refused (400 INVALID_BODY), except under extensions',
    },
    run: async (bench) => {
      const claim = bench.claim();
      const typo = { ...claim, charges: { ...claim.charges, fulySelfPaid: '1.00' } };
      const { errors = [] } = (await bench.post(QUOTE, typo)).refused(400, 'INVALID_BODY');
      const named = errors.some(({ pointer }) => pointer === '/charges/fulySelfPaid');
      demand(named, '未指明 /charges/fulySelfPaid', 'does not name /charges/fulySelfPaid');
      (await bench.post(QUOTE, { ...claim, extensions: { fulySelfPaid: '1.00' } })).expect(200);
    },
  },
  {
    id: 'claim-checks',
    section: '3',
    title: { zh: '不合理的结算单：拒绝', en: 'Claims that cannot be: refused' },
    contract: {
      zh: '出院不早于入院、不在将来；恰有一个主诊断；身份证校验位正确；settlementId 形式正确',
      en: 'Discharge not before admission nor in the future; exactly one principal diagnosis; a valid check digit; a well-formed settlementId',
    },
    run: async (bench) => {
      const claim = bench.claim();
      const { encounter, patient } = claim;
      const wrong: readonly (readonly [zh: string, en: string, object])[] = [
        [
          '出院早于入院',
          'discharge before admission',
          { encounter: { ...encounter, dischargedAt: '2000-01-01T00:00:00+08:00' } },
        ],
        [
          '出院在将来',
          'discharge in the future',
          { encounter: { ...encounter, dischargedAt: '2999-01-01T00:00:00+08:00' } },
        ],
        ['没有主诊断', 'no principal diagnosis', { encounter: { ...encounter, diagnoses: [{ code: 'J18.900' }] } }],
        [
          '校验位错误',
          'a wrong check digit',
          { patient: { ...patient, idType: '01', idNumber: '110105194912310021' } },
        ],
        ['settlementId 含空格', 'a settlementId with a blank', { settlementId: 'A B' }],
        [
          '时间没有时区',
          'an instant without offset',
          { encounter: { ...encounter, admittedAt: '2023-07-01 09:00:00' } },
        ],
      ];
      for (const [zh, en, change] of wrong) {
        const reply = await bench.post(QUOTE, { ...claim, ...change });
        const refused = reply.status === 400 || reply.status === 422;
        demand(refused, `${zh}：应拒绝，实为 ${reply.words}`, `${en}: should be refused, got ${reply.words}`);
      }
    },
  },
  {
    id: 'gb18030',
    section: '6',
    title: { zh: 'GB18030 字节：拒绝，不得存为乱码', en: 'GB18030 bytes: refused, not stored as garbage' },
    contract: {
      zh: '规范报文为 UTF-8 的 JSON；其他编码的正文为 400 INVALID_BODY 或 415，绝不写入错误的字符',
      en: 'A canonical message is JSON in UTF-8; a body in another encoding is 400 INVALID_BODY or 415, never somebody else’s characters in a record',
    },
    run: async (bench) => {
      const claim = bench.claim();
      const text = JSON.stringify({ ...claim, patient: { ...claim.patient, name: PLACE } });
      const [before = '', after = ''] = text.split(PLACE);
      const body = new Uint8Array([...bytesOf(before), ...GB18030_NAME, ...bytesOf(after)]);
      for (const contentType of ['application/json', 'application/json; charset=GB18030']) {
        const reply = await bench.send({ method: 'POST', target: '/v1/settlements', body, contentType });
        bench.remember(claim.settlementId);
        reply.expect(400, 415);
      }
      (await bench.query(claim.settlementId)).refused(404, 'SETTLEMENT_NOT_FOUND');
    },
  },
  {
    id: 'not-json',
    section: '6',
    title: { zh: '残缺的 JSON 与其他类型：拒绝', en: 'Broken JSON and other types: refused' },
    contract: {
      zh: '正文无效为 400 INVALID_BODY；类型不支持为 415',
      en: 'An invalid body is 400 INVALID_BODY; another type 415',
    },
    run: async (bench) => {
      const { body } = posting(QUOTE, bench.claim());
      const target = QUOTE;
      const half = await bench.send({ method: 'POST', target, body: body.slice(0, body.length / 2) });
      half.refused(400, 'INVALID_BODY');
      for (const text of ['[]', 'null', '"x"', '']) {
        (await bench.send({ method: 'POST', target, body: bytesOf(text) })).expect(400, 415);
      }
      const form = await bench.send({ method: 'POST', target, body, contentType: 'text/plain' });
      form.expect(415);
    },
  },
  {
    id: 'too-large',
    section: '6',
    title: { zh: '超过 32 MiB 的正文：拒绝', en: 'A body over 32 MiB: refused' },
    contract: { zh: '413 BODY_TOO_LARGE', en: '413 BODY_TOO_LARGE' },
    run: async (bench) => {
      const body = new Uint8Array(TOO_LARGE).fill(0x20);
      (await bench.send({ method: 'POST', target: QUOTE, body })).refused(413, 'BODY_TOO_LARGE');
    },
  },
];

/** Refused for its amounts, and nothing of it settled. */
async function refusedAndForgotten(bench: Bench, claim: Settling): Promise<Reply> {
  const reply = await bench.settle(claim);
  reply.refused(422, 'AMOUNTS_INCONSISTENT');
  (await bench.query(claim.settlementId)).refused(404, 'SETTLEMENT_NOT_FOUND');
  return reply;
}
