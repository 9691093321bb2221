import { AUTO_PAY_LIMIT, AUTO_PAY_STOP } from '../adjudication/scheme.ts';
import type { SchemeLibrary } from '../scheme/library.ts';
import type { Scheme } from '../scheme/scheme.ts';

/** The words that lines may use of members and facts. */
export interface Vocabulary {
  readonly cohorts: ReadonlySet<string>;
  readonly preexisting: ReadonlySet<string>;
  readonly facts: ReadonlySet<string>;
}

/** The words of all schemes of the library, as in a roster, and those of the schemes that are simulated. */
export function simulationVocabulary(library: SchemeLibrary, schemes: readonly Scheme[]): Vocabulary {
  const known = library.vocabulary();
  const rosters = schemes.map((scheme) => scheme.rules.roster);
  return {
    cohorts: new Set([...known.cohorts, ...rosters.flatMap((roster) => roster.cohorts)]),
    preexisting: new Set([...known.preexisting, ...rosters.flatMap((roster) => roster.preexisting)]),
    facts: new Set([AUTO_PAY_LIMIT, AUTO_PAY_STOP, ...schemes.flatMap((scheme) => Object.keys(scheme.rules.facts))]),
  };
}
