import { describe, expect, it } from 'vitest';
import { accumulatorsFromJson, accumulatorsToJson } from '../../src/adjudication/accumulators.ts';
import { adjudicate } from '../../src/adjudication/adjudicate.ts';
import type { Adjudication, BenefitDecision, ExplanationStep } from '../../src/adjudication/decision.ts';
import type { Hospital, SchemeTerms } from '../../src/adjudication/input.ts';
import { foldName } from '../../src/claim/identity.ts';
import { Money } from '../../src/money/money.ts';
import type { Amount } from '../../src/scheme/words.ts';
import { toDocument } from '../../src/settlement/decision-document.ts';
import { burden, claimOf, type Story, stories } from '../support/claims.ts';
import { fc, tries } from '../support/properties.ts';
import {
  after,
  atDischarge,
  DIBUBAO,
  type Draft,
  decide,
  drafts,
  hospital,
  hospitals,
  JIANGXI,
  localHospital,
  NANTONG,
  policy,
  SANMING,
  SCHEMES,
  schemeOf,
  termsOf,
  termsOfDraft,
  UNUSED,
  type Used,
  WENSHAN,
  yearOf,
} from '../support/terms.ts';
import { checkTold } from './told.ts';

const FEN = Money.of('0.01');
/** What two benefits that are each rounded may differ by where they share one cap, which compares unrounded shares. */
const ROUNDED_TWICE = Money.of('0.02');

/** One member's claims in order, each at its hospital, and the terms they are decided under. */
interface History {
  readonly drafts: readonly Draft[];
  readonly claims: readonly (readonly [Story, Hospital])[];
}

function histories(schemes: readonly string[], most = 3): fc.Arbitrary<History> {
  const year = yearOf(schemes[0] ?? '');
  const drafted = schemes.map((scheme) =>
    drafts(scheme).map((draft) =>
      scheme === NANTONG
        ? { ...draft, change: { ...draft.change, effectiveFrom: `${year}-01-01`, effectiveTo: `${year}-12-31` } }
        : draft,
    ),
  );
  const claim = fc.tuple(stories({ year }), hospitals(...schemes));
  return fc
    .record({ drafts: fc.tuple(...drafted), claims: fc.array(claim, { minLength: 1, maxLength: most }) })
    .map(({ claims, ...rest }) => ({
      ...rest,
      claims: claims.map(([story, at], index) => [{ ...story, settlementId: `S-${index + 1}` }, at] as const),
    }));
}

/** Every scheme alone, and the ways in which they follow each other. */
const COMBINATIONS: readonly (readonly string[])[] = [
  ...SCHEMES.map((scheme) => [scheme]),
  [DIBUBAO, NANTONG],
  [JIANGXI, NANTONG, SANMING, WENSHAN],
];

interface Context {
  readonly story: Story;
  readonly at: Hospital;
  readonly terms: readonly SchemeTerms[];
  readonly before: Used;
  readonly now: Used;
}

/** Decides a history claim by claim and hands each decision, with what was used before and after it, to the test. */
function walk(history: History, look: (found: Adjudication, context: Context) => void): Used {
  const terms = history.drafts.map(termsOfDraft);
  let used = UNUSED;
  for (const [story, at] of history.claims) {
    const found = decide(story, at, terms, used);
    const now = after(used, found);
    look(found, { story, at, terms, before: used, now });
    used = now;
  }
  return used;
}

function total(found: Adjudication): Money {
  return found.insurerPaid.plus(found.memberBenefit);
}

const sum = (amounts: readonly (Money | null)[]) => Money.sum(amounts.flatMap((amount) => amount ?? []));

