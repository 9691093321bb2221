import { expect, it } from 'vitest';
import { checkSchemeFolder } from '../../src/adjudication/case-check.ts';
import { caseHospital } from '../../src/adjudication/case-claim.ts';
import { CaseCoverage } from '../../src/adjudication/case-coverage.ts';
import { caseTerms } from '../../src/adjudication/case-terms.ts';
import { runCases } from '../../src/adjudication/cases.ts';
import type { Adjudication } from '../../src/adjudication/decision.ts';
import { readCasesText } from '../../src/scheme/cases.ts';
import { loadScheme } from '../../src/scheme/load.ts';
import { change, EXAMPLE, exampleFolder, lineOf } from '../scheme/example.ts';
import { library, NANTONG, schemeOf, WENSHAN } from '../support/terms.ts';

const scheme = loadScheme(exampleFolder());
const { rules } = scheme;

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

it('a scheme that does not load has run no case', () => {
  const broken = checkSchemeFolder(exampleFolder({ scheme: change(EXAMPLE.scheme, 'rate: 0.50', 'rate: 5.0') }));
  expect([broken.cases, broken.claims, broken.missing]).toEqual([0, 0, []]);
});

it('a case that says nothing of its hospital is about a public designated one of level 3, paid by DRG', () => {
  const asIt = { level: 3, ownership: 'public', designated: true, drg: true };
  expect(caseHospital(undefined, '3206')).toEqual({ id: 'H1', region: '320600', ...asIt });
});

it('a case that does not hold is told with its line, in both languages', () => {
  const told = (text: string) =>
    runCases(scheme, readCasesText(text, 'cases.yaml')).map(({ line, code, zh, en }) => [line, code, zh, en]);
  const patient = change(EXAMPLE.cases, 'patientPays: 39400', 'patientPays: 1');
  expect(told(patient)).toEqual([
    [
      lineOf(patient, 'patientPays: 1'),
      'CASE_FAILED',
      '算例“本地住院”第 1 笔：应为 patientPays 1.00，算得 39400.00',
      'case "A local stay", claim 1: expected patientPays 1.00, got 39400.00',
    ],
  ]);
  const paid = change(EXAMPLE.cases, 'outcome: declined, reason: BASIC_INSURANCE_SUSPENDED', 'outcome: paid');
  expect(told(paid)).toEqual([
    [
      lineOf(paid, 'outcome: paid }'),
      'CASE_FAILED',
      '算例“停保”第 1 笔：qinglan-anxinbao-2025 应为 paid，算得 declined BASIC_INSURANCE_SUSPENDED',
      'case "Basic insurance suspended", claim 1: qinglan-anxinbao-2025: expected paid, got declined BASIC_INSURANCE_SUSPENDED',
    ],
  ]);
  const misspelt = `${EXAMPLE.cases}  - case: { zh: 甲, en: A }
    why: 无
    policy: { cohorts: [one, two] }
    claims: [{ admitted: 2025-05-01, inCatalog: 1, expect: { pays: {} } }]
`;
  expect(told(misspelt).map(([, ...rest]) => rest)).toEqual([
    [
      'CASE_INVALID',
      '算例“甲”第 1 笔：无法验算：policy.cohorts 中的“one”未在 roster 中声明',
      'case "A", claim 1: it cannot be run: "one" in policy.cohorts is not declared under roster',
    ],
  ]);
  expect(told(change(misspelt, 'cohorts: [one, two]', 'plan: gold'))[0]?.[3]).toContain('"gold" in policy.plan is not');
});

it('facts that stand once for all cases of a file are those of each', () => {
  const { facts, ...rest } = { facts: 'participationRate: 0.25', cases: EXAMPLE.cases };
  expect(rest.cases).toContain(facts);
  const moved = rest.cases
    .replace(/^ +facts: \{ participationRate: 0\.25 \}\n/m, '')
    .replace(/^defaults:\n/m, `defaults:\n  facts: { ${facts} }\n`);
  const reading = readCasesText(moved, 'cases.yaml');
  expect(reading.findings).toEqual([]);
  expect(
    runCases(scheme, reading)
      .filter(({ benefit }) => benefit === 'backstop')
      .map(({ en }) => en),
  ).toEqual([]);
});

it('a case about another scheme is told at its line there; one that no policy covers is declined', () => {
  const text = `${EXAMPLE.cases}  - case: { zh: 甲, en: A }
    why: 无
    also: { ${WENSHAN}: {} }
    claims:
      - admitted: 2025-05-01
        discharged: 2025-05-02
        inCatalog: 1
        expect:
          schemes:
            ${WENSHAN}:
              reason: WORK_INJURY
`;
  const found = runCases(scheme, readCasesText(text, 'cases.yaml'), (id) => library.get(id));
  expect(found.map(({ line, column, expected, got }) => [line, column, expected, got])).toEqual([
    [lineOf(text, '              reason: WORK_INJURY') - 1, 13, 'declined WORK_INJURY', 'declined NOT_ENROLLED'],
  ]);
});

it('a policy needs its period where the scheme has none', () => {
  const without = () =>
    caseTerms(schemeOf(NANTONG), { defaults: {} } as never, { claims: [] } as never, () => undefined);
  expect(without).toThrow(
    '方案没有统一保障期：policy 须写 from 与 to / the scheme has no fixed period: the policy needs from and to',
  );
});

it('a benefit that is left to a person beside one that pays is not nothing', () => {
  const told = (pays: string) => {
    const text = `${EXAMPLE.cases}  - case: { zh: 甲, en: A }
    why: 无
    claims:
      - admitted: 2025-05-01
        discharged: 2025-05-09
        setting: inpatient
        inCatalog: 20000
        diagnoses: [{ code: C34.900, confirmed: 2025-05-01 }]
        expect: { pays: { inpatient-in-catalog: 6000${pays} } }
`;
    return runCases(scheme, readCasesText(text, 'cases.yaml')).map(({ expected, got }) => [expected, got]);
  };
  expect(told('')).toEqual([['nothing said of it', 'pended NEEDS_REVIEW']]);
  expect(told(', diagnosis-lump-sum: 0')).toEqual([['paid 0.00', 'pended NEEDS_REVIEW']]);
});
