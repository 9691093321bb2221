import type { SchemeRules } from './language.ts';

/** The deductibles that the members of a family bear together, by pool or else benefit: of each the first benefit that has it. */
export function familyDeductibles({ benefits }: SchemeRules): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  for (const { id, deductible } of benefits) {
    const name = deductible?.pool ?? id;
    if (deductible?.familyShared === true && !first.has(name)) first.set(name, id);
  }
  return first;
}
