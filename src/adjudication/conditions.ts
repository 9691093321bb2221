import type { Diagnosis } from '../claim/claim.ts';
import { Money } from '../money/money.ts';
import type { Condition } from '../scheme/condition.ts';
import { type CodeList, codeListOf } from '../scheme/lists.ts';
import { CATEGORY_NAMES, CONDITION_CATEGORIES, type ConditionCategory } from '../scheme/words.ts';
import type { DateText } from '../time/calendar.ts';
import { totalPaid } from './accumulators.ts';
import type { Facts } from './facts.ts';

/** `unknown`: it hangs on a list that nobody has imported. */
export type Truth = boolean | 'unknown';

const CATEGORY_LISTS = new Map<string, CodeList>(
  CATEGORY_NAMES.map((name) => [name, codeListOf(CONDITION_CATEGORIES[name], name)]),
);

/** Whether a condition holds for a claim under a policy: everything it names must hold. */
export function holds(condition: Condition, facts: Facts): Truth {
  let truth: Truth = true;
  for (const test of tests(condition, facts)) {
    if (test === false) return false;
    if (test === 'unknown') truth = 'unknown';
  }
  return truth;
}

/** The first case whose condition holds; a case without one always holds. */
export function firstThatHolds<T extends { when?: Condition | undefined }>(
  cases: readonly T[],
  facts: Facts,
): T | undefined | 'unknown' {
  for (const one of cases) {
    const truth = one.when === undefined ? true : holds(one.when, facts);
    if (truth === 'unknown') return 'unknown';
    if (truth) return one;
  }
  return undefined;
}

/** A list of the scheme's own or an imported one; `undefined` where nobody imported it. */
export function findList(name: string, { terms }: Facts): CodeList | undefined {
  return terms.scheme.ownLists.get(name) ?? terms.lists.get(name);
}

function* tests(condition: Condition, facts: Facts): Generator<Truth> {
  const { claim, hospital, terms } = facts;
  const { encounter, patient } = claim;
  const { policy } = terms;
  if (condition.setting) yield condition.setting.includes(encounter.setting);
  if (condition.ward) yield condition.ward.includes(encounter.ward);
  if (condition.cause) yield condition.cause.includes(encounter.cause);
  if (condition.referral) yield condition.referral.includes(encounter.referral);
  if (condition.area)
    yield condition.area.some((area) => area === facts.area || (area === 'away' && facts.area !== 'local'));
  if (condition.hospital) yield* hospitalTests(condition.hospital, hospital);
  if (condition.basicInsurance) {
    const { settled, status } = condition.basicInsurance;
    if (settled !== undefined) yield (patient.basicInsurance.settlementId !== null) === settled;
    if (status) yield status.includes(patient.basicInsurance.status);
  }
  if (condition.cohort) yield condition.cohort.some((cohort) => policy.cohorts.includes(cohort));
  if (condition.preexisting) yield condition.preexisting.some((word) => enrolledWith(word, policy.preexisting));
  if (condition.priorYears) yield policy.priorYears >= condition.priorYears.atLeast;
  if (condition.claimFreeYears) yield policy.claimFreeYears >= condition.claimFreeYears.atLeast;
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
    yield list === undefined ? 'unknown' : encounter.procedures.some(({ code }) => list.has(code));
  }
  if (condition.admitted) yield condition.admitted.some((period) => inPeriod(facts.admittedOn, period, facts));
  if (condition.discharged) yield condition.discharged.some((period) => inPeriod(facts.dischargedOn, period, facts));
  if (condition.stayDays) yield facts.stayDays > condition.stayDays.moreThan;
  if (condition.fact) yield factAtLeast(terms.facts[condition.fact.name], condition.fact.atLeast);
  if (condition.paidBefore !== undefined) yield totalPaid(facts.before).isPositive() === condition.paidBefore;
  for (const part of condition.all ?? []) yield holds(part, facts);
  if (condition.any) yield anyHolds(condition.any, facts);
  if (condition.not) {
    const truth = holds(condition.not, facts);
    yield truth === 'unknown' ? 'unknown' : !truth;
  }
}

function* hospitalTests(asked: NonNullable<Condition['hospital']>, hospital: Facts['hospital']): Generator<boolean> {
  if (asked.designated !== undefined) yield hospital.designated === asked.designated;
  if (asked.public !== undefined) yield (hospital.ownership === 'public') === asked.public;
  if (asked.drg !== undefined) yield hospital.drg === asked.drg;
  if (asked.level !== undefined) yield hospital.level >= asked.level.atLeast;
}

function anyHolds(parts: readonly Condition[], facts: Facts): Truth {
  let truth: Truth = false;
  for (const part of parts) {
    const one = holds(part, facts);
    if (one === true) return true;
    if (one === 'unknown') truth = 'unknown';
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
  const list = asked.onList === undefined ? undefined : findList(asked.onList, facts);
  const categories = asked.category?.flatMap((word) =>
    word === 'enrolled' ? policy.preexisting.filter(isCategory) : [word],
  );
  const candidates = diagnoses.filter(
    (diagnosis) =>
      (categories === undefined || categories.some((name) => CATEGORY_LISTS.get(name)?.has(diagnosis.code) === true)) &&
      (asked.confirmed === undefined || confirmedWithin(diagnosis, policy.effectiveFrom, policy.effectiveTo)) &&
      (asked.severe === undefined || (asked.severe === 'yes' ? diagnosis.severe === true : diagnosis.severe !== false)),
  );
  if (asked.onList === undefined || candidates.length === 0) return candidates.length > 0;
  return list === undefined ? 'unknown' : candidates.some(({ code }) => list.has(code));
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
