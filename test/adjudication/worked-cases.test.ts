import { describe, expect, it } from 'vitest';
import { adjudicate } from '../../src/adjudication/adjudicate.ts';
import { checkSchemeFolder } from '../../src/adjudication/case-check.ts';
import { caseClaim, caseHospital, linePerPot } from '../../src/adjudication/case-claim.ts';
import { CaseCoverage } from '../../src/adjudication/case-coverage.ts';
import { caseInput, inputOfCase } from '../../src/adjudication/case-input.ts';
import { caseTerms } from '../../src/adjudication/case-terms.ts';
import { runCases } from '../../src/adjudication/cases.ts';
import type { Adjudication } from '../../src/adjudication/decision.ts';
import type { Money } from '../../src/money/money.ts';
import { readCasesText } from '../../src/scheme/cases.ts';
import { loadScheme } from '../../src/scheme/load.ts';
import type { Scheme } from '../../src/scheme/scheme.ts';
import { change, EXAMPLE, exampleFolder, lineOf } from '../scheme/example.ts';
import { library, NANTONG, schemeOf, WENSHAN } from '../support/terms.ts';
import { smallTerms, told, yuan } from './small.ts';

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
  const said = { id: 'H2', region: '310101', level: 1, designated: false, drg: false };
  expect(caseHospital({ ...said, public: false }, '3206')).toEqual({ ...said, ownership: 'private' });
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

it('a folder without cases, and one that is not there, are told once', () => {
  const codes = (path: string) => checkSchemeFolder(path).findings.map(({ code }) => code);
  expect(codes(exampleFolder({ cases: undefined }))).toEqual(['NO_CASES']);
  expect(codes('/nowhere/at-all')).toEqual(['NO_FILE']);
});

it('a scheme that cases name is the one that is given, or lies beside', () => {
  const text = change(EXAMPLE.cases, 'policy: { priorYears: 1, claimFreeYears: 1 }', `also: { ${WENSHAN}: {} }`);
  const folder = exampleFolder({ cases: text });
  const missing = (further?: (id: string) => Scheme | undefined) =>
    checkSchemeFolder(folder, further).findings.filter(({ en }) => en.includes(`there is no scheme ${WENSHAN}`)).length;
  expect([missing(), missing((id) => library.get(id))]).toEqual([1, 0]);
});

describe('the claim of a case', () => {
  it('that says nothing of the day lies on the first of 2000, and ends on the day it begins', () => {
    const days = (fields: Parameters<typeof caseClaim>[0]) => {
      const { admittedAt, dischargedAt, billedThrough, interim } = caseClaim(fields, 1).encounter;
      return [admittedAt, dischargedAt, billedThrough, interim];
    };
    const morning = '2000-01-01T09:00:00+08:00';
    expect(days({})).toEqual([morning, '2000-01-01T16:00:00+08:00', undefined, false]);
    const on = { admitted: '2025-03-01' };
    expect(days(on)).toEqual(['2025-03-01T09:00:00+08:00', '2025-03-01T16:00:00+08:00', undefined, false]);
    const until = { admitted: '2025-03-01T23:30:00+08:00', discharged: '2999-03-02', interim: true };
    expect(days(until)).toEqual(['2025-03-01T23:30:00+08:00', undefined, '2999-03-02T16:00:00+08:00', true]);
  });

  it('is one of the made-up member, unless it names another patient', () => {
    expect(caseClaim({}, 1).patient.name).toBe('测试甲');
    expect(caseClaim({ patientName: '测试乙' }, 1).patient.name).toBe('测试乙');
  });

  it('has the lines it tells, or one for each pot', () => {
    const line = { code: 'A', category: 'surgery' as const, inCatalog: yuan('10') };
    const more = { group: 'G', tags: ['meals' as const], unitPrice: '5', servedOn: '2000-01-01' };
    const lines = caseClaim({ lines: [line, { ...line, ...more }] }, 1).lines ?? [];
    expect(
      lines.map(({ no, itemGroup, tags, unitPrice, servedOn }) => [no, itemGroup, tags, unitPrice, servedOn]),
    ).toEqual([
      [1, 'A', [], undefined, undefined],
      [2, 'G', ['meals'], '5', '2000-01-01'],
    ]);
    const figures = ['1', '2', '3', '4'].map(yuan) as [Money, Money, Money, Money];
    const [inScope, firstSelfPay, fullySelfPaid, overLimit] = figures;
    const pots = linePerPot({ inScope, firstSelfPay, fullySelfPaid, overLimit });
    expect(pots.map(({ no, code, total }) => [no, code, total])).toEqual([
      [1, 'IN-CATALOG', '3.00'],
      [2, 'OUT-OF-CATALOG', '7.00'],
    ]);
  });

  it('is refused where a part is more than what it is part of', () => {
    const refused = (fields: Parameters<typeof caseClaim>[0]) => {
      try {
        return caseClaim(fields, 1).personal.toFixed2();
      } catch (error) {
        return String(error);
      }
    };
    const [hundred, more] = [yuan('100'), yuan('100.01')];
    const says = 'Refusal: AMOUNTS_INCONSISTENT: a part of 100.01 is more than the 100.00 it is part of';
    expect(refused({ inCatalog: hundred, firstSelfPay: hundred })).toBe('100.00');
    expect(refused({ inCatalog: hundred, firstSelfPay: more })).toBe(says);
    expect(refused({ outOfCatalog: hundred, overLimit: more })).toBe(says);
    expect(refused({ personal: hundred, outOfCatalog: hundred })).toBe('100.00');
    expect(refused({ personal: hundred, outOfCatalog: more })).toBe(says);
  });
});

