/**
 * A scheme as simple as one is: a deductible once a year, a rate that rises by tiers of the year's eligible costs, a limit
 * once a year. All three engines get these numbers and no others.
 */
export const SIMPLE = {
  deductible: '10000',
  tiers: [
    { upTo: '50000', rate: '0.5' },
    { upTo: '100000', rate: '0.6' },
    { upTo: undefined, rate: '0.7' },
  ],
  limit: '90000',
} as const;

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
coverage: { from: 2024-01-01, to: 2024-12-31, clause: notice 二 }
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
