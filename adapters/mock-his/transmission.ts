import { randomUUID } from 'node:crypto';
import { type AnswerHeader, AnswerProblem, verifyAnswer } from '../../src/message/answer.ts';
import { SIGNATURE_HEADER } from '../../src/message/detached.ts';
import type { PrivateKeyRecord, PublicKeyRecord } from '../../src/message/keys.ts';
import { signRequest } from '../../src/message/sign.ts';

/** The gateway a client speaks to, and the keys it pinned when it first did. */
export interface GatewayIdentity {
  readonly id: string;
  readonly keys: readonly PublicKeyRecord[];
}

/** Who the client is, and where the gateway stands. */
export interface ClientOptions {
  /** With the path that a proxy adds, if any: `https://gateway.example/yizhan`. */
  readonly baseUrl: string;
  /** The party's id. */
  readonly party: string;
  readonly key: PrivateKeyRecord;
  readonly gateway: GatewayIdentity;
  /** How a request is sent; by default the runtime's own fetch. */
  readonly transport?: typeof fetch;
  /** How long an answer is waited for, in milliseconds; by default {@link TIMEOUT}. */
  readonly timeout?: number;
}

export type Bytes = Uint8Array<ArrayBuffer>;

/** What is sent; the bytes go out as they are. */
export interface Message {
  readonly method: 'GET' | 'POST';
  /** Path and query below the gateway's address. */
  readonly target: string;
  readonly body: Bytes;
  /** Of the body; not sent with an empty one. */
  readonly contentType?: string;
  readonly accept?: string;
  /** Further headers, as an older HIS has them (`SOAPAction`). */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What makes one transmission of a message different from every other one. */
export interface Stamp {
  readonly jti: string;
  /** Seconds since 1970. */
  readonly iat: number;
}

/** What came back, believed or not. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Bytes;
  /** What the gateway signed, or why the answer is not to be believed. */
  readonly verified: AnswerHeader | AnswerProblem;
}

/** A settlement that takes longer has gone wrong; its outcome is then unknown. */
export const TIMEOUT = 30_000;

/** No answer of the contract is nearly as large; what is larger is cut off. */
export const ANSWER_LIMIT = 64 * 1024 * 1024;

export const EMPTY = new Uint8Array();

/** An address below the gateway's. */
export function at(baseUrl: string, target: string): string {
  return `${baseUrl.replace(/\/+$/, '')}${target}`;
}

/** A new stamp. @param offset seconds by which the gateway's clock is ahead of this machine's */
export function newStamp(offset = 0): Stamp {
  return { jti: randomUUID(), iat: Math.floor(Date.now() / 1000) + offset };
}

/** The protected header of a message's signature (contract section 2). */
export function headerOf({ party, key, gateway }: ClientOptions, { method, target }: Message, { jti, iat }: Stamp) {
  return { alg: key.alg, kid: key.kid, iss: party, aud: gateway.id, iat, jti, htm: method, htu: target };
}

/** Signs a message for one transmission. @returns the value of `X-JWS-Signature` */
export function signatureOf(options: ClientOptions, message: Message, stamp: Stamp): string {
  return signRequest({ ...headerOf(options, message, stamp), privateKey: options.key.keyObject }, message.body);
}

/**
 * Sends a message once, and verifies what comes back: signature, status, and that it is for this request.
 *
 * @param signature the header's value; `undefined` sends none
 * @throws what the network throws: nothing is then known about what the gateway did
 */
export async function transmit(
  options: ClientOptions,
  message: Message,
  { jti }: Stamp,
  signature: string | undefined,
): Promise<Received> {
  const { baseUrl, transport = fetch, timeout = TIMEOUT } = options;
  const { method, target, body, contentType = 'application/json', accept = 'application/json' } = message;
  const response = await transport(at(baseUrl, target), {
    method,
    headers: {
      ...message.headers,
      ...(signature === undefined ? {} : { [SIGNATURE_HEADER]: signature }),
      accept,
      ...(body.length > 0 ? { 'content-type': contentType } : {}),
    },
    ...(body.length > 0 ? { body } : {}),
    // A redirect would carry a signed message to somebody it was not signed for.
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
  });
  const bytes = await bounded(response);
  return { status: response.status, headers: response.headers, bytes, verified: verify(options, response, bytes, jti) };
}

function verify({ gateway }: ClientOptions, response: Response, bytes: Bytes, jti: string): Received['verified'] {
  const expected = { issuer: gateway.id, status: response.status, requestJti: jti };
  try {
    return verifyAnswer(response.headers.get(SIGNATURE_HEADER) ?? undefined, bytes, gateway.keys, expected);
  } catch (error) {
    if (error instanceof AnswerProblem) return error;
    throw error;
  }
}

async function bounded(response: Response): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > ANSWER_LIMIT) {
      throw new AnswerProblem('ANSWER_MALFORMED', `应答超过 ${ANSWER_LIMIT} 字节`, `more than ${ANSWER_LIMIT} bytes`);
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, bytes));
}
