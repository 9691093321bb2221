import type { ClaimInput } from '../../src/claim/claim.ts';
import { parseClaim } from '../../src/claim/parse.ts';
import { NAME, residentId } from './people.ts';
import { fc } from './properties.ts';

/** An instant after everything that test claims speak of. */
export const NOW = Date.parse('2026-01-01T00:00:00+08:00');

export type LineInput = NonNullable<ClaimInput['lines']>[number];
export type EncounterInput = ClaimInput['encounter'];
export type CompensationInput = NonNullable<ClaimInput['otherCompensation']>[number];
export type DiagnosisInput = EncounterInput['diagnoses'][number];

/** Yuan on the wire. */
export function yuan(fen: number): string {
  return `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}

/** What one line costs, in fen. */
export interface Cost {
  readonly code: string;
  readonly category: LineInput['category'];
  readonly itemGroup?: string;
  readonly tags?: LineInput['tags'];
  readonly inScope: number;
  readonly firstSelfPay: number;
  readonly fullySelfPaid: number;
  readonly overLimit: number;
}

/** A discharge in few words; what is left out is the plain case. */
export interface Story {
  readonly settlementId?: string;
  readonly attempt?: number;
  readonly replaces?: string;
  readonly person?: number;
  readonly name?: string;
  readonly costs: readonly Cost[];
  /** Leaves the lines out of the claim. */
  readonly withoutLines?: boolean;
  /** What public funds paid of the in-scope costs, in fen. */
  readonly funds?: number;
  readonly accountPaid?: number;
  readonly otherCompensation?: readonly CompensationInput[];
  readonly encounter?: Partial<EncounterInput>;
  readonly insuranceType?: string;
  readonly basicInsurance?: ClaimInput['patient']['basicInsurance'];
}

/** Costs of which the patient bears so many fen of each pot. */
export function burden(inCatalog: number, outOfCatalog = 0): Cost[] {
  const none = { inScope: 0, firstSelfPay: 0, fullySelfPaid: 0, overLimit: 0 };
  return [
    { code: 'TREAT', category: 'treatment', ...none, inScope: inCatalog },
    { code: 'EXTRA', category: 'treatment', ...none, fullySelfPaid: outOfCatalog },
  ];
}

const FIGURES = ['inScope', 'firstSelfPay', 'fullySelfPaid', 'overLimit'] as const;

function figures(costs: readonly Cost[]) {
  const sum = (figure: (typeof FIGURES)[number]) => costs.reduce((total, cost) => total + cost[figure], 0);
  return {
    total: yuan(FIGURES.reduce((total, figure) => total + sum(figure), 0)),
    inScope: yuan(sum('inScope')),
    firstSelfPay: yuan(sum('firstSelfPay')),
    fullySelfPaid: yuan(sum('fullySelfPaid')),
    overLimit: yuan(sum('overLimit')),
  };
}

/** The whole of what a claim costs, in fen. */
export function totalOf(costs: readonly Cost[]): number {
  return costs.reduce((total, cost) => total + FIGURES.reduce((sum, figure) => sum + cost[figure], 0), 0);
}

/** The canonical claim of a story, as a hospital would send it. */
export function claimInput(story: Story): ClaimInput {
  const { costs, funds = 0, settlementId = 'S-1' } = story;
  const lines = costs.map(
    ({ code, category, itemGroup, tags, ...cost }, index): LineInput => ({
      no: index + 1,
      code,
      category,
      ...(itemGroup === undefined ? {} : { itemGroup }),
      ...(tags === undefined ? {} : { tags }),
      ...figures([{ code, category, ...cost }]),
    }),
  );
  return {
    settlementId,
    attempt: story.attempt ?? 1,
    replaces: story.replaces ?? null,
    patient: {
      idType: '01',
      idNumber: residentId(story.person ?? 2),
      name: story.name ?? NAME,
      insuredRegion: '360102',
      insuranceType: story.insuranceType ?? '310',
      basicInsurance: story.basicInsurance ?? { status: 'active', settlementId: `B-${settlementId}` },
    },
    encounter: {
      id: `E-${settlementId}`,
      setting: 'inpatient',
      admittedAt: '2024-03-01T09:00:00+08:00',
      dischargedAt: '2024-03-11T10:00:00+08:00',
      diagnoses: [{ code: 'S72.0', principal: true }],
      ...story.encounter,
    },
    charges: figures(costs),
    payments: funds === 0 ? [] : [{ fund: 'basic-pooling', amount: yuan(funds) }],
    personal: yuan(totalOf(costs) - funds),
    accountPaid: yuan(story.accountPaid ?? 0),
    otherCompensation: [...(story.otherCompensation ?? [])],
    ...(story.withoutLines === true ? {} : { lines }),
  };
}

/** The checked claim of a story. */
export function claimOf(story: Story) {
  return parseClaim(claimInput(story), NOW);
}

/** Items that lists and caps know, and some that they do not. */
const ITEMS: readonly Pick<Cost, 'code' | 'category'>[] = [
  { code: 'XL01EB02A001', category: 'western-medicine' },
  { code: 'XL01EB09A002', category: 'western-medicine' },
  { code: 'XL01FF01A003', category: 'western-medicine' },
  { code: 'XL01XX1A001', category: 'western-medicine' },
  { code: 'XA16AB1', category: 'western-medicine' },
  { code: 'ZC01A7X9', category: 'chinese-patent-medicine' },
  { code: 'C0201060', category: 'consumable' },
  { code: 'MRI-1', category: 'examination' },
  { code: 'BED-1', category: 'bed' },
  { code: 'OP-1', category: 'surgery' },
];

/** Fen: nothing, small change, the middle, and what reaches limits. */
const fen = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 3_000_000 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 40_000_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 300_000_000 }) },
);

/** Mostly the first, now and then one of the others. */
export function mostly<T>(usual: T, ...others: T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

const cost: fc.Arbitrary<Cost> = fc
  .record({
    item: fc.constantFrom(...ITEMS),
    group: mostly(undefined, 'G1', 'G2'),
    tags: mostly<NonNullable<LineInput['tags']>>([], ['meals'], ['car-t', 'meals']),
    inScope: fen,
    firstSelfPay: fen,
    fullySelfPaid: fen,
    overLimit: fen,
  })
  .map(({ item, group, ...rest }) => ({ ...item, ...(group === undefined ? {} : { itemGroup: group }), ...rest }));

const compensation: fc.Arbitrary<CompensationInput> = fc.record({
  kind: fc.constantFrom('commercial', 'charity', 'employer', 'relief', 'other'),
  amount: fc.integer({ min: 0, max: 6_000_000 }).map(yuan),
  pot: fc.constantFrom(undefined, 'in-catalog' as const, 'out-of-catalog' as const),
  paidTo: fc.constantFrom('hospital', 'patient'),
});

const CODES = ['S72.000', 'C34.900', 'E11.200', 'I63.900', 'E75.2x1', 'N18.900', 'E11.900', 'J18.900'] as const;

function diagnosis(year: string, principal: boolean): fc.Arbitrary<DiagnosisInput> {
  return fc.record({
    code: fc.constantFrom(...CODES),
    principal: fc.constant(principal),
    firstConfirmedOn: fc.constantFrom(undefined, `${year}-02-01`, `${year}-05-05`, '2020-01-01'),
    severe: fc.constantFrom(undefined, true, false),
  });
}

/** What random stories keep to. */
export interface Bounds {
  /** All stays begin and end in this year. */
  readonly year: string;
  /** Days into the year within which stays begin. */
  readonly days?: readonly [number, number];
}

/** A random discharge. The id of its settlement is the test's to give. */
export function stories({ year, days = [0, 140] }: Bounds): fc.Arbitrary<Story> {
  const start = Date.parse(`${year}-01-01T00:00:00+08:00`);
  const instant = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
  return fc
    .record({
      costs: fc.array(cost, { minLength: 1, maxLength: 5 }),
      withoutLines: mostly(false, true),
      fundsShare: fc.integer({ min: 0, max: 100 }),
      accountPaid: mostly(0, 30_000, 9_999_999),
      otherCompensation: fc.oneof(fc.constant([]), fc.array(compensation, { maxLength: 3 })),
      setting: mostly('inpatient', 'outpatient', 'special-outpatient', 'pharmacy') as fc.Arbitrary<
        EncounterInput['setting']
      >,
      ward: mostly<EncounterInput['ward']>('ordinary', 'special', 'international'),
      cause: mostly<EncounterInput['cause']>('illness', 'accident', 'maternity', 'third-party', 'work-injury'),
      referral: fc.constantFrom<EncounterInput['referral']>('none', 'filed', 'unfiled', 'filed', 'none', 'unknown'),
      principal: diagnosis(year, true),
      further: fc.array(diagnosis(year, false), { maxLength: 2 }),
      admitted: fc.integer({ min: days[0] * 1440, max: days[1] * 1440 }),
      minutes: fc.integer({ min: 1, max: 30_000 }),
    })
    .map(({ fundsShare, principal, further, admitted, minutes, setting, ward, cause, referral, ...story }) => {
      const inScope = story.costs.reduce((sum, one) => sum + one.inScope, 0);
      return {
        ...story,
        funds: Math.floor((inScope * fundsShare) / 100),
        encounter: {
          setting,
          ward,
          cause,
          referral,
          diagnoses: [principal, ...further],
          admittedAt: instant(admitted),
          dischargedAt: instant(admitted + minutes),
        },
      };
    });
}
