import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startSealing } from '../../src/clearing/days/timer.ts';

const MINUTE = 60_000;
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function started(seal: () => Promise<string[]>) {
  const onSealed = vi.fn();
  const onError = vi.fn();
  return { stop: startSealing({ seal, onSealed, onError }), onSealed, onError };
}

test('it looks at once and each minute, and tells what was sealed', async () => {
  const seal = vi.fn(async (): Promise<string[]> => []);
  const { stop, onSealed } = started(seal);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(seal).toHaveBeenCalledTimes(2);
  expect(onSealed).not.toHaveBeenCalled();
  seal.mockResolvedValue(['2026-01-01']);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(onSealed.mock.calls).toEqual([[['2026-01-01']]]);
  await stop();
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(seal).toHaveBeenCalledTimes(3);
});

test('after a failure the next minute tries again', async () => {
  const failure = new Error('the disk is full');
  const seal = vi.fn(async (): Promise<string[]> => ['2026-01-01']).mockRejectedValueOnce(failure);
  const { stop, onSealed, onError } = started(seal);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(onError.mock.calls).toEqual([[failure]]);
  expect(onSealed).toHaveBeenCalledOnce();
  await stop();
});

test('a day that takes longer than a minute is not begun twice, and stopping waits for it', async () => {
  let finish = (_dates: string[]): void => {};
  const seal = vi.fn(
    () =>
      new Promise<string[]>((resolve) => {
        finish = resolve;
      }),
  );
  const { stop, onSealed } = started(seal);
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  expect(seal).toHaveBeenCalledOnce();
  const stopped = stop();
  finish(['2026-01-01']);
  await stopped;
  expect(onSealed).toHaveBeenCalledOnce();
});
