import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { BlockList } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { fetchIdentity } from '../../adapters/mock-his/client.ts';
import { Forwarder } from '../../src/edge/forward.ts';
import { Identity } from '../../src/edge/identity.ts';
import { EDGE_LIMITS, type EdgeOptions, startEdge } from '../../src/edge/server.ts';
import { SIGNATURE_HEADER } from '../../src/message/detached.ts';
import { readHeader } from '../../src/message/header.ts';
import { serve, temporaryFolder } from '../cli/binary.ts';
import { gateway, HOSPITAL, key, rulesOf } from '../mock-his/support.ts';

const SILENT = { info: () => undefined } as unknown as EdgeOptions['logger'];

/** What went out to the gateway. */
interface Transmitted {
  readonly path: string;
  readonly body: string;
  readonly jti: string;
  readonly headers: Headers;
}

/** An edge before a gateway, and what it sent. */
async function edge(url: string, more: Partial<EdgeOptions> & { readonly tries?: number } = {}) {
  const sent: Transmitted[] = [];
  const transport: typeof fetch = (address, init) => {
    const headers = new Headers(init?.headers);
    const { jti } = readHeader(headers.get(SIGNATURE_HEADER) ?? undefined).header;
    const body = init?.body === undefined ? '' : Buffer.from(init.body as Uint8Array).toString('latin1');
    sent.push({ path: new URL(String(address)).pathname, body, jti, headers });
    return fetch(address, init);
  };
  const { tries = 3, ...options } = more;
  const identity = new Identity(url);
  const settings = { baseUrl: url, party: HOSPITAL, key, identity, transport, timeout: 5000, tries, pause: 1 };
  const forwarder = new Forwarder(settings);
  const clients = new BlockList();
  clients.addAddress('127.0.0.1');
  const server = await startEdge(
    { forwarder, clients, names: ['his.local'], logger: SILENT, limits: EDGE_LIMITS, ...options },
    { port: 0, host: '127.0.0.1' },
  );
  onTestFinished(() => server.close());
  return { server, sent, forwarder, ask: asker(server.port) };
}

