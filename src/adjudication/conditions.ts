import type { Diagnosis } from '../claim/claim.ts';
import { type InsuranceKind, insuranceKind } from '../claim/vocabulary.ts';
import { Money } from '../money/money.ts';
import type { Condition, Range } from '../scheme/condition.ts';
import type { BenefitRules } from '../scheme/language.ts';
import { type CodeList, codeListOf } from '../scheme/lists.ts';
import { regionPrefix } from '../scheme/region.ts';
import type { LineSelector } from '../scheme/selector.ts';
import { CATEGORY_NAMES, CONDITION_CATEGORIES, type ConditionCategory, type Reason } from '../scheme/words.ts';
import { addDays, type DateText, daysBetween } from '../time/calendar.ts';
import { totalPaid } from './accumulators.ts';
import { type Facts, findList } from './facts.ts';
import { selectLines } from './selector.ts';

/** A reason: it cannot be told yet, for a list, a fact, an age or the detail of the lines is missing. */
export type Truth = boolean | Reason;

const CATEGORY_LISTS = new Map<string, CodeList>(
  CATEGORY_NAMES.map((name) => [name, codeListOf(CONDITION_CATEGORIES[name], name)]),
);

/** Whether a condition holds for a claim under a policy: everything it names must hold. */
export function holds(condition: Condition, facts: Facts): Truth {
  let truth: Truth = true;
  for (const test of tests(condition, facts)) {
    if (test === false) return false;
    if (truth === true) truth = test;
  }
  return truth;
}

/** Why a person must decide on a benefit whose conditions hold: a `review` of it does not hold, or cannot be told. */
export function doubtOf({ review }: Pick<BenefitRules, 'review'>, facts: Facts): Reason | undefined {
  return review.find(({ unless }) => holds(unless, facts) !== true)?.reason;
}

/** The first case whose condition holds; a case without one always holds. */
export function firstThatHolds<T extends { when?: Condition | undefined }>(
  cases: readonly T[],
  facts: Facts,
): T | undefined | Reason {
  for (const one of cases) {
    const truth = one.when === undefined ? true : holds(one.when, facts);
    if (typeof truth === 'string') return truth;
    if (truth) return one;
  }
  return undefined;
}

function* tests(condition: Condition, facts: Facts): Generator<Truth> {
  const { claim, hospital, terms } = facts;
  const { encounter, patient } = claim;
  const { policy } = terms;
  if (condition.is)
    yield anyHolds(
      condition.is.map((name) => definitionOf(name, facts)),
      facts,
    );
  if (condition.setting) yield condition.setting.includes(encounter.setting);
  if (condition.ward) yield condition.ward.includes(encounter.ward);
  if (condition.cause) yield condition.cause.includes(encounter.cause);
  if (condition.referral) yield condition.referral.includes(encounter.referral);
  if (condition.area)
    yield condition.area.some((area) => area === facts.area || (area === 'away' && facts.area !== 'local'));
  if (condition.hospital) yield* hospitalTests(condition.hospital, hospital, facts);
  if (condition.basicInsurance) {
    const { settled, status, kind } = condition.basicInsurance;
    if (settled !== undefined) yield (patient.basicInsurance.settlementId !== null) === settled;
    if (status) yield status.includes(patient.basicInsurance.status);
    if (kind) yield insuredAs(kind, patient.insuranceType);
  }
  if (condition.plan) yield condition.plan.includes(policy.plan);
  if (condition.cohort) yield condition.cohort.some((cohort) => policy.cohorts.includes(cohort));
  if (condition.preexisting) yield condition.preexisting.some((word) => enrolledWith(word, policy.preexisting));
  if (condition.age) yield facts.age === null ? 'AGE_UNKNOWN' : inRange(facts.age, condition.age);
  if (condition.priorYears) yield inRange(policy.priorYears, condition.priorYears);
  if (condition.claimFreeYears) yield inRange(policy.claimFreeYears, condition.claimFreeYears);
  if (condition.enrolledLate !== undefined) yield enrolledLate(facts) === condition.enrolledLate;
  if (condition.principalDiagnosis) {
    yield someDiagnosis(
      encounter.diagnoses.filter((diagnosis) => diagnosis.principal),
      condition.principalDiagnosis,
      facts,
    );
  }
  if (condition.diagnosis) yield someDiagnosis(encounter.diagnoses, condition.diagnosis, facts);
  if (condition.procedure) {
    const list = findList(condition.procedure.onList, facts);
    yield list === undefined ? 'LIST_NOT_LOADED' : encounter.procedures.some(({ code }) => list.has(code));
  }
  if (condition.line) yield someLine(condition.line, facts);
  if (condition.admitted) yield condition.admitted.some((period) => inPeriod(facts.admittedOn, period, facts));
  if (condition.discharged) yield condition.discharged.some((period) => inPeriod(facts.dischargedOn, period, facts));
  if (condition.withinFirstDays) {
    yield facts.admittedOn < addDays(policy.effectiveFrom, condition.withinFirstDays);
  }
  if (condition.stayDays) yield facts.stayDays > condition.stayDays.moreThan;
  if (condition.daysSinceDischarge) {
    yield daysBetween(facts.dischargedOn, facts.decidedOn) > condition.daysSinceDischarge.moreThan;
  }
  if (condition.fact) yield factAtLeast(terms.facts[condition.fact.name], condition.fact.atLeast);
  if (condition.paidBefore !== undefined) yield totalPaid(facts.before).isPositive() === condition.paidBefore;
  for (const part of condition.all ?? []) yield holds(part, facts);
  if (condition.any) yield anyHolds(condition.any, facts);
  if (condition.not) {
    const truth = holds(condition.not, facts);
    yield typeof truth === 'string' ? truth : !truth;
  }
}