describe.each(COMBINATIONS.map((schemes) => ({ name: schemes.join(' + '), schemes })))('$name', ({ schemes }) => {
  const random = histories(schemes);

  it('explains every fen: the steps of a benefit sum to what it pays', () => {
    fc.assert(
      fc.property(random, (history) => {
        walk(history, (found) => {
          checkTold(found.explanation);
          for (const scheme of found.schemes) {
            for (const benefit of scheme.benefits) {
              checkSteps(
                benefit,
                found.explanation.filter((one) => one.scheme === scheme.scheme && one.benefit === benefit.benefit),
              );
            }
          }
        });
      }),
      tries(60),
    );
  });

  it('never pays more than the patient bears after all other compensation', () => {
    fc.assert(
      fc.property(random, (history) => {
        walk(history, (found, { story }) => {
          const claim = claimOf(story);
          const others = Money.sum(claim.otherCompensation.map(({ amount }) => amount));
          expect(found.insurerPaid.lte(claim.personal.minusDownToZero(others))).toBe(true);
          expect(found.insurerPaid.isNegative()).toBe(false);
        });
      }),
      tries(60),
    );
  });

  it('adds up: benefits to schemes, schemes to the decision, insurers to the scheme, the desk to the patient', () => {
    fc.assert(
      fc.property(random, (history) => {
        walk(history, (found, { story }) => {
          const claim = claimOf(story);
          for (const scheme of found.schemes) {
            const to = (payTo: BenefitDecision['payTo']) =>
              sum(scheme.benefits.filter((one) => one.payTo === payTo).map(({ paid }) => paid));
            expect(scheme.insurerPaid.eq(to('hospital'))).toBe(true);
            expect(scheme.memberBenefit.eq(to('member'))).toBe(true);
            expect(
              sum(scheme.insurers.map(({ amount }) => amount)).eq(scheme.insurerPaid.plus(scheme.memberBenefit)),
            ).toBe(true);
            for (const benefit of scheme.benefits) {
              expect(benefit.status === 'paid').toBe(benefit.paid.isPositive());
              expect(benefit.reason === null).toBe(benefit.status === 'paid');
            }
            expect(scheme.status === 'paid').toBe(scheme.benefits.some(({ status }) => status === 'paid'));
          }
          expect(found.insurerPaid.eq(sum(found.schemes.map(({ insurerPaid }) => insurerPaid)))).toBe(true);
          expect(found.memberBenefit.eq(sum(found.schemes.map(({ memberBenefit }) => memberBenefit)))).toBe(true);
          expect(found.outcome === 'paid').toBe(total(found).isPositive());
          const paidThere = sum(
            claim.otherCompensation.flatMap((one) => (one.paidTo === 'hospital' ? one.amount : [])),
          );
          expect(found.patientPays.eq(claim.personal.minusDownToZero(found.insurerPaid.plus(paidThere)))).toBe(true);
          expect(found.cashDue.minus(found.refundDue).eq(found.patientPays.minus(claim.accountPaid))).toBe(true);
          expect(found.cashDue.isZero() || found.refundDue.isZero()).toBe(true);
        });
      }),
      tries(60),
    );
  });

  it('has exactly two decimals wherever it shows an amount', () => {
    const head = { decisionId: 'D', settlementId: 'S', hospitalId: 'H', kind: 'quote', decidedAt: 0 } as const;
    fc.assert(
      fc.property(random, (history) => {
        walk(history, (found) => {
          const document = toDocument({ ...head, businessDate: '1970-01-01', attempt: 1 }, found);
          for (const [key, text] of leaves(JSON.parse(JSON.stringify(document)))) {
            if (RATES.has(key)) expect(text, key).toMatch(/^(0|1)\.\d{2,6}$/);
            else if (AMOUNTS.has(key)) expect(text, key).toMatch(/^-?\d+\.\d{2}$/);
            else expect(text, key).not.toMatch(/^-?\d+\.\d+$/);
            expect(text, key).not.toMatch(/^-0\.00$/);
          }
        });
      }),
      tries(40),
    );
  });

  it('never exceeds a limit, and pays nothing into one that is used up', () => {
    fc.assert(
      fc.property(random, fc.integer({ min: 1, max: 12 }), (history, times) => {
        // The same big claims over and over: sooner or later every limit is reached.
        const again = Array.from({ length: times }, () => history.claims).flat();
        const claims = again.map(([story, at], index): [Story, Hospital] => [
          { ...story, settlementId: `S-${index}`, costs: story.costs.map(tenfold) },
          at,
        ]);
        walk({ ...history, claims }, (found, { terms, before, now }) => {
          for (const of of terms) checkLimits(of, found, before, now);
        });
      }),
      tries(25),
    );
  });

  it('is pure: the same input twice is the same, and the input stays as it was', () => {
    fc.assert(
      fc.property(random, (history) => {
        walk(history, (_, { story, at, terms, before }) => {
          const input = freezeDeep({
            claim: claimOf(story),
            ...atDischarge(claimOf(story)),
            nameKey: foldName(claimOf(story).patient.name),
            hospital: at,
            terms: terms.map((one) => ({ ...one })),
            accumulators: before,
          });
          const kept = new Map([...before].map(([key, value]) => [key, JSON.stringify(accumulatorsToJson(value))]));
          const [one, two] = [adjudicate(input), adjudicate(input)];
          expect(plain(one)).toEqual(plain(two));
          expect([...before].map(([key, value]) => [key, JSON.stringify(accumulatorsToJson(value))])).toEqual([
            ...kept,
          ]);
        });
      }),
      tries(40),
    );
  });

  it('does not mind in which order policies and what they used come', () => {
    fc.assert(
      fc.property(random, (history) => {
        walk(history, (found, { story, at, terms, before }) => {
          const other = decide(story, at, [...terms].reverse(), new Map([...before].reverse()));
          expect(plain(other)).toEqual(plain(found));
        });
      }),
      tries(40),
    );
  });

  it('decides the same from accumulators that were stored and read back', () => {
    fc.assert(
      fc.property(random, (history) => {
        walk(history, (found, { story, at, terms, before }) => {
          const stored: Used = new Map(
            [...before].map(([key, value]) => [
              key,
              accumulatorsFromJson(JSON.parse(JSON.stringify(accumulatorsToJson(value)))),
            ]),
          );
          expect(plain(decide(story, at, terms, stored))).toEqual(plain(found));
        });
      }),
      tries(60),
    );
  });

  it('counts nothing where a gate stops it', () => {
    fc.assert(
      fc.property(random, (history) => {
        walk(history, (found) => {
          const stopped = found.schemes.filter(({ benefits }) => benefits.length === 0);
          for (const { scheme, policyNo, reason, status } of stopped) {
            expect(found.accumulators.has(`${scheme}/${policyNo}`)).toBe(false);
            expect(reason).not.toBeNull();
            expect(['declined', 'pended']).toContain(status);
          }
        });
      }),
      tries(40),
    );
  });

  // A rare disease draws on both pots in proportion, so what it leaves to a later scheme may shift between them.
  if (schemes.length > 1) return;
  it('never pays less where everything costs more', () => {
    fc.assert(
      fc.property(histories(schemes, 2), fc.integer({ min: 2, max: 5 }), (history, factor) => {
        walk(history, (found, { story, at, terms, before }) => {
          const costs = story.costs.map((one) => scaled(one, factor));
          const dearer = decide({ ...story, costs, funds: (story.funds ?? 0) * factor }, at, terms, before);
          expect(total(dearer).plus(ROUNDED_TWICE).gte(total(found)), `${total(found)}, then ${total(dearer)}`).toBe(
            true,
          );
        });
      }),
      tries(40),
    );
  });
});