describe('a case being run', () => {
  const claim = (more: string) =>
    `      - { admitted: 2025-05-01, discharged: 2025-05-09, inCatalog: 20000, ${more}expect: { outcome: paid } }\n`;
  const between = claim('basicInsurance: suspended, ');
  const text = `${EXAMPLE.cases}  - case: { zh: 甲, en: A }\n    why: 无\n    claims:\n${claim('')}${between}${claim('')}`;
  const { cases: file } = readCasesText(text, 'cases.yaml');
  if (file === undefined) throw new Error('the cases can be read');

  it('decides each claim after those before it', () => {
    for (const one of file.cases) {
      const given = { scheme, file, case: one, terms: caseTerms(scheme, file, one, () => undefined) };
      let accumulators: ReturnType<typeof caseInput>['accumulators'] = new Map();
      for (const index of one.claims.keys()) {
        const input = caseInput(given, index, accumulators);
        const found = adjudicate(inputOfCase(scheme, file, one, index, () => undefined));
        expect(told(found)).toEqual(told(adjudicate(input)));
        expect([input.claim.settlementId, input.age]).toEqual([`CASE-${index + 1}`, 40]);
        accumulators = new Map([...accumulators, ...adjudicate(input).accumulators]);
      }
    }
    expect(file.cases.some(({ claims }) => claims.length > 1)).toBe(true);
  });

  it('has no claim behind its last', () => {
    const [one] = file.cases;
    if (one === undefined) throw new Error('there is a case');
    const at = (index: number) => () => inputOfCase(scheme, file, { ...one, claims: [] }, index, () => undefined);
    expect(at(0)).toThrow('算例没有第 1 笔 / the case has no claim 1');
  });
});

