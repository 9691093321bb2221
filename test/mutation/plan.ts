/** What one run of the tests is about. */
export interface Plan {
  /** The mutants to try, one after the other within each test. */
  readonly ids: readonly number[];
  readonly highest: number;
  /** Where not 0: this mutant is on from the first line that is loaded, and each test runs once. */
  readonly on: number;
  /** How often that mutant may ask in one test before it counts as one that does not end. */
  readonly patience: number;
  /** Where the worker writes its words. */
  readonly words: string;
  readonly root: string;
  /** Test files, in the order in which they run. */
  readonly tests: readonly string[];
  /** How often properties are tried; see test/support/properties.ts. */
  readonly tries: string;
  /** Only tests whose names, with those of what they stand in, match. */
  readonly names: string;
}

/** What the worker tells, one line each, as it happens: so nothing is lost where it has to be stopped. */
export type Word =
  | { readonly early: readonly number[] }
  | { readonly test: string; readonly came: readonly number[] }
  | { readonly trying: number }
  | { readonly noticed: readonly number[]; readonly by: string }
  | { readonly unrepeatable: string; readonly came: readonly number[] }
  /** The files have run; how many tests failed that no mutant was switched on for. */
  | { readonly failed: number };