type CostLike = Story['costs'][number];

function scaled(cost: CostLike, factor: number): CostLike {
  return {
    ...cost,
    inScope: cost.inScope * factor,
    firstSelfPay: cost.firstSelfPay * factor,
    fullySelfPaid: cost.fullySelfPaid * factor,
    overLimit: cost.overLimit * factor,
  };
}

const tenfold = (cost: CostLike) => scaled(cost, 10);

/** The steps before `eligible` sum to it, those after it to the payout; both are the benefit's own figures. */
function checkSteps(benefit: BenefitDecision, steps: readonly ExplanationStep[]): void {
  const payout = steps.findIndex(({ step }) => step === 'payout');
  const eligible = steps.findIndex(({ step }) => step === 'eligible');
  for (const { en } of steps) expect(en).toMatch(/^[ -~×–]+$/);
  if (eligible >= 0) {
    const before = steps.slice(0, eligible);
    expect(steps[eligible]?.amount?.toFixed2()).toBe(benefit.eligible.toFixed2());
    expect(sum(before.map(({ amount }) => amount)).toFixed2()).toBe(benefit.eligible.toFixed2());
    expect(benefit.base.minus(benefit.deductible.applied).minus(benefit.eligible).isNegligible()).toBe(true);
    const bases = before.filter(({ step }) => ['base', 'base-left', 'exclusion', 'other-compensation'].includes(step));
    expect(
      sum(bases.map(({ amount }) => amount))
        .minus(benefit.base)
        .abs()
        .lt(FEN),
    ).toBe(true);
  }
  if (payout >= 0) {
    expect(steps[payout]?.amount?.toFixed2()).toBe(benefit.paid.toFixed2());
    const inBetween = steps.slice(eligible + 1, payout);
    expect(sum(inBetween.map(({ amount }) => amount)).toFixed2()).toBe(benefit.paid.toFixed2());
    if (eligible >= 0) {
      const exact = Money.sum(benefit.slices.map((slice) => slice.amount.times(slice.rate)))
        .times(benefit.factor)
        .minus(sum(benefit.reductions.map(({ amount }) => amount)));
      expect(exact.roundFen().eq(benefit.paid), `${exact} is shown, ${benefit.paid} was paid`).toBe(true);
      expect(
        sum(benefit.slices.map(({ amount }) => amount))
          .minus(benefit.eligible)
          .isNegligible(),
      ).toBe(true);
      for (const slice of benefit.slices)
        expect(slice.to.minus(slice.from).minus(slice.amount).isNegligible()).toBe(true);
      for (const reduction of benefit.reductions) expect(reduction.amount.isNegligible()).toBe(false);
    }
  } else {
    expect(benefit.paid.isZero()).toBe(true);
    expect(steps.at(-1)?.step).toBe(benefit.status);
  }
}

