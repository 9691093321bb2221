import type { Outcome } from '../../adapters/mock-his/answer.ts';
import { isNotNow } from '../../adapters/mock-his/answer.ts';
import type { HospitalClient } from '../../adapters/mock-his/client.ts';
import type { ClaimInput } from '../../src/claim/claim.ts';
import { Broken } from './fault.ts';
import type { Tally, Told } from './tally.ts';

/** What a desk wants done; it keeps at it until it has been told that it is. */
export type Operation =
  | {
      readonly kind: 'settle';
      readonly claim: ClaimInput;
      /** How often it is sent at once. */
      readonly copies: 1 | 2;
      readonly replaces?: Told;
    }
  | { readonly kind: 'reverse' | 'acknowledge'; readonly of: Told };

/** What may be said of an operation: nothing is known, or it is done. `found`: an earlier transmission had done it. */
export type Result = 'unknown' | 'done' | 'found';

/** Codes of a verified refusal, or of what took its place, after which an operation is sent again. */
const TRY_AGAIN: ReadonlySet<string> = new Set(['NETWORK', 'UNAVAILABLE']);

/** Sends an operation, each copy signed anew, and notes what is answered. @throws Broken for an answer that must not be */
export async function send(operation: Operation, client: HospitalClient, party: string, tally: Tally): Promise<Result> {
  switch (operation.kind) {
    case 'settle': {
      const { claim, copies, replaces } = operation;
      const outcomes = await Promise.all(Array.from({ length: copies }, () => client.settle(claim)));
      const answers = outcomes.flatMap((one) => answered(one) ?? []);
      for (const { body } of answers) tally.decided(party, claim, body);
      const created = answers.filter(({ status }) => status === 201).length;
      if (created > 1) throw new Broken('a settlement was made twice', claim.settlementId);
      if (answers.length === 0) return 'unknown';
      if (replaces !== undefined) {
        replaces.reversed = true;
        replaces.replaced = true;
      }
      return created === 1 ? 'done' : 'found';
    }
    case 'reverse': {
      const { of } = operation;
      const { settlementId } = of.claim;
      const request = { reversalId: `R-${settlementId}-${of.attempt}`, reason: '测试', attempt: of.attempt };
      const answer = answered(await client.reverse(settlementId, request));
      if (answer === undefined) return 'unknown';
      if (answer.body.decisionId !== of.decisionId) throw new Broken('another decision was reversed', answer.body);
      of.reversed = true;
      return answer.status === 201 ? 'done' : 'found';
    }
    case 'acknowledge': {
      const { of } = operation;
      const answer = answered(await client.acknowledge(of.claim.settlementId));
      if (answer === undefined) return 'unknown';
      if (answer.body.decisionId !== of.decisionId) throw new Broken('another decision was acknowledged', answer.body);
      of.acknowledged = true;
      return answer.body.already ? 'found' : 'done';
    }
  }
}

/** An answer that says it was done; `undefined` where nothing is known or it is to be sent again. */
export function answered<T>(outcome: Outcome<T>) {
  if (outcome.kind === 'answered') return outcome;
  const code = outcome.kind === 'refused' ? outcome.problem.code : outcome.code;
  if (isNotNow(code) || TRY_AGAIN.has(code)) return undefined;
  throw new Broken('an answer that must not be', outcome.kind === 'refused' ? outcome.problem : outcome);
}
