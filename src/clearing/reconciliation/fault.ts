/** Why a row of an upload cannot be compared: a closed list. A message never repeats what a cell holds. */
export const ROW_FAULTS = {
  ENCODING: ['既不是 UTF-8 也不是 GB18030', 'neither UTF-8 nor GB18030'],
  MALFORMED_ROW: ['列数与首行不符或引号不成对', 'the number of columns differs from the header, or quotes do not pair'],
  RECORD_TYPE: ['recordType 不是约定的记录类型', 'recordType is not one of the agreed words'],
  HOSPITAL_ID: ['hospitalId 为空或过长', 'hospitalId is blank or too long'],
  SETTLEMENT_ID: ['settlementId 为空或过长', 'settlementId is blank or too long'],
  DECISION_ID: ['decisionId 过长', 'decisionId is too long'],
  NUMBER_DAMAGED: [
    '号码已被电子表格改成科学计数法，末位已丢失：请将该列设为文本后重新导出',
    'a spreadsheet has turned the number into scientific notation and lost its last digits: export it again with the column as text',
  ],
  INSURER_PAID: [
    'insurerPaid 须为至多九位整数、两位小数的元，可为负',
    'insurerPaid must be yuan with at most 9 digits and 2 decimals, may be negative',
  ],
  MEMBER_BENEFIT: [
    'memberBenefit 须为至多九位整数、两位小数的元，可为负或留空',
    'memberBenefit must be yuan with at most 9 digits and 2 decimals, may be negative or blank',
  ],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

export type RowFaultCode = keyof typeof ROW_FAULTS;