function yuanOf(amount: Amount | undefined): Money {
  return amount !== undefined && 'yuan' in amount ? amount.yuan : Money.ZERO;
}

/** The limits of every benefit, shared limits and item-group caps, read from the rules and not by the engine. */
function checkLimits({ scheme, policy: of }: SchemeTerms, found: Adjudication, before: Used, now: Used): void {
  const key = `${of.scheme}/${of.policyNo}`;
  const used = now.get(key);
  if (used === undefined) return;
  const paid = (benefit: string, at: Used = now) => at.get(key)?.benefits[benefit]?.paid ?? Money.ZERO;
  const any = of.preexisting.some((word) => word !== 'rare-disease');
  const decided = found.schemes.find((one) => one.scheme === of.scheme);
  for (const benefit of scheme.rules.benefits) {
    const [limit] = benefit.limit ?? [];
    if (limit?.times !== undefined) expect(used.benefits[benefit.id]?.times ?? 0).toBeLessThanOrEqual(limit.times);
    if (limit?.amount === undefined) continue;
    const amount = yuanOf(limit.amount.find(({ when }) => when === undefined || any)?.is);
    const sharing = scheme.rules.benefits.filter(
      ({ id, limit: other }) => id === benefit.id || (limit.pool !== undefined && other?.[0]?.pool === limit.pool),
    );
    const together = (at: Used) => Money.sum(sharing.map(({ id }) => paid(id, at)));
    expect(together(now).lte(amount), `${benefit.id} ${together(now)} of ${amount}`).toBe(true);
    if (together(before).eq(amount)) expect(paid(benefit.id).eq(paid(benefit.id, before))).toBe(true);
    const one = decided?.benefits.find(({ benefit: id }) => id === benefit.id);
    if (one?.reductions.some(({ reason }) => reason === 'LIMIT') && one.reductions.at(-1)?.reason === 'LIMIT') {
      expect(paid(benefit.id).minus(paid(benefit.id, before)).eq(one.paid)).toBe(true);
    }
  }
  const cap = scheme.rules.itemGroupCap?.amount;
  for (const [group, amount] of Object.entries(used.itemGroups)) {
    expect(cap !== undefined && amount.minusDownToZero(cap).isZero(), `${group} ${amount}`).toBe(true);
  }
}

