import { ENGINE_FACTS, type FactKind } from '../scheme/facts.ts';
import type { SchemeLibrary } from '../scheme/library.ts';
import type { Scheme } from '../scheme/scheme.ts';

/** The words that lines may use of members and facts. */
export interface Vocabulary {
  readonly cohorts: ReadonlySet<string>;
  readonly preexisting: ReadonlySet<string>;
  readonly plans: ReadonlySet<string>;
  readonly facts: ReadonlyMap<string, FactKind>;
}

/** The words of all schemes of the library, as in a roster, and those of the schemes that are simulated. */
export function simulationVocabulary(library: SchemeLibrary, schemes: readonly Scheme[]): Vocabulary {
  const known = library.vocabulary();
  const rosters = schemes.map((scheme) => scheme.rules.roster);
  return {
    cohorts: new Set([...known.cohorts, ...rosters.flatMap((roster) => roster.cohorts)]),
    preexisting: new Set([...known.preexisting, ...rosters.flatMap((roster) => roster.preexisting)]),
    plans: new Set(rosters.flatMap((roster) => roster.plans)),
    facts: new Map([
      ...ENGINE_FACTS,
      ...schemes.flatMap(({ rules }) =>
        Object.entries(rules.facts).map(([name, { unit }]): [string, FactKind] => [name, unit]),
      ),
    ]),
  };
}
