import { adjudicate } from '../../src/adjudication/adjudicate.ts';
import type { AdjudicationInput } from '../../src/adjudication/input.ts';
import { ageAtAdmission } from '../../src/claim/age.ts';
import { parseClaim } from '../../src/claim/parse.ts';
import { Money } from '../../src/money/money.ts';
import { loadSchemeText } from '../../src/scheme/load.ts';
import { idNumberOf } from '../world/people.ts';
import { REGION } from '../world/scheme.ts';
import { type Bill, INSURED, SCHEME_TEXT, SIMPLE, type Verdict } from './simple-scheme.ts';

const PERIOD = { effectiveFrom: SIMPLE.period.from, effectiveTo: SIMPLE.period.to };
const POLICY = { policyNo: 'P', nameKey: INSURED, insuredRegion: REGION, cohorts: [], preexisting: [], plan: '' };

/** Makes what the gateway would have at hand for a claim: it is parsed, and member, hospital and rules are known. */
export function ourInput(): (bill: Bill) => AdjudicationInput {
  const scheme = loadSchemeText(SCHEME_TEXT);
  const policy = { scheme: scheme.rules.scheme, ...POLICY, ...PERIOD, priorYears: 0, claimFreeYears: 0 };
  const shares = [{ insurer: 'INS', share: Money.ONE }];
  const terms = [{ scheme, policy, facts: {}, lists: new Map(), shares }];
  const hospital = { id: 'H', region: REGION, level: 3, ownership: 'public', designated: true, drg: true } as const;
  return (bill) => {
    const claim = parseClaim(claimInput(bill), Date.now());
    const person = { nameKey: bill.name, age: ageAtAdmission(claim) };
    return { claim, ...person, hospital, decidedOn: '2024-03-18', terms, accumulators: new Map() };
  };
}

/** Decides as the gateway does, with the explanation of every step. */
export function decideOurs(input: AdjudicationInput): Verdict {
  const { insurerPaid, reason, schemes } = adjudicate(input);
  return { paid: insurerPaid.toFixed2(), reason: (reason ?? schemes[0]?.reason ?? null) as Verdict['reason'] };
}

function claimInput({ burden, name, newborn, settled, admittedOn, dischargedOn }: Bill) {
  const figures = { total: burden, fullySelfPaid: '0.00', overLimit: '0.00', firstSelfPay: '0.00', inScope: burden };
  return {
    settlementId: 'S',
    patient: {
      idType: '01',
      idNumber: idNumberOf(0),
      name,
      newborn,
      insuredRegion: REGION,
      insuranceType: '310',
      basicInsurance: { status: 'active', settlementId: settled ? 'B' : null },
    },
    encounter: {
      id: 'E',
      setting: 'inpatient',
      admittedAt: `${admittedOn}T09:00:00+08:00`,
      dischargedAt: `${dischargedOn}T10:00:00+08:00`,
      diagnoses: [{ code: 'K80.200', principal: true }],
    },
    charges: figures,
    payments: [],
    personal: burden,
    lines: [{ no: 1, code: 'T', category: 'treatment', ...figures }],
  };
}