describe('the terms of a case', () => {
  const flat = {
    benefits: `
payTo: hospital
base: { pots: in-catalog, clause: notice 二 }
rates: [{ table: all, rate: 0.50, clause: notice 二 }]
`,
  };
  const small = smallTerms(flat).scheme;
  const terms = (said: object, of: Scheme = small) =>
    caseTerms(of, { defaults: {} } as never, { claims: [], ...said } as never, () => undefined)[0];

  it('are those of a plain member where the case says nothing', () => {
    expect(terms({})?.policy).toEqual({
      scheme: 'small-2025',
      policyNo: 'P-small-2025',
      nameKey: expect.any(String),
      insuredRegion: '379900',
      effectiveFrom: '2025-01-01',
      effectiveTo: '2025-12-31',
      cohorts: [],
      preexisting: [],
      priorYears: 0,
      claimFreeYears: 0,
      plan: '',
      familyBorne: undefined,
    });
    expect(terms({})?.shares.map(({ insurer, share }) => `${insurer} ${share}`)).toEqual(['LEAD 1']);
    const said = { insuredRegion: '370101', familyBorne: ['only'], priorYears: 2, claimFreeYears: 1 };
    expect(terms({ policy: said })?.policy).toMatchObject(said);
  });

  it('say what a family has used by the name of the deductible, which the policy has by benefit', () => {
    const benefit = (id: string, deductible: string) =>
      `id: ${id}\nname: { zh: 甲, en: A }${flat.benefits.replace('rates:', `deductible: { per: year, amount: 1000, familyShared: true${deductible}, clause: notice 二 }\nrates:`)}`;
    const benefits = [benefit('first', ', pool: both'), benefit('second', ', pool: both'), benefit('third', '')];
    const familyUsed = { third: yuan('5'), both: yuan('600.50') };
    const { policy } = terms({ policy: { familyUsed } }, smallTerms({ benefits }).scheme) ?? {};
    expect(policy?.familyUsed).toEqual({ third: '5', first: '600.5' });
  });

  it('need both ends of the period where the scheme has none', () => {
    const at = (policy: object) => () => terms({ policy }, schemeOf(NANTONG))?.policy.effectiveTo;
    const [from, to] = ['2025-01-01', '2025-12-31'];
    expect(at({ from, to })()).toBe(to);
    for (const policy of [{}, { from }, { to }]) expect(at(policy)).toThrow('the policy needs from and to');
  });

  it('are refused in both languages where they cannot be', () => {
    const lists = { ...flat, benefits: flat.benefits.replace('in-catalog', 'in-catalog, lines: { onList: own }') };
    const own = 'lists: { own: { name: { zh: 甲, en: Own }, entries: [{ code: X, name: 甲 }], clause: notice 三 } }';
    const entries = [{ code: 'X', name: '', class: '' }];
    const withOwn = smallTerms({ ...lists, more: own }).scheme;
    const refused: [object, string, Scheme?][] = [
      [{ also: { 'no-2025': {} } }, '没有方案 no-2025 / there is no scheme no-2025'],
      [{ lists: { none: entries } }, '方案没有要导入的清单 none / the scheme imports no list none'],
      [{ lists: { own: entries } }, '方案没有要导入的清单 own / the scheme imports no list own', withOwn],
      [
        { policy: { preexisting: ['flu'] } },
        'policy.preexisting 中的“flu”未在 roster 中声明 / "flu" in policy.preexisting is not declared under roster',
      ],
      [
        { policy: { plan: 'gold' } },
        'policy.plan 中的“gold”未在 roster 中声明 / "gold" in policy.plan is not declared under roster',
      ],
      [
        { policy: { priorYears: 1, claimFreeYears: 2 } },
        'claimFreeYears 多于 priorYears / claimFreeYears is more than priorYears',
      ],
      [
        { policy: { familyUsed: { only: yuan('1') } } },
        'policy.familyUsed 中的“only”不是全家合计的免赔额（familyShared） / "only" in policy.familyUsed is no deductible that a family shares (`familyShared`)',
      ],
      [{ facts: { none: '1' } }, '方案没有参数 none / the scheme has no fact none'],
      [{ facts: { autoPayStop: 'perhaps' } }, '参数 autoPayStop 须为'],
    ];
    for (const [said, message, of] of refused) expect(() => terms(said, of), message).toThrow(message);
    expect(terms({ policy: { preexisting: ['malignancy'] }, facts: { autoPayStop: 'none' } })?.facts).toEqual({});
  });
});

