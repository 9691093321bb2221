import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { canonicalJson } from '../claim/digest.ts';
import { type Finding, SchemeError } from '../scheme/finding.ts';
import { DEFAULT_FOLDER } from '../scheme/library.ts';
import { readListCsv } from '../scheme/list-file.ts';
import { loadSchemeText, readScheme } from '../scheme/load.ts';
import type { Scheme } from '../scheme/scheme.ts';
import { YamlSource } from '../scheme/yaml.ts';

/** What a draft need not have yet: a folder of its own, worked cases, list files that it shares with the present scheme. */
const FORGIVEN: readonly string[] = ['FOLDER_NAME', 'NO_CASES', 'NO_FILE'];

/**
 * Reads a scheme file that is being tried out, wherever it lies, with all checks of its rules. Lists that it names are
 * taken from beside it, else from the folder of the present scheme.
 *
 * @param file a scheme.yaml
 * @param present the id of the scheme it is compared with
 * @throws SchemeError with everything that is wrong
 */
export function readDraft(file: string, present: string): Scheme {
  const { scheme, findings } = readScheme(file);
  if (scheme !== undefined) return scheme;
  const wrong = findings.filter((finding) => !FORGIVEN.includes(finding.code));
  if (wrong.length > 0 || !existsSync(file)) throw new SchemeError(findings);
  const source = new YamlSource(readFileSync(file, 'utf8'), file);
  return loadSchemeText(canonicalJson(withLists(source, [dirname(file), join(DEFAULT_FOLDER, present)], findings)));
}

type Group = Readonly<Record<string, unknown>>;

/** Puts the entries of each list file beside its name, as loading a scheme folder does. */
function withLists(source: YamlSource, folders: readonly string[], findings: readonly Finding[]): unknown {
  const value = source.value as Group;
  const lists = Object.entries((value['lists'] ?? {}) as Readonly<Record<string, Group>>).map(([name, list]) => {
    if (typeof list['file'] !== 'string') return [name, list];
    const csv = basename(list['file']);
    const file = folders.map((folder) => join(folder, csv)).find((one) => existsSync(one));
    if (file === undefined) throw new SchemeError(findings.filter((finding) => finding.code === 'NO_FILE'));
    const read = readListCsv(readFileSync(file, 'utf8'), file);
    if (read.findings.length > 0) throw new SchemeError(read.findings);
    return [name, { ...list, entries: read.entries }];
  });
  return value['lists'] === undefined ? value : { ...value, lists: Object.fromEntries(lists) };
}
