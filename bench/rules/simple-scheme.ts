/**
 * A scheme as simple as one is: it pays to whom it insures, under their own name, for a stay in its year, once basic
 * insurance has settled; behind that a deductible once a year, a rate that rises by tiers of the year's eligible costs, a
 * limit once a year. All three engines get these rules and no others.
 */
export const SIMPLE = {
  period: { from: '2024-01-01', to: '2024-12-31' },
  deductible: '10000',
  tiers: [
    { upTo: '50000', rate: '0.5' },
    { upTo: '100000', rate: '0.6' },
    { upTo: undefined, rate: '0.7' },
  ],
  limit: '90000',
} as const;

/** The name that the policy has. */
export const INSURED = '张三';

/** What the engines are asked about: one bill. */
export interface Bill {
  /** What the patient bears, in yuan. */
  readonly burden: string;
  readonly name: string;
  readonly newborn: boolean;
  /** Whether basic insurance has settled. */
  readonly settled: boolean;
  readonly admittedOn: string;
  readonly dischargedOn: string;
}

const USUAL: Bill = {
  burden: '154320.00',
  name: INSURED,
  newborn: false,
  settled: true,
  admittedOn: '2024-03-04',
  dischargedOn: '2024-03-18',
};

/** Below the deductible, in each tier, at its edges, beyond the limit; and for each thing that stops a bill one that it stops. */
export const BILLS: readonly Bill[] = [
  ...[
    '0.00',
    '9990.00',
    '10000.00',
    '10010.00',
    '31230.00',
    '60000.00',
    '60010.00',
    '95000.00',
    '154320.00',
    '300000.00',
  ].map((burden) => ({ ...USUAL, burden })),
  { ...USUAL, admittedOn: '2023-11-02', dischargedOn: '2023-11-20' },
  { ...USUAL, name: '李四' },
  { ...USUAL, newborn: true },
  { ...USUAL, settled: false },
];

/** What an engine comes to: yuan, and why nothing is paid where a bill is stopped. */
export interface Verdict {
  readonly paid: string;
  readonly reason: Stop | null;
}

export type Stop = 'NOT_ENROLLED' | 'IDENTITY_MISMATCH' | 'NEWBORN' | 'BASIC_INSURANCE_NOT_SETTLED';

/** A bill as engines have it that know numbers, texts and flags only. */
export function factsOf({ burden, name, newborn, settled, admittedOn, dischargedOn }: Bill) {
  return {
    ...{ name, newborn, settled, insured: INSURED, burden: Number(burden) },
    ...{ admittedOn: dayOf(admittedOn), dischargedOn: dayOf(dischargedOn) },
    ...{ from: dayOf(SIMPLE.period.from), to: dayOf(SIMPLE.period.to) },
  };
}

export type BillFacts = ReturnType<typeof factsOf>;

/** Days that compare as numbers. */
function dayOf(date: string): number {
  return Number(date.replaceAll('-', ''));
}

/** The same as a scheme file of the gateway. */
export const SCHEME_TEXT = `
scheme: bench-simple-2024
name: { zh: 基准测试保险, en: Bench scheme }
documents:
  notice:
    number: 基准测试〔2024〕1号
    title: { zh: 基准测试方案, en: The bench's scheme }
precedence: 10
region: '5326'
area: { local: region, clause: notice 一 }
coverage: { from: ${SIMPLE.period.from}, to: ${SIMPLE.period.to}, clause: notice 二 }
premium: { amount: 69, clause: notice 二 }
gates:
  - unless: { basicInsurance: { settled: true } }
    outcome: declined
    reason: BASIC_INSURANCE_NOT_SETTLED
    clause: notice 三
benefits:
  - id: in-catalog-inpatient
    name: { zh: 医保目录内住院费用, en: In-catalog inpatient costs }
    payTo: hospital
    base: { pots: in-catalog, clause: notice 四 }
    deductible: { per: year, amount: ${SIMPLE.deductible}, clause: notice 四 }
    rates:
      - table: standard
        tiers:
${SIMPLE.tiers.map(({ upTo, rate }) => `          - { ${upTo === undefined ? '' : `upTo: ${upTo}, `}rate: ${rate} }`).join('\n')}
        clause: notice 四
    limit: { per: year, amount: ${SIMPLE.limit}, clause: notice 四 }
`;
