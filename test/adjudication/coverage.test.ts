import { expect, it } from 'vitest';
import { CaseCoverage } from '../../src/adjudication/case-coverage.ts';
import type { Adjudication } from '../../src/adjudication/decision.ts';
import { loadScheme } from '../../src/scheme/load.ts';
import { EXAMPLE, exampleFolder } from '../scheme/example.ts';

const { rules } = loadScheme(exampleFolder());

/** What is missing in English after the example's scheme came to this. */
function missing(reason: string | null, ...benefits: readonly object[]): string[] {
  const coverage = new CaseCoverage(rules);
  coverage.note({ schemes: [{ scheme: EXAMPLE.id, reason, benefits }] } as unknown as Adjudication);
  const all = coverage.missing();
  expect(all.every(({ zh }) => /[一-鿿]/.test(zh))).toBe(true);
  return all.map(({ en }) => en);
}

it('a scheme’s cases must stop at each gate, pay each benefit by each table, and cut it by a limit', () => {
  const benefit = { status: 'paid', reason: null, slices: [], reductions: [] };
  const drugs = { ...benefit, benefit: 'listed-drugs' };
  const inpatient = { ...benefit, benefit: 'inpatient-in-catalog' };
  const nothing = missing(null);
  expect(nothing).toHaveLength(rules.gates.length + rules.benefits.length);
  expect(nothing[0]).toBe('gate BASIC_INSURANCE_NOT_SETTLED');
  expect(missing('WORK_INJURY')).toEqual(nothing.filter((one) => one !== 'gate WORK_INJURY'));

  const without = (one: string, ...instead: string[]) => nothing.flatMap((each) => (each === one ? instead : [each]));
  const payout = 'a payout of listed-drugs';
  expect(nothing).toContain(payout);
  expect(missing(null, { ...drugs, status: 'nothing-due' })).toEqual(nothing);
  expect(missing(null, drugs)).toEqual(without(payout, 'the table drugs of listed-drugs', 'a limit of listed-drugs'));
  // One class of the list is enough for its table.
  const rated = { ...drugs, slices: [{ table: 'B' }] };
  expect(missing(null, rated)).toEqual(without(payout, 'a limit of listed-drugs'));
  expect(missing(null, { ...rated, reductions: [{ reason: 'LIMIT' }] })).toEqual(without(payout));
  expect(missing(null, { ...rated, reductions: [{ reason: 'INDEMNITY' }] })).toHaveLength(nothing.length);
  expect(missing(null, rated, { ...rated, status: 'nothing-due', reason: 'LIMIT_EXHAUSTED' })).toEqual(without(payout));
  expect(missing(null, { ...inpatient, slices: [{ table: 'standard' }] })).toEqual(
    without(
      'a payout of inpatient-in-catalog',
      'the table preexisting of inpatient-in-catalog',
      'a limit of inpatient-in-catalog',
    ),
  );
});
