import { describe, expect, test } from 'vitest';
import { fakeGateway, refusal, send, signed } from './fixtures.ts';
import { SAMPLES } from './samples.ts';

const { reconcile, reconciliations, reconciliation, clearing, experience } = SAMPLES;
const { reconcileStatement, statementReconciliation, hospitalClearing } = SAMPLES;

describe.each(Object.entries({ reconcile, reconciliations, reconciliation, clearing, experience }))(
  '%s',
  (_name, sample) => {
    test('is not for the insurer of another scheme, not even one with a share in it', async () => {
      const shared = fakeGateway();
      const { registry } = shared.gateway;
      const fixture = fakeGateway({ registry: { ...registry, shares: () => [{ insurer: 'INS-NT' }] } });
      expect(refusal(await send(fixture, { ...sample, as: 'INS-NT' }))).toBe('403 FORBIDDEN');
      const path = sample.path.replace('jiangxi-weihuibao-2023', 'no-such-scheme');
      expect(refusal(await send(fixture, { ...sample, path }))).toBe('403 FORBIDDEN');
    });
  },
);

test.each(Object.entries({ reconcileStatement, statementReconciliation, hospitalClearing }))(
  '%s is of the hospital that asks, whoever is named in it',
  async (_name, sample) => {
    const { services, ...fixture } = fakeGateway();
    expect((await send(fixture, { ...sample, as: 'H2' })).status).toBe(sample.ok);
    const asked = [...services.reconciliations.reconcile.mock.calls, ...services.reconciliations.report.mock.calls];
    for (const [side] of asked) expect(side).toMatchObject({ side: 'hospital', subject: 'H2', date: '2023-07-11' });
    for (const [id] of services.clearing.ofHospital.mock.calls) expect(id).toBe('H2');
    expect(asked.length + services.clearing.ofHospital.mock.calls.length).toBe(1);
  },
);

test.each(['text/csv', 'text/csv; charset=GB18030', 'text/csv; charset=gbk'])('an upload as %s', async (type) => {
  const fixture = fakeGateway();
  expect((await send(fixture, { ...reconcile, type })).status).toBe(201);
  expect(fixture.services.reconciliations.files).toEqual([reconcile.body]);
  expect(fixture.services.reconciliations.reconcile.mock.calls[0]?.[0]).toMatchObject({
    side: 'insurer',
    subject: 'jiangxi-weihuibao-2023',
    by: 'INS-JX',
  });
});

test.each(['application/json', 'text/csv; charset=utf-16'])('an upload as %s is not taken', async (type) => {
  expect(refusal(await send(fakeGateway(), { ...reconcile, type }))).toBe('415 UNSUPPORTED_MEDIA_TYPE');
});

test.each([
  [reconcile, '2023-07-11', '2023-02-29'],
  [reconcileStatement, '2023-07-11', 'today'],
  [clearing, '2023-07', '2023-13'],
  [hospitalClearing, '2023-07', '2023-7'],
  [experience, 'experience', 'experience?from=2023'],
  [experience, 'experience', 'experience?form=2023-01-01'],
  [experience, 'experience', 'experience?expenses=-1'],
  [experience, 'experience', 'experience?to=2023-01-01&to=2023-01-02'],
])('a parameter that is none: %#', async (sample, good, bad) => {
  const answer = await send(fakeGateway(), { ...sample, path: sample.path.replace(good, bad) });
  expect(refusal(answer)).toBe('400 INVALID_PARAMETER');
});

test('expenses reach the service to the fen', async () => {
  const fixture = fakeGateway();
  await send(fixture, { ...experience, path: `${experience.path}?expenses=1234567.8&from=2023-06-01` });
  const [scheme, query] = fixture.services.experience.of.mock.calls[0] ?? [];
  expect([scheme, query?.from, query?.to, query?.expenses?.toFixed2()]).toEqual([
    'jiangxi-weihuibao-2023',
    '2023-06-01',
    undefined,
    '1234567.80',
  ]);
});

describe('the form that is asked for', () => {
  const formOf = async (sample: typeof clearing, accept?: string) => {
    const { app, gateway } = fakeGateway();
    const { url, init } = signed(gateway, {
      ...sample,
      ...(accept === undefined ? {} : { headers: { Accept: accept } }),
    });
    const answer = await app.request(url, init);
    expect([answer.status, answer.headers.has('X-JWS-Signature')]).toEqual([200, true]);
    return { type: answer.headers.get('Content-Type'), headers: answer.headers, text: await answer.text() };
  };
  const CSV = 'text/csv; charset=utf-8';

  test.each([
    [reconciliation, undefined, 'application/json'],
    [reconciliation, '*/*', 'application/json'],
    [reconciliation, 'text/csv', CSV],
    [reconciliation, 'text/html', 'application/json'],
    [clearing, 'text/csv', CSV],
    [clearing, 'application/json, text/csv;q=0.5', 'application/json'],
    [clearing, 'text/html,application/xhtml+xml,*/*;q=0.8', 'text/html; charset=utf-8'],
    [hospitalClearing, 'text/csv', CSV],
    [hospitalClearing, 'text/html', 'text/html; charset=utf-8'],
  ])('%#', async (sample, accept, type) => {
    expect((await formOf(sample, accept)).type).toBe(type);
  });

  test('a page is Chinese first, runs nothing and escapes what it shows', async () => {
    const { text, headers } = await formOf(clearing, 'text/html');
    expect(text).toMatch(/^<!doctype html><html lang="zh-CN">/);
    expect(text).toContain('<h1>江西卫惠保 2023-07 清算单</h1>');
    expect(text).toContain('S&lt;1&gt;');
    expect(text).not.toContain('<script');
    expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });
});
