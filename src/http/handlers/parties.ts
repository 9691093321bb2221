import { parseJson, parseWith } from '../../claim/parse.ts';
import { revocationRequest, suspensionRequest } from '../../roster/party-keys.ts';
import { callerOf, type HttpContext } from '../env.ts';
import { replyJson } from '../reply.ts';

/** Imports a registry file, all of it or nothing. */
export async function importParties(c: HttpContext): Promise<Response> {
  return replyJson(c, 200, await c.get('gateway').parties.import(c.get('body'), callerOf(c).party.id));
}

/** A party's keys, revoked ones too. */
export async function showPartyKeys(c: HttpContext): Promise<Response> {
  return replyJson(c, 200, await c.get('gateway').parties.keys(partyIn(c)));
}

/** Adds public keys to those of a party. */
export async function addPartyKeys(c: HttpContext): Promise<Response> {
  const jwks = parseJson(c.get('body'));
  return replyJson(c, 200, await c.get('gateway').parties.addKeys({ party: partyIn(c), jwks, by: callerIdOf(c) }));
}

/** Revokes a key of a party. */
export async function revokePartyKey(c: HttpContext): Promise<Response> {
  const request = parseWith(revocationRequest, parseJson(c.get('body')));
  const { parties } = c.get('gateway');
  return replyJson(c, 200, await parties.revokeKey({ ...request, party: partyIn(c), by: callerIdOf(c) }));
}

/** Suspends a party. */
export async function suspendParty(c: HttpContext): Promise<Response> {
  const request = parseWith(suspensionRequest, parseJson(c.get('body')));
  const { parties } = c.get('gateway');
  return replyJson(c, 200, await parties.suspend({ ...request, party: partyIn(c), by: callerIdOf(c) }));
}

/** Ends a party's suspension. */
export async function resumeParty(c: HttpContext): Promise<Response> {
  return replyJson(c, 200, await c.get('gateway').parties.resume({ party: partyIn(c), by: callerIdOf(c) }));
}

const partyIn = (c: HttpContext) => c.req.param('party') ?? '';
const callerIdOf = (c: HttpContext) => callerOf(c).party.id;
