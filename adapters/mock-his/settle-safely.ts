import { setTimeout as sleep } from 'node:timers/promises';
import type { ClaimInput } from '../../src/claim/claim.ts';
import type { DecisionDocument } from '../../src/settlement/documents.ts';
import { endsDoubt, type Outcome, shouldRetry, type Unknown } from './answer.ts';
import type { HospitalClient } from './client.ts';

/** How patient a desk is. */
export interface Patience {
  /** Rounds of query and settlement in all, the first settlement included. */
  readonly tries: number;
  /** The first pause in milliseconds; each one after it is twice as long, or as long as the gateway asks. */
  readonly pause: number;
}

const A_DESK: Patience = { tries: 5, pause: 500 };

/**
 * Settles as a desk must: where the outcome is unknown it queries first, and sends the settlement again (same content,
 * new `jti`) only once the gateway answers verifiably. The gateway knows a repetition by `settlementId` and `attempt`, so
 * nothing is paid twice.
 *
 * What a query shows is not taken as this settlement's decision: under the same id other content may have been settled
 * before, and only sending the settlement again finds that out (409 `SETTLEMENT_CONFLICT`).
 *
 * @returns a decision or a refusal; `unknown` where it is so after the last try: then do not collect, query later
 */
export async function settleSafely(
  client: Pick<HospitalClient, 'settle' | 'query'>,
  claim: ClaimInput,
  { tries, pause }: Patience = A_DESK,
): Promise<Outcome<DecisionDocument>> {
  let last = await client.settle(claim);
  let doubt: Unknown | undefined;
  let wait = pause;
  for (let left = tries - 1; left > 0 && shouldRetry(last); left -= 1) {
    if (last.kind === 'unknown') doubt = last;
    const asked = last.kind === 'refused' ? (last.retryAfter ?? 0) * 1000 : 0;
    await sleep(Math.max(wait, asked));
    wait *= 2;
    const known = await client.query(claim.settlementId);
    last = shouldRetry(known) ? known : await client.settle(claim);
  }
  return stillInDoubt(doubt, last);
}

/**
 * Sends a message of another format until its outcome is known, a bounded number of times. The same bytes again come to
 * the same: such a message carries its own id.
 *
 * @param send one transmission
 */
export async function sendSafely<T>(
  send: () => Promise<Outcome<T>>,
  { tries, pause }: Patience = A_DESK,
): Promise<Outcome<T>> {
  let last = await send();
  let doubt: Unknown | undefined;
  let wait = pause;
  for (let left = tries - 1; left > 0 && last.kind === 'unknown'; left -= 1) {
    doubt = last;
    await sleep(wait);
    wait *= 2;
    last = await send();
  }
  return stillInDoubt(doubt, last);
}

/** The first doubt, where the last answer does not end it. */
function stillInDoubt<T>(doubt: Unknown | undefined, last: Outcome<T>): Outcome<T> {
  if (doubt === undefined || (last.kind !== 'unknown' && endsDoubt(last.status))) return last;
  return doubt;
}
