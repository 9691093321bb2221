import type { Claim } from '../../claim/claim.ts';
import { ownId } from '../../claim/fields.ts';
import { parseClaim, parseJson, parseWith } from '../../claim/parse.ts';
import { reversalRequest } from '../../settlement/documents.ts';
import { settlementNotFound } from '../../settlement/reverse.ts';
import { callerOf, type HttpContext } from '../env.ts';
import { demandMediaType, JSON_TYPE } from '../middleware/media-type.ts';
import { replyJson } from '../reply.ts';
import { REQUESTS } from '../schemas.ts';

/** What settling would pay now. */
export async function quote(c: HttpContext): Promise<Response> {
  return replyJson(c, 200, await c.get('gateway').settlement.quote(callerOf(c).party.id, claimIn(c)));
}

/** Settles: 201 the first time, 200 for the same again. */
export async function settle(c: HttpContext): Promise<Response> {
  const { created, decision } = await c
    .get('gateway')
    .settlement.settle(callerOf(c).party.id, claimIn(c), c.get('arrival'));
  if (created) c.get('metrics').decided(decision);
  return replyJson(c, created ? 201 : 200, decision);
}

/** The decision as it stands now. */
export async function query(c: HttpContext): Promise<Response> {
  return replyJson(c, 200, await c.get('gateway').settlement.query(callerOf(c).party.id, settlementIdIn(c)));
}

/** Reverses: 201 the first time, 200 for a repeat. */
export async function reverse(c: HttpContext): Promise<Response> {
  const settlementId = settlementIdIn(c);
  const request = parseWith(reversalRequest, parseJson(c.get('body')));
  const { created, reversal } = await c.get('gateway').settlement.reverse(callerOf(c).party.id, settlementId, request);
  return replyJson(c, created ? 201 : 200, reversal);
}

/** Notes that the desk has taken the amount off the bill. There is nothing to say in a body, so it may be empty. */
export async function acknowledge(c: HttpContext): Promise<Response> {
  const settlementId = settlementIdIn(c);
  if (c.get('body').byteLength > 0) {
    demandMediaType(c, JSON_TYPE);
    parseWith(REQUESTS.AcknowledgementRequest, parseJson(c.get('body')));
  }
  return replyJson(c, 200, await c.get('gateway').settlement.acknowledge(callerOf(c).party.id, settlementId));
}

function claimIn(c: HttpContext): Claim {
  return parseClaim(parseJson(c.get('body')), c.get('gateway').clock.business());
}

/** An id that no settlement can have is simply not found. */
function settlementIdIn(c: HttpContext): string {
  const id = c.req.param('settlementId') ?? '';
  if (!ownId.safeParse(id).success) throw settlementNotFound();
  return id;
}
