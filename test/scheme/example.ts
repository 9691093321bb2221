import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Finding, formatFinding } from '../../src/scheme/finding.ts';
import { DEFAULT_FOLDER } from '../../src/scheme/library.ts';
import { readScheme } from '../../src/scheme/load.ts';

const README = readFileSync(join(DEFAULT_FOLDER, 'README.md'), 'utf8');

/** All blocks of the language page with this tag, one after the other: the scheme that the page builds step by step. */
function blocks(tag: string): string {
  const found = [...README.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].filter(([, info]) => info === tag);
  if (found.length === 0) throw new Error(`the page has no block ${tag}`);
  return found.map(([, , text]) => text).join('\n');
}

/** The scheme that `schemes/README.md` teaches the language with. */
export const EXAMPLE = {
  id: 'qinglan-anxinbao-2025',
  scheme: blocks('yaml scheme'),
  cases: blocks('yaml cases'),
  list: blocks('csv major-diseases.csv'),
};

const ROOT = mkdtempSync(join(tmpdir(), 'yizhan-scheme-'));
process.on('exit', () => rmSync(ROOT, { recursive: true, force: true }));

/** What to write into the folder of the example; `undefined` leaves a file out. */
export interface Changed {
  readonly folder?: string;
  readonly scheme?: string;
  readonly cases?: string | undefined;
  readonly list?: string | undefined;
}

/** Writes the example into a folder of its own, changed as told. */
export function exampleFolder(changed: Changed = {}): string {
  const folder = join(mkdtempSync(join(ROOT, 'x')), changed.folder ?? EXAMPLE.id);
  mkdirSync(folder);
  const files = { 'scheme.yaml': 'scheme', 'cases.yaml': 'cases', 'major-diseases.csv': 'list' } as const;
  for (const [name, key] of Object.entries(files)) {
    const text = key in changed ? changed[key] : EXAMPLE[key];
    if (text !== undefined) writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Replaces a piece of the example's text that stands in it, the first time it does. */
export function change(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the example does not hold: ${from}`);
  return text.replace(from, () => to);
}

/** What is found in the example after a change of its scheme file. */
export function findingsAfter(from: string, to: string): { findings: readonly Finding[]; text: string } {
  const text = change(EXAMPLE.scheme, from, to);
  return { findings: readScheme(exampleFolder({ scheme: text })).findings, text };
}

/** The number of the line that holds a piece of text, from 1; `nth` of several. */
export function lineOf(text: string, piece: string, nth = 1): number {
  const lines = text.split('\n').flatMap((line, index) => (line.includes(piece) ? [index + 1] : []));
  const line = lines[nth - 1];
  if (line === undefined) throw new Error(`no such line: ${piece}`);
  return line;
}

/** Findings as lines without the folder, to be compared. */
export function shown(findings: readonly Finding[]): string[] {
  return findings.map((finding) => formatFinding({ ...finding, file: finding.file.split('/').at(-1) ?? '' }));
}
