import type { Route } from '../route.ts';

const open = { method: 'GET', caller: 'anyone', refusals: [] } as const;

/** What anyone may ask, without a signature. */
export const PUBLIC_ROUTES = {
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
    query: {
      alg: {
        zh: '只列此算法的密钥；供遇到未知曲线（SM2）即拒绝整个公钥集的 JOSE 库使用',
        en: 'only the keys of this algorithm, for a JOSE library that refuses a whole set for a curve it does not know (SM2)',
      },
    },
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
    zh: '文档与接口一览',
    en: 'What there is to read, and the interface at a glance',
    answers: { 200: 'text/html' },
  },
  document: {
    ...open,
    id: 'document',
    path: '/docs/{page}',
    zh: '一篇文档：api 为全部接口与报文，errors 为错误码，signing 为签名',
    en: 'A document: api has all calls and messages, errors the codes, signing how to sign',
    answers: { 200: 'text/html' },
    refusals: ['NOT_FOUND'],
  },
  picture: {
    ...open,
    id: 'picture',
    path: '/docs/pictures/{name}',
    zh: '文档中的图片',
    en: 'A picture of a document',
    answers: { 200: '*/*' },
    refusals: ['NOT_FOUND'],
  },
} as const satisfies Record<string, Route>;