const RATES = new Set(['rate', 'factor']);
const AMOUNTS = new Set(
  'insurerPaid memberBenefit patientPays cashDue refundDue base applied remaining eligible from to amount paid'.split(
    ' ',
  ),
);

function leaves(value: unknown, key = ''): [string, string][] {
  if (typeof value === 'string') return [[key, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, Array.isArray(value) ? key : name));
}

/** A decision as a document and the accumulators as they are stored: what the outside can tell apart. */
function plain(found: Adjudication): unknown {
  const head = { decisionId: 'D', settlementId: 'S', hospitalId: 'H', kind: 'quote', decidedAt: 0 } as const;
  return {
    document: toDocument({ ...head, businessDate: '1970-01-01', attempt: 1 }, found),
    used: [...found.accumulators].map(([key, value]) => [key, accumulatorsToJson(value)]),
  };
}

function freezeDeep<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value) || value instanceof Money) return value;
  Object.freeze(value);
  if (value instanceof Map) for (const member of value.values()) freezeDeep(member);
  else for (const member of Object.values(value)) freezeDeep(member);
  return value;
}

describe('a stay in two parts', () => {
  const amount = fc.integer({ min: 0, max: 60_000_000 });
  const cases = [
    { name: 'Wenshan', scheme: WENSHAN, benefit: 'in-catalog-inpatient' },
    { name: 'Jiangxi', scheme: JIANGXI, benefit: 'in-catalog-inpatient' },
    { name: 'Sanming', scheme: SANMING, benefit: 'local-inpatient' },
  ];
  it.each(cases)('is paid as one by annual deductibles and cumulative tiers: $name', ({ scheme, benefit }) => {
    const at = localHospital(scheme);
    const paid = (used: Used) => used.get(`${scheme}/P-${scheme}`)?.benefits[benefit]?.paid ?? Money.ZERO;
    const run = (parts: readonly number[]) =>
      walk(
        {
          drafts: [{ scheme, change: {}, facts: {}, imported: true }],
          claims: parts.map((one, index) => [{ settlementId: `S-${index}`, costs: burden(one) }, at]),
        },
        () => {},
      );
    fc.assert(
      fc.property(amount, amount, (one, two) => {
        const [apart, together] = [paid(run([one, two])), paid(run([one + two]))];
        expect(apart.minus(together).abs().lte(FEN), `${apart} apart, ${together} together`).toBe(true);
        if (one + two > 3_000_000) expect(together.isPositive()).toBe(true);
      }),
      tries(100),
    );
  });

  it('is not paid as one by deductibles of each admission', () => {
    const at = localHospital(NANTONG);
    const of = [termsOf(policy(NANTONG))];
    const run = (parts: readonly number[]) =>
      Money.sum(
        parts.map((one, index) => decide({ settlementId: `S-${index}`, costs: burden(one) }, at, of).insurerPaid),
      );
    expect(run([1_000_000, 1_000_000]).toFixed2()).toBe('2800.00');
    expect(run([2_000_000]).toFixed2()).toBe('8400.00');
  });
});

