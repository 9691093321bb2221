import { Money } from '../money/money.ts';
import type { BaseRules } from '../scheme/base.ts';
import type { BenefitRules } from '../scheme/language.ts';
import type { Reason } from '../scheme/words.ts';
import { amountFor } from './amounts.ts';
import { type Base, baseOf } from './base.ts';
import { doubtOf, firstThatHolds, holds } from './conditions.ts';
import type { BenefitDecision } from './decision.ts';
import { type Deducted, deduct } from './deductible.ts';
import { inWords, percent, Steps } from './explain.ts';
import { decideFixedSum } from './fixed-sum.ts';
import { findLimits, limitPayout } from './limits.ts';
import type { FoundLimit } from './line-limits.ts';
import { decision, type Found, pend } from './outcome.ts';
import { lessPots, mapPots, NOTHING, spreadOverPots } from './pots.ts';
import { classesKnown, findRates, type Rates, rate } from './rates.ts';
import { countItemGroups, countLimits, countOutOfPocket, countPaid, countYear, open, type Work } from './work.ts';

/** A benefit's decision and the steps that led to it. */
export interface DecidedBenefit {
  readonly decision: BenefitDecision;
  readonly steps: Steps;
}

/**
 * Decides one benefit (rulebook A7): conditions, base, deductible, rates, bonus, factor, caps, limit, guard, rounding.
 * Books what it used in the work's accumulators and takes what it paid out of the pots.
 *
 * @param held why it was left to a person, where a person has decided it
 */
export function decideBenefit(benefit: BenefitRules, work: Work, held?: Reason): DecidedBenefit {
  const steps = new Steps(work.facts.terms.scheme.rules, benefit.id);
  const refused = held === undefined ? testConditions(benefit, work, steps) : pend(benefit, held, steps);
  if (refused !== undefined) return { decision: refused, steps };
  const { base } = benefit;
  const decided =
    base === undefined ? decideFixedSum(benefit, work, steps) : decideIndemnity(benefit, base, work, steps);
  return { decision: decided, steps };
}

/** The first condition that fails is the reason (rulebook A11); what cannot be told counts only where all else holds. */
function testConditions(benefit: BenefitRules, work: Work, steps: Steps): BenefitDecision | undefined {
  let unknown: Reason | undefined;
  for (const requirement of benefit.conditions) {
    const truth = holds(requirement.require, work.facts);
    if (truth === false) {
      steps.note(
        'not-applicable',
        requirement,
        `「${benefit.name.zh}」不适用：${inWords(requirement.else).zh}`,
        `"${benefit.name.en}" does not apply: ${inWords(requirement.else).en}`,
      );
      return decision(benefit, 'not-applicable', requirement.else);
    }
    if (typeof truth === 'string') unknown ??= truth;
  }
  return unknown === undefined ? undefined : pend(benefit, unknown, steps);
}

/** What a benefit hangs on beside its base, found before anything is counted. */
interface Terms {
  readonly rates: Rates;
  /** The whole deductible in yuan. */
  readonly deductible: Money;
  readonly factor: NonNullable<BenefitRules['factor']>[number] | undefined;
  readonly limits: readonly FoundLimit[];
}

function decideIndemnity(benefit: BenefitRules, rules: BaseRules, work: Work, steps: Steps): BenefitDecision {
  const cap = benefit.outOfPocketCap;
  const capAmount = cap === undefined ? undefined : amountFor(cap.amount, work.facts);
  if (typeof capAmount === 'string') return pend(benefit, capAmount, steps);
  if (cap !== undefined && capAmount === undefined) return notTriggered(benefit, rules, cap, work, steps);
  const base = baseOf(benefit, rules, work, steps);
  if (typeof base === 'string') return pend(benefit, base, steps);
  const terms = findTerms(benefit, base, work);
  if (typeof terms === 'string') return pend(benefit, terms, steps);
  const doubt = base.total.isZero() ? undefined : doubtOf(benefit, work.facts);
  if (doubt !== undefined) return pend(benefit, doubt, steps);

  const { cost } = base;
  if (cost !== undefined) countYear(work, benefit.id, (use) => ({ ...use, cost }));
  const deducted =
    capAmount === undefined
      ? deduct(benefit, terms.deductible, base, work, steps)
      : deductUpToCap(benefit, capAmount, base, work, steps);
  const { deductible, eligible } = deducted;
  steps.sum('eligible', undefined, '可赔付金额', 'eligible amount');
  const found = { base: base.total, deductible, eligible };
  if (eligible.isZero()) {
    return nothingDue(
      benefit,
      base.total.isZero() ? 'NO_ELIGIBLE_CHARGES' : 'BELOW_DEDUCTIBLE',
      found,
      base,
      work,
      steps,
    );
  }
  const rated = rate(benefit, terms.rates, deducted, base, work, steps);
  const { factor, payout } = applyFactor(terms.factor, rated.payout, steps);
  const limited = limitPayout(benefit, terms.limits, base, rated, payout, work, steps);
  const paid = limited.payout.roundFen();
  steps.sum('payout', undefined, `「${benefit.name.zh}」赔付`, `paid by "${benefit.name.en}"`);
  const figures = { ...found, slices: rated.slices, factor, reductions: limited.reductions };
  if (paid.isZero()) {
    const cut = limited.payout.isNegligible() && payout.isPositive();
    return nothingDue(benefit, cut ? 'LIMIT_EXHAUSTED' : 'BELOW_DEDUCTIBLE', figures, base, work, steps);
  }
  countPaid(work, benefit, paid);
  countItemGroups(work, limited.byGroup);
  countLimits(work, limited.byLimit);
  leavePots(benefit, base, paid, work);
  return decision(benefit, 'paid', null, { ...figures, paid });
}

