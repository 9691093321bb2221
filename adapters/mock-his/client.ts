import type { z } from 'zod';
import type { ClaimInput } from '../../src/claim/claim.ts';
import { MAX_GATEWAY_KEYS, parseJwks } from '../../src/message/keys.ts';
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
import type { Outcome } from './answer.ts';
import { Exchange } from './exchange.ts';
import {
  at,
  type Bytes,
  type ClientOptions,
  EMPTY,
  type GatewayIdentity,
  type Message,
  TIMEOUT,
} from './transmission.ts';

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
  return { id, keys: parseJwks(jwks, '', MAX_GATEWAY_KEYS) };
}

/**
 * A hospital's side of the contract, section 3, over HTTP: see {@link Exchange}.
 *
 * @example
 * const client = new HospitalClient({ baseUrl, party: 'H1', key, gateway: await fetchIdentity(baseUrl) });
 * const outcome = await client.settle(claim);
 */
export class HospitalClient {
  readonly #exchange: Exchange;

  constructor(options: ClientOptions) {
    this.#exchange = new Exchange(options);
  }

  quote(claim: ClaimInput): Promise<Outcome<DecisionDocument>> {
    return this.#post('/v1/settlements/quote', claim, decisionDocument);
  }

  /** One transmission of a settlement. For a desk: `settleSafely`. */
  settle(claim: ClaimInput): Promise<Outcome<DecisionDocument>> {
    return this.#post('/v1/settlements', claim, decisionDocument);
  }

  query(settlementId: string): Promise<Outcome<DecisionDocument>> {
    return this.#exchange.json('GET', `/v1/settlements/${encodeURIComponent(settlementId)}`, EMPTY, decisionDocument);
  }

  reverse(settlementId: string, request: ReversalRequest): Promise<Outcome<ReversalDocument>> {
    return this.#post(`/v1/settlements/${encodeURIComponent(settlementId)}/reversal`, request, reversalDocument);
  }

  /** Tells the gateway that the desk has taken the amount off the bill. */
  acknowledge(settlementId: string): Promise<Outcome<AcknowledgementDocument>> {
    const target = `/v1/settlements/${encodeURIComponent(settlementId)}/acknowledgement`;
    return this.#exchange.json('POST', target, EMPTY, acknowledgementDocument);
  }

  statement(date: string): Promise<Outcome<StatementDocument>> {
    return this.#exchange.json('GET', `/v1/statements/${encodeURIComponent(date)}`, EMPTY, statementDocument);
  }

  eligibility(request: EligibilityRequest): Promise<Outcome<EligibilityDocument>> {
    return this.#post('/v1/eligibility', request, eligibilityDocument);
  }

  /**
   * Sends a message in another format to its adapter, bytes untouched.
   *
   * @param adapter as in `/his/{adapter}`
   */
  his(
    adapter: string,
    { body, contentType }: Required<Pick<Message, 'body' | 'contentType'>>,
  ): Promise<Outcome<Bytes>> {
    const target = `/his/${encodeURIComponent(adapter)}`;
    return this.#exchange.raw({ method: 'POST', target, body, contentType, accept: '*/*' });
  }

  #post<S extends z.ZodType>(target: string, body: unknown, schema: S): Promise<Outcome<z.output<S>>> {
    return this.#exchange.json('POST', target, new TextEncoder().encode(JSON.stringify(body)), schema);
  }
}
