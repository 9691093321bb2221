import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type Finding, formatFinding } from '../../src/scheme/finding.ts';
import { DEFAULT_FOLDER } from '../../src/scheme/library.ts';
import { readScheme } from '../../src/scheme/load.ts';

const README = readFileSync(join(DEFAULT_FOLDER, 'README.md'), 'utf8');

/** The blocks of the language page with this tag. */
function blockTexts(tag: string): string[] {
  const found = [...README.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].filter(([, info]) => info === tag);
  if (found.length === 0) throw new Error(`the page has no block ${tag}`);
  return found.map(([, , text = '']) => text);
}

/** All of them, one after the other: the scheme that the page builds step by step. */
const blocks = (tag: string): string => blockTexts(tag).join('\n');

/** The scheme that `schemes/README.md` teaches the language with. */
export const EXAMPLE = {
  id: 'qinglan-anxinbao-2025',
  scheme: blocks('yaml scheme'),
  cases: blocks('yaml cases'),
  list: blocks('csv major-diseases.csv'),
};

type Group = Record<string, unknown>;

/**
 * The example with all that the page shows beside it: the parts of each further piece are added to those of the example,
 * lists behind each other, groups into each other, anything else in its place.
 */
export function exampleWithMore(): string {
  const pieces = blockTexts('yaml more').map((text) => parse(text) as Group);
  return stringify(pieces.reduce(merged, parse(EXAMPLE.scheme) as Group), { aliasDuplicateObjects: false });
}

function merged(into: Group, piece: Group): Group {
  const entries = Object.entries(piece).map(([key, value]): [string, unknown] => [key, mergedValue(into[key], value)]);
  return { ...into, ...Object.fromEntries(entries) };
}

function mergedValue(into: unknown, value: unknown): unknown {
  if (Array.isArray(into) && Array.isArray(value)) return [...into, ...value];
  if (into === undefined || typeof into !== 'object' || typeof value !== 'object') return value;
  if (Array.isArray(value)) return [into, ...value];
  return merged(into as Group, value as Group);
}

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