describe('lines that a scheme excludes', () => {
  it('never raise what it pays', () => {
    fc.assert(
      fc.property(histories([JIANGXI], 2), fc.nat(4), (history, pick) => {
        walk(history, (found, { story, at, terms, before }) => {
          const costs = story.costs.map((cost, index) =>
            index === pick % story.costs.length ? { ...cost, tags: ['meals' as const] } : cost,
          );
          const less = decide({ ...story, costs }, at, terms, before);
          expect(total(less).minus(ROUNDED_TWICE).lte(total(found)), `${total(found)}, excluded ${total(less)}`).toBe(
            true,
          );
        });
      }),
      tries(150),
    );
  });

  it('leave both pots by what they weigh', () => {
    const at = localHospital(JIANGXI);
    const of = [termsOf(policy(JIANGXI))];
    const costs = burden(10_000_000, 5_000_000);
    const meals = costs.map((cost) => ({ ...cost, tags: ['meals' as const] }));
    expect(decide({ costs }, at, of).insurerPaid.toFixed2()).toBe('33000.00');
    expect(decide({ costs: meals }, at, of).insurerPaid.toFixed2()).toBe('0.00');
    // Half of the in-catalog weight is excluded: 100,000 → 50,000, less 15,000, at 30%.
    const half = [
      ...burden(5_000_000, 0),
      ...burden(5_000_000, 5_000_000).map((cost) => ({ ...cost, tags: ['meals' as const] })),
    ];
    expect(decide({ costs: half }, at, of).insurerPaid.toFixed2()).toBe('10500.00');
  });
});

describe('an item group of any name', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', ' '])(
    '%j is a name like any other',
    (itemGroup) => {
      const at = localHospital(JIANGXI);
      const of = [termsOf(policy(JIANGXI))];
      const [cost] = burden(50_000_000);
      if (cost === undefined) throw new Error('no cost');
      const story = (settlementId: string): Story => ({
        settlementId,
        costs: [{ ...cost, category: 'western-medicine', itemGroup }],
      });
      const one = decide(story('S-1'), at, of);
      expect(one.insurerPaid.toFixed2()).toBe('100000.00');
      const stored: Used = new Map(
        [...one.accumulators].map(([key, value]) => [
          key,
          accumulatorsFromJson(JSON.parse(JSON.stringify(accumulatorsToJson(value)))),
        ]),
      );
      expect(decide(story('S-2'), at, of, stored).insurerPaid.toFixed2()).toBe('0.00');
    },
  );
});

describe('the brake', () => {
  const at = hospital('532602');
  const story: Story = { costs: burden(5_200_000, 2_200_000) };
  const found = (facts: Record<string, string>) => decide(story, at, [termsOf(policy(WENSHAN), { facts })]);

  it('lets a person look at what exceeds its limit, and only at that', () => {
    expect(found({ autoPayLimit: '34000.00' }).insurerPaid.toFixed2()).toBe('34000.00');
    const held = found({ autoPayLimit: '33999.99' });
    expect(held.schemes[0]).toMatchObject({ status: 'pended', reason: 'MANUAL_REVIEW', benefits: [] });
    expect(held.outcome).toBe('pended');
    expect(held.accumulators.size).toBe(0);
  });

  it('stops everything when it is pulled', () => {
    expect(found({ autoPayStop: 'false' }).outcome).toBe('paid');
    expect(found({ autoPayStop: 'true' }).schemes[0]).toMatchObject({ status: 'pended', reason: 'MANUAL_REVIEW' });
  });
});

it('covers every scheme of the library', () => {
  expect(COMBINATIONS.flat().sort()).toEqual(expect.arrayContaining([...SCHEMES]));
  expect(SCHEMES.map((scheme) => schemeOf(scheme).rules.benefits.length).every((count) => count > 0)).toBe(true);
});
