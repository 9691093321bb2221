import { createHash, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { flattenedVerify, importJWK } from 'jose';
import { pino } from 'pino';
import { expect } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { DEFAULT_LIMITS, type Gateway, type Party, type PartyKind } from '../../src/http/gateway.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import type { RequestHeader } from '../../src/message/header.ts';
import { parseJwks, parsePrivateJwk } from '../../src/message/keys.ts';
import { newKeyStore, parseKeyStore } from '../../src/message/keystore.ts';
import { ReplayGuard } from '../../src/message/replay.ts';
import { signRequest } from '../../src/message/sign.ts';
import type { ProblemDocument } from '../../src/problem/refusal.ts';
import { fakeServices } from './services.ts';

const pair = () => generateKeyPair('ES256', 'k1');
const PAIRS = { H1: pair(), H2: pair(), 'INS-JX': pair(), 'INS-NT': pair(), OPS: pair(), STRANGER: pair() };
export type PartyName = keyof typeof PAIRS;

const party = (id: PartyName, kind: PartyKind, schemes?: readonly string[]): Party => {
  const keys = parseJwks({ keys: [PAIRS[id].publicJwk] }, '');
  return { id, kind, keys, ...(schemes === undefined ? {} : { schemes }) };
};
const PARTIES = [
  party('H1', 'hospital'),
  party('H2', 'hospital'),
  party('INS-JX', 'insurer', ['jiangxi-weihuibao-2023']),
  party('INS-NT', 'insurer', ['nantong-dibubao-2022']),
  party('OPS', 'operator'),
];

/** A gateway whose services are played, with a clock that can be set and a log that can be read. */
export function fakeGateway(change: Partial<Gateway> = {}) {
  const time = { now: Date.parse('2026-03-01T10:00:00+08:00') };
  const clock = { real: () => time.now, business: () => time.now };
  const seen = new Set<string>();
  const durable = {
    claim: async (id: string, jti: string) => {
      const message = `${id} ${jti}`;
      const fresh = !seen.has(message);
      seen.add(message);
      return fresh;
    },
  };
  const log: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log.push(chunk.toString());
      done();
    },
  });
  const services = fakeServices();
  const gateway: Gateway = {
    id: 'yizhan',
    version: '0.1.0',
    sandbox: false,
    publicBasePath: '',
    limits: DEFAULT_LIMITS,
    uploadFolder: join(tmpdir(), `yizhan-http-${process.pid}`),
    clock,
    logger: pino({ level: 'trace' }, destination),
    keys: parseKeyStore(newKeyStore(time.now), 'keys'),
    replay: new ReplayGuard(durable, clock),
    refresh: async () => {},
    registry: {
      party: (id) => PARTIES.find((one) => one.id === id),
      shares: () => [],
      signsWith: () => false,
    },
    ...services,
    ready: async () => true,
    queueLength: () => 0,
    ...change,
  };
  return { gateway, app: createApp(gateway), time, log, services };
}

/** A request as a test says it. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: Uint8Array | string;
  /** By default JSON for a POST that has a body. */
  readonly type?: string | undefined;
  readonly as?: PartyName;
  /** Whose key signs, if it is not the sender's. */
  readonly keyOf?: PartyName;
  /** Members of the signed header that are not what they should be. */
  readonly header?: Partial<RequestHeader>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The parts of a signed request. */
export function signed(gateway: Gateway, sent: Sent): { url: string; init: RequestInit; jti: string | undefined } {
  const { method, path, as = 'H1', keyOf = as, header = {} } = sent;
  const body = Buffer.from(sent.body ?? '');
  const iat = Math.floor(gateway.clock.real() / 1000);
  const full: RequestHeader = {
    ...{ alg: 'ES256', kid: 'k1', iss: as, aud: gateway.id, iat, jti: randomUUID(), htm: method, htu: path },
    ...header,
  };
  const { keyObject } = parsePrivateJwk(PAIRS[keyOf].privateJwk, '');
  const type = sent.type ?? (body.length > 0 ? 'application/json' : undefined);
  const headers = {
    ...(type === undefined ? {} : { 'Content-Type': type }),
    'X-JWS-Signature': signRequest({ ...full, privateKey: keyObject }, body),
    ...sent.headers,
  };
  const init = { method, headers, ...(method === 'GET' || method === 'HEAD' ? {} : { body }) };
  const own = sent.headers?.['X-JWS-Signature'] === undefined;
  return { url: path, init, jti: own ? full.jti : undefined };
}

/** A gateway with what plays its part. */
export type Fixture = ReturnType<typeof fakeGateway>;

/** Sends a signed request, and holds the answer's signature against it with jose. */
export async function send({ app, gateway }: Pick<Fixture, 'app' | 'gateway'>, sent: Sent): Promise<Received> {
  const { url, init, jti } = signed(gateway, sent);
  return received(await app.request(url, init), gateway, jti);
}

/** An answer whose signature holds. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

/** Verifies an answer, by jose and by the keys as they are published, not by our own code. */
export async function received(answer: Response, gateway: Gateway, jti: string | undefined): Promise<Received> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (answer.headers.get('Content-Disposition')?.startsWith('attachment') === true) return receivedFile(answer, bytes);
  const [head = '', middle, signature = ''] = (answer.headers.get('X-JWS-Signature') ?? '').split('.');
  expect(middle).toBe('');
  const { protectedHeader } = await flattenedVerify({ protected: head, payload: bytes, signature }, async ({ kid }) =>
    importJWK({ ...gateway.keys.jwks().keys.find((key) => key.kid === kid) }, 'ES256'),
  );
  expect(protectedHeader).toMatchObject({ alg: 'ES256', iss: gateway.id, status: answer.status });
  expect(protectedHeader?.['req']).toBe(jti);
  expect(answer.headers.get('Cache-Control')).toBe('no-store, no-transform');
  const text = Buffer.from(bytes).toString('utf8');
  return { status: answer.status, headers: answer.headers, json: text === '' ? undefined : JSON.parse(text) };
}

/** A file is not signed: its digest and its length are told. */
function receivedFile({ status, headers }: Response, bytes: Uint8Array): Received {
  const digest = createHash('sha256').update(bytes).digest('base64');
  expect(headers.get('Content-Digest')).toBe(`sha-256=:${digest}:`);
  expect(headers.get('Content-Length')).toBe(String(bytes.byteLength));
  expect(headers.get('X-JWS-Signature')).toBeNull();
  expect(headers.get('Cache-Control')).toBe('no-store, no-transform');
  return { status, headers, json: undefined };
}

/** Holds a document against the shape of a problem, and returns it. */
export function problemOf({ status, headers, json }: Received): ProblemDocument {
  expect(headers.get('Content-Type')).toBe('application/problem+json');
  const problem = json as ProblemDocument;
  expect(problem).toMatchObject({ status, type: `/docs/errors#${problem.code}`, title: expect.stringMatching(/ \/ /) });
  expect(problem.detail).toMatch(/[\u4e00-\u9fff]/);
  expect(problem.detailEn).not.toMatch(/[\u4e00-\u9fff]/);
  expect(problem.requestId).toBe(headers.get('X-Request-Id'));
  return problem;
}

/** Status and code of a refusal, as problem details or in the envelope of the `nhsa` adapter. */
export function refusal(answer: Received): string {
  const { err_msg } = (answer.json ?? {}) as { err_msg?: unknown };
  if (typeof err_msg === 'string') return `${answer.status} ${/^\[(\w+)\] /.exec(err_msg)?.[1]}`;
  return `${answer.status} ${problemOf(answer).code}`;
}
