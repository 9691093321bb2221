import { describe, expect, test } from 'vitest';
import { Calculator } from '../../src/console/calculator/calculator.ts';
import { SchemeDesk } from '../../src/console/schemes/scheme-desk.ts';
import { SchemeLibrary } from '../../src/scheme/library.ts';

const library = SchemeLibrary.load();
const desk = new SchemeDesk(library, { facts: () => ({}), lists: () => new Map() });
const [jiangxi] = library.list().filter(({ rules }) => rules.scheme === 'jiangxi-weihuibao-2023');

describe.each(library.list().map((scheme) => [scheme.rules.scheme, scheme] as const))('%s', (id, scheme) => {
  const calculator = new Calculator(desk, scheme);
  const cases = desk.cases(scheme).cases?.cases ?? [];

  test('every claim of every worked case, typed field by field, comes to what the case expects', () => {
    const compared = calculator.choices().map(({ case: number }) => {
      const [index = 0, claim = 0] = number.split('.').map((text) => Number(text) - 1);
      const expected = cases[index]?.claims[claim]?.expect;
      const calculated = calculator.calculate(calculator.start(number));
      if ('problems' in calculated) throw new Error(`${number}: ${JSON.stringify([...calculated.problems])}`);
      const { adjudication } = calculated;
      const decided = adjudication.schemes.find((one) => one.scheme === id);
      const named = Object.entries(expected?.pays ?? {}).map(([benefit, want]) => ({ benefit, want }));
      const found = (benefit: string) => decided?.benefits.find((one) => one.benefit === benefit);
      return {
        got: [
          ...named.map(({ benefit }) => `${benefit} ${found(benefit)?.paid.toFixed2() ?? '0.00'}`),
          ...named.flatMap(({ benefit, want }) => (want.status === undefined ? [] : [found(benefit)?.status])),
          expected?.outcome && (decided?.status ?? 'declined'),
          expected?.patientPays && adjudication.patientPays.toFixed2(),
          number,
        ],
        want: [
          ...named.map(({ benefit, want }) => `${benefit} ${want.pays?.toFixed2() ?? '0.00'}`),
          ...named.flatMap(({ want }) => (want.status === undefined ? [] : [want.status])),
          expected?.outcome,
          expected?.patientPays?.toFixed2(),
          number,
        ],
      };
    });
    expect(compared.length).toBeGreaterThanOrEqual(cases.length);
    expect(compared.map(({ got }) => got)).toEqual(compared.map(({ want }) => want));
  });
});

describe('a typed bill', () => {
  if (jiangxi === undefined) throw new Error('no scheme of Jiangxi');
  const calculator = new Calculator(desk, jiangxi);
  const calculate = (change: Readonly<Record<string, string>>) =>
    calculator.calculate(new Map([...calculator.start('1.1'), ...Object.entries(change)]));
  const problems = (change: Readonly<Record<string, string>>) => {
    const calculated = calculate(change);
    return 'problems' in calculated ? Object.fromEntries(calculated.problems) : {};
  };

  test.each([
    ['/charges/total', { '/charges/total': '5' }, '与各部分之和不等：5.00 ≠ 300000.00'],
    ['/charges/total', { '/personal': '1' }, '与各基金支付加个人负担不等：300000.00 ≠ 1.00'],
    ['/personal', { '/paid/basic-pooling': '300000.01' }, '各基金支付之和大于费用总额'],
    ['/charges/inScope', { '/charges/inScope': '1.234' }, '须为不小于 0、至多两位小数的元'],
    ['/encounter/dischargedAt', { '/encounter/dischargedAt': '2023-06-30T10:00' }, '出院早于入院'],
    ['/policies/0/insuredRegion', { '/policies/0/insuredRegion': '36' }, '须为六位行政区划代码，如 360102'],
    ['/policies/0/effectiveTo', { '/policies/0/effectiveTo': '2023-05-31' }, '须不早于首日'],
    ['/age', { '/age': 'forty' }, '须为不小于 0 的整数'],
    ['/facts/0/autoPayStop', { '/facts/0/autoPayStop': 'perhaps' }, '须为 true 或 false'],
    ['/used/0/outOfPocket', { '/used/0/outOfPocket': '-1' }, '须为不小于 0、至多两位小数的元'],
  ])('has what is wrong at %s: %j', (name, change, words) => {
    expect(problems(change)[name]?.zh).toBe(words);
    expect(problems(change)[name]?.en).not.toMatch(/[\u4e00-\u9fff]/);
  });

  test('may have the marks that people put between thousands, and leaves to us what can be computed', () => {
    const calculated = calculate({ '/charges/inScope': '265,000', '/charges/total': '300 000.00', '/personal': '' });
    if ('problems' in calculated) throw new Error(JSON.stringify([...calculated.problems]));
    expect(calculated.input.claim.personal.toFixed2()).toBe('300000.00');
    expect(calculated.adjudication.insurerPaid.toFixed2()).toBe('118000.00');
  });

  test('goes by a day of birth before an age', () => {
    const calculated = calculate({ '/age': '3', '/patient/birthDate': '1950-07-02' });
    expect('input' in calculated && calculated.input.age).toBe(72);
    const unknown = calculate({ '/age': '' });
    expect('input' in unknown && unknown.input.age).toBeNull();
  });

  test('counts what was used before', () => {
    const at = '/used/0/benefits/in-catalog-inpatient';
    const used = calculate({ [`${at}/deductible`]: '15000' });
    const more = 'adjudication' in used && used.adjudication.insurerPaid.toFixed2();
    // The 15,000 of the deductible are paid at the rate of the tier that is reached, 70%.
    expect(more).toBe('128500.00');
  });

  test('with names that no form of ours has changes nothing and breaks nothing', () => {
    const names = [
      '/used/0/benefits',
      '/used/0/benefits/x',
      '/used/0/benefits/__proto__/paid',
      '/used/0/limits/%E0%A4',
    ];
    const names2 = ['/used/0/__proto__/x', '/lines/99/code', '/policies/7/plan', '/also', '/case', '/constructor'];
    for (const name of [...names, ...names2]) {
      const calculated = calculate({ [name]: '5' });
      expect([name, 'adjudication' in calculated && calculated.adjudication.insurerPaid.toFixed2()]).toEqual([
        name,
        '118000.00',
      ]);
    }
    expect(Object.hasOwn(Object.prototype, 'paid')).toBe(false);
  });
});
