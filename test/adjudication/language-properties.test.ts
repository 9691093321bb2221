import { describe, expect, it } from 'vitest';
import { accumulatorsFromJson, accumulatorsToJson } from '../../src/adjudication/accumulators.ts';
import type { Adjudication, BenefitDecision, ExplanationStep } from '../../src/adjudication/decision.ts';
import type { Hospital, SchemeTerms } from '../../src/adjudication/input.ts';
import type { Claim } from '../../src/claim/claim.ts';
import { Money } from '../../src/money/money.ts';
import type { AmountByCase } from '../../src/scheme/amounts.ts';
import type { BenefitRules } from '../../src/scheme/language.ts';
import {
  BAIHE,
  BAIHE_BEFORE,
  type Bill,
  billClaim,
  bills,
  decideClaim,
  fixtureTerms,
  hospitalOf,
  LINJIANG,
  type Member,
  members,
  QINGSHI,
  SHUANGQIAO,
} from '../support/fixture-claims.ts';
import { fc, tries } from '../support/properties.ts';
import { after, UNUSED, type Used } from '../support/terms.ts';
import { checkTold } from './told.ts';

const FEN = Money.of('0.01');
const ZERO = Money.ZERO;

/** One member's bills in order, each under the policies of a scheme and of the years before it. */
interface History {
  readonly schemes: readonly string[];
  readonly member: Member;
  readonly bills: readonly Bill[];
}

const SCHEMES: readonly (readonly string[])[] = [
  [LINJIANG],
  [QINGSHI],
  [SHUANGQIAO],
  [BAIHE_BEFORE, BAIHE],
  [SHUANGQIAO, LINJIANG],
];

function histories(schemes: readonly string[], most = 5): fc.Arbitrary<History> {
  return fc.record({
    schemes: fc.constant(schemes),
    member: members(schemes.at(-1) ?? ''),
    bills: fc.array(bills, { minLength: 1, maxLength: most }),
  });
}

/** A claim that was decided, with what was used before it. */
interface Decided {
  readonly claim: Claim;
  readonly bill: Bill;
  readonly hospital: Hospital;
  readonly before: Used;
  readonly found: Adjudication;
}

function termsOf({ schemes, member }: History): SchemeTerms[] {
  return schemes.map((scheme) => fixtureTerms(scheme, member));
}

/** Decides the bills one after the other; where there are two years, the first half of them lies in the first. */
function run(history: History, factor = 1): Decided[] {
  const terms = termsOf(history);
  const decided: Decided[] = [];
  let used = UNUSED;
  for (const [index, bill] of history.bills.entries()) {
    const of = terms[Math.floor((index * terms.length) / history.bills.length)];
    if (of === undefined) throw new Error('a history has a scheme');
    const claim = billClaim(bill, of.policy.effectiveFrom, `S-${index + 1}`, factor);
    const hospital = hospitalOf(bill, of.scheme.rules.region);
    const found = decideClaim(claim, hospital, bill.age, terms, used);
    decided.push({ claim, bill, hospital, before: used, found });
    used = after(used, found);
  }
  return decided;
}

const sum = (amounts: readonly (Money | null)[]) => Money.sum(amounts.flatMap((amount) => amount ?? []));
const total = (found: Adjudication) => found.insurerPaid.plus(found.memberBenefit);

/** The greatest amount that a case names; `undefined` where it hangs on a fact. */
function most(amount: AmountByCase | undefined): Money | undefined {
  const named = (amount ?? []).flatMap(({ is }) => ('yuan' in is ? is.yuan : []));
  const [first, ...more] = named;
  return first === undefined || named.length < (amount ?? []).length ? undefined : Money.max(first, ...more);
}

