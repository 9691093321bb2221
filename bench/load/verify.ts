import { AnswerProblem, verifyAnswer } from '../../src/message/answer.ts';
import { SIGNATURE_HEADER } from '../../src/message/detached.ts';
import { type PublicKeyRecord, parseJwks } from '../../src/message/keys.ts';
import type { DecisionDocument } from '../../src/settlement/documents.ts';
import { headerOf } from './answer.ts';
import type { Sample } from './recorder.ts';
import { GATEWAY_ID } from './requests.ts';

/** The gateway's public keys. */
export async function fetchKeys(port: number): Promise<readonly PublicKeyRecord[]> {
  const response = await fetch(`http://127.0.0.1:${port}/.well-known/jwks.json`);
  return parseJwks(await response.json(), '');
}

/**
 * Verifies an answer as a hospital does, and that what was to be paid is paid: a load that is refused, or declined
 * without a look at the rules, would measure something else.
 *
 * @returns what is wrong with it
 */
export function faultOf({ jti, answer }: Sample, keys: readonly PublicKeyRecord[]): string | undefined {
  const { status, head, body } = answer;
  try {
    const signature = headerOf(head, SIGNATURE_HEADER.toLowerCase());
    verifyAnswer(signature, body, keys, { issuer: GATEWAY_ID, status, requestJti: jti });
  } catch (error) {
    if (error instanceof AnswerProblem) return error.message;
    throw error;
  }
  if (status !== 201) return undefined;
  const { outcome } = JSON.parse(body.toString('utf8')) as DecisionDocument;
  return outcome === 'paid' ? undefined : `a decision is ${outcome}, not paid`;
}
