import { Refusal } from '../problem/refusal.ts';
import { demand } from './check.ts';
import { type CheckedHeader, type RequestContext, requestChecks, WINDOW_SECONDS } from './checks.ts';
import { signingPrefix } from './detached.ts';
import { readHeader, type SignedHeader } from './header.ts';

/** A request whose signature holds. Its `jti` is still to be claimed (`replay.ts`). */
export interface VerifiedRequest {
  /** The id of the party that signed. */
  readonly party: string;
  readonly kid: string;
  readonly jti: string;
  /** Seconds since 1970, as the party's clock had it. */
  readonly iat: number;
  /** The last second in which this signature is accepted: `iat` + 300. Until it has passed, the `jti` is remembered. */
  readonly expiresAt: number;
}

/**
 * Verifies a request's detached JWS (contract §2; RFC 7515 appendix F, RFC 7797) over the body as received.
 *
 * Claim the `jti` afterwards, not before: else whoever can read a `jti` could use it up for its owner.
 *
 * @param request its `X-JWS-Signature` (`header`), what the gateway holds it against, and the registry
 * @param body the raw bytes; for none, an empty array
 * @throws Refusal with the first that applies of `SIGNATURE_MISSING`, `_MALFORMED`, `_ALGORITHM`, `_UNKNOWN_PARTY`,
 *   `_UNKNOWN_KEY`, `_ALGORITHM` (of the key), `_AUDIENCE`, `_TARGET`, `_EXPIRED` (with `serverTime`), `_INVALID`
 */
export function verifyRequest(
  request: RequestContext & { readonly header: string | undefined },
  body: Uint8Array,
): VerifiedRequest {
  return verifySignature(checkHeader(readHeader(request.header), request), body);
}

/**
 * Checks all that can be told before the body has come, so that a large upload is refused early.
 *
 * @throws Refusal as {@link verifyRequest}, all but `SIGNATURE_INVALID`
 */
export function checkHeader(read: SignedHeader, context: RequestContext): CheckedHeader {
  return demand(requestChecks(read, context));
}

/**
 * Verifies the signature itself over a whole body. For one that comes in pieces: `stream.ts`.
 *
 * @throws Refusal `SIGNATURE_INVALID`
 */
export function verifySignature(checked: CheckedHeader, body: Uint8Array): VerifiedRequest {
  const parts = [signingPrefix(checked.protectedText), body];
  return verdict(checked, checked.suite.verify(checked.key.keyObject, parts, checked.signature));
}

/** What an answer of the suite means for the request. */
export function verdict(checked: CheckedHeader, holds: boolean): VerifiedRequest {
  if (!holds) throw new Refusal('SIGNATURE_INVALID', INVALID);
  const { iss, kid, jti, iat } = checked.header;
  return { party: iss, kid, jti, iat, expiresAt: iat + WINDOW_SECONDS };
}

/** The words for a signature that does not hold. */
export const INVALID = {
  detail: '签名与收到的字节不符：须对实际发送的原始字节签名，签名后正文不得再改动（编码、换行、重新序列化）',
  detailEn:
    'The signature does not fit the bytes received: sign the raw bytes that are sent, and change nothing afterwards (encoding, line ends, re-serialising)',
};
