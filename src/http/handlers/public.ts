import { Refusal } from '../../problem/refusal.ts';
import { utf8 } from '../../text/utf8.ts';
import { formatInstant } from '../../time/calendar.ts';
import type { HttpContext, HttpHandler } from '../env.ts';
import { listedKeys } from '../own-keys.ts';
import { reply, replyJson } from '../reply.ts';
import type { Shared } from '../shared/shared.ts';

/** The process is alive. */
export function healthz(c: HttpContext): Response {
  return replyJson(c, 200, { status: 'ok' });
}

/** Requests can be taken: the store answers. */
export async function readyz(c: HttpContext): Promise<Response> {
  if (await c.get('gateway').ready()) return replyJson(c, 200, { status: 'ready' });
  throw new Refusal('UNAVAILABLE', { detail: '存储暂不可用', detailEn: 'The store does not answer', retryAfter: 1 });
}

/** Metrics in the text format of Prometheus. */
export function showMetrics(shared: Shared): HttpHandler {
  return async function showMetrics(c) {
    const text = await shared.metrics();
    return reply(c, { status: 200, type: shared.registry.contentType, bytes: Buffer.from(text) });
  };
}

/** What a client must know to sign: the gateway's id and its clock, which is the real one also in the sandbox. */
export function gatewayInfo(c: HttpContext): Response {
  const { id, version, clock } = c.get('gateway');
  return replyJson(c, 200, { id, time: formatInstant(clock.real()), version });
}

/** The gateway's public keys (RFC 7517). */
export async function jwks(c: HttpContext): Promise<Response> {
  const gateway = c.get('gateway');
  await gateway.refresh();
  return replyJson(c, 200, { keys: listedKeys(gateway, c.req.query('alg')) });
}

/** Answers a JSON document that never changes, made when it is first asked for. */
export function constantJson(document: () => unknown): HttpHandler {
  let bytes: Buffer<ArrayBuffer> | undefined;
  return (c) => {
    bytes ??= utf8(JSON.stringify(document()));
    return reply(c, { status: 200, type: 'application/json', bytes });
  };
}