describe.each(SCHEMES.map((schemes) => ({ name: schemes.join(' + '), schemes })))('$name', ({ schemes }) => {
  const random = histories(schemes);

  it('explains every fen', () => {
    fc.assert(
      fc.property(random, (history) => {
        for (const { found } of run(history)) {
          checkTold(found.explanation);
          for (const scheme of found.schemes) {
            for (const benefit of scheme.benefits) {
              const own = (one: ExplanationStep) => one.scheme === scheme.scheme && one.benefit === benefit.benefit;
              checkSteps(benefit, found.explanation.filter(own));
            }
          }
        }
      }),
      tries(80),
    );
  });

  it('never pays more than the patient bears after all other compensation', () => {
    fc.assert(
      fc.property(random, (history) => {
        for (const { claim, found } of run(history)) {
          const others = Money.sum(claim.otherCompensation.map(({ amount }) => amount));
          expect(found.insurerPaid.lte(claim.personal.minusDownToZero(others))).toBe(true);
          for (const { benefits } of found.schemes) {
            for (const { paid, base, eligible } of benefits) {
              expect([paid, base, eligible].some((amount) => amount.isNegative())).toBe(false);
            }
          }
        }
      }),
      tries(80),
    );
  });

  it('never exceeds a limit, whatever is claimed and however often', () => {
    fc.assert(
      fc.property(random, fc.integer({ min: 1, max: 4 }), fc.constantFrom(1, 10), (history, times, factor) => {
        const again = Array.from({ length: times }, () => history.bills).flat();
        const decided = run({ ...history, bills: again }, factor);
        for (const { scheme } of termsOf(history)) checkLimits(scheme.rules.benefits, scheme.rules.scheme, decided);
      }),
      tries(60),
    );
  });

  it('never takes more than the whole deductible, of the year or of the admission, from all that share it', () => {
    fc.assert(
      fc.property(random, (history) => {
        const decided = run(history);
        for (const { scheme } of termsOf(history))
          checkDeductibles(scheme.rules.benefits, scheme.rules.scheme, decided);
      }),
      tries(80),
    );
  });

  it('decides the same again, and from accumulators that were stored', () => {
    fc.assert(
      fc.property(random, (history) => {
        const terms = termsOf(history);
        for (const { claim, bill, hospital, before, found } of run(history)) {
          const stored: Used = new Map(
            [...before].map(([key, value]) => [
              key,
              accumulatorsFromJson(JSON.parse(JSON.stringify(accumulatorsToJson(value)))),
            ]),
          );
          const again = decideClaim(claim, hospital, bill.age, [...terms].reverse(), stored);
          expect(plain(again)).toEqual(plain(found));
        }
      }),
      tries(40),
    );
  });

  it('tells what could not be told: a person decides, nothing is paid or counted for it', () => {
    fc.assert(
      fc.property(random, (history) => {
        for (const { found } of run(history)) {
          for (const { benefits, status } of found.schemes) {
            for (const benefit of benefits) {
              expect(benefit.status === 'paid').toBe(benefit.paid.isPositive());
              expect(benefit.reason === null).toBe(benefit.status === 'paid');
              if (benefit.status === 'pended') expect(benefit.deductible.applied.isZero()).toBe(true);
            }
            if (benefits.length === 0) expect(['declined', 'pended']).toContain(status);
          }
        }
      }),
      tries(60),
    );
  });
});

/** Steps that make the base. */
const BASE_STEPS = [
  'base',
  'base-left',
  'exclusion',
  'other-compensation',
  'earlier-funds',
  'counted-share',
  'borne-first',
  'year-part',
];

function checkSteps(benefit: BenefitDecision, steps: readonly ExplanationStep[]): void {
  const payout = steps.findIndex(({ step }) => step === 'payout');
  const eligible = steps.findIndex(({ step }) => step === 'eligible');
  if (eligible >= 0) {
    const before = steps.slice(0, eligible);
    expect(steps[eligible]?.amount?.toFixed2()).toBe(benefit.eligible.toFixed2());
    expect(sum(before.map(({ amount }) => amount)).toFixed2()).toBe(benefit.eligible.toFixed2());
    const bases = sum(before.filter(({ step }) => BASE_STEPS.includes(step)).map(({ amount }) => amount));
    expect(bases.minus(benefit.base).abs().lt(FEN), `${bases} is shown, ${benefit.base} is the base`).toBe(true);
  }
  if (payout >= 0) {
    expect(steps[payout]?.amount?.toFixed2()).toBe(benefit.paid.toFixed2());
    expect(sum(steps.slice(eligible + 1, payout).map(({ amount }) => amount)).toFixed2()).toBe(benefit.paid.toFixed2());
  } else {
    expect(benefit.paid.isZero()).toBe(true);
    expect(steps.at(-1)?.step).toBe(benefit.status);
  }
}

/** What a benefit did in a claim. */
interface Use {
  readonly scheme: string;
  readonly benefit: string;
  readonly claim: number;
  readonly admission: string;
  readonly decision: BenefitDecision;
}

function usesOf(decided: readonly Decided[]): Use[] {
  return decided.flatMap(({ claim, found }, index) =>
    found.schemes.flatMap(({ scheme, benefits }) =>
      benefits.map((decision) => ({
        scheme,
        benefit: decision.benefit,
        claim: index,
        admission: claim.encounter.id,
        decision,
      })),
    ),
  );
}

/** Groups by what a limit or deductible counts over. */
function groups(uses: readonly Use[], per: 'claim' | 'admission' | 'year' | 'life'): Use[][] {
  const by = new Map<string, Use[]>();
  for (const use of uses) {
    const key = { claim: `${use.claim}`, admission: `${use.scheme} ${use.admission}`, year: use.scheme, life: '' }[per];
    by.set(key, [...(by.get(key) ?? []), use]);
  }
  return [...by.values()];
}

