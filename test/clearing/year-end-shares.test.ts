import { expect, test } from 'vitest';
import { distribute } from '../../src/clearing/year-end/shares.ts';
import { Money } from '../../src/money/money.ts';
import { fc, tries } from '../support/properties.ts';

const fen = (amount: Money) => Number(amount.toFen());
const needs = fc.uniqueArray(
  fc.record({
    policyNo: fc.string({ minLength: 1, maxLength: 4 }),
    need: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9_999_999 })),
  }),
  { maxLength: 12, selector: ({ policyNo }) => policyNo },
);

test('pool or needs are used up to the fen, nobody gets more than the need, and the order asked in does not matter', () => {
  fc.assert(
    fc.property(needs, fc.integer({ min: -100, max: 30_000_000 }), (drawn, pool) => {
      const asked = drawn.map(({ policyNo, need }) => ({ policyNo, need: Money.ofFen(BigInt(need)) }));
      const shares = distribute(Money.ofFen(BigInt(pool)), asked);
      const all = drawn.reduce((sum, { need }) => sum + need, 0);
      expect(shares.reduce((sum, { amount }) => sum + fen(amount), 0)).toBe(Math.max(0, Math.min(pool, all)));
      for (const { need, amount } of shares) {
        expect(fen(amount)).toBeLessThanOrEqual(fen(need));
        expect(fen(amount)).toBeGreaterThanOrEqual(0);
        // In proportion, but for the odd fen.
        const exact = all === 0 ? 0 : (Math.max(0, Math.min(pool, all)) * fen(need)) / all;
        expect(Math.abs(fen(amount) - exact)).toBeLessThan(1);
      }
      const text = (list: typeof shares) => list.map(({ policyNo, amount }) => `${policyNo} ${amount}`);
      expect(text(distribute(Money.ofFen(BigInt(pool)), asked.toReversed()))).toEqual(text(shares));
    }),
    tries(300),
  );
});

test('of equal remainders the lower policy number goes first, also where the needs differ', () => {
  const asked = ['0.01', '0.10', '0.04'].map((need, index) => ({ policyNo: `P${index}`, need: Money.of(need) }));
  // Two thirds of a fen remain for each.
  const given = distribute(Money.of('0.10'), asked).map(({ policyNo, amount }) => `${policyNo} ${amount.toFixed2()}`);
  expect(given).toEqual(['P0 0.01', 'P1 0.07', 'P2 0.02']);
});
