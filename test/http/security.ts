import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Fixture, fakeGateway, type PartyName, received, refusal, type Sent, send, signed } from './fixtures.ts';

/** A good request, who may send it, and what it is answered. */
export type Sample = Sent & { readonly as: PartyName; readonly ok: number };

/** What must hold for a signed route, whatever it does. */
export function securityCases(sample: Sample, serviceWasAsked: (fixture: Fixture) => boolean): void {
  const { body = '', ...rest } = sample;
  const wrongRole = sample.as === 'H1' ? 'OPS' : 'H1';
  const stranger = 'STRANGER';

  // One gateway for all of them: to make one writes its whole OpenAPI document, which takes longer than the test. Whether
  // a service was asked is looked at anew for each.
  let fixture: Fixture;
  beforeAll(() => {
    fixture = fakeGateway();
  });
  beforeEach(() => {
    vi.clearAllMocks();
  });

  const refused = async (change: Partial<Sent>, expected: string) => {
    expect(refusal(await send(fixture, { ...sample, ...change }))).toBe(expected);
    expect(serviceWasAsked(fixture)).toBe(false);
  };

  test('a good request', async () => {
    expect((await send(fixture, sample)).status).toBe(sample.ok);
    expect(serviceWasAsked(fixture)).toBe(true);
  });

  test('without a signature, even without anything', async () => {
    const { app, gateway } = fixture;
    const bare = await app.request(sample.path, { method: sample.method });
    expect(refusal(await received(bare, gateway, undefined))).toBe('401 SIGNATURE_MISSING');
  });

  test('a signature that is none', () => refused({ headers: { 'X-JWS-Signature': 'x.y' } }, '401 SIGNATURE_MALFORMED'));
  test("another party's key", () => refused({ keyOf: stranger }, '401 SIGNATURE_INVALID'));
  test('an unknown party', () => refused({ as: stranger }, '401 SIGNATURE_UNKNOWN_PARTY'));
  test('an unknown key', () => refused({ header: { kid: 'k9' } }, '401 SIGNATURE_UNKNOWN_KEY'));
  test('a party of another role', () => refused({ as: wrongRole }, '403 FORBIDDEN'));
  test('too old', () => refused({ header: { iat: 1_700_000_000 } }, '401 SIGNATURE_EXPIRED'));
  test('another path', () => refused({ header: { htu: `${sample.path}?a=1` } }, '401 SIGNATURE_TARGET'));
  test('another method', () => refused({ header: { htm: 'PUT' } }, '401 SIGNATURE_TARGET'));
  test('another gateway', () => refused({ header: { aud: 'yizhan-sandbox' } }, '401 SIGNATURE_AUDIENCE'));

  test('a body that was changed', async () => {
    const { url, init, jti } = signed(fixture.gateway, { ...sample, type: sample.type ?? 'application/json' });
    // A GET has no body to change here; what then is changed is what was signed for one.
    const changed = sample.method === 'GET' ? signed(fixture.gateway, { ...rest, body: 'x' }) : undefined;
    const answer = await fixture.app.request(url, changed?.init ?? { ...init, body: `${String(body)} ` });
    expect(refusal(await received(answer, fixture.gateway, changed?.jti ?? jti))).toBe('401 SIGNATURE_INVALID');
    expect(serviceWasAsked(fixture)).toBe(false);
  });

  test('the same message twice', async () => {
    // Of its own, for what is taken here may not have been taken before.
    const { app, gateway } = fakeGateway();
    const { url, init, jti } = signed(gateway, sample);
    expect((await app.request(url, init)).status).toBe(sample.ok);
    const second = await received(await app.request(url, init), gateway, jti);
    expect(refusal(second)).toBe('401 SIGNATURE_REPLAYED');
  });

  test('HEAD and other methods', async () => {
    const { app, gateway } = fixture;
    for (const method of ['HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
      const { url, init, jti } = signed(gateway, { ...rest, method });
      const answer = await app.request(url, init);
      expect([answer.status, answer.headers.get('Allow')]).toEqual([405, expect.stringContaining(sample.method)]);
      await received(answer, gateway, jti);
    }
  });
}
