import { randomUUID } from 'node:crypto';
import { signDetached } from '../../src/message/detached.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import { parsePrivateJwk } from '../../src/message/keys.ts';
import { suiteNamed } from '../../src/message/suites.ts';
import type { ProblemCode } from '../../src/problem/catalogue.ts';
import { type ClientOptions, headerOf, type Message, type Stamp, signatureOf } from './transmission.ts';

/** One way of signing wrongly, and what the contract has a gateway say to it. */
export interface Missigning {
  readonly code: ProblemCode;
  readonly zh: string;
  readonly en: string;
  /** The value of `X-JWS-Signature`; `undefined`: none is sent. */
  sign(options: ClientOptions, message: Message, stamp: Stamp): string | undefined;
}

/** Signs rightly under a header that is wrong in some members. */
function lying(change: (header: ReturnType<typeof headerOf>) => Record<string, unknown>): Missigning['sign'] {
  return (options, message, stamp) => {
    const right = headerOf(options, message, stamp);
    const header = { ...right, b64: false, crit: ['b64'], ...change(right) };
    return signDetached(header, suiteNamed(options.key.alg), options.key.keyObject, message.body);
  };
}

/** Further from the gateway's clock than the 300 s that are allowed, by far more than a slow test takes. */
const TOO_FAR = 1000;

/** Every way of signing wrongly that integrators really do, by name. */
export const MISSIGNINGS = {
  missing: {
    code: 'SIGNATURE_MISSING',
    zh: '不带签名头',
    en: 'no signature header at all',
    sign: () => undefined,
  },
  attached: {
    code: 'SIGNATURE_MALFORMED',
    zh: '两点之间带有正文（未分离的 JWS）',
    en: 'the payload between the dots: a JWS that is not detached',
    sign: (options, message, stamp) =>
      signatureOf(options, message, stamp).replace('..', `.${Buffer.from(message.body).toString('base64url')}x.`),
  },
  padded: {
    code: 'SIGNATURE_MALFORMED',
    zh: '带 = 填充的 base64',
    en: 'base64 with = padding',
    sign: (options, message, stamp) => `${signatureOf(options, message, stamp)}==`,
  },
  encoded: {
    code: 'SIGNATURE_MALFORMED',
    zh: '缺少 b64:false 与 crit',
    en: 'without b64:false and crit',
    sign: lying(() => ({ b64: undefined, crit: undefined })),
  },
  'unknown-party': {
    code: 'SIGNATURE_UNKNOWN_PARTY',
    zh: 'iss 为未登记的参与方',
    en: 'iss names a party that is not registered',
    sign: lying(() => ({ iss: `NOBODY-${randomUUID().slice(0, 8)}` })),
  },
  'unknown-key': {
    code: 'SIGNATURE_UNKNOWN_KEY',
    zh: 'kid 不是该参与方的密钥',
    en: 'kid is no key of the party',
    sign: lying(() => ({ kid: randomUUID() })),
  },
  none: {
    code: 'SIGNATURE_ALGORITHM',
    zh: 'alg 为 none，签名为空',
    en: 'alg none and an empty signature',
    sign: (options, message, stamp) =>
      `${lying(() => ({ alg: 'none' }))(options, message, stamp)?.split('..')[0] ?? ''}..`,
  },
  symmetric: {
    code: 'SIGNATURE_ALGORITHM',
    zh: 'alg 为对称算法 HS256',
    en: 'alg HS256, which is symmetric',
    sign: lying(() => ({ alg: 'HS256' })),
  },
  late: {
    code: 'SIGNATURE_EXPIRED',
    zh: `时钟慢 ${TOO_FAR} 秒`,
    en: `a clock ${TOO_FAR} s slow`,
    sign: lying(({ iat }) => ({ iat: iat - TOO_FAR })),
  },
  early: {
    code: 'SIGNATURE_EXPIRED',
    zh: `时钟快 ${TOO_FAR} 秒`,
    en: `a clock ${TOO_FAR} s fast`,
    sign: lying(({ iat }) => ({ iat: iat + TOO_FAR })),
  },
  target: {
    code: 'SIGNATURE_TARGET',
    zh: 'htu 为另一路径',
    en: 'htu is another path',
    sign: lying(({ htu }) => ({ htu: `${htu}/elsewhere` })),
  },
  method: {
    code: 'SIGNATURE_TARGET',
    zh: 'htm 为另一方法',
    en: 'htm is another method',
    sign: lying(({ htm }) => ({ htm: htm === 'GET' ? 'POST' : 'GET' })),
  },
  audience: {
    code: 'SIGNATURE_AUDIENCE',
    zh: 'aud 为另一网关',
    en: 'aud is another gateway',
    sign: lying(({ aud }) => ({ aud: `not-${aud}` })),
  },
  body: {
    code: 'SIGNATURE_INVALID',
    zh: '签名后改动了正文',
    en: 'the body was changed after it was signed',
    sign: (options, message, stamp) =>
      signatureOf(options, { ...message, body: new Uint8Array([...message.body.subarray(0, 1), 0x0a]) }, stamp),
  },
  'other-key': {
    code: 'SIGNATURE_INVALID',
    zh: '用另一把私钥签名',
    en: 'signed with another private key',
    sign: (options, message, stamp) => {
      const stranger = parsePrivateJwk(generateKeyPair(options.key.alg, options.key.kid).privateJwk, '');
      return signatureOf({ ...options, key: stranger }, message, stamp);
    },
  },
} as const satisfies Record<string, Missigning>;

export type MissigningName = keyof typeof MISSIGNINGS;
