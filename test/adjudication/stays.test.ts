import { expect, it } from 'vitest';
import { runCases } from '../../src/adjudication/cases.ts';
import { readCasesText } from '../../src/scheme/cases.ts';
import { readSchemeText } from '../../src/scheme/load.ts';
import { schemeHead } from '../support/scheme-head.ts';

/** A scheme of three benefits, each about stays that are no simple ones. */
const SCHEME = `${schemeHead('stays-2025', '住院试例', 'Stays', '例1')}benefits:
  - id: allowance
    name: { zh: 津贴, en: Allowance }
    payTo: member
    dailyAllowance: { amount: 100, afterDays: 3, clause: notice 二 }
    limit: { per: year, days: 90, clause: notice 二 }
  - id: tiers
    name: { zh: 分段, en: Tiers }
    payTo: hospital
    base: { pots: in-catalog, clause: notice 三 }
    otherCompensation: { creditsDeductible: commercial, clause: notice 三 }
    deductible: { per: year, amount: 16000, clause: notice 三 }
    rates:
      - table: all
        tiers: [{ upTo: 50000, rate: 0.60 }, { rate: 0.70 }]
        bounds: { count: before-deductible }
        clause: notice 三
  - id: once
    name: { zh: 一次, en: Once }
    payTo: hospital
    base: { pots: out-of-catalog, clause: notice 四 }
    rates: [{ table: all, rate: 0.50, clause: notice 四 }]
    limit: { per: year, times: 1, clause: notice 四 }
`;

const CASES = `
scheme: stays-2025
defaults: { setting: inpatient }
cases:
  - case: { zh: 津贴只计保险期内的天数, en: Only days inside the period }
    why: 12 月 20 日至 1 月 10 日共 21 天，前 3 天不计；12 月 23 日至 31 日 9 天×100=900。上年入院的，1 月 1 日至 9 日 9 天。
    claims:
      - { admitted: 2025-12-20, discharged: 2026-01-10, inCatalog: 1, expect: { pays: { allowance: 900 } } }
      - { admitted: 2024-12-20, discharged: 2025-01-10, inCatalog: 1, expect: { pays: { allowance: 900 } } }
  - case: { zh: 他人赔付抵免赔额，不占分段, en: "What others paid fills the deductible, not the tiers" }
    why: 商保 16000 抵足免赔额；60000 全部可赔，50000×60%+10000×70%=37000。
    claims:
      - admitted: 2025-03-01
        inCatalog: 60000
        otherCompensation: [{ kind: commercial, amount: 16000 }]
        expect: { pays: { tiers: 37000 } }
  - case: { zh: 一次住院分两次结算算一次, en: One stay settled in two parts is one time }
    why: 中途 10000×50%=5000，出院 20000×50%=10000，同一次住院；另一次住院不再赔。
    claims:
      - { admission: A, interim: true, admitted: 2025-03-01, discharged: 2025-03-02, outOfCatalog: 10000, expect: { pays: { once: 5000 } } }
      - { admission: A, admitted: 2025-03-01, discharged: 2025-03-03, outOfCatalog: 20000, expect: { pays: { once: 10000 } } }
      - admitted: 2025-04-01
        outOfCatalog: 20000
        expect: { pays: { once: { status: nothing-due, reason: LIMIT_EXHAUSTED } } }
`;

it('stays over the edge of the period, in parts, and beside another insurer', () => {
  const { scheme, findings } = readSchemeText(SCHEME, 'scheme.yaml');
  expect(findings).toEqual([]);
  if (scheme === undefined) throw new Error('the scheme loads');
  const reading = readCasesText(CASES, 'cases.yaml');
  expect(reading.findings).toEqual([]);
  expect(runCases(scheme, reading).map(({ en }) => en)).toEqual([]);
});

const TWICE = `
scheme: stays-2025
defaults: { setting: inpatient }
cases:
  - case: { zh: 限两次，分两次结算的住院占一次, en: 'Two times, of which a stay in two parts is one' }
    why: 中途 10000×50%=5000，出院 20000×50%=10000，同一次住院；第二次住院 10000×50%=5000；第三次不再赔。
    claims:
      - { admission: A, interim: true, admitted: 2025-03-01, discharged: 2025-03-02, outOfCatalog: 10000, expect: { pays: { once: 5000 } } }
      - { admission: A, admitted: 2025-03-01, discharged: 2025-03-03, outOfCatalog: 20000, expect: { pays: { once: 10000 } } }
      - { admitted: 2025-04-01, outOfCatalog: 10000, expect: { pays: { once: 5000 } } }
      - admitted: 2025-05-01
        outOfCatalog: 10000
        expect: { pays: { once: { status: nothing-due, reason: LIMIT_EXHAUSTED } } }
`;

it('a stay in two parts uses up one of two times', () => {
  const { scheme } = readSchemeText(SCHEME.replace('times: 1', 'times: 2'), 'scheme.yaml');
  if (scheme === undefined) throw new Error('the scheme loads');
  const reading = readCasesText(TWICE, 'cases.yaml');
  expect(reading.findings).toEqual([]);
  expect(runCases(scheme, reading).map(({ en }) => en)).toEqual([]);
});
