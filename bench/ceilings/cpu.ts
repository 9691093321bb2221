import { randomUUID } from 'node:crypto';
import { parseJson } from '../../src/claim/parse.ts';
import { signAnswer } from '../../src/message/answer.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import { parseJwks, parsePrivateJwk } from '../../src/message/keys.ts';
import { verifyRequest } from '../../src/message/request.ts';
import { signRequest } from '../../src/message/sign.ts';
import { claimOf } from '../world/claims.ts';
import { idNumberOf } from '../world/people.ts';
import { perSecond } from './clock.ts';

/** Of a claim's signature, and of an answer's. */
export interface SignatureCeilings {
  readonly verify: number;
  readonly sign: number;
}

/** What one core can do of what every settlement needs, each alone, a second. */
export interface CpuCeilings extends SignatureCeilings {
  /** The same with SM2 and SM3. */
  readonly sm2: SignatureCeilings;
  readonly parse: number;
  /** Bytes of the claim. */
  readonly bytes: number;
}

/** About what a decision has. */
const ANSWER_BYTES = 5_000;
const TARGET = '/v1/settlements';

/** @param seconds for each */
export function cpuCeilings(seconds: number): CpuCeilings {
  const claim = Buffer.from(JSON.stringify(claimOf('settlement', { settlementId: 'S', idNumber: idNumberOf(0) })));
  return {
    ...signatureCeilings('ES256', claim, seconds),
    sm2: signatureCeilings('SM2-SM3', claim, seconds),
    parse: perSecond(seconds, () => parseJson(claim)),
    bytes: claim.length,
  };
}

function signatureCeilings(alg: string, claim: Buffer, seconds: number): SignatureCeilings {
  const { privateJwk, publicJwk } = generateKeyPair(alg);
  const key = parsePrivateJwk(privateJwk, '');
  const party = { id: 'H', keys: parseJwks({ keys: [publicJwk] }, '') };
  const iat = Math.floor(Date.now() / 1000);
  const message = { iss: party.id, aud: 'yizhan', iat, jti: randomUUID(), htm: 'POST', htu: TARGET };
  const header = signRequest({ alg: key.alg, kid: key.kid, ...message, privateKey: key.keyObject }, claim);
  const context = {
    header,
    method: 'POST',
    target: TARGET,
    audience: 'yizhan',
    nowSeconds: iat,
    findParty: () => party,
  };
  const answer = { key, issuer: 'yizhan', iat, jti: randomUUID(), requestJti: message.jti, status: 201 };
  const decision = Buffer.alloc(ANSWER_BYTES, 'x');
  return {
    verify: perSecond(seconds, () => verifyRequest(context, claim)),
    sign: perSecond(seconds, () => signAnswer(answer, decision)),
  };
}
