import { fileURLToPath } from 'node:url';
import { adjudicate } from '../../src/adjudication/adjudicate.ts';
import type { Adjudication } from '../../src/adjudication/decision.ts';
import type { Hospital, Policy, SchemeTerms } from '../../src/adjudication/input.ts';
import type { Claim } from '../../src/claim/claim.ts';
import { foldName } from '../../src/claim/identity.ts';
import { parseClaim } from '../../src/claim/parse.ts';
import { Money } from '../../src/money/money.ts';
import { SchemeLibrary } from '../../src/scheme/library.ts';
import { CodeList } from '../../src/scheme/lists.ts';
import type { Scheme } from '../../src/scheme/scheme.ts';
import { addDays } from '../../src/time/calendar.ts';
import {
  type CompensationInput,
  type Cost,
  claimInput,
  type EncounterInput,
  type LineInput,
  mostly,
  yuan,
} from './claims.ts';
import { NAME } from './people.ts';
import { fc } from './properties.ts';
import { atDischarge, type Used } from './terms.ts';

/** The schemes of invented cities that say what the language can say. */
export const fixtures = SchemeLibrary.load(fileURLToPath(new URL('../scheme/fixtures/', import.meta.url)));
const LATER = Date.parse('2028-01-01T00:00:00+08:00');

export const LINJIANG = 'linjiang-anhubao-2025';
export const QINGSHI = 'qingshi-jiankangbao-2025';
export const BAIHE = 'baihe-jiatingbao-2026';
export const BAIHE_BEFORE = 'baihe-jiatingbao-2025';
export const SHUANGQIAO = 'shuangqiao-kanglebao-2025';

export const plusDrugs = [
  { code: 'XL01A', name: '', class: 'A' },
  { code: 'XL01B', name: '', class: 'B' },
];

export function fixture(id: string): Scheme {
  const scheme = fixtures.get(id);
  if (scheme === undefined) throw new Error(`no scheme ${id}`);
  return scheme;
}

interface Item extends Pick<Cost, 'code' | 'category'> {
  readonly tags?: LineInput['tags'];
  readonly unitPrice?: string;
}

/** Items that the fixtures' lists, tags, categories and prices know, and some that they do not. */
const ITEMS: readonly Item[] = [
  { code: 'XL01A01', category: 'western-medicine' },
  { code: 'XL01B01', category: 'western-medicine' },
  { code: 'DRUG-X', category: 'western-medicine' },
  { code: 'STENT', category: 'consumable', unitPrice: '500.00' },
  { code: 'GAUZE', category: 'consumable', unitPrice: '2.50' },
  { code: 'ZR-EAR-1', category: 'consumable', unitPrice: '90000.00' },
  { code: 'ZR-HEART-1', category: 'consumable', unitPrice: '40000.00' },
  { code: 'ZL-PROTON-1', category: 'treatment' },
  { code: 'CELL', category: 'treatment', tags: ['car-t'] },
  { code: 'FOOD', category: 'other', tags: ['meals'] },
  { code: 'OP', category: 'surgery' },
];

const FEN = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 3_000_000 }) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 30_000_000 }) },
);

const line = fc.record({
  item: fc.constantFrom(...ITEMS),
  inScope: FEN,
  firstSelfPay: FEN,
  fullySelfPaid: FEN,
  overLimit: fc.oneof(fc.constant(0), FEN),
  /** Of the stay, on which day it was served; absent: nobody says. */
  day: mostly<number | undefined>(1, 0, 2, undefined),
});

/** A bill in few words. */
export interface Bill {
  readonly lines: readonly (typeof line extends fc.Arbitrary<infer T> ? T : never)[];
  readonly withoutLines: boolean;
  /** What of the in-scope costs the basic fund and medical assistance paid, in percent. */
  readonly basic: number;
  readonly assistance: number;
  readonly others: readonly CompensationInput[];
  readonly encounter: Pick<EncounterInput, 'setting' | 'cause' | 'referral'>;
  readonly diagnosis: string;
  readonly confirmedAfter: number | undefined;
  readonly admission: 'A' | 'B' | 'C';
  /** Days into the scheme's year. */
  readonly admittedOn: number;
  readonly days: number;
  readonly age: number | null;
  readonly hospital: 'home' | 'province' | 'elsewhere';
  readonly level: 1 | 2 | 3;
  readonly settled: boolean;
}

export const bills: fc.Arbitrary<Bill> = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  withoutLines: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  basic: fc.integer({ min: 0, max: 80 }),
  assistance: mostly(0, 10, 20),
  others: fc.oneof(
    { weight: 3, arbitrary: fc.constant<CompensationInput[]>([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({
          kind: fc.constantFrom('commercial' as const, 'charity' as const, 'employer' as const),
          amount: fc.integer({ min: 0, max: 4_000_000 }).map(yuan),
          pot: fc.constantFrom(undefined, 'in-catalog' as const, 'out-of-catalog' as const),
        }),
        { maxLength: 2 },
      ),
    },
  ),
  encounter: fc.record({
    setting: mostly<Bill['encounter']['setting']>('inpatient', 'outpatient', 'special-outpatient', 'pharmacy'),
    cause: mostly<Bill['encounter']['cause']>('illness', 'accident'),
    referral: fc.constantFrom('filed' as const, 'unfiled' as const, 'none' as const),
  }),
  diagnosis: mostly('C83.300', 'J44.100', 'I21.900', 'S72.000'),
  confirmedAfter: fc.constantFrom(undefined, 20, 100, 200),
  admission: fc.constantFrom('A' as const, 'B' as const, 'C' as const),
  admittedOn: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 300 }) },
    { weight: 1, arbitrary: fc.integer({ min: 355, max: 364 }) },
  ),
  days: fc.integer({ min: 0, max: 60 }),
  age: mostly<number | null>(40, 17, 18, 65, 70, null),
  hospital: mostly<Bill['hospital']>('home', 'province', 'elsewhere'),
  level: fc.constantFrom(1 as const, 2 as const, 3 as const),
  settled: mostly(true, false),
});

