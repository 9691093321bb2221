import { describe, expect, it } from 'vitest';
import { checkSchemeFolder } from '../../src/adjudication/case-check.ts';
import { runCases } from '../../src/adjudication/cases.ts';
import { readCases, readCasesText } from '../../src/scheme/cases.ts';
import { DEFAULT_FOLDER } from '../../src/scheme/library.ts';
import { loadScheme } from '../../src/scheme/load.ts';
import { change, EXAMPLE, exampleFolder, lineOf, shown } from './example.ts';

const scheme = loadScheme(exampleFolder());
const run = (cases: string) => runCases(scheme, readCases(exampleFolder({ cases })));

describe('a worked case that does not hold', () => {
  it('is found with its line, what was expected, what came out and why', () => {
    const text = change(EXAMPLE.cases, 'inpatient-in-catalog: 39600', 'inpatient-in-catalog: 39500');
    const [finding, ...others] = run(text);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      line: lineOf(text, '39500'),
      code: 'CASE_FAILED',
      claim: 1,
      scheme: EXAMPLE.id,
      benefit: 'inpatient-in-catalog',
      expected: 'paid 39500.00',
      got: 'paid 39600.00',
    });
    expect(finding?.en).toBe(
      'case "A local stay", claim 1: inpatient-in-catalog: expected paid 39500.00, got paid 39600.00',
    );
    expect(finding?.zh).toContain('应为 paid 39500.00，算得 paid 39600.00');
    expect(finding?.steps.map((step) => step.step)).toContain('deductible');
  });

  it('is found where a benefit pays of which the case says nothing', () => {
    const text = change(EXAMPLE.cases, ', inpatient-out-of-catalog: 2000 }', ' }');
    expect(run(text).map((one) => [one.benefit, one.expected, one.got])).toEqual([
      ['inpatient-out-of-catalog', 'paid 0.00', 'paid 2000.00'],
    ]);
  });

  it('is found by status and reason, outcome, and what the patient pays', () => {
    const swap = (from: string, to: string) =>
      run(change(EXAMPLE.cases, from, to)).map((one) => `${one.expected} / ${one.got}`);
    expect(swap('reason: LIMIT_EXHAUSTED', 'reason: BELOW_DEDUCTIBLE')).toEqual([
      'nothing-due BELOW_DEDUCTIBLE / nothing-due LIMIT_EXHAUSTED',
    ]);
    expect(swap('status: nothing-due', 'status: pended')).toEqual([
      'pended LIMIT_EXHAUSTED / nothing-due LIMIT_EXHAUSTED',
    ]);
    expect(swap('outcome: declined, reason: BASIC_INSURANCE_SUSPENDED', 'outcome: paid')).toEqual([
      'paid / declined BASIC_INSURANCE_SUSPENDED',
    ]);
    expect(swap('outcome: paid', 'outcome: pended\n          reason: SPLIT_PERIOD')).toEqual([
      expect.stringContaining('pended SPLIT_PERIOD'),
    ]);
    expect(swap('patientPays: 39400', 'patientPays: 1')).toEqual(['patientPays 1.00 / 39400.00']);
    expect(swap('memberBenefit: 5000', 'memberBenefit: 1')).toEqual(['memberBenefit 1.00 / 5000.00']);
    expect(swap('{ outcome: declined, reason: BASIC_INSURANCE_SUSPENDED }', '{ pays: { backstop: 1 } }')).toEqual([
      'paid 1.00 / no benefits, the scheme is declined BASIC_INSURANCE_SUSPENDED',
    ]);
  });

  it('is told in Chinese without English phrases', () => {
    const told = (from: string, to: string) => run(change(EXAMPLE.cases, from, to)).map(({ zh }) => zh.split('：')[1]);
    expect(told('{ outcome: declined, reason: BASIC_INSURANCE_SUSPENDED }', '{ pays: { backstop: 1 } }')).toEqual([
      'backstop 应为 paid 1.00，算得没有任何保障，方案为 declined BASIC_INSURANCE_SUSPENDED',
    ]);
    expect(told('backstop: 20000', 'back-stop: 20000')[0]).toBe(`${EXAMPLE.id} 应为本方案的保障，算得 back-stop`);
    const unsaid = change(EXAMPLE.cases, 'confirmed: 2025-02-01, severe: true', 'confirmed: 2025-02-01');
    const pends = change(
      unsaid,
      '- inCatalog: 1000\n        expect: { pays: { diagnosis-lump-sum: 5000 }, memberBenefit: 5000 }',
      '- inCatalog: 20000\n        expect: { pays: { inpatient-in-catalog: 6000 } }',
    );
    expect(run(pends).map(({ zh }) => zh.split('：')[1])).toContain(
      'diagnosis-lump-sum 应为无须赔付（算例未提及），算得 pended NEEDS_REVIEW',
    );
  });

  it('says a policy that is not taken up is not enrolled', () => {
    const text = change(
      EXAMPLE.cases,
      'admitted: 2025-03-01\n  discharged: 2025-03-09',
      'admitted: 2026-03-01\n  discharged: 2026-03-09',
    );
    expect(run(text)[0]?.got).toBe('declined NOT_ENROLLED');
  });
});