/** The limits as the rules name them, held against what the decisions say; the engine's own counters are not asked. */
function checkLimits(benefits: readonly BenefitRules[], scheme: string, decided: readonly Decided[]): void {
  const uses = usesOf(decided);
  for (const benefit of benefits) {
    for (const limit of benefit.limit ?? []) {
      const sharing =
        limit.pool === undefined
          ? [benefit.id]
          : benefits.filter((one) => one.limit?.some(({ pool }) => pool === limit.pool)).map(({ id }) => id);
      const under = uses.filter(
        (use) => sharing.includes(use.benefit) && (limit.per === 'life' || use.scheme === scheme),
      );
      for (const group of groups(under, limit.per)) {
        const paid = sum(group.map(({ decision }) => decision.paid));
        const where = `${benefit.id} per ${limit.per}: ${paid}`;
        if (limit.times !== undefined) {
          // Costs of a stay that is settled in parts are made good one time; each fixed sum is one.
          const paying = group.filter(({ decision }) => decision.paid.isPositive());
          const times = new Set(paying.map((use) => (benefit.base === undefined ? use.claim : use.admission)));
          expect(times.size, where).toBeLessThanOrEqual(limit.times);
        } else if (limit.days !== undefined) {
          const aDay = most(benefit.dailyAllowance?.amount) ?? ZERO;
          expect(paid.lte(aDay.times(Money.of(String(limit.days)))), where).toBe(true);
        } else if (limit.lines === undefined && limit.each === undefined) {
          expect(paid.lte(most(limit.amount) ?? paid), where).toBe(true);
        }
      }
    }
  }
  const amounts = benefits.flatMap(({ id, limit }) =>
    (limit ?? []).flatMap(({ pool, amount, lines, each }, index) =>
      lines === undefined && each === undefined ? [] : [{ name: pool ?? `${id}#${index + 1}`, amount: most(amount) }],
    ),
  );
  for (const { found } of decided) {
    for (const [key, { limits }] of found.accumulators) {
      if (!key.startsWith(scheme)) continue;
      for (const [name, amount] of Object.entries(limits)) {
        const limit = amounts.find((one) => name.startsWith(`${one.name}@`) || name.startsWith(`${one.name}/`));
        expect(limit, name).toBeDefined();
        expect(amount.minusDownToZero(limit?.amount ?? ZERO).isNegligible(), `${name} ${amount}`).toBe(true);
      }
    }
  }
}

function checkDeductibles(benefits: readonly BenefitRules[], scheme: string, decided: readonly Decided[]): void {
  const uses = usesOf(decided).filter((use) => use.scheme === scheme);
  for (const { id, deductible } of benefits) {
    const whole = most(deductible?.amount);
    if (deductible === undefined || whole === undefined) continue;
    const sharing = benefits.filter(
      (one) => one.id === id || (deductible.pool !== undefined && one.deductible?.pool === deductible.pool),
    );
    const under = uses.filter(({ benefit }) => sharing.some((one) => one.id === benefit));
    for (const group of groups(under, deductible.per)) {
      const applied = sum(group.map(({ decision }) => decision.deductible.applied));
      expect(applied.lte(whole), `${id}: ${applied} of ${whole}`).toBe(true);
      for (const { decision } of group) {
        expect(decision.deductible.remaining.isNegative()).toBe(false);
        expect(decision.deductible.applied.lte(decision.base)).toBe(true);
      }
    }
  }
}

/** What the outside can tell apart. */
function plain(found: Adjudication): unknown {
  return {
    outcome: found.outcome,
    schemes: found.schemes.map(({ scheme, status, reason, benefits }) => ({
      scheme,
      status,
      reason,
      benefits: benefits.map(({ benefit, paid, status: of, reason: why, base, eligible }) =>
        [benefit, paid.toFixed2(), of, why, base.toFixed2(), eligible.toFixed2()].join(' '),
      ),
    })),
    used: [...found.accumulators].map(([key, value]) => [key, accumulatorsToJson(value)]).sort(),
    explanation: found.explanation.length,
  };
}

describe('a higher bill', () => {
  const cases = [
    { scheme: LINJIANG, benefit: 'in-catalog' },
    { scheme: QINGSHI, benefit: 'out-of-catalog' },
    { scheme: BAIHE, benefit: 'in-catalog' },
    { scheme: SHUANGQIAO, benefit: 'stay-in-catalog' },
  ];
  it.each(cases)('never pays less, the year before it being the same: $scheme', ({ scheme, benefit }) => {
    fc.assert(
      fc.property(histories([scheme], 3), fc.integer({ min: 2, max: 4 }), (history, factor) => {
        const [last] = run(history).slice(-1);
        if (last === undefined) return;
        const terms = termsOf(history);
        const first = terms[0]?.policy.effectiveFrom ?? '';
        const dearer = decideClaim(
          billClaim(last.bill, first, last.claim.settlementId, factor),
          last.hospital,
          last.bill.age,
          terms,
          last.before,
        );
        const paid = (found: Adjudication) => total(found);
        expect(
          paid(dearer).plus(Money.of('0.02')).gte(paid(last.found)),
          `${benefit}: ${paid(last.found)}, then ${paid(dearer)}`,
        ).toBe(true);
      }),
      tries(120),
    );
  });
});
