import { type Check, conditionsOf, duplicate } from './walk.ts';

/** Premiums, plans and earlier years: every policy has one premium, what is declared has its use. */
export const checkCover: Check = (rules, report) => {
  const { amount } = rules.premium;
  const open = amount.findIndex(({ plan, cohort }) => plan === undefined && cohort === undefined);
  const allPlans =
    rules.roster.plans.length > 0 &&
    rules.roster.plans.every((word) => amount.some(({ plan, cohort }) => cohort === undefined && plan?.includes(word)));
  if (open < 0 && !allPlans) {
    report(
      ['premium', 'amount'],
      'NO_DEFAULT',
      '有的保单没有保费：请在最后加一项不带 plan、cohort 的，或写全各个计划',
      'some policies have no premium: add a last case without `plan` and `cohort`, or name every plan',
    );
  }
  if (open >= 0 && open < amount.length - 1) {
    report(
      ['premium', 'amount', open + 1],
      'UNREACHABLE',
      '前面已有不带条件的一项，这一项永远轮不到',
      'an earlier case is for everybody, so that this one is never reached',
    );
  }
  for (const [index, { plan, cohort }] of amount.entries()) {
    const earlier = amount.slice(0, index).filter((one) => one.cohort === undefined);
    if (cohort !== undefined || plan?.every((word) => earlier.some((one) => one.plan?.includes(word))) !== true)
      continue;
    report(
      ['premium', 'amount', index],
      'UNREACHABLE',
      '前面已写过这一计划的保费，这一项永远轮不到',
      'an earlier case has the premium of this plan, so that this one is never reached',
    );
  }
  for (const [index, earlier] of rules.succeeds.entries()) {
    const path = ['succeeds', index];
    if (earlier === rules.scheme || rules.succeeds.indexOf(earlier) < index) duplicate(path, earlier, report);
  }
  const forLife = rules.benefits.some(({ limit }) => limit?.some(({ per }) => per === 'life'));
  if (rules.succeeds.length > 0 && !forLife) {
    report(
      ['succeeds'],
      'UNUSED',
      '没有终身限额（per: life），无须列出以往年度的方案',
      'there is no limit `per: life` for which earlier years would count: remove it',
    );
  }
  if ('from' in rules.coverage) return;
  for (const { path, condition } of conditionsOf(rules)) {
    if (condition.enrolledLate === undefined) continue;
    report(
      [...path, 'enrolledLate'],
      'PERIOD',
      '没有统一保障期的方案，没有“补充参保”可言',
      'a scheme without a fixed period of cover knows no late enrollment',
    );
  }
};