describe('a benefit that is left to a person', () => {
  it('is not nothing, whether a case names it with 0 or not at all', () => {
    for (const pays of ['{ pays: {} }', '{ pays: { diagnosis-lump-sum: 0 } }']) {
      const cases = change(EXAMPLE.cases, 'confirmed: 2025-02-01, severe: true', 'confirmed: 2025-02-01');
      const findings = run(change(cases, '{ pays: { diagnosis-lump-sum: 5000 }, memberBenefit: 5000 }', pays));
      expect(findings.map(({ benefit, got }) => [benefit, got])).toContainEqual([
        'diagnosis-lump-sum',
        'pended NEEDS_REVIEW',
      ]);
    }
  });
});

describe('a worked case that cannot be run', () => {
  it('names a benefit, a list or a scheme that is not there', () => {
    expect(run(change(EXAMPLE.cases, 'backstop: 20000', 'back-stop: 20000')).map((one) => one.code)).toEqual([
      'CASE_UNKNOWN',
      'CASE_FAILED',
    ]);
    const list = change(EXAMPLE.cases, 'city-drugs: [', 'town-drugs: [');
    expect(run(list)[0]).toMatchObject({ code: 'CASE_INVALID', got: 'the scheme imports no list town-drugs' });
    const also = change(EXAMPLE.cases, 'policy: { priorYears: 1, claimFreeYears: 1 }', 'also: { other-scheme: {} }');
    expect(run(also)[0]).toMatchObject({ code: 'CASE_INVALID', got: 'there is no scheme other-scheme' });
    const expected = change(
      EXAMPLE.cases,
      'expect: { pays: { inpatient-in-catalog: 10400 } }',
      'expect: { schemes: { other-scheme: { pays: {} } } }',
    );
    expect(run(expected)[0]).toMatchObject({ code: 'CASE_UNKNOWN', got: 'other-scheme' });
  });

  it('speaks of a member or of facts that cannot be', () => {
    const invalid = (from: string, to: string) => run(change(EXAMPLE.cases, from, to))[0];
    const policy = 'policy: { cohorts: [hardship]';
    expect(invalid(policy, 'policy: { cohorts: [hardshp]')).toMatchObject({
      code: 'CASE_INVALID',
      got: '"hardshp" in policy.cohorts is not declared under roster',
    });
    expect(invalid('priorYears: 1, claim', 'claim')).toMatchObject({
      got: 'claimFreeYears is more than priorYears',
    });
    const fact = 'facts: { participationRate: 0.25 }';
    expect(invalid(fact, 'facts: { participationRate: 25 }')?.got).toMatch(/participationRate must be between 0 and 1/);
    expect(invalid(fact, 'facts: { participation: 0.25 }')?.got).toBe('the scheme has no fact participation');
    expect(invalid(fact, 'facts: { participationRate: none }')?.got).toMatch(/NOT_TRIGGERED/);
  });

  it('contradicts itself', () => {
    const text = change(EXAMPLE.cases, 'discharged: 2025-03-09', 'discharged: 2025-02-09');
    expect(run(text)[0]).toMatchObject({ code: 'CASE_INVALID', line: lineOf(text, 'inCatalog: 72000') });
    expect(run(text)[0]?.got).toContain('discharge is before admission');
  });

  it.each([
    ['outOfCatalog: 10.01', 'outOfCatalog is given as 10.01, and its lines come to 10.00'],
    ['inCatalog: 5', 'inCatalog is given as 5.00, and its lines come to 4.00'],
    ['personal: 13', 'personal is given as 13.00, and its lines come to 14.00'],
    ['firstSelfPay: 2', 'firstSelfPay is given as 2.00, and its lines come to 1.00'],
    ['overLimit: 1', 'overLimit is given as 1.00, and its lines come to 3.00'],
  ])('has lines that do not come to its total: %s', (total, says) => {
    const lines =
      'lines: [{ code: A, inCatalog: 5, firstSelfPay: 1, outOfCatalog: 7, overLimit: 3 }]\n        paidByBasic: 2';
    const text = (given: string) =>
      change(EXAMPLE.cases, 'inCatalog: 72000\n        outOfCatalog: 9000', `${lines}\n        ${given}`);
    expect(run(text(total)).map(({ code, got }) => [code, got.includes(says)])).toContainEqual(['CASE_INVALID', true]);
    expect(run(text('inCatalog: 4')).map(({ code }) => code)).not.toContain('CASE_INVALID');
    const inChinese = run(text('outOfCatalog: 10.01')).map(({ zh }) => zh);
    expect(inChinese.join()).toContain('outOfCatalog 写作 10.01 元，而 lines 合计为 10.00 元');
  });

  it('expects more decimals than an amount has', () => {
    const text = change(EXAMPLE.cases, 'inpatient-in-catalog: 39600', 'inpatient-in-catalog: 39600.005');
    expect(shown(readCasesText(text, 'cases.yaml').findings)).toEqual([
      expect.stringContaining(
        'WRONG_VALUE "inpatient-in-catalog": an amount of yuan, not below 0, at most 2 decimals',
      ) as unknown,
    ]);
  });

  it('has no period where the scheme has none', () => {
    const months = change(
      EXAMPLE.scheme,
      'coverage: { from: 2025-01-01, to: 2025-12-31, tailDays: 30, clause: notice 二(二) }',
      'coverage: { months: 12, clause: notice 二(二) }',
    );
    const gates = change(
      months,
      '  - when: { any: [{ discharged: after-tail }, { discharged: within-tail, stayDays: { moreThan: 90 } }] }',
      '  - when: { discharged: after-period }',
    );
    const folder = exampleFolder({ scheme: gates });
    expect(runCases(loadScheme(folder), readCases(folder))[0]?.got).toContain('the policy needs from and to');
  });

  it('is written in a form that is not known', () => {
    const findings = (text: string) => shown(readCasesText(text, 'cases.yaml').findings);
    expect(findings('scheme: x\n')).toEqual(['cases.yaml:1:1 REQUIRED "cases" is missing: add it']);
    expect(findings('scheme: [x\n')[0]).toContain('YAML');
    const text = change(EXAMPLE.cases, 'outOfCatalog: 9000', 'outOfCatalogue: 9000');
    expect(findings(text)).toEqual([
      `cases.yaml:${lineOf(text, 'outOfCatalogue')}:9 UNKNOWN_FIELD there is no field "outOfCatalogue": correct the spelling or remove it`,
    ]);
    const empty = change(EXAMPLE.cases, '{ outcome: declined, reason: BASIC_INSURANCE_SUSPENDED }', '{}');
    expect(findings(empty)[0]).toContain('say what must come out');
    expect(runCases(scheme, readCasesText('', 'cases.yaml'))).toEqual([]);
  });
});

