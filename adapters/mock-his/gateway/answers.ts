import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { signAnswer } from '../../../src/message/answer.ts';
import { SIGNATURE_HEADER } from '../../../src/message/detached.ts';
import { generateKeyPair } from '../../../src/message/generate.ts';
import { peek } from '../../../src/message/header.ts';
import { type PrivateKeyRecord, parsePrivateJwk } from '../../../src/message/keys.ts';
import { problemDocument, Refusal } from '../../../src/problem/refusal.ts';
import { formatInstant } from '../../../src/time/calendar.ts';
import { jsonIn } from '../json.ts';
import { type AnswerFault, type Asked, type Rule, valueAt, withValueAt } from './rules.ts';

/** An answer before it is signed. */
export interface Made {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** Headers of every answer (contract section 2). */
const OF_EVERY = { 'cache-control': 'no-store, no-transform' };

/** The answer a rule says. */
export function fixedAnswer(answer: NonNullable<Rule['answer']>, asked: Asked): Made {
  if ('problem' in answer) {
    return problemAnswer(
      new Refusal(answer.problem, {
        detail: '模拟网关按规则拒绝',
        detailEn: 'The mock gateway refuses by rule',
        ...(answer.retryAfter === undefined ? {} : { retryAfter: answer.retryAfter }),
      }),
    );
  }
  if ('file' in answer) {
    return {
      status: answer.status,
      headers: { ...OF_EVERY, 'content-type': answer.type },
      bytes: readFileSync(answer.file),
    };
  }
  return jsonAnswer(answer.status, filled(answer.json, asked, jsonIn(asked.bytes)));
}

export function jsonAnswer(status: number, document: unknown): Made {
  const headers = { ...OF_EVERY, 'content-type': 'application/json' };
  return { status, headers, bytes: Buffer.from(JSON.stringify(document)) };
}

/** A refusal as problem details. */
export function problemAnswer(refusal: Refusal): Made {
  const { retryAfter } = refusal.detail;
  const after = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  const headers = { ...OF_EVERY, 'content-type': 'application/problem+json', ...after };
  const document = problemDocument(refusal, randomUUID());
  return { status: refusal.status, headers, bytes: Buffer.from(JSON.stringify(document)) };
}

/** An answer with other values at some places; what is not JSON stays as it is. */
export function changed(made: Made, change: NonNullable<Rule['change']>): Made {
  const json = jsonIn(made.bytes);
  if (json === undefined) return made;
  const document = Object.entries(change).reduce<unknown>((at, [place, put]) => withValueAt(at, place, put), json);
  return { ...made, bytes: Buffer.from(JSON.stringify(document)) };
}

const PLACEHOLDER = /\{\{([^{}]+)\}\}/g;

/** Fills `{{…}}` in every text. A text that is nothing else becomes the value itself, number or object. */
function filled(value: unknown, asked: Asked, body: unknown): unknown {
  if (typeof value === 'string') {
    const whole = /^\{\{([^{}]+)\}\}$/.exec(value)?.[1];
    if (whole !== undefined) return placeholder(whole, asked, body);
    return value.replaceAll(PLACEHOLDER, (_all, name: string) => String(placeholder(name, asked, body)));
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, asked, body));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, asked, body)]));
}

function placeholder(name: string, { target }: Asked, body: unknown): unknown {
  if (name === 'uuid') return randomUUID();
  if (name === 'now') return formatInstant(Date.now());
  if (name === 'today') return formatInstant(Date.now()).slice(0, 10);
  if (name.startsWith('/')) return valueAt(body, name) ?? null;
  return decodeURIComponent(target.split('?')[0]?.split('/')[Number(name)] ?? '');
}

/** Who signs, and for which request. */
export interface Signing {
  readonly key: PrivateKeyRecord;
  readonly issuer: string;
  /** The request's signature, whose `jti` the answer names. */
  readonly request: string | undefined;
}

/** Signs an answer, rightly or with a fault. */
export function signed(made: Made, { key, issuer, request }: Signing, fault?: AnswerFault): Made {
  const { [SIGNATURE_HEADER.toLowerCase()]: _, ...headers } = made.headers;
  if (fault === 'none') return { ...made, headers };
  const answer = {
    key: fault === 'unknown-key' ? parsePrivateJwk(generateKeyPair().privateJwk, '') : key,
    issuer: fault === 'other-gateway' ? `${issuer}-other` : issuer,
    iat: Math.floor(Date.now() / 1000),
    jti: randomUUID(),
    requestJti: fault === 'other-request' ? randomUUID() : peek(request).jti,
    status: fault === 'other-status' ? made.status + 1 : made.status,
  };
  const bytes = fault === 'wrong' ? Buffer.concat([made.bytes, Buffer.from(' ')]) : made.bytes;
  return { ...made, headers: { ...headers, [SIGNATURE_HEADER.toLowerCase()]: signAnswer(answer, bytes) } };
}
