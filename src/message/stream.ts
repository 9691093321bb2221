import { Refusal } from '../problem/refusal.ts';
import type { CheckedHeader } from './checks.ts';
import { signingPrefix } from './detached.ts';
import { type VerifiedRequest, verdict } from './request.ts';
import type { Verification } from './suites.ts';

/** How much of a body is held for an algorithm that cannot be streamed: the limit of an ordinary body, 32 MiB. */
export const WHOLE_LIMIT = 32 * 1024 * 1024;

/**
 * Verifies the signature over a body that comes in pieces, without holding it: all but EdDSA sign a digest.
 *
 * EdDSA hashes the message twice (RFC 8032 §5.1.6), so under it the body is held, up to a limit; a party
 * that uploads more than that signs with a key of another kind.
 *
 * @example
 * const body = new BodyVerifier(checkHeader(readHeader(value), context));
 * for await (const chunk of request) { body.update(chunk); await file.write(chunk); }
 * const verified = body.finish(); // only now is anything in the file believed
 */
export class BodyVerifier {
  readonly #checked: CheckedHeader;
  readonly #limit: number;
  readonly #running: Verification | undefined;
  #held: Uint8Array[] = [];
  #heldBytes = 0;

  /** @param wholeLimit bytes; only for an algorithm that cannot be streamed */
  constructor(checked: CheckedHeader, wholeLimit = WHOLE_LIMIT) {
    this.#checked = checked;
    this.#limit = wholeLimit;
    this.#running = checked.suite.begin?.(checked.key.keyObject);
    this.#running?.update(signingPrefix(checked.protectedText));
  }

  /**
   * Takes the next piece.
   *
   * @throws Refusal `BODY_TOO_LARGE` where an EdDSA body grows over the limit
   */
  update(chunk: Uint8Array): void {
    if (this.#running !== undefined) {
      this.#running.update(chunk);
      return;
    }
    this.#heldBytes += chunk.byteLength;
    if (this.#heldBytes > this.#limit) {
      this.#held = [];
      throw new Refusal('BODY_TOO_LARGE', {
        detail: `用EdDSA签名的正文最多${this.#limit}字节，因其不能流式验证；更大的文件请用ES256、RS256或PS256密钥签名`,
        detailEn: `A body signed with EdDSA has at most ${this.#limit} bytes, as it cannot be verified while it streams; sign larger files with an ES256, RS256 or PS256 key`,
      });
    }
    // A copy: the caller may reuse its buffer for the next piece.
    this.#held.push(Buffer.from(chunk));
  }

  /**
   * Ends the body.
   *
   * @throws Refusal `SIGNATURE_INVALID`
   */
  finish(): VerifiedRequest {
    const { suite, key, signature, protectedText } = this.#checked;
    const holds =
      this.#running === undefined
        ? suite.verify(key.keyObject, [signingPrefix(protectedText), ...this.#held], signature)
        : this.#running.verify(signature);
    this.#held = [];
    return verdict(this.#checked, holds);
  }
}
