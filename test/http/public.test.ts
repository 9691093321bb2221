import { describe, expect, test } from 'vitest';
import { fakeGateway, received, refusal, send } from './fixtures.ts';
import { SAMPLES } from './samples.ts';

test('who the gateway is, by the real clock', async () => {
  const { app } = fakeGateway();
  const answer = await app.request('/.well-known/gateway');
  expect(answer.headers.get('Content-Type')).toBe('application/json');
  expect(await answer.json()).toEqual({ id: 'yizhan', time: '2026-03-01T10:00:00+08:00', version: '0.1.0' });
  expect(answer.headers.get('X-JWS-Signature')).toBeNull();
});

test('the keys, public members only', async () => {
  const { app, gateway } = fakeGateway();
  const json = await (await app.request('/.well-known/jwks.json')).json();
  expect(json).toEqual(gateway.keys.jwks());
  expect(JSON.stringify(json)).not.toContain('"d"');
});

test('alive and ready', async () => {
  let ready = true;
  const { app } = fakeGateway({ ready: async () => ready });
  expect((await app.request('/healthz')).status).toBe(200);
  expect((await app.request('/readyz')).status).toBe(200);
  ready = false;
  const answer = await app.request('/readyz');
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([503, 'UNAVAILABLE']);
  expect((await app.request('/healthz')).status).toBe(200);
});

test('every request has its own id, which is not the one that was sent', async () => {
  const { app } = fakeGateway();
  const ids = await Promise.all(
    ['1', '1'].map(async (id) => {
      const answer = await app.request('/healthz', { headers: { 'X-Request-Id': id } });
      return answer.headers.get('X-Request-Id');
    }),
  );
  expect(new Set([...ids, '1']).size).toBe(3);
});

test('HEAD is GET without its body', async () => {
  for (const path of ['/healthz', '/docs', '/openapi.json']) {
    const answer = await fakeGateway().app.request(path, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  }
});

test.each([
  ['GET', '/', 404, null],
  ['GET', '/v1/nothing', 404, null],
  ['POST', '/v1/settlements/', 404, null],
  ['POST', '/v1/signature-check', 404, null],
  ['GET', '/v1/settlements', 405, 'POST'],
  ['OPTIONS', '/v1/settlements', 405, 'POST'],
  ['DELETE', '/v1/settlements/quote', 405, 'POST, GET'],
  ['POST', '/healthz', 405, 'GET, HEAD'],
  ['POST', '/.well-known/jwks.json', 405, 'GET, HEAD'],
  ['GET', '/xwell-known/jwks.json', 404, null],
])('%s %s is %i', async (method, path, status, allow) => {
  const answer = await fakeGateway().app.request(path, { method });
  expect([answer.status, answer.headers.get('Allow')]).toEqual([status, allow]);
  const problem = (await answer.json()) as { code: string };
  expect(problem.code).toBe(status === 404 ? 'NOT_FOUND' : 'METHOD_NOT_ALLOWED');
});

test('a signed request to an unknown path is answered signed', async () => {
  const answer = await send(fakeGateway(), { ...SAMPLES.query, path: '/v1/nothing' });
  expect(refusal(answer)).toBe('404 NOT_FOUND');
});

test('an error that nobody expected tells nothing, but is answered signed', async () => {
  const fixture = fakeGateway();
  fixture.services.settlement.quote = () => Promise.reject(new Error("SQL: SELECT 1 FROM '/srv/x' 11010519491231002X"));
  const answer = await send(fixture, SAMPLES.quote);
  expect(refusal(answer)).toBe('500 INTERNAL');
  expect(JSON.stringify(answer.json)).not.toMatch(/SELECT|srv|1101|Error/);
});

describe('below a public base path', () => {
  test('a proxy may leave its prefix in the path or take it away', async () => {
    const fixture = fakeGateway({ publicBasePath: '/yizhan' });
    for (const prefix of ['', '/yizhan']) {
      expect((await fixture.app.request(`${prefix}/.well-known/gateway`)).status).toBe(200);
      const { path } = SAMPLES.query;
      const full = await send(fixture, {
        ...SAMPLES.query,
        path: `${prefix}${path}?a=1`,
        header: { htu: `${path}?a=1` },
      });
      expect(full.status).toBe(200);
    }
    expect((await fixture.app.request('/yizhanx/healthz')).status).toBe(404);
    const wrong = await send(fixture, { ...SAMPLES.query, path: `/yizhan${SAMPLES.query.path}` });
    expect(refusal(wrong)).toBe('401 SIGNATURE_TARGET');
  });
});

describe('the signature check of the sandbox', () => {
  const sandbox = () => fakeGateway({ sandbox: true, id: 'yizhan-sandbox' });
  const check = { method: 'POST', path: '/v1/signature-check', body: '{"a":1}' } as const;

  test('tells that all is well', async () => {
    expect(await send(sandbox(), check)).toMatchObject({ status: 200, json: { ok: true, code: null } });
  });

  test('tells what is wrong, and is not refused for it', async () => {
    const { json } = await send(sandbox(), { ...check, header: { aud: 'yizhan' }, keyOf: 'STRANGER' });
    expect(json).toMatchObject({ ok: false, code: 'SIGNATURE_AUDIENCE', protectedHeader: { aud: 'yizhan' } });
    const wrong = (json as { checks: { name: string; ok: boolean }[] }).checks.filter(({ ok }) => !ok);
    expect(wrong.map(({ name }) => name)).toEqual(['aud', 'signature']);
  });

  test('takes a request without a signature', async () => {
    const { app, gateway } = sandbox();
    const answer = await app.request(check.path, { method: 'POST' });
    expect(await answer.json()).toMatchObject({ ok: false, code: 'SIGNATURE_MISSING' });
    const large = await app.request(check.path, { method: 'POST', body: Buffer.alloc(32 * 1024 * 1024 + 1) });
    expect(large.status).toBe(413);
    const malformed = await app.request(check.path, { method: 'POST', headers: { 'X-JWS-Signature': 'x' } });
    expect((await received(malformed, gateway, undefined)).json).toMatchObject({ code: 'SIGNATURE_MALFORMED' });
  });
});
