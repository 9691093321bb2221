import { expect, test } from 'vitest';
import { claimRequest, ReplayGuard, type ReplayWindow } from '../../src/message/replay.ts';

/** A durable window, played: it can be made to fail or wait, and counts how often it is asked. */
class Durable implements ReplayWindow {
  asked = 0;
  readonly seen = new Set<string>();
  before: () => Promise<void> = async () => {};

  async claim(party: string, jti: string): Promise<boolean> {
    this.asked += 1;
    await this.before();
    const fresh = !this.seen.has(`${party} ${jti}`);
    this.seen.add(`${party} ${jti}`);
    return fresh;
  }
}

function setUp(limit?: number) {
  const durable = new Durable();
  const time = { now: 1_000_000 };
  const clock = { real: () => time.now * 1000, business: () => 0 };
  return { durable, time, guard: new ReplayGuard(durable, clock, limit) };
}

test('of many at once one is let through, and the durable window is asked once', async () => {
  const { durable, time, guard } = setUp();
  let open = () => {};
  durable.before = () =>
    new Promise((resolve) => {
      open = resolve;
    });
  const claims = Array.from({ length: 50 }, () => guard.claim('H1', 'a', time.now + 300));
  expect(await Promise.all(claims.slice(1))).toEqual(Array(49).fill(false));
  open();
  expect(await claims[0]).toBe(true);
  expect(durable.asked).toBe(1);
});

test('a jti belongs to its party', async () => {
  const { time, guard } = setUp();
  expect(await guard.claim('H1', 'a', time.now + 300)).toBe(true);
  expect(await guard.claim('H2', 'a', time.now + 300)).toBe(true);
  expect(await guard.claim('H1', 'b', time.now + 300)).toBe(true);
});

test('what another process saw, or this one before a restart, the durable window knows', async () => {
  const { durable, time, guard } = setUp();
  durable.seen.add('H1 a');
  expect(await guard.claim('H1', 'a', time.now + 300)).toBe(false);
});

test('a message is remembered through the last second in which it would be accepted, then forgotten', async () => {
  const { durable, time, guard } = setUp();
  const expiresAt = time.now + 300;
  await guard.claim('H1', 'a', expiresAt);
  time.now = expiresAt;
  expect(await guard.claim('H1', 'a', expiresAt)).toBe(false);
  expect(durable.asked).toBe(1);
  time.now = expiresAt + 61;
  await guard.claim('H1', 'b', time.now + 300);
  expect(guard.size).toBe(1);
});

test('memory is bounded; what was forgotten for room is still refused', async () => {
  const { time, guard } = setUp(1000);
  for (let index = 0; index < 5000; index += 1) {
    expect(await guard.claim('H1', `j${index}`, time.now + (index % 600))).toBe(true);
    expect(guard.size).toBeLessThanOrEqual(1000);
  }
  for (let index = 0; index < 5000; index += 7) {
    expect(await guard.claim('H1', `j${index}`, time.now + (index % 600))).toBe(false);
  }
});

test('where the durable window fails, the message is free again', async () => {
  const { durable, time, guard } = setUp();
  durable.before = () => Promise.reject(new Error('database away'));
  await expect(guard.claim('H1', 'a', time.now + 300)).rejects.toThrow('database away');
  expect(guard.size).toBe(0);
  durable.before = async () => {};
  expect(await guard.claim('H1', 'a', time.now + 300)).toBe(true);
});

test('a request seen before is refused: SIGNATURE_REPLAYED', async () => {
  const { time, guard } = setUp();
  const request = { party: 'H1', kid: 'k', jti: 'a', iat: time.now, expiresAt: time.now + 300 };
  await claimRequest(guard, request);
  await expect(claimRequest(guard, request)).rejects.toMatchObject({
    code: 'SIGNATURE_REPLAYED',
    status: 401,
    detail: { detail: expect.stringContaining('切勿直接收费') },
  });
});