describe('what a case expects', () => {
  /** The example with a further case, of a stay of ten days for cancer that the roster does not list. */
  const withCase = (text: string) => `${EXAMPLE.cases}  - case: { zh: 甲, en: A }
    why: 无
${text.trim().replace(/^/gm, '    ')}
`;
  const run = (text: string, further?: (id: string) => Scheme | undefined) =>
    runCases(scheme, readCasesText(withCase(text), 'cases.yaml'), further);
  const cancer = `claims:
  - admitted: 2025-05-01
    discharged: 2025-05-09
    setting: inpatient
    inCatalog: 20000
    diagnoses: [{ code: C34.900, confirmed: 2025-05-01 }]
`;

  it('is told with the number of its claim, and with the steps of its benefit and of no other', () => {
    const [finding, ...others] =
      run(`${cancer}    expect: { pays: { inpatient-in-catalog: 6000, diagnosis-lump-sum: { status: pended, reason: NEEDS_REVIEW } } }
  - admitted: 2025-06-01
    discharged: 2025-06-09
    setting: inpatient
    inCatalog: 20000
    expect: { pays: { inpatient-in-catalog: 1 } }
`);
    expect([finding?.claim, finding?.benefit, others]).toEqual([2, 'inpatient-in-catalog', []]);
    expect([...new Set(finding?.steps.map(({ benefit }) => benefit))]).toEqual([null, 'inpatient-in-catalog']);
  });

  it('may be a status alone, with what it pays, or a reason alone', () => {
    const findings = (expect: string) => run(`${cancer}    expect:\n${expect.replace(/^/gm, '      ')}\n`);
    const told = (expect: string) => findings(expect).map(({ expected, got }) => [expected, got]);
    const lump = 'diagnosis-lump-sum: { status: pended, reason: NEEDS_REVIEW }';
    expect(told(`pays: { inpatient-in-catalog: { status: paid, pays: 6000 }, ${lump} }`)).toEqual([]);
    expect(told('pays: { inpatient-in-catalog: 6000, diagnosis-lump-sum: { status: pended } }')).toEqual([
      ['pended', 'pended NEEDS_REVIEW'],
    ]);
    const misspelt = findings(`pays: { inpatient-in-catalog: 6000, ${lump}, no-such: 1 }`);
    expect(misspelt.map(({ code, expected, got }) => [code, expected, got])).toEqual([
      ['CASE_UNKNOWN', 'a benefit of the scheme', 'no-such'],
    ]);
    const text = 'patientPays: 14000\noutcome: declined';
    const [wrong] = findings(text);
    expect([wrong?.line, wrong?.expected, wrong?.got]).toEqual([
      lineOf(withCase(`${cancer}    expect:\n${text.replace(/^/gm, '      ')}\n`), '      outcome: declined'),
      ...['declined', 'paid'],
    ]);
  });

  it('may be the reason alone for which a person must decide', () => {
    expect(
      run(
        `${cancer.replace('inCatalog', 'patientName: 测试乙\n    inCatalog')}    expect: { reason: IDENTITY_MISMATCH }\n`,
      ),
    ).toEqual([]);
    expect(
      run(`${cancer}    expect: { reason: IDENTITY_MISMATCH }\n`).map(({ expected, got }) => [expected, got]),
    ).toEqual([['paid IDENTITY_MISMATCH', 'paid']]);
  });

  it('of a scheme that a person must decide may be that alone, its benefits with it', () => {
    const outpatient = cancer.replace('setting: inpatient', 'setting: outpatient').replace('20000', '100');
    const told = (expect: string) =>
      run(`${outpatient}    expect: ${expect}\n`).map(({ expected, got }) => [expected, got]);
    expect(told('{ outcome: pended, pays: {} }')).toEqual([]);
    const unknown = outpatient.replace('admitted', 'age: unknown\n    admitted');
    expect(run(`${unknown}    expect: { outcome: paid }\n`).map(({ got }) => got)).toEqual([
      expect.stringMatching(/^pended/),
    ]);
  });

  it('of another scheme must be one of those the case names', () => {
    const also = `also: { ${WENSHAN}: {} }\n`;
    const asked = `${cancer}    expect:
      schemes:
        ${WENSHAN}: { reason: WORK_INJURY }
`;
    const find = (id: string) => library.get(id);
    const [unnamed] = run(asked, find);
    expect([unnamed?.code, unnamed?.expected, unnamed?.got, unnamed?.line]).toEqual([
      ...['CASE_UNKNOWN', 'a scheme named under `also`', WENSHAN],
      lineOf(withCase(asked), `${WENSHAN}: { reason`),
    ]);
    const [failed] = run(also + asked, find);
    expect([failed?.code, failed?.expected, failed?.scheme]).toEqual([
      ...['CASE_FAILED', 'declined WORK_INJURY', WENSHAN],
    ]);
    expect(failed?.steps.every((step) => step.scheme === WENSHAN)).toBe(true);
  });

  it('cannot be held against another scheme, or where finding one fails', () => {
    const other = run(`also: { other-2025: {} }\n${cancer}    expect: { outcome: paid }\n`);
    expect(other.map(({ expected, got }) => [expected, got])).toEqual([
      ['a case that can be run', 'there is no scheme other-2025'],
    ]);
    const foreign = runCases(schemeOf(WENSHAN), readCasesText(EXAMPLE.cases, 'cases.yaml'));
    expect(foreign[0]?.zh).toContain(`无法验算：这是 ${EXAMPLE.id} 的算例`);
    expect(foreign[0]?.en).toContain(`it cannot be run: these are cases of ${EXAMPLE.id}`);
    const broken = () =>
      run(`also: { other-2025: {} }\n${cancer}    expect: { outcome: paid }\n`, () => {
        throw new Error('the disk is gone');
      });
    expect(broken).toThrow('the disk is gone');
  });

  it('is refused with what is wrong, in both languages', () => {
    const told = (from: string, to: string) =>
      run(`${cancer.replace(from, to)}    expect: { outcome: paid }\n`).map(({ zh, en }) => [zh, en]);
    expect(told('discharged: 2025-05-09', 'discharged: 2025-04-09')).toEqual([
      [
        '算例“甲”第 1 笔：无法验算：结算内容有 1 处不成立，见 errors /encounter/dischargedAt 出院早于入院 / discharge is before admission',
        'case "A", claim 1: it cannot be run: 1 statement(s) of the claim cannot be so, see errors /encounter/dischargedAt 出院早于入院 / discharge is before admission',
      ],
    ]);
    expect(told('inCatalog: 20000', 'inCatalog: 20000\n    firstSelfPay: 20001')).toEqual([
      [
        '算例“甲”第 1 笔：无法验算：其中的 20001.00 元大于总额 20000.00 元',
        'case "A", claim 1: it cannot be run: a part of 20001.00 is more than the 20000.00 it is part of',
      ],
    ]);
  });
});