describe('the check of a whole folder', () => {
  it('runs the cases of a folder or file, and finds schemes beside it', () => {
    expect(checkSchemeFolder(exampleFolder())).toMatchObject({ cases: 10, claims: 12, findings: [] });
    const file = `${DEFAULT_FOLDER}nantong-dibubao-2022/scheme.yaml`;
    const { cases, findings } = checkSchemeFolder(file);
    expect([cases, findings]).toEqual([checkSchemeFolder(`${DEFAULT_FOLDER}nantong-dibubao-2022`).cases, []]);
    expect(cases).toBeGreaterThan(0);
  });

  it('tells once what is wrong at the head of the cases', () => {
    const text = change(EXAMPLE.cases, `scheme: ${EXAMPLE.id}`, 'scheme: other-scheme');
    const found = (cases: string) => checkSchemeFolder(exampleFolder({ cases }));
    expect(shown(found(text).findings)).toEqual([
      `cases.yaml:${lineOf(text, 'scheme: other-scheme')}:1 CASE_INVALID these are cases of other-scheme, and the scheme is ${EXAMPLE.id}: correct it`,
    ]);
    const list = change(EXAMPLE.cases, '    city-drugs: [{', '    town-drugs: none\n    city-drugs: [{');
    expect(shown(found(list).findings)).toEqual([
      `cases.yaml:${lineOf(list, 'town-drugs')}:5 CASE_INVALID the scheme imports no list town-drugs`,
    ]);
    expect(found(list)).toMatchObject({ cases: 0, claims: 0 });
  });

  it('tells what is wrong with the file, then with the cases', () => {
    const codes = (changed: Parameters<typeof exampleFolder>[0]) =>
      checkSchemeFolder(exampleFolder(changed)).findings.map((one) => one.code);
    expect(codes({ scheme: change(EXAMPLE.scheme, 'rate: 0.50', 'rate: 5.0') })).toEqual(['WRONG_VALUE']);
    expect(codes({ scheme: change(EXAMPLE.scheme, 'rate: 0.50', 'rate: 0.51') })).toEqual([
      'CASE_FAILED',
      'CASE_FAILED',
    ]);
    expect(codes({ cases: 'scheme: x' })).toEqual(['REQUIRED']);
    expect(codes({ cases: change(EXAMPLE.cases, EXAMPLE.id, 'other-scheme') })).toContain('CASE_INVALID');
  });
});
