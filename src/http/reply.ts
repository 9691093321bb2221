import { randomUUID } from 'node:crypto';
import { signAnswer } from '../message/answer.ts';
import { SIGNATURE_HEADER } from '../message/detached.ts';
import { peek } from '../message/header.ts';
import { problemDocument, type Refusal } from '../problem/refusal.ts';
import { utf8 } from '../text/utf8.ts';
import type { HttpContext } from './env.ts';
import { answerKey } from './own-keys.ts';

/** An answer as it goes out. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A file as it goes out: made while it is sent. */
export interface FileAnswer {
  readonly type: string;
  /** What a browser saves it as. */
  readonly name: string;
  /** Its length. */
  readonly bytes: number;
  /** SHA-256, hex. */
  readonly sha256: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

const NOTHING = new Uint8Array();

/**
 * The one way anything is answered: the bytes that are signed are the bytes that are sent.
 *
 * Signed is every answer on a signed route, and any answer to a request that came with a signature, refusals and unknown
 * paths too (contract section 2).
 */
export function reply(c: HttpContext, answer: Answer): Response {
  const route = c.get('route');
  const bytes = c.req.method === 'HEAD' ? NOTHING : answer.bytes;
  const request = c.req.header(SIGNATURE_HEADER);
  const headers = { ...ofEveryAnswer(c, answer.type), ...answer.headers };
  if (request !== undefined || (route !== undefined && route.caller !== 'anyone')) {
    headers[SIGNATURE_HEADER] = signatureOver(c, answer.status, bytes, request);
  }
  return new Response(bytes, { status: answer.status, headers });
}

function ofEveryAnswer(c: HttpContext, type: string): Record<string, string> {
  return {
    'Content-Type': type,
    'Cache-Control': 'no-store, no-transform',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': c.get('requestId'),
  };
}

/**
 * Answers a file, which is not signed itself (contract section 2): its digest stands in `Content-Digest` (RFC 9530) and
 * in a signed document beside it. Where it breaks off, its length is not the one that was told.
 */
export function replyFile(c: HttpContext, { type, name, bytes, sha256, chunks }: FileAnswer): Response {
  const headers = {
    ...ofEveryAnswer(c, type),
    'Content-Length': String(bytes),
    'Content-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    'Content-Disposition': `attachment; filename="${name}"`,
  };
  return new Response(ReadableStream.from(chunks), { status: 200, headers });
}

/** Answers a document as JSON. */
export function replyJson(c: HttpContext, status: number, document: unknown): Response {
  return reply(c, { status, type: 'application/json', bytes: utf8(JSON.stringify(document)) });
}

/** Answers a refusal as problem details (RFC 9457). */
export function replyProblem(
  c: HttpContext,
  refusal: Refusal,
  headers: Readonly<Record<string, string>> = {},
): Response {
  c.set('problem', refusal.code);
  const { retryAfter } = refusal.detail;
  return reply(c, {
    status: refusal.status,
    type: 'application/problem+json',
    bytes: utf8(JSON.stringify(problemDocument(refusal, c.get('requestId')))),
    headers: retryAfter === undefined ? headers : { ...headers, 'Retry-After': String(retryAfter) },
  });
}

function signatureOver(c: HttpContext, status: number, bytes: Uint8Array, request: string | undefined): string {
  const gateway = c.get('gateway');
  const { id, clock } = gateway;
  const iat = Math.floor(clock.real() / 1000);
  const { jti: requestJti, alg } = c.get('claimed')?.header.header ?? peek(request);
  const answer = { key: answerKey(gateway, alg), issuer: id, iat, jti: randomUUID(), requestJti, status };
  return signAnswer(answer, bytes);
}
