import { Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { Tally } from '../../src/cli/workers/tally.ts';
import { Metrics } from '../../src/http/metrics.ts';
import { LeasedTokens } from '../../src/http/shared/leased-tokens.ts';
import { Recent } from '../../src/http/shared/recent.ts';
import { TokenBuckets } from '../../src/http/shared/token-buckets.ts';

describe('what is remembered for a while', () => {
  test('stays while it is asked for, and is made anew after two periods without', () => {
    const recent = new Recent<object>(10);
    const first = recent.get('a', 0, () => ({}));
    for (let now = 0; now < 100; now += 9) expect(recent.get('a', now, () => ({}))).toBe(first);
    expect(recent.get('a', 40, () => ({}))).toBe(first);
    expect(recent.get('a', 120, () => ({}))).not.toBe(first);
  });
});

describe('leased tokens', () => {
  function processes(perSecond: number) {
    const time = { now: 1_000 };
    const buckets = new TokenBuckets({ real: () => time.now, business: () => time.now }, perSecond);
    const asked: number[] = [];
    const lease = async (party: string, most: number) => {
      asked.push(most);
      return buckets.lease(party, most);
    };
    const one = () => new LeasedTokens(perSecond, lease, () => time.now);
    return { time, asked, first: one(), second: one() };
  }

  async function taken(from: LeasedTokens, times: number): Promise<number> {
    const waits = await Promise.all(Array.from({ length: times }, () => from.take('H1')));
    return waits.filter((wait) => wait === 0).length;
  }

  test('two processes have together what one would have, and ask seldom', async () => {
    const { first, second, asked } = processes(500);
    expect(await Promise.all([taken(first, 400), taken(second, 400)])).toSatisfy(
      ([a, b]: [number, number]) => a + b === 500,
    );
    expect(asked.length).toBeLessThan(100);
  });

  test("what one of them has leased and not used is nobody else's loss for longer than a second", async () => {
    const { first, second, time } = processes(500);
    expect(await taken(first, 1)).toBe(1);
    expect(await taken(second, 1_000)).toBe(490);
    time.now += 2_000;
    expect((await taken(first, 5)) + (await taken(second, 1_000))).toBe(495);
  });

  test('few are leased one by one, and each party has its own', async () => {
    const { first, second } = processes(3);
    expect([await taken(first, 2), await taken(second, 2)]).toEqual([2, 1]);
    expect(await second.take('H2')).toBe(0);
    expect(await first.take('H1')).toBeCloseTo(1 / 3);
  });

  test('one that was given back can be taken again', async () => {
    const { first, time } = processes(1);
    expect(await taken(first, 1)).toBe(1);
    first.giveBack('H1');
    time.now += 1;
    expect(await taken(first, 2)).toBe(1);
  });
});

test('counters of processes add up, and those of one that has ended stay in the sum; its gauges do not', async () => {
  const told = async (queue: number) => {
    const registry = new Registry();
    new Metrics(registry, () => queue).answered({
      method: 'GET',
      route: '/',
      status: 200,
      seconds: 1,
      problem: undefined,
    });
    return registry.getMetricsAsJSON();
  };
  const tally = new Tally();
  const lines = async (...living: Parameters<Tally['text']>[0]) => {
    const text = await tally.text(living);
    return text.split('\n').filter((line) => /^yizhan_(http_request_duration_seconds_count|write_queue)/.test(line));
  };
  const count = 'yizhan_http_request_duration_seconds_count{method="GET",route="/",status="200"}';
  expect(await lines(await told(3), await told(4))).toEqual([`${count} 2`, 'yizhan_write_queue_length 7']);
  tally.depart(await told(3));
  tally.depart(await told(3));
  expect(await lines(await told(4))).toEqual([`${count} 3`, 'yizhan_write_queue_length 4']);
  tally.depart(await told(3));
  expect(await lines(await told(4))).toEqual([`${count} 4`, 'yizhan_write_queue_length 4']);
});
