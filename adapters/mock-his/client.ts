import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { ClaimInput } from '../../src/claim/claim.ts';
import { AnswerProblem, verifyAnswer } from '../../src/message/answer.ts';
import { SIGNATURE_HEADER } from '../../src/message/detached.ts';
import { type PrivateKeyRecord, type PublicKeyRecord, parseJwks } from '../../src/message/keys.ts';
import { signRequest } from '../../src/message/sign.ts';
import type { ProblemDocument } from '../../src/problem/refusal.ts';
import {
  type AcknowledgementDocument,
  acknowledgementDocument,
  type DecisionDocument,
  decisionDocument,
  type EligibilityDocument,
  eligibilityDocument,
  type ReversalDocument,
  type ReversalRequest,
  reversalDocument,
  type StatementDocument,
  statementDocument,
} from '../../src/settlement/documents.ts';
import type { EligibilityRequest } from '../../src/settlement/requests.ts';
import { type Outcome, readProblem } from './answer.ts';

/** The gateway a client speaks to, and the keys it pinned when it first did. */
export interface GatewayIdentity {
  readonly id: string;
  readonly keys: readonly PublicKeyRecord[];
}

/** Who the client is, and where the gateway stands. */
export interface HospitalClientOptions {
  /** With the path that a proxy adds, if any: `https://gateway.example/yizhan`. */
  readonly baseUrl: string;
  /** The party's id. */
  readonly party: string;
  readonly key: PrivateKeyRecord;
  readonly gateway: GatewayIdentity;
  /** How a request is sent; by default the runtime's own fetch. */
  readonly transport?: typeof fetch;
}

/** A settlement that takes longer has gone wrong; its outcome is then unknown. */
const TIMEOUT = 30_000;

const EMPTY = new Uint8Array();

/**
 * Asks a gateway for its id and its public keys. Do this once and keep what it says: answers signed with any other key
 * are then not believed. Over an untrusted network compare the keys with what the operator told you.
 */
export async function fetchIdentity(baseUrl: string, transport: typeof fetch = fetch): Promise<GatewayIdentity> {
  const ask = async (path: string): Promise<Record<string, unknown>> => {
    const url = at(baseUrl, path);
    const response = await transport(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) });
    if (!response.ok) throw new Error(`${url} 应答 HTTP ${response.status} / answered HTTP ${response.status}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const [{ id }, jwks] = await Promise.all([ask('/.well-known/gateway'), ask('/.well-known/jwks.json')]);
  if (typeof id !== 'string') throw new Error(`${baseUrl} 不是本协议的网关 / is no gateway of this contract`);
  return { id, keys: parseJwks(jwks, '') };
}

function at(baseUrl: string, target: string): string {
  return `${baseUrl.replace(/\/+$/, '')}${target}`;
}

/**
 * A hospital's side of the contract, section 3, over HTTP. Every transmission is signed anew under a new `jti`; no answer
 * is believed before its signature, its status and the request it is for are verified. Nothing here throws for what a
 * network or a gateway does: see {@link Outcome}.
 *
 * @example
 * const client = new HospitalClient({ baseUrl, party: 'H1', key, gateway: await fetchIdentity(baseUrl) });
 * const outcome = await client.settle(claim);
 */
export class HospitalClient {
  readonly #options: HospitalClientOptions;

  constructor(options: HospitalClientOptions) {
    this.#options = options;
  }

  quote(claim: ClaimInput): Promise<Outcome<DecisionDocument>> {
    return this.#post('/v1/settlements/quote', claim, decisionDocument);
  }

  /** One transmission of a settlement. For a desk: `settleSafely`. */
  settle(claim: ClaimInput): Promise<Outcome<DecisionDocument>> {
    return this.#post('/v1/settlements', claim, decisionDocument);
  }

  query(settlementId: string): Promise<Outcome<DecisionDocument>> {
    return this.#ask('GET', `/v1/settlements/${encodeURIComponent(settlementId)}`, EMPTY, decisionDocument);
  }

  reverse(settlementId: string, request: ReversalRequest): Promise<Outcome<ReversalDocument>> {
    return this.#post(`/v1/settlements/${encodeURIComponent(settlementId)}/reversal`, request, reversalDocument);
  }

  /** Tells the gateway that the desk has taken the amount off the bill. */
  acknowledge(settlementId: string): Promise<Outcome<AcknowledgementDocument>> {
    const target = `/v1/settlements/${encodeURIComponent(settlementId)}/acknowledgement`;
    return this.#ask('POST', target, EMPTY, acknowledgementDocument);
  }

  statement(date: string): Promise<Outcome<StatementDocument>> {
    return this.#ask('GET', `/v1/statements/${encodeURIComponent(date)}`, EMPTY, statementDocument);
  }

  eligibility(request: EligibilityRequest): Promise<Outcome<EligibilityDocument>> {
    return this.#post('/v1/eligibility', request, eligibilityDocument);
  }

  #post<S extends z.ZodType>(target: string, body: unknown, schema: S): Promise<Outcome<z.output<S>>> {
    return this.#ask('POST', target, new TextEncoder().encode(JSON.stringify(body)), schema);
  }

  async #ask<S extends z.ZodType>(
    method: 'GET' | 'POST',
    target: string,
    body: Uint8Array<ArrayBuffer>,
    schema: S,
  ): Promise<Outcome<z.output<S>>> {
    const jti = randomUUID();
    try {
      const response = await this.#send(method, target, body, jti);
      const bytes = new Uint8Array(await response.arrayBuffer());
      verifyAnswer(response.headers.get(SIGNATURE_HEADER) ?? undefined, bytes, this.#options.gateway.keys, {
        issuer: this.#options.gateway.id,
        status: response.status,
        requestJti: jti,
      });
      const read: unknown = JSON.parse(new TextDecoder().decode(bytes));
      if (!response.ok) {
        return readProblem(response.status, read as ProblemDocument, response.headers.get('retry-after'));
      }
      return { kind: 'answered', status: response.status, body: schema.parse(read) };
    } catch (error) {
      return whatFailed(error);
    }
  }

  #send(method: string, target: string, body: Uint8Array<ArrayBuffer>, jti: string): Promise<Response> {
    const { baseUrl, party, key, gateway, transport = fetch } = this.#options;
    const header = { alg: key.alg, kid: key.kid, iss: party, aud: gateway.id, jti, htm: method, htu: target };
    const signature = signRequest({ ...header, iat: Math.floor(Date.now() / 1000), privateKey: key.keyObject }, body);
    const json = body.length > 0 ? { 'content-type': 'application/json' } : {};
    return transport(at(baseUrl, target), {
      method,
      headers: { [SIGNATURE_HEADER]: signature, accept: 'application/json', ...json },
      ...(body.length > 0 ? { body } : {}),
      // A redirect would carry a signed message to somebody it was not signed for.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    });
  }
}

function whatFailed(error: unknown): Outcome<never> {
  if (error instanceof AnswerProblem) return { kind: 'unknown', code: error.code, zh: error.zh, en: error.en };
  if (error instanceof SyntaxError || (error instanceof Error && error.name === 'ZodError')) {
    return { kind: 'unknown', code: 'ANSWER_MALFORMED', zh: '应答内容无法识读', en: 'the answer cannot be read' };
  }
  const { message } = error instanceof Error && error.cause instanceof Error ? error.cause : (error as Error);
  return { kind: 'unknown', code: 'NETWORK', zh: `网络错误：${message}`, en: `network error: ${message}` };
}
