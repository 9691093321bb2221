import { CodeList, type ListEntry } from '../scheme/lists.ts';
import { loadSchemeText } from '../scheme/load.ts';
import type { Scheme } from '../scheme/scheme.ts';

/** Rules under which the claims are run, with the lists that somebody imports. */
export interface RuleSet {
  readonly scheme: Scheme;
  readonly lists: ReadonlyMap<string, CodeList>;
}

/** A rule set as it is handed to another thread. */
export interface RuleSetText {
  readonly scheme: string;
  readonly lists: readonly (readonly [name: string, entries: readonly ListEntry[]])[];
}

/** @throws SchemeError where the text is not a scheme */
export function ruleSetOf({ scheme, lists }: RuleSetText): RuleSet {
  return {
    scheme: loadSchemeText(scheme),
    lists: new Map(lists.map(([name, entries]) => [name, new CodeList(entries)])),
  };
}
