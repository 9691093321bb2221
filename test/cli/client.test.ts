import { describe, expect, it } from 'vitest';
import { HospitalClient } from '../../adapters/mock-his/client.ts';
import { signAnswer } from '../../src/message/answer.ts';
import { SIGNATURE_HEADER } from '../../src/message/detached.ts';
import { generateKeyPair } from '../../src/message/generate.ts';
import { readHeader } from '../../src/message/header.ts';
import { parseJwks, parsePrivateJwk } from '../../src/message/keys.ts';
import { problemDocument, Refusal } from '../../src/problem/refusal.ts';

const gatewayPair = generateKeyPair();
const gatewayKey = parsePrivateJwk(gatewayPair.privateJwk, '');
const STATEMENT = JSON.stringify({
  hospitalId: 'H1',
  date: '2023-07-11',
  records: [],
  totals: Object.fromEntries(
    ['settlements', 'reversals', 'net'].map((name) => [name, { count: 0, insurerPaid: '0.00', memberBenefit: '0.00' }]),
  ),
});

/** What the gateway's answer is made of, unless a test says otherwise. */
interface Play {
  readonly body?: string;
  readonly status?: number;
  readonly signedStatus?: number;
  readonly requestJti?: string;
  readonly issuer?: string;
  readonly sentBody?: string;
  readonly headers?: Record<string, string>;
}

/** Asks for a statement of a gateway that answers like that. */
function ask({ body = STATEMENT, status = 200, sentBody = body, ...play }: Play) {
  const transport: typeof fetch = async (_url, init) => {
    const header = new Headers(init?.headers).get(SIGNATURE_HEADER) ?? undefined;
    const { jti, aud } = readHeader(header).header;
    const { issuer = aud, requestJti = jti, signedStatus = status } = play;
    const answer = { key: gatewayKey, issuer, iat: 0, jti, requestJti, status: signedStatus };
    const signature = signAnswer(answer, Buffer.from(body));
    return new Response(sentBody, { status, headers: { [SIGNATURE_HEADER]: signature, ...play.headers } });
  };
  const client = new HospitalClient({
    baseUrl: 'http://gateway.test/yizhan/',
    party: 'H1',
    key: parsePrivateJwk(generateKeyPair('EdDSA').privateJwk, ''),
    gateway: { id: 'yizhan', keys: parseJwks({ keys: [gatewayPair.publicJwk] }, '') },
    transport,
  });
  return client.statement('2023-07-11');
}

const problem = (code: 'SIGNATURE_REPLAYED' | 'OVERLOADED' | 'INTERNAL' | 'FORBIDDEN') =>
  JSON.stringify(problemDocument(new Refusal(code, { detail: '', detailEn: '' }), 'r'));

describe('HospitalClient', () => {
  it('believes a signed answer to its own request', async () => {
    expect(await ask({})).toMatchObject({ kind: 'answered', status: 200, body: { hospitalId: 'H1' } });
  });

  it.each([
    [{ sentBody: STATEMENT.replace('H1', 'H2') }, 'ANSWER_INVALID'],
    [{ signedStatus: 201 }, 'ANSWER_STATUS'],
    [{ requestJti: 'another' }, 'ANSWER_OTHER_REQUEST'],
    [{ issuer: 'another' }, 'ANSWER_ISSUER'],
    [{ headers: { [SIGNATURE_HEADER]: '' } }, 'ANSWER_UNSIGNED'],
    [{ body: '{"hospitalId":' }, 'ANSWER_MALFORMED'],
    [{ body: '{}' }, 'ANSWER_MALFORMED'],
    [{ status: 401, body: problem('SIGNATURE_REPLAYED') }, 'SIGNATURE_REPLAYED'],
    [{ status: 500, body: problem('INTERNAL') }, 'INTERNAL'],
  ] satisfies [Play, string][])('takes %j for an unknown outcome', async (play, code) => {
    expect(await ask(play)).toMatchObject({ kind: 'unknown', code });
  });

  it('tells a refusal, and when to come back', async () => {
    expect(await ask({ status: 403, body: problem('FORBIDDEN') })).toMatchObject({
      kind: 'refused',
      problem: { code: 'FORBIDDEN' },
    });
    const busy = { status: 503, body: problem('OVERLOADED'), headers: { 'retry-after': '2' } };
    expect(await ask(busy)).toMatchObject({ kind: 'refused', retryAfter: 2 });
  });

  it('takes a broken network for an unknown outcome', async () => {
    const client = new HospitalClient({
      baseUrl: 'http://127.0.0.1:9',
      party: 'H1',
      key: gatewayKey,
      gateway: { id: 'yizhan', keys: [] },
    });
    expect(await client.query('S1')).toMatchObject({ kind: 'unknown', code: 'NETWORK' });
  });
});
