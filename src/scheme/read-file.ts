import { readFileSync } from 'node:fs';
import type { Finding } from './finding.ts';

/** A file's text, or why it cannot be read as text. */
export type FileText = { readonly text: string } | { readonly finding: Finding };

/**
 * Reads a file of a scheme as UTF-8. An editor may have saved it in another encoding (GBK on Windows): read as if it were
 * UTF-8, every name in it would become garbage, and nothing would say so.
 */
export function readSchemeFile(file: string): FileText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const zh = '文件不是 UTF-8 编码：请在编辑器中另存为 UTF-8';
    const en = 'the file is not in UTF-8: save it as UTF-8 in the editor';
    return { finding: { file, line: 1, column: 1, code: 'NOT_UTF8', zh, en } };
  }
}