function findTerms(benefit: BenefitRules, base: Base, work: Work): Terms | Reason {
  const { facts } = work;
  const table = firstThatHolds(benefit.rates ?? [], facts);
  if (typeof table === 'string') return table;
  if (table === undefined || !classesKnown(table, base)) return 'LIST_NOT_LOADED';
  const rates = findRates(benefit, table, facts);
  if (typeof rates === 'string') return rates;
  const deductible = benefit.deductible === undefined ? Money.ZERO : amountFor(benefit.deductible.amount, facts);
  if (typeof deductible === 'string') return deductible;
  const factor = firstThatHolds(benefit.factor ?? [], facts);
  if (typeof factor === 'string') return factor;
  const limits = findLimits(benefit, work);
  if (typeof limits === 'string') return limits;
  return { rates, deductible: deductible ?? Money.ZERO, factor, limits };
}

/** A cap that no fact sets off: nothing is paid, but the claim's out-of-pocket counts for the year all the same. */
function notTriggered(
  benefit: BenefitRules,
  rules: BaseRules,
  cap: NonNullable<BenefitRules['outOfPocketCap']>,
  work: Work,
  steps: Steps,
): BenefitDecision {
  const base = baseOf(benefit, rules, work, new Steps(work.facts.terms.scheme.rules, benefit.id));
  if (typeof base !== 'string') countOutOfPocket(work, base.total);
  steps.note(
    'not-applicable',
    cap,
    `「${benefit.name.zh}」不适用：${inWords(cap.else).zh}`,
    `"${benefit.name.en}" does not apply: ${inWords(cap.else).en}`,
  );
  return decision(benefit, 'not-applicable', cap.else);
}

function nothingDue(
  benefit: BenefitRules,
  reason: Reason,
  found: Found,
  base: Base,
  work: Work,
  steps: Steps,
): BenefitDecision {
  leavePots(benefit, base, Money.ZERO, work);
  steps.note(
    'nothing-due',
    undefined,
    `「${benefit.name.zh}」无应赔金额：${inWords(reason).zh}`,
    `nothing due by "${benefit.name.en}": ${inWords(reason).en}`,
  );
  return decision(benefit, 'nothing-due', reason, found);
}

/** What of the year's out-of-pocket exceeds the cap after this claim is eligible, at most this claim's own. */
function deductUpToCap(benefit: BenefitRules, cap: Money, base: Base, work: Work, steps: Steps): Deducted {
  const year = work.accumulators.outOfPocket.plus(base.total);
  const eligible = Money.min(base.total, year.minusDownToZero(cap));
  const applied = base.total.minus(eligible);
  steps.add(
    'out-of-pocket-cap',
    benefit.outOfPocketCap,
    applied.negated(),
    `年度自付累计 ${year.toFixed2()} 元，封顶线 ${cap.toFixed2()} 元以内由个人承担`,
    `out-of-pocket of the year ${year.toFixed2()}; up to the cap of ${cap.toFixed2()} the member bears it`,
  );
  return { deductible: { applied, remaining: cap.minusDownToZero(year) }, eligible };
}

function applyFactor(found: Terms['factor'], payout: Money, steps: Steps): { factor: Money; payout: Money } {
  if (found === undefined || found.factor.eq(Money.ONE)) return { factor: Money.ONE, payout };
  const multiplied = payout.times(found.factor);
  const share = percent(found.factor);
  steps.add('factor', found, multiplied.minus(payout), `按约定比例的 ${share} 赔付`, `paid at ${share} of that`);
  return { factor: found.factor, payout: multiplied };
}

/**
 * Takes what was paid out of the pots, in proportion to what the benefit took as base (rulebook A8), and off the guard,
 * whoever it is paid to: a cost is made good once. Notes what is left, for a benefit that is computed on it.
 */
function leavePots(benefit: BenefitRules, base: Base, paid: Money, work: Work): void {
  const taken = spreadOverPots(paid, base.pots);
  work.left = lessPots(work.left, taken);
  const inCatalog = taken['in-catalog'];
  if (base.ofLines && inCatalog.isPositive()) {
    work.drawn.push({ lines: base.weighed().map(({ line }) => line), amount: inCatalog });
  }
  work.guard = work.guard.minus(paid);
  if (benefit.outOfPocketCap !== undefined) countOutOfPocket(work, base.total.minus(paid));
  const left = open(work);
  work.leftBy.set(
    benefit.id,
    mapPots((pot) => (base.drawsOn.includes(pot) ? left[pot] : NOTHING[pot])),
  );
}
