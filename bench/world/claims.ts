import type { ClaimInput } from '../../src/claim/claim.ts';
import { Money } from '../../src/money/money.ts';
import { NAME } from './people.ts';
import { REGION } from './scheme.ts';

/**
 * `opening`: one expensive stay that uses up the year's deductibles. `settlement`: a stay of 24 lines, about 6 KB, small
 * enough that a member may have many of them before a limit is reached; each is paid by two benefits. `earlier`: the same
 * in three lines, of which many are made to grow a store.
 */
export type ClaimKind = 'opening' | 'settlement' | 'earlier';

type Line = NonNullable<ClaimInput['lines']>[number];
type Charges = ClaimInput['charges'];

const LINES: Readonly<Record<ClaimKind, number>> = { opening: 1, settlement: 24, earlier: 3 };
const FIGURES = ['total', 'fullySelfPaid', 'overLimit', 'firstSelfPay', 'inScope'] as const;

const STAY = { total: '43.00', fullySelfPaid: '2.00', overLimit: '0.00', firstSelfPay: '1.00', inScope: '40.00' };

/** What a line of each kind costs, in yuan. */
const COSTS: Readonly<Record<ClaimKind, Charges>> = {
  opening: {
    total: '26000.00',
    fullySelfPaid: '13000.00',
    overLimit: '0.00',
    firstSelfPay: '0.00',
    inScope: '13000.00',
  },
  settlement: STAY,
  earlier: STAY,
};
const POOLED: Readonly<Record<ClaimKind, string>> = { opening: '0.00', settlement: '950.00', earlier: '90.00' };

/** What differs between two claims of a kind. */
export interface Particulars {
  readonly settlementId: string;
  readonly idNumber: string;
}

/** A discharge as a hospital sends it. */
export function claimOf(kind: ClaimKind, { settlementId, idNumber }: Particulars): ClaimInput {
  const lines = Array.from({ length: LINES[kind] }, (_, index) => lineOf(kind, index + 1));
  const charges = Object.fromEntries(FIGURES.map((figure) => [figure, sumOf(lines, figure)])) as unknown as Charges;
  return {
    settlementId,
    patient: {
      idType: '01',
      idNumber,
      name: NAME,
      insuredRegion: REGION,
      insuranceType: '310',
      basicInsurance: { status: 'active', settlementId: `BASIC-${settlementId}` },
    },
    encounter: {
      id: `ENC-${settlementId}`,
      setting: 'inpatient',
      admittedAt: '2024-03-04T09:00:00+08:00',
      dischargedAt: '2024-03-18T10:00:00+08:00',
      cause: 'illness',
      referral: 'none',
      diagnoses: [{ code: 'K80.200', name: '胆囊结石', principal: true }],
    },
    charges,
    payments: [{ fund: 'basic-pooling', amount: POOLED[kind] }],
    personal: amount(charges.total).minus(amount(POOLED[kind])).toFixed2(),
    lines,
  };
}

function lineOf(kind: ClaimKind, no: number): Line {
  const code = `BENCH-${String(no).padStart(4, '0')}`;
  return { no, code, name: `检查治疗项目 ${no}（基准测试）`, category: 'treatment', itemGroup: code, ...COSTS[kind] };
}

function sumOf(lines: readonly Line[], figure: (typeof FIGURES)[number]): string {
  return Money.sum(lines.map((line) => amount(line[figure]))).toFixed2();
}

function amount(text: Charges['total']): Money {
  const money = Money.parse(text as string);
  if (money === undefined) throw new RangeError(`no amount: ${text}`);
  return money;
}
