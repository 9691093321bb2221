import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { canonicalJson, sha256 } from '../claim/digest.ts';
import { noteGates } from './checks/gates.ts';
import { checkScheme } from './checks.ts';
import { type Finding, inOrder, type Report, SchemeError } from './finding.ts';
import { reportIssues } from './issues.ts';
import { type SchemeRules, schemeFile } from './language.ts';
import { readListCsv } from './list-file.ts';
import { CodeList } from './lists.ts';
import { readSchemeFile } from './read-file.ts';
import type { Scheme } from './scheme.ts';
import { YamlSource } from './yaml.ts';

/** The file names of a scheme folder. */
export const SCHEME_FILE = 'scheme.yaml';
export const CASES_FILE = 'cases.yaml';

/** A scheme, or what is wrong with its file. */
export interface SchemeReading {
  /** Absent where anything is wrong. */
  readonly scheme: Scheme | undefined;
  readonly findings: readonly Finding[];
  /** What is worth a look in a scheme with nothing wrong, and may yet be meant. */
  readonly notices: () => readonly Finding[];
}

/**
 * Reads a scheme with all checks: of its folder, or of its `scheme.yaml`. Lists that it names are read from the same folder.
 *
 * @param path a scheme folder or a scheme file
 */
export function readScheme(path: string): SchemeReading {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, SCHEME_FILE) : path;
  if (!existsSync(file)) {
    const finding = { file, line: 1, column: 1, code: 'NO_FILE', zh: '没有这个文件', en: 'there is no such file' };
    return wrong([finding]);
  }
  const read = readSchemeFile(file);
  if ('finding' in read) return wrong([read.finding]);
  return readSchemeText(read.text, file, dirname(file));
}

/**
 * Reads a scheme from text with all checks.
 *
 * @param file the name that findings carry
 * @param folder where the lists and worked cases lie; without it a scheme cannot name list files
 */
export function readSchemeText(text: string, file: string, folder?: string): SchemeReading {
  const source = new YamlSource(text, file);
  const findings: Finding[] = [...source.findings];
  if (findings.length > 0) return wrong(findings);
  const inlined = inlineLists(source, folder, findings);
  const { rules, canonical } = understand(inlined, source);
  if (rules !== undefined) {
    checkScheme(rules, source.report);
    if (folder !== undefined) checkFolder(rules, folder, source);
  }
  const all = distinct(inOrder([...findings, ...source.findings]));
  if (rules === undefined || all.length > 0) return wrong(all);
  return { scheme: schemeOf(rules, canonical), findings: [], notices: () => noticesOf(rules, folder, source) };
}

/** Found only for who asks: a gateway that starts does not. */
function noticesOf(rules: SchemeRules, folder: string | undefined, source: YamlSource): readonly Finding[] {
  const notices: Finding[] = [];
  const note: Report = (path, code, zh, en) =>
    void notices.push({ file: source.file, ...source.locate(path), code, zh, en });
  noteGates(rules, note);
  if (folder !== undefined) noteSucceeded(rules, folder, note);
  return inOrder(notices);
}

function wrong(findings: readonly Finding[]): SchemeReading {
  return { scheme: undefined, findings, notices: () => [] };
}

/**
 * A scheme from its folder or file, with all checks.
 *
 * @throws SchemeError with everything that is wrong
 */
export function loadScheme(path: string): Scheme {
  return insist(readScheme(path));
}

/**
 * A scheme from the text that a ledger keeps ({@link Scheme.text}): the same rules with the same digest. It was checked on
 * the day it was first loaded; here only its shape is, so that checks which are added later cannot lock an old ledger.
 *
 * @throws SchemeError where the text is not a scheme
 */
export function loadSchemeText(text: string): Scheme {
  const source = new YamlSource(text, 'stored-scheme.json');
  const { rules, canonical } = source.findings.length > 0 ? NOTHING : understand(source.value, source);
  if (rules === undefined) throw new SchemeError(source.findings);
  return schemeOf(rules, canonical);
}

const NOTHING = { rules: undefined, canonical: '' };

