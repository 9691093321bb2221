import { CAUSES, COMPENSATION_KINDS, REFERRALS, SETTINGS, WARDS } from '../../src/claim/vocabulary.ts';
import type { SchemeRules } from '../../src/scheme/language.ts';
import { CATEGORY_NAMES } from '../../src/scheme/words.ts';
import type { SimulationLineInput } from '../../src/simulation/line.ts';
import { addDays } from '../../src/time/calendar.ts';

export interface Synthetic {
  readonly rules: SchemeRules;
  readonly seed: number;
  readonly claims: number;
  readonly policies: number;
  /** Fee lines of a claim. */
  readonly lines: number;
}

/** A small seeded generator (mulberry32): the same seed gives the same claims on every machine. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const DIAGNOSES = ['C34.900', 'I21.400', 'J44.100', 'E11.900', 'N18.500', 'K35.900', 'S72.000', 'G81.900', 'E75.200'];
const CODES = ['XL01XEA001', 'XL01EDA002', 'XB05XAL003', 'C0101001', '330100001', '110200005'];

interface Figures {
  readonly fullySelfPaid: number;
  readonly overLimit: number;
  readonly firstSelfPay: number;
  readonly inScope: number;
}

const yuan = (fen: number) => (fen / 100).toFixed(2);

function amounts({ fullySelfPaid, overLimit, firstSelfPay, inScope }: Figures) {
  return {
    total: yuan(fullySelfPaid + overLimit + firstSelfPay + inScope),
    fullySelfPaid: yuan(fullySelfPaid),
    overLimit: yuan(overLimit),
    firstSelfPay: yuan(firstSelfPay),
    inScope: yuan(inScope),
  };
}

/** Lines of invented claims of a scheme: members of all kinds, claims of all kinds, amounts with a long tail. */
export function* synthetic({ rules, seed, claims, policies, lines }: Synthetic): Generator<string> {
  const random = randomOf(seed);
  const below = (count: number) => Math.floor(random() * count);
  const oneOf = <T>(all: readonly T[]): T => all[below(all.length)] as T;
  const usually = <T>(usual: T, all: readonly T[], share = 0.9): T => (random() < share ? usual : oneOf(all));
  const region = rules.region.padEnd(4, '0').padEnd(6, '1');
  const { coverage } = rules;
  const from = 'from' in coverage ? coverage.from : '2023-01-01';
  const to = 'from' in coverage ? coverage.to : '2023-12-31';
  const members = Array.from({ length: policies }, (_, index): SimulationLineInput['policy'] => ({
    policyNo: `P${String(index).padStart(8, '0')}`,
    insuredRegion: region,
    effectiveFrom: from,
    effectiveTo: to,
    cohorts: rules.roster.cohorts.filter(() => random() < 0.3),
    preexisting: [...CATEGORY_NAMES, ...rules.roster.preexisting].filter(() => random() < 0.04),
    priorYears: below(7),
    claimFreeYears: below(7),
  }));
  const fen = (value: number) => Math.round(value * 100);
  for (let number = 1; number <= claims; number++) {
    const admitted = addDays(from, below(360) - 2);
    const discharged = addDays(admitted, below(random() < 0.01 ? 200 : 20));
    const size = Math.exp(random() * 5) * 1000;
    const charged = Array.from({ length: lines }, (_, index) => {
      const part = size / lines;
      const fullySelfPaid = fen(part * random() * 0.5);
      const overLimit = random() < 0.1 ? fen(part * 0.02) : 0;
      const firstSelfPay = fen(part * random() * 0.1);
      const inScope = fen(part);
      return {
        no: index + 1,
        code: oneOf(CODES),
        category: oneOf(['western-medicine', 'consumable', 'examination', 'treatment'] as const),
        tags: random() < 0.02 ? ['meals' as const] : [],
        figures: { fullySelfPaid, overLimit, firstSelfPay, inScope },
      };
    });
    const sum = (key: keyof Figures) => charged.reduce((total, line) => total + line.figures[key], 0);
    const figures = {
      fullySelfPaid: sum('fullySelfPaid'),
      overLimit: sum('overLimit'),
      firstSelfPay: sum('firstSelfPay'),
      inScope: sum('inScope'),
    };
    const total = Object.values(figures).reduce((all, one) => all + one, 0);
    const pooled = Math.floor(figures.inScope * (0.3 + random() * 0.3));
    const others = random() < 0.05 ? fen(random() * 3000) : 0;
    const line: SimulationLineInput = {
      policy: oneOf(members),
      hospital: {
        id: `H${below(40)}`,
        region: usually(region, [region, `${rules.region.slice(0, 2)}9901`, '310101']),
        level: usually(3, [1, 2, 3]),
        ownership: usually('public', ['private']),
        designated: random() < 0.97,
        drg: random() < 0.95,
      },
      claim: {
        settlementId: `S${number}`,
        patient: {
          idType: '99',
          idNumber: `X${number}`,
          name: '某',
          insuredRegion: region,
          insuranceType: '310',
          newborn: random() < 0.005,
          basicInsurance: { status: usually('active', ['suspended'], 0.98), settlementId: `B${number}` },
        },
        encounter: {
          id: `E${number}`,
          setting: usually('inpatient', SETTINGS, 0.7),
          ward: usually('ordinary', WARDS),
          admittedAt: `${admitted}T09:00:00+08:00`,
          dischargedAt: `${discharged}T16:00:00+08:00`,
          cause: usually('illness', CAUSES, 0.93),
          referral: usually('filed', REFERRALS, 0.6),
          diagnoses: [
            { code: oneOf(DIAGNOSES), principal: true, firstConfirmedOn: admitted, severe: random() < 0.5 },
            { code: oneOf(DIAGNOSES) },
          ],
        },
        charges: amounts(figures),
        payments: [{ fund: 'basic-pooling', amount: yuan(pooled) }],
        personal: yuan(total - pooled),
        lines: charged.map(({ figures: parts, ...rest }) => ({ ...rest, ...amounts(parts) })),
        otherCompensation: others === 0 ? [] : [{ kind: oneOf(COMPENSATION_KINDS), amount: yuan(others) }],
      },
      facts: Object.fromEntries(Object.keys(rules.facts).map((name) => [name, '0.31'])),
    };
    yield JSON.stringify(line);
  }
}