function insuredAs(kinds: readonly InsuranceKind[], insuranceType: string): Truth {
  const kind = insuranceKind(insuranceType);
  return kind === undefined ? 'INSURANCE_UNKNOWN' : kinds.includes(kind);
}

function definitionOf(name: string, { terms }: Facts): Condition {
  const definition = terms.scheme.rules.definitions[name];
  if (definition === undefined) throw new Error(`a checked scheme defines ${name}`);
  return definition.means;
}

function inRange(value: number, { atLeast, atMost }: Range): boolean {
  return value >= (atLeast ?? 0) && value <= (atMost ?? value);
}

/** Whether the policy began after the first day of a scheme with fixed coverage. */
function enrolledLate({ terms }: Facts): boolean {
  const { coverage } = terms.scheme.rules;
  return 'from' in coverage && terms.policy.effectiveFrom > coverage.from;
}

function someLine(selector: LineSelector, facts: Facts): Truth {
  const { lines } = facts.claim;
  if (lines === undefined) return 'LINE_DETAIL_REQUIRED';
  const selected = selectLines(lines, [selector], facts);
  return typeof selected === 'string' ? selected : selected.length > 0;
}

function* hospitalTests(
  asked: NonNullable<Condition['hospital']>,
  hospital: Facts['hospital'],
  facts: Facts,
): Generator<Truth> {
  if (asked.designated !== undefined) yield hospital.designated === asked.designated;
  if (asked.public !== undefined) yield (hospital.ownership === 'public') === asked.public;
  if (asked.drg !== undefined) yield hospital.drg === asked.drg;
  if (asked.level !== undefined) yield inRange(hospital.level, asked.level);
  if (asked.region !== undefined) yield asked.region.some((code) => hospital.region.startsWith(regionPrefix(code)));
  if (asked.onList !== undefined) {
    const list = findList(asked.onList, facts);
    yield list === undefined ? 'LIST_NOT_LOADED' : list.has(hospital.id);
  }
}

function anyHolds(parts: readonly Condition[], facts: Facts): Truth {
  let truth: Truth = false;
  for (const part of parts) {
    const one = holds(part, facts);
    if (one === true) return true;
    if (truth === false) truth = one;
  }
  return truth;
}

function enrolledWith(word: string, preexisting: readonly string[]): boolean {
  return word === 'any' ? preexisting.some(isCategory) : preexisting.includes(word);
}

function isCategory(word: string): word is ConditionCategory {
  return Object.hasOwn(CONDITION_CATEGORIES, word);
}

function someDiagnosis(
  diagnoses: readonly Diagnosis[],
  asked: NonNullable<Condition['diagnosis']>,
  facts: Facts,
): Truth {
  const { policy } = facts.terms;
  const categories = asked.category?.flatMap((word) => (word === 'enrolled' ? policy.preexisting : [word]));
  const candidates = diagnoses.filter(
    (diagnosis) =>
      (categories === undefined || categories.some((name) => CATEGORY_LISTS.get(name)?.has(diagnosis.code) === true)) &&
      (asked.confirmed === undefined || confirmedWithin(diagnosis, policy.effectiveFrom, policy.effectiveTo)) &&
      (asked.confirmedAfterDays === undefined ||
        confirmedWithin(diagnosis, addDays(policy.effectiveFrom, asked.confirmedAfterDays), policy.effectiveTo)) &&
      (asked.severe === undefined || (asked.severe === 'yes' ? diagnosis.severe === true : diagnosis.severe !== false)),
  );
  if (asked.onList === undefined || candidates.length === 0) return candidates.length > 0;
  const list = findList(asked.onList, facts);
  return list === undefined ? 'LIST_NOT_LOADED' : candidates.some(({ code }) => list.has(code));
}

function confirmedWithin({ firstConfirmedOn }: Diagnosis, from: DateText, to: DateText): boolean {
  return typeof firstConfirmedOn === 'string' && firstConfirmedOn >= from && firstConfirmedOn <= to;
}

function inPeriod(day: DateText, period: NonNullable<Condition['admitted']>[number], facts: Facts): boolean {
  const { effectiveFrom, effectiveTo } = facts.terms.policy;
  switch (period) {
    case 'before-period':
      return day < effectiveFrom;
    case 'within-period':
      return day >= effectiveFrom && day <= effectiveTo;
    case 'after-period':
      return day > effectiveTo;
    case 'within-tail':
      return day > effectiveTo && day <= facts.tailEnd;
    case 'after-tail':
      return day > facts.tailEnd;
  }
}

function factAtLeast(value: string | undefined, bound: Money): boolean {
  return value !== undefined && Money.of(value).gte(bound);
}
