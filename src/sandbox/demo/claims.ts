import type { ClaimInput } from '../../claim/claim.ts';
import { Money } from '../../money/money.ts';
import { member } from '../members.ts';

/** A discharge of the demo in the words of the rulebook; amounts in yuan. */
export interface Discharge {
  readonly settlementId: string;
  /** The name of a sandbox member. */
  readonly patient: string;
  /** Days of admission and discharge. */
  readonly stay: readonly [admitted: string, discharged: string];
  readonly diagnosis: Omit<ClaimInput['encounter']['diagnoses'][number], 'principal'>;
  /** The personal burden inside the catalog, after basic insurance, and outside it. */
  readonly inCatalog: string;
  readonly outOfCatalog?: string;
  /** What basic insurance and big-illness insurance paid. */
  readonly pooling: string;
  readonly bigIllness?: string;
  readonly accountPaid?: string;
  /** The one drug that all out-of-catalog costs are for; without it they are for treatment. */
  readonly drug?: { readonly code: string; readonly name: string };
  readonly setting?: ClaimInput['encounter']['setting'];
  readonly cause?: ClaimInput['encounter']['cause'];
  readonly referral?: ClaimInput['encounter']['referral'];
  readonly otherCompensation?: ClaimInput['otherCompensation'];
}

type Figures = Record<'total' | 'fullySelfPaid' | 'overLimit' | 'firstSelfPay' | 'inScope', Money>;
type Line = NonNullable<ClaimInput['lines']>[number];

/** What part of the in-catalog burden is class B advance payment (先行自付); any would do, it stays in the same pot. */
const FIRST_SELF_PAY = Money.of('0.1');

/** The canonical claim of a discharge, as a HIS has it after basic insurance has paid. */
export function claimOf(discharge: Discharge): ClaimInput {
  const { settlementId, stay, diagnosis, pooling, bigIllness = '0', otherCompensation = [] } = discharge;
  const { accountPaid = '0', setting = 'inpatient', cause = 'illness', referral = 'none' } = discharge;
  const { name, idNumber, insuredRegion } = member(discharge.patient);
  const inCatalog = Money.of(discharge.inCatalog);
  const selfPaid = Money.of(discharge.outOfCatalog ?? '0');
  const firstSelfPay = inCatalog.times(FIRST_SELF_PAY).roundFen();
  const paid = Money.of(pooling).plus(Money.of(bigIllness));
  const inScope = inCatalog.plus(paid).minus(firstSelfPay);
  const charges = figures({ inScope, firstSelfPay, fullySelfPaid: selfPaid });
  return {
    settlementId,
    patient: {
      idType: '01',
      idNumber,
      name,
      insuredRegion,
      insuranceType: '310',
      basicInsurance: { status: 'active', settlementId: `BASIC-${settlementId}` },
    },
    encounter: {
      id: `ENC-${settlementId}`,
      setting,
      admittedAt: `${stay[0]}T09:00:00+08:00`,
      dischargedAt: `${stay[1]}T10:00:00+08:00`,
      cause,
      referral,
      diagnoses: [{ ...diagnosis, principal: true }],
    },
    charges: texts(charges),
    payments: [
      { fund: 'basic-pooling', amount: Money.of(pooling).toFixed2() },
      { fund: 'big-illness', amount: Money.of(bigIllness).toFixed2() },
    ],
    personal: inCatalog.plus(selfPaid).toFixed2(),
    accountPaid: Money.of(accountPaid).toFixed2(),
    lines: linesOf({ inScope, firstSelfPay, selfPaid, drug: discharge.drug }),
    otherCompensation,
  };
}

interface Parts {
  readonly inScope: Money;
  readonly firstSelfPay: Money;
  readonly selfPaid: Money;
  readonly drug: Discharge['drug'];
}

function linesOf({ inScope, firstSelfPay, selfPaid, drug }: Parts): Line[] {
  const surgery = inScope.times(Money.of('0.5')).roundFen();
  const outside = drug ?? { code: 'SBX-003', name: '自费治疗（沙箱）' };
  const lines: Omit<Line, 'no'>[] = [
    { code: 'SBX-001', name: '手术（沙箱）', category: 'surgery', ...texts(figures({ inScope: surgery })) },
    {
      code: 'SBX-002',
      name: '治疗（沙箱）',
      category: 'treatment',
      ...texts(figures({ inScope: inScope.minus(surgery), firstSelfPay })),
    },
    {
      ...outside,
      category: drug === undefined ? 'treatment' : 'western-medicine',
      ...texts(figures({ fullySelfPaid: selfPaid })),
    },
  ];
  return lines.map((line, index) => ({ no: index + 1, ...line }));
}

function figures(some: Partial<Omit<Figures, 'total'>>): Figures {
  const all = {
    fullySelfPaid: Money.ZERO,
    overLimit: Money.ZERO,
    firstSelfPay: Money.ZERO,
    inScope: Money.ZERO,
    ...some,
  };
  return { total: Money.sum(Object.values(all)), ...all };
}

function texts({ total, fullySelfPaid, overLimit, firstSelfPay, inScope }: Figures) {
  return {
    total: total.toFixed2(),
    fullySelfPaid: fullySelfPaid.toFixed2(),
    overLimit: overLimit.toFixed2(),
    firstSelfPay: firstSelfPay.toFixed2(),
    inScope: inScope.toFixed2(),
  };
}
