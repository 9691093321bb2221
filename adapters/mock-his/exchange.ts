import { createHash, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { AnswerProblem, verifyAnswer } from '../../src/message/answer.ts';
import { SIGNATURE_HEADER } from '../../src/message/detached.ts';
import type { PrivateKeyRecord, PublicKeyRecord } from '../../src/message/keys.ts';
import { signRequest } from '../../src/message/sign.ts';
import type { ProblemDocument } from '../../src/problem/refusal.ts';
import { type Outcome, readProblem } from './answer.ts';

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
}

type Method = 'GET' | 'POST';
type Bytes = Uint8Array<ArrayBuffer>;

/** A settlement that takes longer has gone wrong; its outcome is then unknown. */
export const TIMEOUT = 30_000;

export const EMPTY = new Uint8Array();

/** An address below the gateway's. */
export function at(baseUrl: string, target: string): string {
  return `${baseUrl.replace(/\/+$/, '')}${target}`;
}

/**
 * One signed request and its answer. Every transmission is signed anew under a new `jti`; no answer is believed before its
 * signature, its status and the request it is for are verified. Nothing here throws for what a network or a gateway does:
 * see {@link Outcome}.
 */
export class Exchange {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** Sends a body of a content type, asks for JSON. */
  async json<S extends z.ZodType>(
    method: Method,
    target: string,
    body: Bytes,
    schema: S,
    contentType = 'application/json',
  ): Promise<Outcome<z.output<S>>> {
    const jti = randomUUID();
    try {
      const response = await this.#send(method, target, body, jti, contentType);
      const read = await this.#verified(response, jti);
      if (!response.ok) return refused(response, read);
      return { kind: 'answered', status: response.status, body: schema.parse(read) };
    } catch (error) {
      return whatFailed(error);
    }
  }

  /**
   * Asks for a file. Files are not signed: what comes is what was sent, but whether the gateway vouches for it only a
   * signed document tells that names the same digest.
   */
  async file(target: string): Promise<Outcome<Bytes>> {
    const jti = randomUUID();
    try {
      const response = await this.#send('GET', target, EMPTY, jti);
      if (!response.ok) return refused(response, await this.#verified(response, jti));
      const body = new Uint8Array(await response.arrayBuffer());
      const digest = createHash('sha256').update(body).digest('base64');
      if (response.headers.get('content-digest') !== `sha-256=:${digest}:`) {
        throw new AnswerProblem('ANSWER_INVALID', '文件摘要不符', 'the digest does not fit the file');
      }
      return { kind: 'answered', status: response.status, body };
    } catch (error) {
      return whatFailed(error);
    }
  }

  async #verified(response: Response, jti: string): Promise<unknown> {
    const bytes = new Uint8Array(await response.arrayBuffer());
    verifyAnswer(response.headers.get(SIGNATURE_HEADER) ?? undefined, bytes, this.#options.gateway.keys, {
      issuer: this.#options.gateway.id,
      status: response.status,
      requestJti: jti,
    });
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  #send(method: Method, target: string, body: Bytes, jti: string, type = 'application/json'): Promise<Response> {
    const { baseUrl, party, key, gateway, transport = fetch } = this.#options;
    const header = { alg: key.alg, kid: key.kid, iss: party, aud: gateway.id, jti, htm: method, htu: target };
    const signature = signRequest({ ...header, iat: Math.floor(Date.now() / 1000), privateKey: key.keyObject }, body);
    const content = body.length > 0 ? { 'content-type': type } : {};
    return transport(at(baseUrl, target), {
      method,
      headers: { [SIGNATURE_HEADER]: signature, accept: 'application/json', ...content },
      ...(body.length > 0 ? { body } : {}),
      // A redirect would carry a signed message to somebody it was not signed for.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    });
  }
}

function refused(response: Response, problem: unknown): Outcome<never> {
  return readProblem(response.status, problem as ProblemDocument, response.headers.get('retry-after'));
}

function whatFailed(error: unknown): Outcome<never> {
  if (error instanceof AnswerProblem) return { kind: 'unknown', code: error.code, zh: error.zh, en: error.en };
  if (error instanceof SyntaxError || (error instanceof Error && error.name === 'ZodError')) {
    return { kind: 'unknown', code: 'ANSWER_MALFORMED', zh: '应答内容无法识读', en: 'the answer cannot be read' };
  }
  const { message } = error instanceof Error && error.cause instanceof Error ? error.cause : (error as Error);
  return { kind: 'unknown', code: 'NETWORK', zh: `网络错误：${message}`, en: `network error: ${message}` };
}
