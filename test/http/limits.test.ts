import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/http/gateway.ts';
import { overload } from '../../src/http/middleware/overload.ts';
import { fakeGateway, received, refusal, send, signed } from './fixtures.ts';
import { SAMPLES } from './samples.ts';

const { query, eligibility, settle } = SAMPLES;
const limits = {
  ...DEFAULT_LIMITS,
  requestsPerSecond: 3,
  eligibilityPerSecond: 2,
  queueLength: 10,
  turnMilliseconds: 200,
};

async function statuses(fixture: ReturnType<typeof fakeGateway>, sample: typeof query, times: number) {
  const answers = [];
  for (let index = 0; index < times; index += 1) answers.push((await send(fixture, sample)).status);
  return answers;
}

describe('rate limit', () => {
  test('a party has so many requests a second, and is told when to come back', async () => {
    const fixture = fakeGateway({ limits });
    expect(await statuses(fixture, query, 3)).toEqual([200, 200, 200]);
    const answer = await send(fixture, query);
    expect([refusal(answer), answer.headers.get('Retry-After')]).toEqual(['429 RATE_LIMITED', '1']);
    fixture.time.now += 400;
    expect(await statuses(fixture, query, 2)).toEqual([200, 429]);
    fixture.time.now += 60_000;
    expect(await statuses(fixture, query, 4)).toEqual([200, 200, 200, 429]);
  });

  test.each(Object.entries(SAMPLES))('%s is limited before anything is done for it', async (_name, sample) => {
    const fixture = fakeGateway({ limits: { ...limits, requestsPerSecond: 1, eligibilityPerSecond: 1 } });
    const { url, init } = signed(fixture.gateway, sample);
    expect((await fixture.app.request(url, init)).status).toBe(sample.ok);
    const second = signed(fixture.gateway, sample);
    const refused = await received(await fixture.app.request(second.url, second.init), fixture.gateway, second.jti);
    expect(refusal(refused)).toBe('429 RATE_LIMITED');
    // It was not claimed: the very same message is taken once there is room again.
    fixture.time.now += 60_000;
    expect((await fixture.app.request(second.url, second.init)).status).toBeLessThan(300);
  });

  test('a clock that is set back takes nothing away', async () => {
    const fixture = fakeGateway({ limits });
    await send(fixture, query);
    fixture.time.now -= 60_000;
    expect(await statuses(fixture, query, 3)).toEqual([200, 200, 429]);
  });

  test('eligibility is counted by itself', async () => {
    const fixture = fakeGateway({ limits });
    expect(await statuses(fixture, eligibility, 3)).toEqual([200, 200, 429]);
    expect(await statuses(fixture, query, 4)).toEqual([200, 200, 200, 429]);
  });

  test('each party has its own', async () => {
    const fixture = fakeGateway({ limits });
    expect(await statuses(fixture, query, 4)).toEqual([200, 200, 200, 429]);
    expect(await statuses(fixture, { ...query, as: 'H2' }, 1)).toEqual([200]);
  });

  test("nobody can use up another's: not by forging, not by replaying", async () => {
    const fixture = fakeGateway({ limits });
    const { url, init, jti } = signed(fixture.gateway, query);
    await fixture.app.request(url, init);
    for (let index = 0; index < 20; index += 1) {
      expect(refusal(await send(fixture, { ...query, keyOf: 'STRANGER' }))).toBe('401 SIGNATURE_INVALID');
      const replayed = await received(await fixture.app.request(url, init), fixture.gateway, jti);
      expect(refusal(replayed)).toBe('401 SIGNATURE_REPLAYED');
    }
    expect(await statuses(fixture, query, 3)).toEqual([200, 200, 429]);
  });

  test('what was turned away was not claimed: the same message may come again', async () => {
    const fixture = fakeGateway({ limits });
    await statuses(fixture, query, 3);
    const { url, init, jti } = signed(fixture.gateway, query);
    expect(refusal(await received(await fixture.app.request(url, init), fixture.gateway, jti))).toBe(
      '429 RATE_LIMITED',
    );
    fixture.time.now += 1000;
    expect((await received(await fixture.app.request(url, init), fixture.gateway, jti)).status).toBe(200);
  });
});

describe('overload', () => {
  test('with too many writes waiting nothing is begun', async () => {
    let waiting = 11;
    const fixture = fakeGateway({ limits, queueLength: () => waiting });
    const answer = await send(fixture, settle);
    expect([refusal(answer), answer.headers.get('Retry-After')]).toEqual(['503 OVERLOADED', '1']);
    // Before any work for it: a wrong signature is not even looked at.
    expect(refusal(await send(fixture, { ...settle, keyOf: 'STRANGER' }))).toBe('503 OVERLOADED');
    expect((await fixture.app.request('/healthz')).status).toBe(200);
    waiting = 10;
    expect((await send(fixture, settle)).status).toBe(201);
  });

  test('of what arrives at once only so much is begun as can be done soon, and less while that goes on', async () => {
    let now = 0;
    const calm = overload({ queueLength: () => 0, limit: 1, turn: 200, clock: () => now });
    let answered = Promise.withResolvers<void>();
    const arrive = async () => {
      let begun = false;
      const refused = await Promise.resolve(
        calm({} as never, async () => {
          begun = true;
          now += 10;
          await answered.promise;
        }),
      ).catch((error: unknown) => error);
      return begun ? 'begun' : refused;
    };
    const burst = async () => {
      const arriving = Array.from({ length: 100 }, arrive);
      await new Promise(setImmediate);
      answered.resolve();
      const found = await Promise.all(arriving);
      expect(found.at(-1)).toMatchObject({ code: 'OVERLOADED', detail: { retryAfter: 1 } });
      answered = Promise.withResolvers<void>();
      return found.filter((one) => one === 'begun').length;
    };
    const calmly = async () => {
      const one = arrive();
      answered.resolve();
      expect(await one).toBe('begun');
      answered = Promise.withResolvers<void>();
      await new Promise(setImmediate);
    };
    // What was held up once is done: at 10 ms each, 61 are begun before more than 600 ms are over.
    expect(await burst()).toBe(61);
    // However slow, some are always begun: it takes more than one large message to turn others away.
    expect(await burst()).toBe(32);
    await calmly();
    expect(await burst()).toBe(32);
    // What was a second ago is over.
    now += 1_001;
    expect(await burst()).toBe(61);
  });
});
