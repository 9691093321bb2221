import { SIGNATURE_HEADER } from '../../message/detached.ts';
import { readHeader } from '../../message/header.ts';
import { arrive, claimRequest, type ReplayWindow } from '../../message/replay.ts';
import { checkHeader, type VerifiedRequest, verifySignature } from '../../message/request.ts';
import { callerOf, type HttpContext, type HttpMiddleware } from '../env.ts';
import type { Party } from '../gateway.ts';
import { targetOf } from '../target.ts';

/**
 * Checks all of a signature that can be told before the body is read, so that what cannot be good costs little.
 *
 * @example
 * app.use('/v1/*', readSignature(), rawBody(ORDINARY_BODY), verify(), claimMessage({ window }));
 */
export function readSignature(): HttpMiddleware {
  return async function readSignature(c, next) {
    const { refresh, registry } = c.get('gateway');
    await refresh();
    let party: Party | undefined;
    const header = checkHeader(readHeader(c.req.header(SIGNATURE_HEADER)), {
      ...signatureContext(c),
      findParty: (id) => {
        party = registry.party(id);
        return party;
      },
    });
    if (party !== undefined) c.set('claimed', { header, party });
    await next();
  };
}

/** What a request's signature is held against, but for the parties. */
export function signatureContext(c: HttpContext) {
  const { id, clock } = c.get('gateway');
  return {
    method: c.req.method,
    target: targetOf(c),
    audience: id,
    nowSeconds: Math.floor(clock.real() / 1000),
  };
}

/** Verifies the signature over the raw body. From here on it is known who calls. */
export function verify(): HttpMiddleware {
  return async function verify(c, next) {
    believe(c, verifySignature(claimedOf(c).header, c.get('body')));
    await next();
  };
}

/** The header that was read and the party it names. */
export function claimedOf(c: HttpContext) {
  const claimed = c.get('claimed');
  if (claimed === undefined) throw new Error('no signature was read on this route');
  return claimed;
}

/** Notes that the claimed party is the caller. */
export function believe(c: HttpContext, request: VerifiedRequest): void {
  c.set('caller', { party: claimedOf(c).party, request });
}

/**
 * Claims the message while it is worked on. What it is worked on with must hand {@link Arrival} to what it writes, so that
 * both become durable at once; nothing is answered before.
 *
 * @throws Refusal `SIGNATURE_REPLAYED`
 */
export function claimAlongside({ window }: { readonly window: ReplayWindow }): HttpMiddleware {
  return async function claimAlongside(c, next) {
    const arrival = arrive(window, callerOf(c).request);
    c.set('arrival', arrival);
    await next();
    try {
      await arrival.claimed;
    } catch (error) {
      // Nothing of an answer that is not given, such as its signature, must be in the one that is.
      c.res = undefined;
      throw error;
    }
  };
}

/**
 * Claims the message for this one arrival, durably, before anything is done for it.
 *
 * @throws Refusal `SIGNATURE_REPLAYED`
 */
export function claimMessage({ window }: { readonly window: ReplayWindow }): HttpMiddleware {
  return async function claimMessage(c, next) {
    await claimRequest(window, callerOf(c).request);
    await next();
  };
}
