import type { SchemeRules } from './language.ts';
import type { CodeList } from './lists.ts';

/** A scheme as loaded: its rules, what identifies them, and the lists that are part of them. */
export interface Scheme {
  readonly rules: SchemeRules;
  /** `sha256:HEX` over {@link Scheme.text}: stands in every decision. */
  readonly digest: string;
  /** The canonical JSON of the scheme file with its own lists inlined: loading it again gives the same scheme. */
  readonly text: string;
  /** Lists with a `file`, by name. */
  readonly ownLists: ReadonlyMap<string, CodeList>;
}
