import { readFileSync } from 'node:fs';
import type { Hospital, Policy } from '../../src/adjudication/input.ts';
import type { Claim } from '../../src/claim/claim.ts';
import { loadSchemeText } from '../../src/scheme/load.ts';
import type { Scheme } from '../../src/scheme/scheme.ts';
import { addDays } from '../../src/time/calendar.ts';
import { burden, claimOf, stories } from '../support/claims.ts';
import {
  BAIHE,
  BAIHE_BEFORE,
  billClaim,
  bills,
  FACTS,
  fixtures,
  LINJIANG,
  policyOf,
  QINGSHI,
  SHUANGQIAO,
} from '../support/fixture-claims.ts';
import { fc } from '../support/properties.ts';
import { DIBUBAO, hospital, JIANGXI, library, NANTONG, policy, SANMING, WENSHAN } from '../support/terms.ts';
import type { Random } from './random.ts';

/** A policy as the simulator enrols it, with the family where the scheme knows families. */
export interface Enrolled extends Policy {
  readonly family?: string;
}

/** A city: its schemes, its hospitals, and the claims that arise in it. */
export interface Setting {
  readonly name: string;
  /** How often it is simulated, beside the others. */
  readonly weight: number;
  readonly schemes: readonly string[];
  /** The business day on which the simulation begins. */
  readonly from: string;
  readonly hospitals: readonly Hospital[];
  readonly facts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Claims without their ids. */
  readonly claims: () => readonly Claim[];
  readonly policies: (random: Random, person: number) => readonly Enrolled[];
}

const synthetic = loadSchemeText(readFileSync(new URL('./kuaibao.yaml', import.meta.url), 'utf8'));
export const SYNTHETIC = 'simulated-kuaibao-2025';
const ALL: ReadonlyMap<string, Scheme> = new Map(
  [...library.list(), ...fixtures.list(), synthetic].map((scheme) => [scheme.rules.scheme, scheme]),
);

export function schemeNamed(id: string): Scheme {
  const scheme = ALL.get(id);
  if (scheme === undefined) throw new Error(`no scheme ${id}`);
  return scheme;
}

/** Every scheme that any setting has. */
export function everyScheme(): Scheme[] {
  return [...ALL.values()];
}

/** The claims are the same in every run, whatever its seed: what differs is what becomes of them. */
const SEED = 20_240_229;
const POOL = 160;

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function fromStories(year: string) {
  return once(() => fc.sample(stories({ year }), { seed: SEED, numRuns: POOL }).map((story) => claimOf(story)));
}

function fromBills(...firstDays: string[]) {
  return once(() =>
    fc
      .sample(bills, { seed: SEED, numRuns: POOL })
      .map((bill, index) => billClaim(bill, firstDays[index % firstDays.length] ?? '', 'S-1')),
  );
}

/** Claims in few lines, of which the small scheme's limits bear a handful: what happens to them is what matters. */
function small() {
  return Array.from({ length: POOL }, (_, index) => {
    const day = String(1 + (index % 28)).padStart(2, '0');
    const month = String(1 + (index % 9)).padStart(2, '0');
    const through = String(Math.min(28, Number(day) + (index % 5))).padStart(2, '0');
    return claimOf({
      costs: burden(50_000 + ((index * 7_919_317) % 4_000_000)),
      withoutLines: true,
      funds: (index % 4) * 10_000,
      accountPaid: (index % 3) * 20_000,
      encounter: {
        setting: index % 4 === 0 ? 'outpatient' : 'inpatient',
        cause: index % 9 === 0 ? 'accident' : 'illness',
        admittedAt: `2025-${month}-${day}T08:00:00+08:00`,
        dischargedAt: `2025-${month}-${through}T18:00:00+08:00`,
      },
      ...(index % 13 === 0 ? { basicInsurance: { status: 'active', settlementId: null } } : {}),
    });
  });
}

/** Enrolment in a real scheme, with what the roster says of the member drawn. */
function inReal(random: Random, person: number, scheme: string, change: Partial<Policy> = {}): Policy {
  const { roster } = schemeNamed(scheme).rules;
  const cohorts = roster.cohorts.filter((cohort) => cohort !== 'new-resident' && random.chance(0.2));
  const of = policy(scheme, {
    policyNo: `P${person}-${scheme.slice(0, 4)}`,
    ...(scheme === DIBUBAO ? {} : { cohorts }),
    preexisting: random.chance(0.2) ? ['malignancy'] : [],
    priorYears: random.below(5),
    claimFreeYears: random.below(4),
    ...change,
  });
  return of;
}

