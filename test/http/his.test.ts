import { expect, test } from 'vitest';
import { Refusal } from '../../src/problem/refusal.ts';
import { fakeGateway, problemOf, refusal, send } from './fixtures.ts';
import { SAMPLES } from './samples.ts';
import { DECISION } from './services.ts';

const { his } = SAMPLES;

test('a message is answered in its own envelope', async () => {
  const fixture = fakeGateway();
  const answer = await send(fixture, his);
  expect(answer.headers.get('Content-Type')).toBe('application/json; charset=utf-8');
  expect(answer.json).toMatchObject({ infcode: 0, output: { signinoutb: { sign_no: '680003' } } });
  expect(fixture.services.his.execute).toHaveBeenCalledWith('H1', { kind: 'sign-in' }, expect.anything());
});

test.each(['application/xml', 'text/plain', 'application/json; charset=GBK'])(
  'the bytes decide, not the type %s',
  async (type) => {
    expect((await send(fakeGateway(), { ...his, type })).status).toBe(200);
  },
);

test.each([
  ['AMOUNTS_INCONSISTENT', 200],
  ['SETTLEMENT_NOT_FOUND', 200],
  ['SETTLED_BY_OTHER_MESSAGE', 200],
  ['FORBIDDEN', 403],
  ['BODY_TOO_LARGE', 413],
  ['RATE_LIMITED', 429],
  ['OVERLOADED', 503],
  ['UNAVAILABLE', 503],
] as const)('%s is answered with %d', async (code, status) => {
  const fixture = fakeGateway();
  fixture.services.his.execute.mockRejectedValue(new Refusal(code, { detail: '中', detailEn: 'en', retryAfter: 7 }));
  const answer = await send(fixture, his);
  expect(refusal(answer)).toBe(`${status} ${code}`);
  expect(answer.headers.get('Retry-After')).toBe('7');
});

test('what breaks inside is told by its code alone, with 200 and no trace of what it was', async () => {
  const fixture = fakeGateway();
  fixture.services.his.execute.mockRejectedValue(new Error('SELECT secret'));
  const answer = await send(fixture, his);
  expect(refusal(answer)).toBe('200 INTERNAL');
  expect(JSON.stringify(answer.json)).not.toContain('SELECT');
});

test('an unknown adapter is no path, for whoever asks', async () => {
  expect(problemOf(await send(fakeGateway(), { ...his, path: '/his/hl7' })).code).toBe('NOT_FOUND');
});

test('a compressed body is refused before it is read', async () => {
  const fixture = fakeGateway();
  const answer = await send(fixture, { ...his, headers: { 'Content-Encoding': 'gzip' } });
  expect(refusal(answer)).toBe('200 UNSUPPORTED_MEDIA_TYPE');
  expect(fixture.services.his.execute).not.toHaveBeenCalled();
});

test('what a message settles anew is counted, what it repeats or quotes is not', async () => {
  const fixture = fakeGateway();
  const outcome = { kind: 'settle', decision: DECISION, already: false, warnings: [] } as const;
  const counted = async (created: boolean) => {
    fixture.services.his.execute.mockResolvedValueOnce({ outcome: { ...outcome, already: !created }, created });
    await send(fixture, his);
    return (await (await fixture.app.request('/metrics')).text()).match(/yizhan_decisions_total\{[^}]*\} (\d+)/)?.[1];
  };
  expect([await counted(false), await counted(true), await counted(false)]).toEqual([undefined, '1', '1']);
});
