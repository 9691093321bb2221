import { expect } from 'vitest';
import type { ExplanationStep } from '../../src/adjudication/decision.ts';

/** Steps that are there because a scheme says so somewhere; the others are arithmetic, or the gateway's own. */
const RULED: ReadonlySet<string> = new Set([
  ...['policy', 'base', 'exclusion', 'earlier-funds', 'counted-share', 'borne-first', 'year-part'],
  ...['deductible', 'deductible-waived', 'out-of-pocket-cap', 'rate', 'bonus', 'factor'],
  ...['item-group-cap', 'limit', 'lump-sum', 'daily-allowance', 'not-applicable', 'declined'],
]);

/** Every step speaks in both languages, tells figures that are there, and cites the rule that made it. */
export function checkTold(steps: readonly ExplanationStep[]): void {
  for (const { step, clause, zh, en } of steps) {
    expect(step).toMatch(/^[a-z-]+$/);
    expect(zh, step).toMatch(/[一-鿿]/);
    expect(en, step).toMatch(/[a-z]/);
    expect(en, step).not.toMatch(/[一-鿿]/);
    expect(`${zh} ${en}`).not.toMatch(/undefined|NaN|null|\[object/);
    if (RULED.has(step)) expect(clause, `${step}: ${en}`).toMatch(/\S/);
  }
}
