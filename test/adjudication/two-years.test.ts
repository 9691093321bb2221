import { expect, it } from 'vitest';
import { adjudicate } from '../../src/adjudication/adjudicate.ts';
import { caseClaim, caseHospital } from '../../src/adjudication/case-claim.ts';
import type { SchemeTerms } from '../../src/adjudication/input.ts';
import { foldName } from '../../src/claim/identity.ts';
import { Money } from '../../src/money/money.ts';
import { readSchemeText } from '../../src/scheme/load.ts';
import { fixtures, QINGSHI } from '../support/fixture-claims.ts';
import { NAME } from '../support/people.ts';
import { schemeHead } from '../support/scheme-head.ts';
import { atDischarge } from '../support/terms.ts';

const scheme = fixtures.get(QINGSHI);
if (scheme === undefined) throw new Error('the scheme is among the fixtures');

function half(policyNo: string, effectiveFrom: string, effectiveTo: string): SchemeTerms {
  if (scheme === undefined) throw new Error('the scheme is among the fixtures');
  const policy = {
    scheme: QINGSHI,
    policyNo,
    nameKey: foldName(NAME),
    insuredRegion: scheme.rules.region.padEnd(6, '0'),
    effectiveFrom,
    effectiveTo,
    cohorts: [],
    preexisting: [],
    priorYears: 3,
    claimFreeYears: 0,
    plan: '',
  };
  return { scheme, policy, facts: {}, lists: new Map(), shares: [] };
}

it('a stay cut by day of service over two policies: each pays for its own lines, whatever the other has paid', () => {
  const yuan = (text: string) => Money.of(text);
  const line = (code: string, outOfCatalog: string, servedOn: string) => ({
    code,
    category: 'surgery' as const,
    outOfCatalog: yuan(outOfCatalog),
    servedOn,
  });
  const lines = [line('OP', '60000', '2025-06-28'), line('OP2', '50000', '2025-07-02')];
  const claim = caseClaim({ admitted: '2025-06-25', discharged: '2025-07-05', lines }, 1);
  const found = adjudicate({
    claim,
    ...atDischarge(claim),
    nameKey: foldName(NAME),
    hospital: caseHospital(undefined, scheme.rules.region),
    terms: [half('P1', '2025-01-01', '2025-06-30'), half('P2', '2025-07-01', '2025-12-31')],
    accumulators: new Map(),
  });
  const outOfCatalog = found.schemes.map(({ policyNo, benefits }) => {
    const benefit = benefits.find((one) => one.benefit === 'out-of-catalog');
    return [policyNo, benefit?.base.toFixed2(), benefit?.paid.toFixed2()];
  });
  // (60000−12000)×30% and (50000−12000)×30%.
  expect(outOfCatalog).toEqual([
    ['P1', '60000.00', '14400.00'],
    ['P2', '50000.00', '11400.00'],
  ]);
});

/** Pays once in a life, whatever year it is. */
const ONCE = `${schemeHead('once-2025', '一生一次', 'Once', '例2')}benefits:
  - id: once
    name: { zh: 一次, en: Once }
    payTo: member
    lumpSum: { amount: 5000, clause: notice 二 }
    limit: { per: life, times: 1, clause: notice 二 }
`;

it('a stay over two policies: what one of them pays is used up for the other, in the same decision', () => {
  const { scheme: once } = readSchemeText(ONCE, 'scheme.yaml');
  if (once === undefined) throw new Error('the scheme loads');
  const terms = [half('P1', '2025-01-01', '2025-06-30'), half('P2', '2025-07-01', '2025-12-31')].map((one) => ({
    ...one,
    scheme: once,
    policy: { ...one.policy, scheme: once.rules.scheme },
  }));
  const claim = caseClaim({ admitted: '2025-06-25', discharged: '2025-07-05', inCatalog: Money.ONE }, 1);
  const asked = { claim, ...atDischarge(claim), nameKey: foldName(NAME), hospital: caseHospital(undefined, '3799') };
  const found = adjudicate({ ...asked, terms, accumulators: new Map() });
  expect(found.schemes.map(({ policyNo, memberBenefit }) => `${policyNo} ${memberBenefit}`)).toEqual([
    'P1 5000',
    'P2 0',
  ]);
  expect(found.schemes[1]?.benefits[0]?.reason).toBe('LIMIT_EXHAUSTED');
  expect([...found.accumulators].map(([key, { admissions }]) => [key, admissions])).toEqual([['once-2025/P1', {}]]);
});
