import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemeError } from '../scheme/finding.ts';
import { DEFAULT_FOLDER } from '../scheme/library.ts';
import { readListCsv } from '../scheme/list-file.ts';
import type { ListEntry } from '../scheme/lists.ts';
import type { Scheme } from '../scheme/scheme.ts';
import type { Bilingual } from '../scheme/words.ts';

/** A list that rules hang on, and where it comes from here. */
export interface ListUsed {
  readonly name: string;
  readonly title: Bilingual;
  /** `scheme`: part of the rules; `given`: from a file; `sandbox`: invented entries; `missing`: benefits that need it are pended. */
  readonly source: 'scheme' | 'given' | 'sandbox' | 'missing';
  /** Of a list that is imported. */
  readonly entries: readonly ListEntry[];
}

/** A list was given that is not imported by the schemes that are simulated. */
export class UnknownList extends Error {
  override name = 'UnknownList';
}

/**
 * Finds the lists of a scheme: what is part of it, a file that was given, else a sandbox list.
 *
 * @param given CSV files by name of the list
 * @param sandboxes ids of the schemes whose sandbox lists will do
 * @throws SchemeError where a file is not a list
 */
export function findLists(
  { rules }: Scheme,
  given: ReadonlyMap<string, string>,
  sandboxes: readonly string[],
): ListUsed[] {
  return Object.entries(rules.lists).map(([name, { name: title, entries }]): ListUsed => {
    if (entries !== undefined) return { name, title, source: 'scheme', entries: [] };
    const file = given.get(name);
    if (file !== undefined) return { name, title, source: 'given', entries: readList(file) };
    const sandbox = sandboxes
      .map((id) => join(DEFAULT_FOLDER, id, 'sandbox', `${name}.csv`))
      .find((path) => existsSync(path));
    if (sandbox === undefined) return { name, title, source: 'missing', entries: [] };
    return { name, title, source: 'sandbox', entries: readList(sandbox) };
  });
}

/** @throws UnknownList for a given list that none of the schemes imports */
export function insistOnGiven(given: ReadonlyMap<string, string>, found: readonly ListUsed[]): void {
  for (const name of given.keys()) {
    if (found.some((list) => list.name === name && list.source === 'given')) continue;
    throw new UnknownList(`方案不导入清单 ${name} / the scheme imports no list ${name}`);
  }
}

function readList(file: string): readonly ListEntry[] {
  const { entries, findings } = readListCsv(readFileSync(file, 'utf8'), file);
  if (findings.length > 0) throw new SchemeError(findings);
  return entries;
}
