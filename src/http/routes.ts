import type { ProblemCode } from '../problem/catalogue.ts';
import type { Route } from './route.ts';

const CLAIM_REFUSALS: readonly ProblemCode[] = [
  'AMOUNTS_INCONSISTENT',
  'SETTLEMENT_CONFLICT',
  'ATTEMPT_LIVE',
  'ATTEMPT_OUT_OF_ORDER',
  'SETTLEMENT_REVERSED',
  'PERIOD_OVERLAP',
  'REPLACES_NOT_FOUND',
  'REPLACES_OTHER_PATIENT',
];

const open = { method: 'GET', caller: 'anyone', refusals: [] } as const;
const asked = { method: 'GET', caller: 'hospital' } as const;
const told = { method: 'POST', caller: 'hospital' } as const;

/** Every route of the gateway. */
export const ROUTES = {
  healthz: {
    ...open,
    id: 'healthz',
    path: '/healthz',
    zh: '进程存活',
    en: 'The process is alive',
    answers: { 200: 'Status' },
  },
  readyz: {
    ...open,
    id: 'readyz',
    path: '/readyz',
    zh: '可以接受请求',
    en: 'Requests can be taken',
    answers: { 200: 'Status' },
    refusals: ['UNAVAILABLE'],
  },
  metrics: {
    ...open,
    id: 'metrics',
    path: '/metrics',
    zh: 'Prometheus 指标',
    en: 'Metrics for Prometheus',
    answers: { 200: 'text/plain' },
  },
  gatewayInfo: {
    ...open,
    id: 'gatewayInfo',
    path: '/.well-known/gateway',
    zh: '网关的 id（签名的 aud）、时间与版本',
    en: "The gateway's id (aud of signatures), time and version",
    answers: { 200: 'GatewayInfo' },
  },
  jwks: {
    ...open,
    id: 'jwks',
    path: '/.well-known/jwks.json',
    zh: '网关的公钥，含已停用的',
    en: "The gateway's public keys, retired ones too",
    answers: { 200: 'Jwks' },
  },
  openapi: {
    ...open,
    id: 'openapi',
    path: '/openapi.json',
    zh: '本接口说明',
    en: 'This description',
    answers: { 200: 'OpenApi' },
  },
  docs: {
    ...open,
    id: 'docs',
    path: '/docs',
    zh: '接口一览',
    en: 'The interface at a glance',
    answers: { 200: 'text/html' },
  },
  errors: {
    ...open,
    id: 'errors',
    path: '/docs/errors',
    zh: '错误码',
    en: 'The error codes',
    answers: { 200: 'text/html' },
  },
  quote: {
    ...told,
    id: 'quote',
    path: '/v1/settlements/quote',
    zh: '试算：按当前累计计算，不改变任何数据',
    en: 'Adjudicates against present accumulators; changes nothing',
    body: 'Claim',
    answers: { 200: 'Decision' },
    refusals: CLAIM_REFUSALS,
  },
  eligibility: {
    ...told,
    id: 'eligibility',
    path: '/v1/eligibility',
    zh: '入院时查询有效保障（单独限流，留痕）',
    en: 'The schemes in force, asked at admission (rate limit of its own, journalled)',
    body: 'EligibilityRequest',
    answers: { 200: 'Eligibility' },
    refusals: [],
  },
  settle: {
    ...told,
    id: 'settle',
    path: '/v1/settlements',
    zh: '结算：首次 201；同号同内容再次提交 200，决定不变',
    en: 'Settles: 201 the first time; 200 and the same decision for the same content again',
    body: 'Claim',
    answers: { 201: 'Decision', 200: 'Decision' },
    refusals: CLAIM_REFUSALS,
  },
  query: {
    ...asked,
    id: 'query',
    path: '/v1/settlements/{settlementId}',
    zh: '查询结算决定、调整与冲正',
    en: 'The decision, its adjustments and its reversal',
    answers: { 200: 'Decision' },
    refusals: ['SETTLEMENT_NOT_FOUND'],
  },
  reverse: {
    ...told,
    id: 'reverse',
    path: '/v1/settlements/{settlementId}/reversal',
    zh: '冲正最近一次结算：首次 201；再次 200 且 already 为 true',
    en: 'Reverses the latest attempt: 201 the first time, then 200 with already true',
    body: 'ReversalRequest',
    answers: { 201: 'Reversal', 200: 'Reversal' },
    refusals: ['SETTLEMENT_NOT_FOUND'],
  },
  acknowledge: {
    ...told,
    id: 'acknowledge',
    path: '/v1/settlements/{settlementId}/acknowledgement',
    zh: '确认已从账单中扣减；可重复；正文可为空',
    en: 'The desk has taken the amount off the bill; may be repeated; the body may be empty',
    body: 'AcknowledgementRequest',
    answers: { 200: 'Acknowledgement' },
    refusals: ['SETTLEMENT_NOT_FOUND', 'SETTLEMENT_REVERSED'],
  },
  statement: {
    ...asked,
    id: 'statement',
    path: '/v1/statements/{date}',
    zh: '本院某业务日的记录与合计，用于日对账',
    en: "The hospital's own records of a business day with totals",
    answers: { 200: 'Statement' },
    refusals: ['INVALID_PARAMETER'],
  },
  enrollments: {
    id: 'importEnrollments',
    method: 'POST',
    path: '/v1/schemes/{scheme}/enrollments',
    caller: 'insurer',
    zh: '导入参保名册（CSV，UTF-8，至多 1 GiB）：合格行入册，其余逐行列出',
    en: 'Imports a roster (CSV in UTF-8, up to 1 GiB): good rows are taken, bad ones listed',
    query: {
      asOf: {
        zh: '名册所述的时刻（ISO 8601，带时区偏移），默认现在',
        en: 'the instant the file speaks of (ISO 8601 with an offset), default now',
      },
    },
    body: 'csv',
    answers: { 200: 'EnrollmentReport' },
    refusals: ['SCHEME_NOT_FOUND', 'INVALID_PARAMETER'],
  },
  parties: {
    id: 'importParties',
    method: 'POST',
    path: '/v1/parties',
    caller: 'operator',
    zh: '导入参与方登记文件，全部成功或全不导入',
    en: 'Imports a registry file, all of it or nothing',
    body: 'RegistryFile',
    answers: { 200: 'PartiesReport' },
    refusals: [],
  },
  signatureCheck: {
    id: 'checkSignature',
    method: 'POST',
    path: '/v1/signature-check',
    caller: 'anyone',
    sandboxOnly: true,
    zh: '仅沙箱：逐项说明签名错在哪里、签了什么',
    en: 'Sandbox only: tells what is wrong with a signature, and what was signed',
    answers: { 200: 'SignatureReport' },
    refusals: ['INVALID_BODY', 'BODY_TOO_LARGE', 'OVERLOADED'],
  },
} as const satisfies Record<string, Route>;

/** The routes that a gateway serves. */
export function routesFor({ sandbox }: { readonly sandbox: boolean }): readonly Route[] {
  const all: readonly Route[] = Object.values(ROUTES);
  return all.filter((route) => sandbox || route.sandboxOnly !== true);
}
