import { relative } from 'node:path';
import type { Finding } from '../scheme/finding.ts';

/** A finding as one line: `file:line:column CODE Chinese / English`; the file as seen from where the command runs. */
export function findingLine({ file, line, column, code, zh, en }: Finding): string {
  const near = relative(process.cwd(), file);
  return `${near.startsWith('..') ? file : near}:${line}:${column} ${code} ${zh} / ${en}`;
}