/** Two policies of one scheme, one after the other: a stay may lie in both. */
function twoYears(random: Random, person: number, scheme: string, first: string): Policy[] {
  const second = addDays(first, 366);
  const periods = [
    [first, addDays(second, -1)],
    [second, addDays(second, 364)],
  ] as const;
  return periods.map(([effectiveFrom, effectiveTo], index) =>
    inReal(random, person, scheme, { policyNo: `P${person}-${index}`, effectiveFrom, effectiveTo }),
  );
}

function around(region: string, away = '310101'): Hospital[] {
  return [
    hospital(region, { id: 'H1' }),
    hospital(region, { id: 'H2', level: 2, ownership: 'private' }),
    hospital(away, { id: 'H3' }),
  ];
}

function inFixture(random: Random, person: number, scheme: string, family?: string): Enrolled {
  const { roster } = schemeNamed(scheme).rules;
  const base =
    scheme === SYNTHETIC
      ? {
          ...policyOf(LINJIANG, {}),
          scheme,
          insuredRegion: '359901',
          effectiveFrom: '2025-01-01',
          effectiveTo: '2025-12-31',
        }
      : policyOf(scheme, {});
  return {
    ...base,
    policyNo: `P${person}-${scheme.slice(0, 4)}-${base.effectiveFrom.slice(0, 4)}`,
    plan: roster.plans.length === 0 ? '' : random.pick(roster.plans),
    cohorts: roster.cohorts.filter(() => random.chance(0.3)),
    preexisting: random.chance(0.2) ? ['copd'] : [],
    priorYears: random.below(5),
    claimFreeYears: random.below(4),
    ...(family === undefined ? {} : { family }),
  };
}

const familyOf = (person: number) => `F${Math.floor(person / 3)}`;

export const SETTINGS: readonly Setting[] = [
  {
    name: 'four real schemes, 2024',
    weight: 2,
    schemes: [JIANGXI, NANTONG, SANMING, WENSHAN],
    from: '2024-05-20',
    hospitals: around('360102', '320602'),
    facts: { [SANMING]: { participationRate: '0.31' } },
    claims: fromStories('2024'),
    policies: (random, person) =>
      random.chance(0.3)
        ? twoYears(random, person, NANTONG, '2023-03-05')
        : [JIANGXI, NANTONG, SANMING, WENSHAN].map((scheme) => inReal(random, person, scheme)),
  },
  {
    name: 'one real scheme after another, 2022',
    weight: 2,
    schemes: [NANTONG, DIBUBAO],
    from: '2022-05-20',
    hospitals: around('320602'),
    facts: {},
    claims: fromStories('2022'),
    policies: (random, person) => [
      inReal(random, person, NANTONG, { effectiveFrom: '2022-01-01', effectiveTo: '2022-12-31' }),
      inReal(random, person, DIBUBAO),
    ],
  },
  {
    name: 'families, 2026 and the year before',
    weight: 3,
    schemes: [BAIHE, BAIHE_BEFORE],
    from: '2026-02-01',
    hospitals: around('359901', '359802'),
    facts: {},
    claims: fromBills('2026-01-01', '2026-01-01', '2025-01-01'),
    policies: (random, person) =>
      [BAIHE, BAIHE_BEFORE].map((scheme) => inFixture(random, person, scheme, familyOf(person))),
  },
  {
    name: 'three invented cities, 2025',
    weight: 1,
    schemes: [LINJIANG, QINGSHI, SHUANGQIAO],
    from: '2025-03-01',
    hospitals: around('331101', '330104'),
    facts: FACTS,
    claims: fromBills('2025-01-01', '2025-04-01'),
    policies: (random, person) => [LINJIANG, QINGSHI, SHUANGQIAO].map((scheme) => inFixture(random, person, scheme)),
  },
  {
    name: 'a small scheme with small limits, families and a short window, 2025',
    weight: 232,
    schemes: [SYNTHETIC],
    from: '2025-02-01',
    hospitals: around('359901'),
    facts: {},
    claims: once(small),
    policies: (random, person) => [inFixture(random, person, SYNTHETIC, familyOf(person))],
  },
];
