import { readFileSync } from 'node:fs';
import type { Mutant } from './switched.ts';

/** A mutant that nobody can notice, a row of the README's table. It has no line number: those move. */
export type Explained = ReadonlySet<string>;

const ROW = /^\| `([^`]+)` \| `([^`]*)` \| ``? ?(.+?) ?``? \| ``? ?(.+?) ?``? \| (.+) \|$/;

/** The name of a mutant in the table: file, function, what stood there, what stands there now. */
export function nameOf({ file, within, before, after }: Pick<Mutant, 'file' | 'within' | 'before' | 'after'>): string {
  return [file, within, before, after].join(' | ');
}

/** Reads the table. A bar inside code is written `\|`, as Markdown asks; an empty cell of code as `(nothing)`. */
export function readExplained(readme: URL): Explained {
  const rows = readFileSync(readme, 'utf8').split('\n');
  return new Set(
    rows.flatMap((row) => {
      const [, file, within, before, after] = ROW.exec(row)?.map((cell) => cell.replaceAll('\\|', '|')) ?? [];
      if (file === undefined) return [];
      const text = (cell = '') => (cell === '(nothing)' ? '' : cell);
      return [[file, text(within), text(before), text(after)].join(' | ')];
    }),
  );
}