interface Asked {
  readonly method?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Got {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** As a HIS asks: a plain request, whose Host and path are as the test says. */
function asker(port: number) {
  return async (path: string, { method = 'GET', body, headers = {} }: Asked = {}): Promise<Got> => {
    const asking = request({ port, host: '127.0.0.1', path, method, headers, agent: false });
    asking.end(body);
    const [answer] = await once(asking, 'response');
    // Answered before all of it was read: what is left of the body goes nowhere.
    asking.on('error', () => undefined);
    return { status: answer.statusCode, headers: answer.headers, text: (await buffer(answer)).toString('latin1') };
  };
}

const settle: Asked = {
  method: 'POST',
  body: '{"settlementId":"S1"}',
  headers: { 'content-type': 'application/json' },
};
const SETTLED = '{ answer: { status: 201, json: { decisionId: D1 } } }';

describe('the edge hands on', () => {
  it('a settlement, its bytes untouched, and the answer with its signature and length', async () => {
    const { url } = await gateway(rulesOf(`rules: [${SETTLED}]`));
    const { ask, sent } = await edge(url);
    const got = await ask('/v1/settlements', settle);
    expect(got).toMatchObject({ status: 201, text: '{"decisionId":"D1"}' });
    expect(got.headers['x-jws-signature']).toMatch(/\.\./);
    expect(got.headers['content-length']).toBe(String(got.text.length));
    expect(sent).toMatchObject([{ path: '/v1/settlements', body: settle.body }]);
  });

  it('messages of any format to their adapter, whatever their bytes', async () => {
    const { url } = await gateway(rulesOf(`rules: [${SETTLED}]`));
    const { ask, sent } = await edge(url);
    const body = Uint8Array.of(0x3c, 0xb2, 0xe2, 0xca, 0xd4, 0x3e);
    const headers = { 'content-type': 'text/xml; charset=GBK', soapaction: '"urn:settle"' };
    expect((await ask('/his/xml', { method: 'POST', body, headers })).status).toBe(201);
    expect(sent[0]?.body).toBe(Buffer.from(body).toString('latin1'));
    expect(sent[0]?.headers.get('content-type')).toBe('text/xml; charset=GBK');
    expect(sent[0]?.headers.get('soapaction')).toBe('"urn:settle"');
  });

  it('refusals that the gateway vouches for, once, with the patience it asks for', async () => {
    const { url } = await gateway(rulesOf('rules: [{ answer: { problem: AMOUNTS_INCONSISTENT } }]'));
    const { ask, sent } = await edge(url);
    expect(await ask('/v1/settlements', settle)).toMatchObject({ status: 422 });
    expect(sent).toHaveLength(1);
    const busy = await gateway(rulesOf('rules: [{ answer: { problem: OVERLOADED, retryAfter: 999 } }]'));
    expect((await (await edge(busy.url)).ask('/v1/settlements', settle)).headers['retry-after']).toBe('999');
  });
});

describe('the edge sends the same bytes again under a new jti', () => {
  it.each([
    ['the answer was lost', 'lose: answer'],
    ['the request was lost', 'lose: request'],
    ['an HTTP stack had sent it twice', 'answer: { problem: SIGNATURE_REPLAYED }'],
    ['a 401 does not say why', 'answer: { status: 401, json: {} }'],
    ['the gateway failed', 'answer: { problem: INTERNAL }'],
    ['the gateway is overloaded', 'answer: { problem: OVERLOADED, retryAfter: 0 }'],
    ['the answer was forged', 'signature: wrong'],
    ['the answer was for another request', 'signature: other-request'],
    ['the status was changed', 'signature: other-status'],
    ['the key is not known', 'signature: unknown-key'],
  ])('where %s', async (_why, fault) => {
    const once = fault.startsWith('answer') ? fault : `${fault}, answer: { status: 201, json: { decisionId: D1 } }`;
    const { url } = await gateway(rulesOf(`rules: [{ when: { times: 1 }, ${once} }, ${SETTLED}]`));
    const { ask, sent } = await edge(url);
    expect(await ask('/v1/settlements', settle)).toMatchObject({ status: 201, text: '{"decisionId":"D1"}' });
    expect(sent).toHaveLength(2);
    expect(sent[1]?.body).toBe(settle.body);
    expect(sent[1]?.jti).not.toBe(sent[0]?.jti);
  });
});

describe('the edge says that the outcome is unknown', () => {
  it.each([
    'lose: answer',
    'signature: none, answer: { status: 201, json: { decisionId: FORGED } }',
    'answer: { problem: SIGNATURE_REPLAYED }',
    'answer: { problem: INTERNAL }',
  ])('where it stays so: %s', async (fault) => {
    const { url } = await gateway(rulesOf(`rules: [{ ${fault} }]`));
    const { ask, sent } = await edge(url);
    const got = await ask('/v1/settlements', settle);
    expect(got.status).toBe(504);
    expect(got.text).toContain('"code":"OUTCOME_UNKNOWN"');
    expect(got.text).toContain('never collect');
    expect(got.text).not.toContain('FORGED');
    expect(sent).toHaveLength(3);
  });

  it('also where a later refusal says nothing about the first copy', async () => {
    const { url } = await gateway(
      rulesOf('rules: [{ when: { times: 1 }, lose: answer }, { answer: { problem: SIGNATURE_UNKNOWN_KEY } }]'),
    );
    expect((await (await edge(url)).ask('/v1/settlements', settle)).text).toContain('OUTCOME_UNKNOWN');
  });

  it('but that nothing was sent where the gateway was never reached', async () => {
    const { ask, sent } = await edge('http://127.0.0.1:9');
    const got = await ask('/v1/settlements', settle);
    expect(got.status).toBe(503);
    expect(got.text).toContain('GATEWAY_UNREACHABLE');
    expect(sent).toHaveLength(0);
  });
});

describe('the edge signs nothing', () => {
  it.each<[string, string, Asked]>([
    ['BROWSER_REFUSED', '/v1/settlements', { ...settle, headers: { origin: 'http://evil.example' } }],
    ['BROWSER_REFUSED', '/v1/settlements', { ...settle, headers: { referer: 'http://evil.example/form' } }],
    ['BROWSER_REFUSED', '/v1/settlements/S1', { headers: { 'sec-fetch-site': 'cross-site' } }],
    ['HOST_REFUSED', '/v1/settlements', { ...settle, headers: { host: 'evil.example:8090' } }],
    ['METHOD_NOT_ALLOWED', '/v1/settlements/S1', { method: 'DELETE' }],
    ['INVALID_PARAMETER', '/v1/../v1/settlements/S1', {}],
    ['INVALID_PARAMETER', 'http://evil.example/v1/settlements/S1', {}],
    ['NOT_FOUND', '//evil.example/v1/settlements/S1', {}],
    ['NOT_FOUND', '/console', {}],
    ['BODY_TOO_LARGE', '/v1/settlements', { ...settle, body: Buffer.alloc(32 * 1024 * 1024 + 1) }],
  ])('%s: %s', async (code, path, asked) => {
    const { url } = await gateway(rulesOf(`rules: [${SETTLED}]`));
    const { ask, sent } = await edge(url);
    expect((await ask(path, asked)).text).toContain(`"code":"${code}"`);
    expect(sent).toHaveLength(0);
  });

  it('for an address that may not, or when there is too much at once', async () => {
    const { url } = await gateway(rulesOf(`rules: [${SETTLED}]`));
    const stranger = await edge(url, { clients: new BlockList() });
    expect((await stranger.ask('/v1/settlements', settle)).text).toContain('CLIENT_REFUSED');
    const busy = await edge(url, { limits: { requests: 0, bytes: 1000 } });
    expect(await busy.ask('/v1/settlements', settle)).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    const full = await edge(url, { limits: { requests: 1, bytes: 10 } });
    expect((await full.ask('/v1/settlements', settle)).text).toContain('OVERLOADED');
    expect([...stranger.sent, ...busy.sent, ...full.sent]).toHaveLength(0);
  });

  it('but takes the names it was given, addresses and localhost', async () => {
    const { url } = await gateway(rulesOf(`rules: [${SETTLED}]`));
    const { ask } = await edge(url);
    for (const host of ['HIS.local:8090', 'localhost:8090', '[::1]:8090', '10.1.2.3']) {
      expect((await ask('/v1/settlements/S1', { headers: { host } })).status).toBe(201);
    }
  });
});

describe('with a real gateway', () => {
  it('learns the clock of the gateway when its own is an hour slow', async () => {
    const { url } = await serve(temporaryFolder(), '--sandbox');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 });
    onTestFinished(() => void vi.useRealTimers());
    const { forwarder, sent } = await edge(url);
    // H1 is nobody there: what counts is that the clock is not what is wrong.
    await forwarder.forward({ method: 'GET', target: '/v1/settlements/S1', body: new Uint8Array() });
    expect(Math.abs(forwarder.offset - 3600)).toBeLessThanOrEqual(5);
    expect(sent).toHaveLength(2);
  });
});

describe('the identity of the gateway', () => {
  it('is what it was pinned to, whatever the gateway says', async () => {
    const { url } = await gateway(rulesOf(`rules: [${SETTLED}]`));
    const other = await fetchIdentity((await gateway([])).url);
    const identity = new Identity(url, other);
    await identity.renew();
    expect(await identity.get()).toBe(other);
  });
});
