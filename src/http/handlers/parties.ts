import { callerOf, type HttpContext } from '../env.ts';
import { replyJson } from '../reply.ts';

/** Imports a registry file, all of it or nothing. */
export async function importParties(c: HttpContext): Promise<Response> {
  return replyJson(c, 200, await c.get('gateway').parties.import(c.get('body'), callerOf(c).party.id));
}