const instant = (day: string, time: string) => `${day}T${time}:00+08:00`;

/** The canonical claim of a bill; `factor` multiplies every amount. */
export function billClaim(bill: Bill, first: string, settlementId: string, factor = 1): Claim {
  const costs = bill.lines.map(
    ({ item, day: _day, ...figures }): Cost => ({
      code: item.code,
      category: item.category,
      ...(item.tags === undefined ? {} : { tags: item.tags }),
      inScope: figures.inScope * factor,
      firstSelfPay: figures.firstSelfPay * factor,
      fullySelfPaid: figures.fullySelfPaid * factor,
      overLimit: figures.overLimit * factor,
    }),
  );
  const inScope = bill.lines.reduce((sum, one) => sum + one.inScope, 0);
  const basic = Math.floor((inScope * bill.basic) / 100) * factor;
  const assistance = Math.floor((inScope * bill.assistance) / 100) * factor;
  const input = claimInput({
    settlementId,
    costs,
    funds: basic + assistance,
    withoutLines: bill.withoutLines,
    otherCompensation: bill.others,
  });
  const admitted = addDays(first, bill.admittedOn);
  return parseClaim(
    {
      ...input,
      patient: {
        ...input.patient,
        basicInsurance: { status: 'active', settlementId: bill.settled ? `B-${settlementId}` : null },
      },
      encounter: {
        ...bill.encounter,
        id: bill.admission,
        admittedAt: instant(admitted, '08:00'),
        dischargedAt: instant(addDays(admitted, bill.days), '18:00'),
        diagnoses: [
          {
            code: bill.diagnosis,
            principal: true,
            ...(bill.confirmedAfter === undefined ? {} : { firstConfirmedOn: addDays(first, bill.confirmedAfter) }),
          },
        ],
      },
      payments: [
        { fund: 'basic-pooling', amount: yuan(basic) },
        { fund: 'medical-assistance', amount: yuan(assistance) },
      ],
      lines: input.lines?.map((one, index) => {
        const { item, day } = bill.lines[index] ?? {};
        return {
          ...one,
          ...(item?.unitPrice === undefined ? {} : { unitPrice: item.unitPrice }),
          ...(day === undefined ? {} : { servedOn: addDays(admitted, Math.min(bill.days, day)) }),
        };
      }),
    },
    LATER,
  );
}

/** The hospital of a bill: in the scheme's region, in its province, or in another. */
export function hospitalOf(bill: Bill, region: string): Hospital {
  const home = region.length === 2 ? `${region}0104` : `${region}01`;
  const code = { home, province: `${region.slice(0, 2)}9802`, elsewhere: '310101' }[bill.hospital];
  return { id: 'H1', region: code, level: bill.level, ownership: 'public', designated: true, drg: true };
}

/** What the roster says of the member, and what the insurer has set and imported. */
export interface Member {
  readonly change: Partial<Policy>;
  readonly facts: boolean;
  readonly imported: boolean;
}

export function members(scheme: string): fc.Arbitrary<Member> {
  const { roster } = fixture(scheme).rules;
  return fc.record({
    change: fc.record({
      plan: roster.plans.length === 0 ? fc.constant('') : fc.constantFrom(...roster.plans),
      cohorts: fc.subarray([...roster.cohorts]),
      preexisting: fc.subarray(['copd', 'malignancy']),
      priorYears: fc.integer({ min: 0, max: 4 }),
      claimFreeYears: fc.integer({ min: 0, max: 3 }),
      familyBorne: fc.subarray(['family']),
    }),
    facts: mostly(true, false),
    imported: mostly(true, false),
  });
}

/** A policy of the member in a scheme: its year from the first day on. */
export function policyOf(scheme: string, change: Partial<Policy>): Policy {
  const { coverage, region } = fixture(scheme).rules;
  const { from, to } = 'from' in coverage ? coverage : { from: '2025-04-01', to: '2026-03-31' };
  return {
    scheme,
    policyNo: `P-${scheme}`,
    nameKey: foldName(NAME),
    insuredRegion: region.length === 2 ? `${region}0100` : `${region}01`,
    effectiveFrom: from,
    effectiveTo: to,
    cohorts: [],
    preexisting: [],
    priorYears: 0,
    claimFreeYears: 0,
    plan: '',
    ...change,
  };
}

/** Facts that somebody has set, of the schemes that have any. */
export const FACTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [LINJIANG]: { basicFundLimit: '100000' },
  [SHUANGQIAO]: { smallSum: '6000' },
};

export function fixtureTerms(scheme: string, { change, facts, imported }: Member): SchemeTerms {
  const lists = imported && scheme === LINJIANG ? new Map([['plus-drugs', new CodeList(plusDrugs)]]) : new Map();
  return {
    scheme: fixture(scheme),
    policy: policyOf(scheme, change),
    facts: facts ? (FACTS[scheme] ?? {}) : {},
    lists,
    shares: [{ insurer: 'INS-1', share: Money.ONE }],
  };
}

/** Decides a claim at a hospital under terms. */
export function decideClaim(
  claim: Claim,
  hospital: Hospital,
  age: number | null,
  terms: readonly SchemeTerms[],
  accumulators: Used,
): Adjudication {
  return adjudicate({ claim, ...atDischarge(claim), age, nameKey: foldName(NAME), hospital, terms, accumulators });
}
