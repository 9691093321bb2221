import { type FieldProblem, Refusal } from '../../problem/refusal.ts';

/** The columns of a roster (contract section 4). */
export const REQUIRED_COLUMNS = [
  'policyNo',
  'idType',
  'idNumber',
  'name',
  'insuredRegion',
  'effectiveFrom',
  'effectiveTo',
  'cohorts',
  'preexisting',
  'priorYears',
  'claimFreeYears',
] as const;
export const OPTIONAL_COLUMNS = ['status', 'plan', 'family'] as const;
export type Column = (typeof REQUIRED_COLUMNS)[number] | (typeof OPTIONAL_COLUMNS)[number];

/** The cells of a row by column; a column that the file does not have is blank. */
export type CellOf = (column: Column) => string;

const KNOWN: readonly string[] = [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS];

/**
 * Reads the header row; the columns may come in any order.
 *
 * @returns how to find a row's cells
 * @throws Refusal `INVALID_BODY` for a column that is missing, unknown or there twice: nothing of the file is taken
 */
export function readHeader(header: readonly string[]): (cells: readonly string[]) => CellOf {
  const errors: FieldProblem[] = [
    ...REQUIRED_COLUMNS.filter((column) => !header.includes(column)).map((column) => ({
      pointer: `/${column}`,
      code: 'REQUIRED',
      message: `缺少列 ${column} / the column ${column} is missing`,
    })),
    ...header.flatMap((name, index) => wrongColumn(name, index, header)),
  ];
  if (errors.length > 0) {
    throw new Refusal('INVALID_BODY', {
      detail: `首行有 ${errors.length} 处不符，未导入任何内容；列名须为 ${KNOWN.join(',')}，须为 UTF-8 编码`,
      detailEn: `The header row is wrong in ${errors.length} place(s), nothing was imported; the columns are ${KNOWN.join(',')}, in UTF-8`,
      errors: errors.slice(0, 50),
    });
  }
  const places = new Map(header.map((name, index) => [name, index]));
  return (cells) => (column) => cells[places.get(column) ?? -1] ?? '';
}

/** A wrong name is told by its place and not repeated: a file without header begins with somebody's data. */
function wrongColumn(name: string, index: number, header: readonly string[]): FieldProblem[] {
  const at = `第 ${index + 1} 列`;
  const atEn = `column ${index + 1}`;
  if (!KNOWN.includes(name)) {
    return [{ pointer: `/${index + 1}`, code: 'UNKNOWN_FIELD', message: `${at}未知 / ${atEn} is unknown` }];
  }
  if (header.indexOf(name) === index) return [];
  return [{ pointer: `/${name}`, code: 'DUPLICATE_COLUMN', message: `${at}重复 / ${atEn} is there twice` }];
}