it('what the cases of a scheme do not come to is told after they were run', () => {
  const all = checkSchemeFolder(exampleFolder()).missing.map(({ en }) => en);
  expect(all).toContain('a limit of backstop');
  expect(all).not.toContain('gate BASIC_INSURANCE_SUSPENDED');
  const less = EXAMPLE.cases.replace(/ {2}- case: \{ zh: 停保[\s\S]*?(?= {2}- case:|$)/, '');
  const { missing } = checkSchemeFolder(exampleFolder({ cases: less }));
  expect(missing.map(({ en }) => en).filter((one) => !all.includes(one))).toEqual(['gate BASIC_INSURANCE_SUSPENDED']);
});

it('a benefit without a limit needs no case that a limit cuts', () => {
  const { scheme: small } = smallTerms({
    benefits: `
payTo: hospital
base: { pots: in-catalog, clause: notice 二 }
rates: [{ table: all, rate: 0.50, clause: notice 二 }]
`,
  });
  const coverage = new CaseCoverage(small.rules);
  const benefit = { benefit: 'only', status: 'paid', reason: null, slices: [{ table: 'all' }], reductions: [] };
  coverage.note({ schemes: [{ scheme: 'small-2025', reason: null, benefits: [benefit] }] } as unknown as Adjudication);
  expect(coverage.missing()).toEqual([]);
});
