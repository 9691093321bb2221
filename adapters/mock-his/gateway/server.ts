import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { incomingBody } from '../../../src/http/incoming-body.ts';
import { type ListenOptions, listen, type RunningServer } from '../../../src/http/listen.ts';
import type { SigningParty } from '../../../src/message/checks.ts';
import { SIGNATURE_HEADER } from '../../../src/message/detached.ts';
import type { PrivateKeyRecord } from '../../../src/message/keys.ts';
import { claimRequest, type ReplayWindow } from '../../../src/message/replay.ts';
import { verifyRequest } from '../../../src/message/request.ts';
import { Refusal } from '../../../src/problem/refusal.ts';
import { formatInstant } from '../../../src/time/calendar.ts';
import { at, type GatewayIdentity } from '../transmission.ts';
import { changed, fixedAnswer, jsonAnswer, type Made, problemAnswer, signed } from './answers.ts';
import { type Asked, type Rule, RuleBook } from './rules.ts';

export interface MockGatewayOptions {
  readonly id: string;
  readonly version: string;
  readonly key: PrivateKeyRecord;
  readonly rules: readonly Rule[];
  /** Whose signatures are asked for; without it none is. */
  readonly signers?: {
    readonly find: (id: string) => SigningParty | undefined;
    readonly window: ReplayWindow;
  };
  /** The gateway that answers what no rule does. */
  readonly upstream?: { readonly url: string; readonly identity: GatewayIdentity };
}

/** An ordinary body of the contract (section 6), and a little: the gateway behind is to refuse what is too large. */
const BODY_LIMIT = 40 * 1024 * 1024;

/** What of a request goes on to the gateway behind. */
const PASSED_IN = ['content-type', 'accept', 'soapaction', 'x-jws-signature'];
/** What the server writes itself. */
const NOT_PASSED_OUT = ['connection', 'content-length', 'content-encoding', 'date', 'keep-alive', 'transfer-encoding'];

/**
 * Starts a gateway that answers by rule: for a HIS under development, and to see what a client makes of answers that
 * come late, wrong or not at all.
 *
 * @throws the error of the socket where it cannot listen
 */
export function startMockGateway(options: MockGatewayOptions, where: ListenOptions): Promise<RunningServer> {
  const book = new RuleBook(options.rules);
  return listen(
    createServer((incoming, outgoing) => {
      // A client that went away, or was cut off by rule, gets nothing.
      handle(options, book, incoming, outgoing).catch(() => incoming.socket.destroy());
    }),
    where,
  );
}

async function handle(
  options: MockGatewayOptions,
  book: RuleBook,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = '', url: target = '' } = incoming;
  const bytes = await incomingBody(incoming, BODY_LIMIT);
  if (bytes === undefined) throw new RangeError('a body over the limit');
  const asked = { method, target, bytes };
  const known = wellKnown(options, target);
  if (known !== undefined) return write(outgoing, known);

  const request = incoming.headers[SIGNATURE_HEADER.toLowerCase()]?.toString();
  const refused = await checked(options, asked, request);
  const rule = refused === undefined ? book.take(asked) : undefined;
  await sleep((rule?.delay ?? 0) * 1000);
  if (rule?.lose === 'request') throw new Error('lost by rule');
  const made = refused ?? (await answerTo(options, rule, asked, incoming));
  if (rule?.lose === 'answer') throw new Error('lost by rule');

  const final = rule?.change === undefined ? made : changed(made, rule.change);
  const isTheirs = final === made && made.headers[SIGNATURE_HEADER.toLowerCase()] !== undefined;
  const signing = { key: options.key, issuer: options.id, request };
  const result = isTheirs && rule?.signature === undefined ? final : signed(final, signing, rule?.signature);
  write(outgoing, { ...result, headers: { ...result.headers, ...rule?.headers } });
}

function wellKnown({ id, version, key, upstream }: MockGatewayOptions, target: string): Made | undefined {
  if (target === '/.well-known/gateway') return jsonAnswer(200, { id, time: formatInstant(Date.now()), version });
  if (target !== '/.well-known/jwks.json') return undefined;
  return jsonAnswer(200, { keys: [key.publicJwk, ...(upstream?.identity.keys.map(({ jwk }) => jwk) ?? [])] });
}

/** What a gateway says to the signature, where anybody's is asked for. */
async function checked(
  { id, signers }: MockGatewayOptions,
  { method, target, bytes }: Asked,
  header: string | undefined,
): Promise<Made | undefined> {
  if (signers === undefined) return undefined;
  const nowSeconds = Math.floor(Date.now() / 1000);
  try {
    const context = { method, target, audience: id, nowSeconds, findParty: signers.find, header };
    await claimRequest(signers.window, verifyRequest(context, bytes));
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return problemAnswer(error);
    throw error;
  }
}

async function answerTo(
  { upstream }: MockGatewayOptions,
  rule: Rule | undefined,
  asked: Asked,
  incoming: IncomingMessage,
): Promise<Made> {
  if (rule?.answer !== undefined) return fixedAnswer(rule.answer, asked);
  if (upstream !== undefined) return relay(upstream.url, asked, incoming);
  const detail = '模拟网关没有适用于此请求的规则';
  return problemAnswer(new Refusal('NOT_FOUND', { detail, detailEn: 'The mock gateway has no rule for this request' }));
}

async function relay(url: string, { method, target, bytes }: Asked, incoming: IncomingMessage): Promise<Made> {
  const headers = PASSED_IN.flatMap((name) => {
    const value = incoming.headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const response = await fetch(at(url, target), {
    method,
    headers: Object.fromEntries(headers),
    ...(bytes.length > 0 && method !== 'GET' ? { body: new Uint8Array(bytes) } : {}),
    redirect: 'error',
  });
  const theirs = [...response.headers].filter(([name]) => !NOT_PASSED_OUT.includes(name));
  return {
    status: response.status,
    headers: Object.fromEntries(theirs),
    bytes: new Uint8Array(await response.arrayBuffer()),
  };
}

function write(outgoing: ServerResponse, { status, headers, bytes }: Made): void {
  outgoing.writeHead(status, headers).end(bytes);
}