function insist({ scheme, findings }: SchemeReading): Scheme {
  if (scheme === undefined) throw new SchemeError(findings);
  return scheme;
}

/** Holds a plain value against the language. It goes through its canonical text, so that what is stored is what was read. */
function understand(value: unknown, source: YamlSource): { rules: SchemeRules | undefined; canonical: string } {
  const canonical = canonicalJson(value);
  const result = schemeFile.safeParse(JSON.parse(canonical), { reportInput: true });
  if (result.success) return { rules: result.data, canonical };
  reportIssues(result.error.issues, source.report);
  return { rules: undefined, canonical };
}

function schemeOf(rules: SchemeRules, text: string): Scheme {
  const own = Object.entries(rules.lists).flatMap(([name, list]): [string, CodeList][] =>
    list.entries === undefined ? [] : [[name, new CodeList(list.entries)]],
  );
  return { rules, digest: sha256(text), text, ownLists: new Map(own) };
}

/** Puts the entries of each list file beside its name, so that a scheme's text is whole. */
function inlineLists(source: YamlSource, folder: string | undefined, findings: Finding[]): unknown {
  const { value } = source;
  if (!isGroup(value) || !isGroup(value['lists'])) return value;
  const lists = Object.entries(value['lists']).map(([name, list]): [string, unknown] => {
    if (!isGroup(list) || typeof list['file'] !== 'string') return [name, list];
    const path = ['lists', name, 'file'];
    if ('entries' in list) {
      source.report(
        path,
        'LIST_TWICE',
        '清单写了 file 又写了 entries：请留其一',
        'a list has `file` or `entries`, not both',
      );
      return [name, list];
    }
    const file = folder === undefined ? undefined : join(folder, basename(list['file']));
    if (file === undefined || !existsSync(file)) {
      source.report(path, 'NO_FILE', `没有清单文件 ${list['file']}`, `there is no list file ${list['file']}`);
      return [name, list];
    }
    const text = readSchemeFile(file);
    const read = 'finding' in text ? { entries: [], findings: [text.finding] } : readListCsv(text.text, file);
    findings.push(...read.findings);
    return [name, read.findings.length > 0 ? list : { ...list, entries: read.entries }];
  });
  return { ...value, lists: Object.fromEntries(lists) };
}

function checkFolder(rules: SchemeRules, folder: string, source: YamlSource): void {
  const name = basename(folder);
  if (name !== rules.scheme) {
    source.report(
      ['scheme'],
      'FOLDER_NAME',
      `方案名“${rules.scheme}”与文件夹名“${name}”不同：二者须一致`,
      `the scheme "${rules.scheme}" lies in a folder "${name}": the two must be the same`,
    );
  }
  if (!existsSync(join(folder, CASES_FILE))) {
    source.report(
      ['scheme'],
      'NO_CASES',
      `文件夹内没有 ${CASES_FILE}：方案须附手工算出的算例`,
      `the folder has no ${CASES_FILE}: a scheme comes with cases worked by hand`,
    );
  }
}

/** The folders of schemes that lie in a folder, sorted. */
export function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, SCHEME_FILE)))
    .map((entry) => join(folder, entry.name))
    .sort();
}

/** A scheme of an earlier year that is not among those beside this one; where none lies beside it, nothing can be said. */
function noteSucceeded({ scheme, succeeds }: SchemeRules, folder: string, note: Report): void {
  if (succeeds.length === 0) return;
  const beside = foldersIn(dirname(resolve(folder)))
    .map((one) => basename(one))
    .filter((name) => name !== scheme);
  for (const [index, id] of succeeds.entries()) {
    if (beside.length === 0 || beside.includes(id)) continue;
    note(
      ['succeeds', index],
      'UNKNOWN_REFERENCE',
      `旁边没有方案“${id}”：若是笔误，终身限额便不计往年的赔付`,
      `there is no scheme "${id}" beside this one: if that is a slip, limits for life do not count what earlier years paid`,
    );
  }
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A rule that stands once and is used twice (a YAML anchor) is reported once. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
