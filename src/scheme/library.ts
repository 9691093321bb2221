import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Finding, SchemeError } from './finding.ts';
import { readListCsv } from './list-file.ts';
import { CodeList } from './lists.ts';
import { foldersIn, readScheme } from './load.ts';
import type { Scheme } from './scheme.ts';
import { CATEGORY_NAMES } from './words.ts';

/** The schemes that come with the gateway. */
export const DEFAULT_FOLDER = fileURLToPath(new URL('../../schemes/', import.meta.url));

/** Where a scheme keeps lists for tests and the sandbox, one CSV file a list. */
const SANDBOX = 'sandbox';

/** The schemes of a folder, each in a folder of its own name. */
export class SchemeLibrary {
  readonly #folder: string;
  readonly #schemes: ReadonlyMap<string, Scheme>;

  private constructor(folder: string, schemes: readonly Scheme[]) {
    this.#folder = folder;
    this.#schemes = new Map(schemes.map((scheme) => [scheme.rules.scheme, scheme]));
  }

  /**
   * Reads all schemes of a folder, at start-up.
   *
   * @throws SchemeError with everything that is wrong in any of them
   */
  static load(folder: string = DEFAULT_FOLDER): SchemeLibrary {
    const readings = schemeFolders(folder).map(readScheme);
    const findings: Finding[] = readings.flatMap((reading) => reading.findings);
    if (findings.length > 0) throw new SchemeError(findings);
    return new SchemeLibrary(folder, readings.flatMap(({ scheme }) => scheme ?? []).sort(byPrecedence));
  }

  get(id: string): Scheme | undefined {
    return this.#schemes.get(id);
  }

  /** All schemes, in the order in which they are adjudicated: by precedence, then by id. */
  list(): readonly Scheme[] {
    return [...this.#schemes.values()];
  }

  /** Where a scheme lies. */
  folderOf(id: string): string {
    return join(this.#folder, id);
  }

  /** Every word that a roster may use, over all schemes. */
  vocabulary(): { readonly cohorts: ReadonlySet<string>; readonly preexisting: ReadonlySet<string> } {
    const rosters = this.list().map((scheme) => scheme.rules.roster);
    return {
      cohorts: new Set(rosters.flatMap((roster) => roster.cohorts)),
      preexisting: new Set([...CATEGORY_NAMES, ...rosters.flatMap((roster) => roster.preexisting)]),
    };
  }

  /**
   * A scheme's lists for tests and the sandbox, by name; their entries are invented and say so.
   *
   * @throws SchemeError where a list file is not right
   */
  sandboxLists(id: string): ReadonlyMap<string, CodeList> {
    const folder = join(this.#folder, id, SANDBOX);
    const names = Object.keys(this.get(id)?.rules.lists ?? {});
    const found = names
      .map((name) => [name, join(folder, `${name}.csv`)] as const)
      .filter(([, file]) => existsSync(file));
    return new Map(
      found.map(([name, file]) => {
        const { entries, findings } = readListCsv(readFileSync(file, 'utf8'), file);
        if (findings.length > 0) throw new SchemeError(findings);
        return [name, new CodeList(entries)];
      }),
    );
  }
}

/** The scheme folders of a folder. */
export function schemeFolders(folder: string = DEFAULT_FOLDER): string[] {
  return foldersIn(folder);
}

function byPrecedence(a: Scheme, b: Scheme): number {
  return a.rules.precedence - b.rules.precedence || (a.rules.scheme < b.rules.scheme ? -1 : 1);
}
