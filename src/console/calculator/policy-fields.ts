import { familyDeductibles } from '../../scheme/family.ts';
import type { Scheme } from '../../scheme/scheme.ts';
import { CATEGORY_NAMES } from '../../scheme/words.ts';

/** The words that a roster may have for a member of a scheme. */
export interface PolicyFields {
  readonly plans: readonly string[];
  readonly cohorts: readonly string[];
  readonly preexisting: readonly string[];
  /** Deductibles that another member of the family may have borne. */
  readonly familyBorne: readonly string[];
  /** Benefits whose deductible the members of a family bear together; of those that share one, the first. */
  readonly familyShared: readonly string[];
}

/** What a policy of a scheme may say. */
export function policyFields({ rules }: Scheme): PolicyFields {
  const { plans, cohorts, preexisting } = rules.roster;
  const waived = rules.benefits.flatMap(({ id, deductible }) =>
    deductible?.familyWaiver === true ? [deductible.pool ?? id] : [],
  );
  return {
    plans,
    cohorts,
    preexisting: [...CATEGORY_NAMES, ...preexisting],
    familyBorne: [...new Set(waived)],
    familyShared: [...familyDeductibles(rules).values()],
  };
}
