import { type Bench, posting } from '../bench.ts';
import { type Check, demand, same } from '../check.ts';
import type { Reply } from '../reply.ts';

/** An answer of each kind: a decision, a refusal of content, a thing that is not there. */
async function oneOfEach(bench: Bench): Promise<readonly Reply[]> {
  return [
    await bench.raw(posting('/v1/settlements/quote', bench.claim())),
    await bench.raw(posting('/v1/settlements/quote', { ...bench.claim(), typo: 1 })),
    await bench.raw({ method: 'GET', target: `/v1/settlements/${bench.newId()}`, body: new Uint8Array() }),
  ];
}

/** How answers are signed and what stands around them (contract sections 2 and 6). */
export const ANSWER_CHECKS: readonly Check[] = [
  {
    id: 'answer-signature',
    section: '2',
    title: { zh: '应答有网关签名，且指明所对应的请求与状态码', en: 'Answers are signed, for this request and status' },
    contract: {
      zh: '对已签名请求的每个应答（包括拒绝）都带网关对应答字节的签名，签名内含请求的 jti 与 HTTP 状态码，可用公布的公钥验证',
      en: "Every answer to a signed request, a refusal too, carries the gateway's signature over its bytes with the request's jti and the HTTP status, verifiable with the published keys",
    },
    run: async (bench) => {
      const [quote, refusal, nothing] = await oneOfEach(bench);
      quote?.believed().expect(200);
      refusal?.believed().expect(400);
      nothing?.believed().expect(404);
    },
  },
  {
    id: 'answer-caching',
    section: '2',
    title: { zh: '应答禁止缓存与改写', en: 'Answers may be neither stored nor transformed' },
    contract: {
      zh: '应答带 Cache-Control: no-store, no-transform',
      en: 'Answers carry Cache-Control: no-store, no-transform',
    },
    run: async (bench) => {
      for (const reply of await oneOfEach(bench)) {
        const words = (reply.received.headers.get('cache-control') ?? '').toLowerCase().split(/\s*,\s*/);
        const what = { zh: `Cache-Control（${reply.words}）`, en: `Cache-Control (${reply.words})` };
        same(what, 'no-store, no-transform', [...words].sort().join(', '));
      }
    },
  },
  {
    id: 'problem-details',
    section: '6',
    title: { zh: '拒绝采用问题详情格式', en: 'Refusals are problem details' },
    contract: {
      zh: '拒绝为 application/problem+json，含 type、title、status、code、detail（中文）、detailEn、requestId；正文有误时以 errors 指明位置',
      en: 'A refusal is application/problem+json with type, title, status, code, detail (Chinese), detailEn and requestId; for an invalid body errors name the places',
    },
    run: async (bench) => {
      const [, invalid, nothing] = await oneOfEach(bench);
      for (const reply of [invalid, nothing]) {
        const type = reply?.received.headers.get('content-type')?.split(';')[0];
        same({ zh: 'Content-Type', en: 'Content-Type' }, 'application/problem+json', type);
        same({ zh: '问题详情中的 status', en: 'status in the problem' }, reply?.status, reply?.problem().status);
      }
      invalid?.refused(400, 'INVALID_BODY');
      nothing?.refused(404, 'SETTLEMENT_NOT_FOUND');
      const places = invalid?.problem().errors?.map(({ pointer }) => pointer) ?? [];
      demand(places.includes('/typo'), 'errors 未指明 /typo', 'errors do not name /typo');
    },
  },
  {
    id: 'public-paths',
    section: '2',
    title: { zh: '公开路径无需签名', en: 'Public paths need no signature' },
    contract: {
      zh: '/healthz、/readyz、/.well-known/gateway、/.well-known/jwks.json、/openapi.json、/docs 无需签名',
      en: '/healthz, /readyz, /.well-known/gateway, /.well-known/jwks.json, /openapi.json and /docs need no signature',
    },
    run: async (bench) => {
      const paths = ['healthz', 'readyz', '.well-known/gateway', '.well-known/jwks.json', 'openapi.json', 'docs'];
      for (const path of paths) {
        const reply = await bench.raw(
          { method: 'GET', target: `/${path}`, body: new Uint8Array(), accept: '*/*' },
          { missigned: 'missing' },
        );
        same({ zh: `GET /${path} 的状态码`, en: `status of GET /${path}` }, 200, reply.status);
      }
    },
  },
];

/** Last, for it tells of all refusals that the others have caused. */
export const LEAK_CHECK: Check = {
  id: 'no-personal-data',
  section: '6',
  title: { zh: '拒绝中没有个人信息', en: 'No personal data in a refusal' },
  contract: {
    zh: '问题详情与日志中没有证件号码、堆栈、SQL 或路径',
    en: 'No id number, stack, SQL or file path stands in a problem or a log',
  },
  run: async (bench) => {
    await bench.post('/v1/settlements/quote', { ...bench.claim(), patient: { ...bench.kit.claim.patient, typo: 1 } });
    const places = bench.leaks.join('; ');
    demand(places === '', `这些拒绝重复了参保人信息：${places}`, `these refusals repeat who the patient is: ${places}`);
  },
};
