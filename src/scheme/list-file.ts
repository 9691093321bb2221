import { CsvError, parse } from 'csv-parse/sync';
import type { Finding } from './finding.ts';
import { CodeList, type ListEntry } from './lists.ts';

const HEADER = ['code', 'name', 'class'];

/**
 * Reads a code list: CSV in UTF-8 with the header row `code,name,class`, one entry a row.
 *
 * @param file the name that findings carry
 * @returns the entries, or everything that is wrong with the text
 */
export function readListCsv(text: string, file: string): { entries: ListEntry[]; findings: Finding[] } {
  const findings: Finding[] = [];
  const report = (line: number, code: string, zh: string, en: string) => {
    findings.push({ file, line, column: 1, code, zh, en });
  };
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    rows = parse(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
    }) as unknown as typeof rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    report(line, 'CSV', `不是有效的 CSV：${error.message}`, `not valid CSV: ${error.message}`);
    return { entries: [], findings };
  }
  const [head, ...body] = rows;
  if (head?.record.join(',') !== HEADER.join(',')) {
    report(1, 'CSV_HEADER', `首行须为 ${HEADER.join(',')}`, `the first row must be ${HEADER.join(',')}`);
    return { entries: [], findings };
  }
  if (body.length === 0) report(1, 'CSV_EMPTY', '清单没有任何条目', 'the list has no entry');
  const seen = new Set<string>();
  const entries = body.map(({ record, info }) => {
    const [code = '', name = '', group = '', ...more] = record;
    if (more.length > 0) report(info.lines, 'CSV_COLUMNS', '列数多于三列', 'there are more than three columns');
    const wrong = wrongCode(code);
    if (wrong !== undefined) report(info.lines, 'CSV_CODE', wrong.zh, wrong.en);
    if (seen.has(code)) report(info.lines, 'CSV_DUPLICATE', `编码 ${code} 重复`, `the code ${code} is repeated`);
    seen.add(code);
    return { code, name, class: group };
  });
  return { entries, findings };
}

/** What is wrong with the code of an entry, if anything: a prefix, or a range such as `C00-C97`. */
export function wrongCode(code: string): { zh: string; en: string } | undefined {
  if (code === '') return { zh: '编码为空', en: 'the code is empty' };
  if (!/^[\x21-\x7e]+$/.test(code)) {
    return {
      zh: `“${code}”不是编码：只能有半角字母、数字与符号（逗号须为半角）`,
      en: `"${code}" is no code: letters, digits and signs of ASCII only (mind full-width commas)`,
    };
  }
  try {
    new CodeList([{ code, name: '', class: '' }]);
    return undefined;
  } catch {
    return { zh: `“${code}”不是有效的编码区间`, en: `"${code}" is not a range of codes` };
  }
}
