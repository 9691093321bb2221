import { parseJson, parseWith } from '../../claim/parse.ts';
import { Refusal } from '../../problem/refusal.ts';
import {
  externalCancellationRequest,
  externalClaimRequest,
  PENDED_PAGE,
  resolutionRequest,
  reversalPermissionRequest,
} from '../../settlement/review-requests.ts';
import { callerOf, type HttpContext } from '../env.ts';
import { replyJson } from '../reply.ts';
import { ROUTES } from '../routes.ts';
import { ownSchemeIn } from './own-scheme.ts';

/** What waits for the insurer. */
export async function listPended(c: HttpContext): Promise<Response> {
  const scheme = ownSchemeIn(c);
  const { after, limit } = pageIn(c);
  return replyJson(c, 200, await c.get('gateway').reviews.pended(scheme, after, limit));
}

/** Ends a review: 201 the first time, 200 for the same again. */
export async function resolve(c: HttpContext): Promise<Response> {
  const scheme = ownSchemeIn(c);
  const request = parseWith(resolutionRequest, parseJson(c.get('body')));
  const { reviews } = c.get('gateway');
  const { created, resolution } = await reviews.resolve(callerOf(c).party.id, scheme, decisionIdIn(c), request);
  return replyJson(c, created ? 201 : 200, resolution);
}

/** Counts a claim settled elsewhere: 201 the first time, 200 for the same again. */
export async function bookExternalClaim(c: HttpContext): Promise<Response> {
  const scheme = ownSchemeIn(c);
  const request = parseWith(externalClaimRequest, parseJson(c.get('body')));
  const { created, claim } = await c.get('gateway').reviews.external(callerOf(c).party.id, scheme, request);
  return replyJson(c, created ? 201 : 200, claim);
}

/** Takes a claim settled elsewhere back: 201 the first time, 200 again. */
export async function cancelExternalClaim(c: HttpContext): Promise<Response> {
  const scheme = ownSchemeIn(c);
  const request = parseWith(externalCancellationRequest, parseJson(c.get('body')));
  const claimNo = c.req.param('claimNo') ?? '';
  const { reviews } = c.get('gateway');
  const { created, claim } = await reviews.cancelExternal(callerOf(c).party.id, scheme, claimNo, request);
  return replyJson(c, created ? 201 : 200, claim);
}

/** Allows a late reversal: 201 the first time, 200 again. */
export async function permitReversal(c: HttpContext): Promise<Response> {
  const scheme = ownSchemeIn(c);
  const request = parseWith(reversalPermissionRequest, parseJson(c.get('body')));
  const { reviews } = c.get('gateway');
  const { created, permission } = await reviews.permitReversal(callerOf(c).party.id, scheme, decisionIdIn(c), request);
  return replyJson(c, created ? 201 : 200, permission);
}

/** The scheme's part of a decision, for a dispute. */
export async function showDecision(c: HttpContext): Promise<Response> {
  const scheme = ownSchemeIn(c);
  return replyJson(c, 200, await c.get('gateway').reviews.detail(callerOf(c).party.id, scheme, decisionIdIn(c)));
}

/** What no decision is called is found nowhere. */
function decisionIdIn(c: HttpContext): string {
  return c.req.param('decisionId') ?? '';
}

function pageIn(c: HttpContext): { after: string | undefined; limit: number } {
  const { after, limit, ...others } = c.req.queries();
  const known = Object.keys(ROUTES.pended.query).join(', ');
  if (Object.keys(others).length > 0 || (after?.length ?? 0) > 1 || (limit?.length ?? 0) > 1) {
    throw refused(`查询参数只有：${known}，各至多一次`, `The only query parameters are: ${known}, each once at most`);
  }
  const text = limit?.[0] ?? String(PENDED_PAGE.default);
  const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= PENDED_PAGE.max) return { after: after?.[0], limit: number };
  throw refused(`limit 须为 1 至 ${PENDED_PAGE.max}`, `limit must be 1 to ${PENDED_PAGE.max}`);
}

function refused(detail: string, detailEn: string): Refusal {
  return new Refusal('INVALID_PARAMETER', { detail, detailEn });
}
