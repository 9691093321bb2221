import type { Exchange } from '../../../adapters/adapter.ts';
import { problemDocument, Refusal } from '../../problem/refusal.ts';
import { callerOf, type HttpContext, type HttpMiddleware } from '../env.ts';
import { reply } from '../reply.ts';

/** Refusals that keep their status; all others are answered as HIS expect it, with 200 (contract section 5). */
const KEPT: readonly number[] = [401, 403, 413, 429, 503];

const NOTHING = new Uint8Array();

/** Takes only what an adapter speaks. @throws Refusal `NOT_FOUND` */
export function knownAdapter(): HttpMiddleware {
  return async function knownAdapter(c, next) {
    const { his } = c.get('gateway');
    if (his.adapter(c.req.param('adapter') ?? '') === undefined) {
      throw new Refusal('NOT_FOUND', { detail: '没有这个适配器', detailEn: 'There is no such adapter' });
    }
    await next();
  };
}

/** Does what a message in a HIS's own format asks for, and answers it in the caller's own envelope. */
export async function exchange(c: HttpContext): Promise<Response> {
  const { his } = c.get('gateway');
  const opened = open(c, c.get('body'));
  if (opened === undefined) throw new Error('an adapter was found before');
  c.set('exchange', opened);
  const { outcome, created } = await his.execute(callerOf(c).party.id, opened.read(), c.get('arrival'));
  if (created && 'decision' in outcome) c.get('metrics').decided(outcome.decision);
  const { type, bytes } = await opened.write(outcome);
  return reply(c, { status: 200, type, bytes });
}

/**
 * A refusal in the envelope of the adapter that was called.
 *
 * @returns `undefined` where none was
 */
export function refuseInEnvelope(c: HttpContext, refusal: Refusal): Response | undefined {
  // What nobody has signed for is not read.
  const answering = c.get('exchange') ?? open(c, c.get('caller') === undefined ? NOTHING : c.get('body'));
  if (answering === undefined) return undefined;
  c.set('problem', refusal.code);
  const { type, bytes } = answering.refuse(problemDocument(refusal, c.get('requestId')));
  const { retryAfter } = refusal.detail;
  return reply(c, {
    status: KEPT.includes(refusal.status) ? refusal.status : 200,
    type,
    bytes,
    ...(retryAfter === undefined ? {} : { headers: { 'Retry-After': String(retryAfter) } }),
  });
}

function open(c: HttpContext, bytes: Uint8Array = NOTHING): Exchange | undefined {
  const { his, clock } = c.get('gateway');
  const adapter = c.get('route')?.id === 'his' ? his.adapter(c.req.param('adapter') ?? '') : undefined;
  const party = c.get('caller')?.party;
  return adapter?.open({
    bytes,
    contentType: c.req.header('Content-Type'),
    hospital: party?.kind === 'hospital' ? his.signing(party.id) : undefined,
    now: clock.business(),
    requestId: c.get('requestId'),
  });
}
