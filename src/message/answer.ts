import { WINDOW_SECONDS } from './checks.ts';
import { openDetached, signDetached, signingPrefix } from './detached.ts';
import type { Unread } from './jwk.ts';
import type { PrivateKeyRecord, PublicKeyRecord } from './keys.ts';
import { SUITES, suiteNamed } from './suites.ts';

/** What an answer's signature says. */
export interface Answer {
  readonly key: PrivateKeyRecord;
  /** The gateway's id. */
  readonly issuer: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly jti: string;
  /** The request's `jti`; left out of the header where it could not be read. */
  readonly requestJti: string | undefined;
  /** The HTTP status, which a proxy could otherwise change. */
  readonly status: number;
}

/**
 * Signs the bytes of an answer (contract §2).
 *
 * @returns the value of `X-JWS-Signature`
 */
export function signAnswer({ key, issuer, iat, jti, requestJti, status }: Answer, bytes: Uint8Array): string {
  const { alg, kid } = key;
  const req = requestJti === undefined ? {} : { req: requestJti };
  const header = { alg, kid, b64: false, crit: ['b64'], iss: issuer, iat, jti, ...req, status };
  return signDetached(header, suiteNamed(alg), key.keyObject, bytes);
}

/** Why an answer is not to be believed. To a client each of them means: outcome unknown, query. */
export type AnswerProblemCode =
  | 'ANSWER_UNSIGNED'
  | 'ANSWER_MALFORMED'
  | 'ANSWER_UNKNOWN_KEY'
  | 'ANSWER_ISSUER'
  | 'ANSWER_INVALID'
  | 'ANSWER_STATUS'
  | 'ANSWER_UNBOUND'
  | 'ANSWER_OTHER_REQUEST'
  | 'ANSWER_EXPIRED';

/** An answer that is not to be believed. */
export class AnswerProblem extends Error {
  readonly code: AnswerProblemCode;
  readonly zh: string;
  readonly en: string;

  constructor(code: AnswerProblemCode, zh: string, en: string) {
    super(`${code}: ${en}`);
    this.name = 'AnswerProblem';
    this.code = code;
    this.zh = zh;
    this.en = en;
  }
}

/** What a client knows about the answer it waits for. */
export interface AnswerExpectations {
  readonly issuer: string;
  /** The status as it came over HTTP. */
  readonly status: number;
  readonly requestJti: string;
  /** The client's clock in whole seconds; where given, `iat` must lie within 300 s of it. */
  readonly nowSeconds?: number;
}

/** What a verified answer's signature said. */
export interface AnswerHeader {
  readonly kid: string;
  readonly iss: string;
  readonly iat: number;
  readonly jti: string;
  readonly req: string;
  readonly status: number;
}

/**
 * Verifies an answer, as a client does.
 *
 * @param value the answer's `X-JWS-Signature`
 * @param bytes the answer's body as received
 * @param keys the gateway's keys: `parseJwks` of `/.well-known/jwks.json`
 * @throws AnswerProblem: `ANSWER_UNBOUND` where the signature holds but names no request (the gateway could not read
 *   ours), so that anybody could have caused it; else by what is wrong
 */
export function verifyAnswer(
  value: string | undefined,
  bytes: Uint8Array,
  keys: readonly PublicKeyRecord[],
  expected: AnswerExpectations,
): AnswerHeader {
  if (value === undefined || value === '')
    throw new AnswerProblem('ANSWER_UNSIGNED', '应答未签名', 'the answer is not signed');
  const opened = openDetached(value);
  if ('flaw' in opened) throw new AnswerProblem('ANSWER_MALFORMED', opened.flaw.zh, opened.flaw.en);
  const { header, protectedText, signature } = opened;
  const { alg, kid } = header;
  const key = keys.find((one) => one.kid === kid);
  const suite = typeof alg === 'string' && key?.algs.includes(alg) ? SUITES.get(alg) : undefined;
  if (key === undefined || suite === undefined) {
    const en = "the key is not among the gateway's: fetch /.well-known/jwks.json again";
    throw new AnswerProblem('ANSWER_UNKNOWN_KEY', '密钥不在网关公钥集中：请重新获取/.well-known/jwks.json', en);
  }
  if (!suite.verify(key.keyObject, [signingPrefix(protectedText), bytes], signature)) {
    throw new AnswerProblem('ANSWER_INVALID', '应答签名验证失败', 'the signature does not fit the bytes');
  }
  return held(header, expected);
}

function held(header: Unread, expected: AnswerExpectations): AnswerHeader {
  const { kid, iss, iat, jti, req, status } = header;
  if (typeof kid !== 'string' || typeof iat !== 'number' || typeof jti !== 'string') {
    throw new AnswerProblem('ANSWER_MALFORMED', '受保护头成员缺失', 'members of the protected header are missing');
  }
  if (iss !== expected.issuer) {
    throw new AnswerProblem('ANSWER_ISSUER', '应答来自另一网关', 'the answer is from another gateway');
  }
  if (status !== expected.status) {
    throw new AnswerProblem('ANSWER_STATUS', 'HTTP状态码与签名不符', 'the HTTP status is not the one that was signed');
  }
  if (req === undefined) {
    throw new AnswerProblem(
      'ANSWER_UNBOUND',
      '应答未指明对应的请求',
      'the answer does not say which request it is for',
    );
  }
  if (req !== expected.requestJti) {
    throw new AnswerProblem('ANSWER_OTHER_REQUEST', '应答对应另一请求', 'the answer is for another request');
  }
  if (expected.nowSeconds !== undefined && Math.abs(iat - expected.nowSeconds) > WINDOW_SECONDS) {
    throw new AnswerProblem('ANSWER_EXPIRED', '应答时间超出允许范围', 'the answer is too old, or a clock is wrong');
  }
  return { kid, iss: expected.issuer, iat, jti, req: expected.requestJti, status: expected.status };
}
