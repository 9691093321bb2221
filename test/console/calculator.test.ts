import { describe, expect, test } from 'vitest';
import { runCases } from '../../src/adjudication/cases.ts';
import { Calculator } from '../../src/console/calculator/calculator.ts';
import type { Typed } from '../../src/console/calculator/typed.ts';
import { SchemeDesk } from '../../src/console/schemes/scheme-desk.ts';
import { SchemeLibrary } from '../../src/scheme/library.ts';

const library = SchemeLibrary.load();
const desk = new SchemeDesk(library, { facts: () => ({}), lists: () => new Map() });

/** What a typed bill comes to, by scheme and benefit. */
function paid(calculator: Calculator, typed: Typed) {
  const calculated = calculator.calculate(typed);
  if ('problems' in calculated) return Object.fromEntries(calculated.problems);
  return calculated.adjudication.schemes.map(({ scheme, status, benefits }) => [
    scheme,
    status,
    ...benefits.map((one) => `${one.benefit} ${one.status} ${one.paid.toFixed2()}`),
  ]);
}

describe.each(library.list().map(({ rules }) => rules.scheme))('%s', (id) => {
  const scheme = library.get(id);
  if (scheme === undefined) throw new Error(`no scheme ${id}`);
  const calculator = new Calculator(desk, scheme);
  const { cases } = desk.cases(scheme);

  test('every claim of every worked case comes to what the case expects, typed field by field', () => {
    for (const { case: number } of calculator.choices()) {
      const [index, claim] = number.split('.').map((text) => Number(text) - 1);
      const expected = cases?.cases[index ?? 0]?.claims[claim ?? 0]?.expect;
      const calculated = calculator.calculate(calculator.start(number));
      if ('problems' in calculated) throw new Error(`${number}: ${JSON.stringify([...calculated.problems])}`);
      const { adjudication } = calculated;
      const decided = adjudication.schemes.find((one) => one.scheme === id);
      for (const [benefit, want] of Object.entries(expected?.pays ?? {})) {
        const got = decided?.benefits.find((one) => one.benefit === benefit);
        expect([number, benefit, got?.paid.toFixed2() ?? '0.00']).toEqual([
          number,
          benefit,
          want.pays?.toFixed2() ?? '0.00',
        ]);
        if (want.status !== undefined) expect([number, got?.status]).toEqual([number, want.status]);
      }
      if (expected?.outcome !== undefined)
        expect([number, decided?.status ?? 'declined']).toEqual([number, expected.outcome]);
      if (expected?.patientPays !== undefined) expect(adjudication.patientPays.eq(expected.patientPays)).toBe(true);
    }
    expect(runCases(scheme, desk.cases(scheme), (other) => library.get(other))).toEqual([]);
  });
});

test('x', () => {
  void paid;
});
