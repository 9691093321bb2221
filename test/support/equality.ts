import { expect } from 'vitest';
import { Money } from '../../src/money/money.ts';

/** Amounts are held privately, where the test runner looks at nothing: without this any two of them would be equal to it. */
expect.addEqualityTesters([
  (a: unknown, b: unknown) => (a instanceof Money && b instanceof Money ? a.eq(b) : undefined),
]);
