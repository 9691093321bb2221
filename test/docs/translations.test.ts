import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Documents that exist in both languages, section by section. */
const PAIRS = [['schemes/README.md', 'schemes/README.zh-CN.md']] as const;

const FENCED = /^```(.*)\n([\s\S]*?)^```$/gm;

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

/** The examples: blocks of code that say what they are. Others hold words, which are translated. */
const examples = (text: string) => [...text.matchAll(FENCED)].filter(([, tag]) => tag !== '').map(([block]) => block);

const withoutBlocks = (text: string) => text.replaceAll(FENCED, '');

/** What a document quotes of the language, each once. */
function quoted(text: string): string[] {
  const found = withoutBlocks(text).matchAll(/`([^`]+)`/g);
  return [...new Set(Array.from(found, ([, code = '']) => code.replaceAll(/\s+/g, ' ')))].sort();
}

/** The headings by their depth, the rows of tables, the items of lists: how a document is built. */
function built(text: string): string[] {
  return [...withoutBlocks(text).matchAll(/^(#+ |\||- |\d+\. )/gm)].map(([, mark = '']) => mark.replace(/\d+/, '1'));
}

describe.each(PAIRS)('%s and %s', (one, other) => {
  const [first, second] = [read(one), read(other)];

  it('have the same examples', () => {
    expect(examples(first).length).toBeGreaterThan(0);
    expect(examples(second)).toEqual(examples(first));
  });

  it('quote the same words of the language', () => {
    expect(quoted(second)).toEqual(quoted(first));
  });

  it('have the same sections, tables and lists', () => {
    expect(built(second)).toEqual(built(first));
  });

  it('lead to each other at their top', () => {
    const name = (file: string) => file.split('/').at(-1) ?? '';
    expect(first.split('\n')[2]).toBe(`[中文](${name(other)})`);
    expect(second.split('\n')[2]).toBe(`[English](${name(one)})`);
  });
});
