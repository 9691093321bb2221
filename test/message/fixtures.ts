import { randomUUID } from 'node:crypto';
import type { RequestContext, SigningParty } from '../../src/message/checks.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import type { RequestHeader } from '../../src/message/header.ts';
import type { PrivateJwk, PublicJwk } from '../../src/message/jwk.ts';
import { type PrivateKeyRecord, type PublicKeyRecord, parseJwks, parsePrivateJwk } from '../../src/message/keys.ts';
import { signRequest } from '../../src/message/sign.ts';
import type { ProblemCode } from '../../src/problem/catalogue.ts';
import { Refusal } from '../../src/problem/refusal.ts';

export const NOW = 1_789_000_000;
export const JOSE_ALGS = ['ES256', 'EdDSA', 'RS256', 'PS256'] as const;
export const ALGS = [...JOSE_ALGS, 'SM2-SM3'] as const;

/** One key of every algorithm, its kid the algorithm's name. */
export const KEYS: readonly { privateJwk: PrivateJwk; publicJwk: PublicJwk }[] = ALGS.map((alg) =>
  generateKeyPair(alg, alg),
);

export const PARTY: SigningParty = { id: 'H1', keys: parseJwks({ keys: KEYS.map((key) => key.publicJwk) }, '') };

export function privateKey(alg: string): PrivateKeyRecord {
  return parsePrivateJwk(KEYS.find((key) => key.privateJwk.alg === alg)?.privateJwk, '');
}

/** The public key of the algorithm's name. */
export function publicKey(alg: string): PublicKeyRecord {
  const key = PARTY.keys.find((one) => one.kid === alg);
  if (key === undefined) throw new Error(`no key of ${alg}`);
  return key;
}

export function context(change: Partial<RequestContext> = {}): RequestContext {
  return {
    method: 'POST',
    target: '/v1/settlements',
    audience: 'yizhan',
    nowSeconds: NOW,
    findParty: (id) => (id === PARTY.id ? PARTY : undefined),
    ...change,
  };
}

export function requestHeader(change: Partial<RequestHeader> = {}): RequestHeader {
  const alg = change.alg ?? 'ES256';
  const base = { alg, kid: alg, iss: 'H1', aud: 'yizhan', iat: NOW, jti: randomUUID(), htm: 'POST' };
  return { ...base, htu: '/v1/settlements', ...change };
}

/** A good signature, but for what is changed. */
export function signed(body: Uint8Array, change: Partial<RequestHeader> = {}): string {
  const header = requestHeader(change);
  return signRequest({ ...header, privateKey: privateKey(header.alg).keyObject }, body);
}

/** The refusal something ends with. */
export function refusalOf(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

export function codeOf(act: () => unknown): ProblemCode {
  return refusalOf(act).code;
}

/** Puts another protected header before the same signature. */
export function withHeader(value: string, header: unknown): string {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  return `${Buffer.from(text).toString('base64url')}..${value.split('.')[2]}`;
}

export const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
