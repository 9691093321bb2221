import { AnswerProblem } from '../../../../src/message/answer.ts';
import { parseInstant } from '../../../../src/time/calendar.ts';
import { MISSIGNINGS, type MissigningName } from '../../missign.ts';
import { type Bench, posting } from '../bench.ts';
import { type Check, demand, Mismatch } from '../check.ts';
import type { Reply } from '../reply.ts';

/** Where the `jti` cannot be read, nobody can say which request an answer is for. */
const UNREADABLE: readonly MissigningName[] = ['missing', 'attached', 'padded', 'encoded'];

const wrongly = (name: MissigningName): Check => ({
  id: `signed-${name}`,
  section: '2',
  title: {
    zh: `签名错误：${MISSIGNINGS[name].zh}`,
    en: `Signed wrongly: ${MISSIGNINGS[name].en}`,
  },
  contract: {
    zh: `应拒绝为 401 ${MISSIGNINGS[name].code}`,
    en: `Refused with 401 ${MISSIGNINGS[name].code}`,
  },
  run: async (bench) => {
    const reply = await bench.raw(posting('/v1/settlements/quote', bench.claim()), { missigned: name });
    reply.refused(401, MISSIGNINGS[name].code);
    if (!UNREADABLE.includes(name)) reply.believed();
  },
});

function serverTime(reply: Reply, bench: Bench): void {
  const now = bench.newStamp().iat * 1000;
  const instants = Object.values(JSON.parse(reply.text) as object).flatMap((value) => {
    const instant = typeof value === 'string' ? parseInstant(value) : undefined;
    return instant === undefined ? [] : [instant];
  });
  demand(
    instants.some((instant) => Math.abs(instant - now) < 60_000),
    '问题详情中没有网关的时间',
    "the problem does not carry the gateway's time",
  );
}

/** A settlement with one signature, to be sent more than once. */
function signedOnce(bench: Bench) {
  const claim = bench.claim();
  const message = posting('/v1/settlements', claim);
  const stamp = bench.newStamp();
  const signature = bench.signature(message, stamp);
  bench.remember(claim.settlementId);
  return { settlementId: claim.settlementId, send: () => bench.send(message, { stamp, signature }) };
}

/** What a gateway makes of signatures (contract section 2). */
export const SIGNATURE_CHECKS: readonly Check[] = [
  ...(Object.keys(MISSIGNINGS) as MissigningName[]).map(wrongly),
  {
    id: 'clock-drift',
    section: '2',
    title: {
      zh: '时钟偏差：容许 300 秒，超出时告知网关时间',
      en: "Clock drift: 300 s allowed, beyond it the gateway's time is told",
    },
    contract: {
      zh: 'iat 与网关时间相差超过 300 秒时拒绝为 SIGNATURE_EXPIRED，并给出网关时间；以内则接受',
      en: "iat more than 300 s away is refused as SIGNATURE_EXPIRED with the gateway's time; less is accepted",
    },
    run: async (bench) => {
      for (const drift of [-240, 240]) {
        const sending = { stamp: bench.newStamp(drift) };
        (await bench.send(posting('/v1/settlements/quote', bench.claim()), sending)).expect(200);
      }
      const late = await bench.send(posting('/v1/settlements/quote', bench.claim()), { missigned: 'late' });
      late.refused(401, 'SIGNATURE_EXPIRED');
      serverTime(late, bench);
    },
  },
  {
    id: 'query-is-signed',
    section: '2',
    title: { zh: '签名包含查询串', en: 'The query string is part of what is signed' },
    contract: {
      zh: 'htu 为路径加查询串；不符时拒绝为 SIGNATURE_TARGET',
      en: 'htu is path plus query; another one is refused as SIGNATURE_TARGET',
    },
    run: async (bench) => {
      const body = new Uint8Array();
      const target = `/v1/settlements/${bench.newId()}`;
      const stamp = bench.newStamp();
      const signature = bench.signature({ method: 'GET', target, body }, stamp);
      const reply = await bench.send({ method: 'GET', target: `${target}?a=1`, body }, { stamp, signature });
      reply.refused(401, 'SIGNATURE_TARGET');
    },
  },
  {
    id: 'replay',
    section: '2',
    title: {
      zh: 'HTTP 库自行重发：同一 jti 只处理一次',
      en: 'An HTTP stack sends again by itself: one jti is taken once',
    },
    contract: {
      zh: '同一参与方的 jti 在时限内再次出现时拒绝为 SIGNATURE_REPLAYED，对客户端表示结果未知；先前的决定不变',
      en: 'A jti of this party seen before is refused as SIGNATURE_REPLAYED, which tells the client: outcome unknown; the decision stays',
    },
    run: async (bench) => {
      const { settlementId, send } = signedOnce(bench);
      const { decisionId } = (await send()).expect(201).decision();
      (await send()).refused(401, 'SIGNATURE_REPLAYED');
      const known = (await bench.query(settlementId)).expect(200).decision();
      demand(known.decisionId === decisionId, '重发后查到另一个决定', 'after the replay another decision is found');
    },
  },
  {
    id: 'replay-at-once',
    section: '2',
    title: { zh: '同一签名同时到达两次：只处理一次', en: 'The same signature arriving twice at once: taken once' },
    contract: {
      zh: 'jti 只被采用一次，无论先后还是同时',
      en: 'A jti is taken once, whether the copies come one after the other or together',
    },
    run: async (bench) => {
      const { send } = signedOnce(bench);
      const both = await Promise.all([send(), send()]);
      const words = both.map((one) => one.words).sort();
      if (words.join() !== 'HTTP 201,HTTP 401 SIGNATURE_REPLAYED') {
        throw new Mismatch(`两份应答为 ${words.join('、')}`, `the two copies were answered ${words.join(' and ')}`);
      }
    },
  },
  {
    id: 'jti-per-party',
    section: '2',
    title: { zh: 'jti 按参与方区分', en: 'A jti belongs to its party' },
    contract: {
      zh: '只有同一参与方用过的 jti 才算重复：他人不能占用',
      en: 'Only a jti of this party counts as seen: nobody uses it up for another',
    },
    needs: ['otherHospital'],
    run: async (bench) => {
      const stamp = bench.newStamp();
      (await bench.post('/v1/settlements/quote', bench.claim(), { stamp })).expect(200);
      (await bench.post('/v1/settlements/quote', bench.claim(), { stamp, as: 'otherHospital' })).expect(200);
    },
  },
  {
    id: 'keys-published',
    section: '2',
    title: { zh: '网关公布其公钥，不含私钥', en: 'The gateway publishes its public keys, and no private one' },
    contract: {
      zh: '公钥（含已停用的）在 /.well-known/jwks.json',
      en: 'The public keys, retired ones too, are at /.well-known/jwks.json',
    },
    run: async (bench) => {
      const { verified } = (await bench.post('/v1/settlements/quote', bench.claim())).received;
      const kid = verified instanceof AnswerProblem ? undefined : verified.kid;
      const held = bench.gateway.keys.some((one) => one.kid === kid);
      demand(held, '应答所用的 kid 未公布', 'the kid of the answer is not published');
    },
  },
];
