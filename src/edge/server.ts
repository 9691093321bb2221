import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Message, Received } from '../../adapters/mock-his/transmission.ts';
import { incomingBody } from '../http/incoming-body.ts';
import { type ListenOptions, listen, type RunningServer } from '../http/listen.ts';
import type { Forwarder } from './forward.ts';
import { type GuardOptions, guard } from './guard.ts';
import { type EdgeRefusal, edgeProblem, edgeRefusal } from './refusal.ts';

export interface EdgeOptions extends GuardOptions {
  readonly forwarder: Forwarder;
  readonly logger: Logger;
  /** Requests under way at once, and the bytes of their bodies together; what is more is turned away. */
  readonly limits: { readonly requests: number; readonly bytes: number };
}

/** An ordinary body of the contract (section 6). */
const BODY_LIMIT = 32 * 1024 * 1024;

export const EDGE_LIMITS = { requests: 64, bytes: 256 * 1024 * 1024 };

/** A HIS that is silent for so long while it sends a request is cut off. */
const IDLE = 30_000;

/** Longer than the most patient forwarding takes: what is under way ends in an answer, not in a cut. */
const GRACE = 300_000;

/** What of a request goes on beside its bytes. */
const PASSED_IN = ['soapaction'];

/** What of an answer goes on; the signature too, as the HIS's proof. */
const PASSED_OUT = [
  'content-type',
  'cache-control',
  'content-digest',
  'content-disposition',
  'retry-after',
  'x-request-id',
  'x-jws-signature',
];

/** Starts the edge on a port. @throws the error of the socket where it cannot listen */
export function startEdge(options: EdgeOptions, where: ListenOptions): Promise<RunningServer> {
  const edge = new Edge(options);
  const server = createServer({ headersTimeout: 15_000, requestTimeout: 120_000 }, (incoming, outgoing) => {
    incoming.setTimeout(IDLE, () => incoming.destroy());
    incoming.once('end', () => incoming.setTimeout(0));
    // What cannot be foreseen ends without an answer, which tells the HIS what is true: outcome unknown.
    edge.handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  return listen(server, where, GRACE);
}

class Edge {
  readonly #options: EdgeOptions;
  #requests = 0;
  #bytes = 0;

  constructor(options: EdgeOptions) {
    this.#options = options;
  }

  async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (incoming.url === '/healthz' && incoming.method === 'GET') {
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
      return;
    }
    const requestId = randomUUID();
    const started = performance.now();
    const { answer, tries } = await this.#answer(incoming);
    write(outgoing, answer, requestId);
    // What was not read of a body: a client that still sends it would not see the answer otherwise.
    incoming.resume();
    const { method, url = '' } = incoming;
    // Only as much of the path as tells the route: what a HIS puts behind it is nobody's business here.
    const path = url.split('?')[0]?.split('/').slice(0, 3).join('/');
    const gatewayRequestId = 'headers' in answer ? answer.headers.get('x-request-id') : undefined;
    const code = 'code' in answer ? answer.code : undefined;
    const milliseconds = Math.round(performance.now() - started);
    const offset = this.#options.forwarder.offset;
    this.#options.logger.info({
      requestId,
      gatewayRequestId,
      method,
      path,
      status: answer.status,
      code,
      tries,
      milliseconds,
      offset,
    });
  }

  async #answer(incoming: IncomingMessage): Promise<{ answer: Received | EdgeRefusal; tries: number }> {
    const unsent = (answer: EdgeRefusal) => ({ answer, tries: 0 });
    const refused = guard(incoming, this.#options);
    if (refused !== undefined) return unsent(refused);
    const { requests, bytes } = this.#options.limits;
    let held = announced(incoming);
    if (this.#requests >= requests || this.#bytes + held > bytes) return unsent(edgeRefusal('OVERLOADED'));
    this.#requests += 1;
    this.#bytes += held;
    try {
      const body = await incomingBody(incoming, BODY_LIMIT).catch(() => edgeRefusal('INVALID_BODY'));
      if (body === undefined) return unsent(edgeRefusal('BODY_TOO_LARGE'));
      if ('code' in body) return unsent(body);
      this.#bytes += body.byteLength - held;
      held = body.byteLength;
      return await this.#options.forwarder.forward(messageOf(incoming, body));
    } finally {
      this.#requests -= 1;
      this.#bytes -= held;
    }
  }
}

/** How much a body may come to before it has come. */
function announced({ headers }: IncomingMessage): number {
  if (headers['transfer-encoding'] !== undefined) return BODY_LIMIT;
  return Math.min(Number(headers['content-length'] ?? 0), BODY_LIMIT);
}

function messageOf({ method, url = '', headers }: IncomingMessage, body: Uint8Array<ArrayBuffer>): Message {
  const passed = PASSED_IN.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : []));
  const { accept, 'content-type': contentType } = headers;
  return {
    method: method === 'GET' ? 'GET' : 'POST',
    target: url,
    // A GET of the contract has no body, and fetch sends none.
    body: method === 'GET' ? new Uint8Array() : body,
    headers: Object.fromEntries(passed),
    ...(accept === undefined ? {} : { accept }),
    ...(contentType === undefined ? {} : { contentType }),
  };
}

function write(outgoing: ServerResponse, answer: Received | EdgeRefusal, requestId: string): void {
  if ('bytes' in answer) {
    const headers = PASSED_OUT.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    // With its length: older clients do not read chunks.
    const length = { 'content-length': answer.bytes.length };
    outgoing.writeHead(answer.status, { ...Object.fromEntries(headers), ...length }).end(answer.bytes);
    return;
  }
  const { retryAfter } = answer;
  const problem = edgeProblem(answer, requestId);
  outgoing
    .writeHead(answer.status, {
      'content-type': 'application/problem+json',
      'content-length': problem.length,
      'cache-control': 'no-store, no-transform',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    })
    .end(problem);
}
