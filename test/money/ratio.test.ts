import { expect, it } from 'vitest';
import { Money } from '../../src/money/money.ts';
import { decimalText, ratioPercent, ratioText } from '../../src/money/ratio.ts';

it('a share has six places, half up, and none of nothing', () => {
  const share = (part: string, whole: string) => ratioText(Money.of(part), Money.of(whole));
  expect([share('1', '3'), share('2', '3'), share('0', '3'), share('-1', '3')]).toEqual([
    ...['0.333333', '0.666667', '0.000000', '-0.333333'],
  ]);
  expect(share('1', '0')).toBeNull();
  expect([decimalText(1n, 2_000_000n), decimalText(1n, 2_000_001n), decimalText(5n, 4n)]).toEqual([
    ...['0.000001', '0.000000', '1.250000'],
  ]);
});

it('is shown as a percentage with two places, half up', () => {
  expect(['0.850000', '1.250000', '0.000050', '0.000049', '-0.333333', '0.123456'].map(ratioPercent)).toEqual([
    ...['85.00%', '125.00%', '0.01%', '0.00%', '-33.33%', '12.35%'],
  ]);
  expect(ratioPercent(null)).toBe('—');
});
