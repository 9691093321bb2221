import { CaseCoverage } from '../../adjudication/case-coverage.ts';
import { type CaseFinding, runCases } from '../../adjudication/cases.ts';
import { type CasesReading, readCases } from '../../scheme/cases.ts';
import type { SchemeLibrary } from '../../scheme/library.ts';
import type { CodeList } from '../../scheme/lists.ts';
import type { Scheme } from '../../scheme/scheme.ts';
import type { Bilingual } from '../../scheme/words.ts';

/** What schemes hang on beside their files, as it is in force. */
export interface InForce {
  facts(scheme: string): Readonly<Record<string, string>>;
  lists(): ReadonlyMap<string, { readonly list: CodeList }>;
}

/** How the worked cases of a scheme came out. */
export interface CasesRun {
  readonly failed: readonly CaseFinding[];
  /** What no case comes to. */
  readonly missing: readonly Bilingual[];
}

/** The schemes of the gateway with their worked cases, for those who read and try them. Nothing here is a settlement. */
export class SchemeDesk {
  readonly #library: SchemeLibrary;
  /** Files are read and cases run once: they change with the gateway. */
  readonly #cases = new Map<string, CasesReading>();
  readonly #runs = new Map<string, CasesRun>();
  readonly inForce: InForce;

  constructor(library: SchemeLibrary, inForce: InForce) {
    this.#library = library;
    this.inForce = inForce;
  }

  list(): readonly Scheme[] {
    return this.#library.list();
  }

  get(id: string): Scheme | undefined {
    return this.#library.get(id);
  }

  /** The worked cases of a scheme. */
  cases({ rules }: Scheme): CasesReading {
    const known = this.#cases.get(rules.scheme) ?? readCases(this.#library.folderOf(rules.scheme));
    this.#cases.set(rules.scheme, known);
    return known;
  }

  /** Runs the worked cases of a scheme. */
  run(scheme: Scheme): CasesRun {
    const { scheme: id } = scheme.rules;
    const known = this.#runs.get(id);
    if (known !== undefined) return known;
    const coverage = new CaseCoverage(scheme.rules);
    const failed = runCases(scheme, this.cases(scheme), (other) => this.get(other), coverage);
    const run = { failed, missing: coverage.missing() };
    this.#runs.set(id, run);
    return run;
  }
}
