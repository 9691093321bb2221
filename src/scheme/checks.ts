import { checkAmounts } from './checks/amounts.ts';
import { checkBenefits } from './checks/benefits.ts';
import { checkCover } from './checks/cover.ts';
import { checkLimits } from './checks/limits.ts';
import { checkPlaceAndTime } from './checks/place-and-time.ts';
import { checkRates } from './checks/rates.ts';
import { checkReach } from './checks/reach.ts';
import { checkReferences } from './checks/references.ts';
import { checkSelectors } from './checks/selectors.ts';
import { checkSources } from './checks/sources.ts';
import type { Check } from './checks/walk.ts';

/** What a scheme of the right shape is held against, each check a part of what cannot be meant. */
const CHECKS: readonly Check[] = [
  checkSources,
  checkReferences,
  checkSelectors,
  checkRates,
  checkAmounts,
  checkLimits,
  checkBenefits,
  checkPlaceAndTime,
  checkCover,
  checkReach,
];

/** Runs all checks. */
export const checkScheme: Check = (rules, report) => {
  for (const check of CHECKS) check(rules, report);
};
