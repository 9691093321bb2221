/**
 * Why a row of the roster is not taken: a closed list. A message names columns and known words, never what a cell holds:
 * where columns are shifted, any cell may hold an id number or a name.
 */
export const ROW_CODES = {
  ENCODING: ['不是 UTF-8：请另存为“CSV UTF-8”', 'not UTF-8: save the file as "CSV UTF-8"'],
  MALFORMED_ROW: ['列数与首行不符或引号不成对', 'the number of columns differs from the header, or quotes do not pair'],
  REQUIRED: ['必填', 'required'],
  TOO_LONG: ['过长', 'too long'],
  NUMBER_DAMAGED: [
    '号码已被电子表格改成科学计数法，末位已丢失：请将该列设为文本后从源系统重新导出',
    'a spreadsheet has turned the number into scientific notation and lost its last digits: export it again with the column as text',
  ],
  INVALID_POLICY_NO: [
    '须为不含空格的 1 至 64 个字符，且不得是证件号码',
    'must be 1 to 64 characters without spaces, and not the id number',
  ],
  INVALID_ID_TYPE: ['须为证件类型代码，如 01', 'must be the code of an id document, such as 01'],
  ID_NUMBER_INVALID: [
    '居民身份证号码校验位不符（末三位为 000 的，多为电子表格截断）',
    'not a resident id number: its check character is wrong (where it ends in 000, a spreadsheet has likely cut it)',
  ],
  INVALID_REGION: [
    '须为至少到地市的行政区划代码，如 360102',
    'must be a region code that names at least the city, such as 360102',
  ],
  INVALID_DATE: ['须为存在的日期 YYYY-MM-DD', 'must be a day that exists, YYYY-MM-DD'],
  DATES_REQUIRED: ['该方案没有统一保障期，须填写起止日期', 'the scheme has no fixed period: both dates are required'],
  PERIOD_REVERSED: ['止期早于起期', 'the period ends before it begins'],
  PERIOD_TOO_LONG: ['保障期长于该方案的一个保险年度', 'the period is longer than a policy year of the scheme'],
  OUTSIDE_COVERAGE: ['起止日期超出该方案的保障期', "the dates lie outside the scheme's coverage period"],
  UNKNOWN_COHORT: ['有未知的人群代码', 'an unknown cohort'],
  UNKNOWN_CATEGORY: ['有未知的既往症类别', 'an unknown category of pre-existing condition'],
  UNKNOWN_PLAN: ['有未知的计划', 'an unknown plan'],
  INVALID_NUMBER: ['须为 0 至 99 的整数或留空', 'must be a whole number from 0 to 99, or blank'],
  INVALID_STATUS: ['须为 active 或 cancelled', 'must be active or cancelled'],
  DUPLICATE_ROW: [
    '同一文件中该保单号已以不同内容出现，只采用第一次',
    'the policy number occurred in this file before with other content; only the first is taken',
  ],
  POLICY_HOLDER_CHANGED: [
    '该保单号已属于另一参保人：请撤销原保单并以新保单号登记',
    'the policy number belongs to another person: cancel that policy and enroll under a new number',
  ],
  STALE: ['比已存的内容旧，未采用', 'older than what is stored, not applied'],
  DUPLICATE_POLICY: [
    '该参保人在本方案同期已有有效保单',
    'the person has another active policy in this scheme and period',
  ],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type RowCode = keyof typeof ROW_CODES;

/** Thrown and returned for a row that is not taken. */
export class RowFault extends Error {
  readonly code: RowCode;

  /** @param about the column, or what else tells where to look; never a cell's content */
  constructor(code: RowCode, about?: string) {
    const [zh, en] = ROW_CODES[code];
    super(about === undefined ? `${zh} / ${en}` : `${about}：${zh} / ${about}: ${en}`);
    this.name = 'RowFault';
    this.code = code;
  }
}
