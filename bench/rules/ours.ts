import { adjudicate } from '../../src/adjudication/adjudicate.ts';
import type { AdjudicationInput } from '../../src/adjudication/input.ts';
import { ageAtAdmission } from '../../src/claim/age.ts';
import { parseClaim } from '../../src/claim/parse.ts';
import { Money } from '../../src/money/money.ts';
import { loadSchemeText } from '../../src/scheme/load.ts';
import { idNumberOf, NAME } from '../world/people.ts';
import { REGION } from '../world/scheme.ts';
import { SCHEME_TEXT } from './simple-scheme.ts';

const PERIOD = { effectiveFrom: '2024-01-01', effectiveTo: '2024-12-31' };
const POLICY = { policyNo: 'P', nameKey: NAME, insuredRegion: REGION, cohorts: [], preexisting: [], plan: '' };

/** Makes what the gateway would have at hand for a claim: it is parsed, and member, hospital and rules are known. */
export function ourInput(): (burden: string) => AdjudicationInput {
  const scheme = loadSchemeText(SCHEME_TEXT);
  const policy = { scheme: scheme.rules.scheme, ...POLICY, ...PERIOD, priorYears: 0, claimFreeYears: 0 };
  const shares = [{ insurer: 'INS', share: Money.ONE }];
  const terms = [{ scheme, policy, facts: {}, lists: new Map(), shares }];
  const hospital = { id: 'H', region: REGION, level: 3, ownership: 'public', designated: true, drg: true } as const;
  return (burden) => {
    const claim = parseClaim(claimInput(burden), Date.now());
    const person = { nameKey: NAME, age: ageAtAdmission(claim) };
    return { claim, ...person, hospital, decidedOn: '2024-03-18', terms, accumulators: new Map() };
  };
}

/** Decides as the gateway does, with the explanation of every step. @returns yuan */
export function decideOurs(input: AdjudicationInput): string {
  return adjudicate(input).insurerPaid.toFixed2();
}

function claimInput(burden: string) {
  const figures = { total: burden, fullySelfPaid: '0.00', overLimit: '0.00', firstSelfPay: '0.00', inScope: burden };
  return {
    settlementId: 'S',
    patient: {
      idType: '01',
      idNumber: idNumberOf(0),
      name: NAME,
      insuredRegion: REGION,
      insuranceType: '310',
      basicInsurance: { status: 'active', settlementId: 'B' },
    },
    encounter: {
      id: 'E',
      setting: 'inpatient',
      admittedAt: '2024-03-04T09:00:00+08:00',
      dischargedAt: '2024-03-18T10:00:00+08:00',
      diagnoses: [{ code: 'K80.200', principal: true }],
    },
    charges: figures,
    payments: [],
    personal: burden,
    lines: [{ no: 1, code: 'T', category: 'treatment', ...figures }],
  };
}
