import type { Policy } from '../adjudication/input.ts';
import type { Setting } from '../claim/vocabulary.ts';
import type { Condition } from '../scheme/condition.ts';
import type { Scheme } from '../scheme/scheme.ts';
import type { EligibilityDocument } from './documents.ts';
import type { EligibilityRequest } from './requests.ts';
import type { Rulebook } from './terms.ts';

/**
 * The schemes in force for a person on a day, with what their desk should know at admission. A name that is not the
 * roster's finds nothing: who has only a number learns nothing.
 *
 * @param nameKey the asked name as the roster's are kept
 */
export function eligibility(
  request: EligibilityRequest,
  nameKey: string,
  policies: readonly Policy[],
  rulebook: Rulebook,
): EligibilityDocument {
  const inForce = policies.filter(
    (policy) =>
      policy.nameKey === nameKey && policy.effectiveFrom <= request.date && request.date <= policy.effectiveTo,
  );
  const schemes = inForce.flatMap((policy) => {
    const scheme = rulebook.scheme(policy.scheme);
    if (scheme === undefined) return [];
    return [
      {
        scheme: policy.scheme,
        name: scheme.rules.name,
        effectiveFrom: policy.effectiveFrom,
        effectiveTo: policy.effectiveTo,
        covered: coversSetting(scheme, request.setting),
        papers: papersFor(scheme, policy, request.setting),
      },
    ];
  });
  return { date: request.date, setting: request.setting, schemes };
}

/** Whether a scheme has any benefit for a setting, as far as its conditions speak of nothing else. */
function coversSetting({ rules }: Scheme, setting: Setting): boolean {
  const allows = (condition: Condition | undefined) => condition?.setting?.includes(setting) ?? true;
  const onlySetting = (condition: Condition | undefined) =>
    condition !== undefined && Object.entries(condition).filter(([, asked]) => asked !== undefined).length === 1;
  const gates = rules.gates.every((gate) => allows(gate.unless));
  const excluded = rules.gates.some(
    (gate) => onlySetting(gate.when) && (gate.when?.setting?.includes(setting) ?? false),
  );
  const benefits = rules.benefits.some((benefit) => benefit.conditions.every(({ require }) => allows(require)));
  return gates && !excluded && benefits;
}

/** The papers a member will be asked for, by cohort and setting where they are only for some. */
function papersFor(
  { rules }: Scheme,
  policy: Policy,
  setting: Setting,
): EligibilityDocument['schemes'][number]['papers'] {
  return rules.papers
    .filter((paper) => paper.setting?.includes(setting) ?? true)
    .filter((paper) => paper.cohort?.some((one) => policy.cohorts.includes(one)) ?? true)
    .map(({ name }) => name);
}
