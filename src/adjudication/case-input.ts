import { dischargedOn } from '../claim/checks.ts';
import type { CasesFile, WorkedCase } from '../scheme/cases.ts';
import type { Scheme } from '../scheme/scheme.ts';
import { adjudicate } from './adjudicate.ts';
import { CASE_AGE, caseClaim, caseHospital, claimFields } from './case-claim.ts';
import { CaseError, caseNameKey, caseTerms } from './case-terms.ts';
import type { AdjudicationInput, SchemeTerms } from './input.ts';

/** A worked case of a scheme, with what its claims are decided under. */
export interface CaseGiven {
  readonly scheme: Scheme;
  readonly file: CasesFile;
  readonly case: WorkedCase;
  readonly terms: readonly SchemeTerms[];
}

/**
 * What one claim of a worked case is adjudicated from.
 *
 * @param index which of its claims, from 0
 * @param accumulators as the claims before it left them
 * @throws Refusal where the case contradicts itself; CaseError where it has no such claim
 */
export function caseInput(
  { scheme, file, case: one, terms }: CaseGiven,
  index: number,
  accumulators: AdjudicationInput['accumulators'],
): AdjudicationInput {
  const said = one.claims[index];
  if (said === undefined) throw new CaseError(`算例没有第 ${index + 1} 笔`, `the case has no claim ${index + 1}`);
  const fields = claimFields(file, one, said);
  const claim = caseClaim(fields, index + 1);
  return {
    claim,
    decidedOn: fields.decided ?? dischargedOn(claim),
    age: fields.age === 'unknown' ? null : (fields.age ?? CASE_AGE),
    nameKey: caseNameKey(fields.patientName),
    hospital: caseHospital(fields.hospital, scheme.rules.region),
    terms,
    accumulators,
  };
}

/**
 * What one claim of a worked case is adjudicated from, after those before it were.
 *
 * @param further finds the other schemes that the case names
 * @throws as {@link caseInput}
 */
export function inputOfCase(
  scheme: Scheme,
  file: CasesFile,
  one: WorkedCase,
  index: number,
  further: (id: string) => Scheme | undefined,
): AdjudicationInput {
  const given = { scheme, file, case: one, terms: caseTerms(scheme, file, one, further) };
  let accumulators: AdjudicationInput['accumulators'] = new Map();
  for (let before = 0; before < index; before++) {
    accumulators = new Map([...accumulators, ...adjudicate(caseInput(given, before, accumulators)).accumulators]);
  }
  return caseInput(given, index, accumulators);
}
