import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_FOLDER } from '../../src/scheme/library.ts';
import type { Scheme } from '../../src/scheme/scheme.ts';

/** The file of a scheme with pieces of its text replaced wherever they stand. */
export function schemeText({ rules }: Scheme, ...changes: readonly (readonly [from: string, to: string])[]): string {
  const text = readFileSync(join(DEFAULT_FOLDER, rules.scheme, 'scheme.yaml'), 'utf8');
  return changes.reduce((changed, [from, to]) => {
    if (!changed.includes(from)) throw new Error(`the scheme does not hold: ${from}`);
    return changed.replaceAll(from, to);
  }, text);
}
