import { Refusal } from '../../src/problem/refusal.ts';
import type { Fields } from './fields.ts';
import type { Row } from './gather.ts';

/** Transactions of an inpatient (quote, settlement). */
const INPATIENT = new Set(['2303', '2304']);

/**
 * 金保 medical types (AKA130) and the national ones. Of the rest only those that mean the same in both are taken: a
 * region's own type may be an accident, a maternity or a chronic disease, and these are paid differently.
 */
const MEDICAL_TYPES: Readonly<Record<string, string>> = {
  11: '11',
  13: '14',
  21: '21',
  27: '22',
  51: '51',
  52: '52',
};

/**
 * The national medical type of a visit.
 *
 * @param transaction its national number
 * @throws Refusal `INVALID_BODY` where AKA130 is unknown, or contradicts the transaction
 */
export function medicalType(fields: Fields, transaction: string): string | undefined {
  const inpatient = INPATIENT.has(transaction);
  const sent = fields.get('med_type');
  if (sent === undefined) return inpatient ? '21' : undefined;
  if (!fields.wasSentAs('med_type', 'aka130')) return sent;
  const type = Object.hasOwn(MEDICAL_TYPES, sent) ? MEDICAL_TYPES[sent] : undefined;
  if (type === undefined || (type.startsWith('2') || type === '52') !== inpatient) {
    const expected = inpatient ? '21, 27, 52' : '11, 13, 51';
    throw new Refusal('INVALID_BODY', {
      detail: `医疗类别 AKA130 为 ${sent.slice(0, 10)}，本交易应为 ${expected}；其他类别请以国家代码 med_type 报送`,
      detailEn: `AKA130 is ${sent.slice(0, 10)}, expected for this transaction ${expected}; send others as the national med_type`,
      errors: [{ pointer: '/AKA130', code: 'INVALID_VALUE', message: `应为 ${expected} / expected ${expected}` }],
    });
  }
  return type;
}

/**
 * The diagnoses of a visit as rows of `diseinfo`, the principal one marked: as the message marks it, else the one named
 * as the main diagnosis of the discharge, else the first in its own order. An admission diagnosis is no discharge
 * diagnosis; an outpatient has but one.
 */
export function diagnoses(fields: Fields, rows: readonly Row[], transaction: string): Row[] {
  const named = fields.get('dscg_maindiag_code') ?? fields.get('aka120');
  const main = named ?? (INPATIENT.has(transaction) ? undefined : fields.get('akc193'));
  const name = fields.get('dscg_maindiag_name') ?? fields.get('aka121') ?? '';
  const found = rows.map(({ aka120, aka121, ...row }): Row => {
    return { ...(aka120 && { diag_code: aka120 }), ...(aka121 && { diag_name: aka121 }), ...row };
  });
  if (found.length === 0) return main === undefined ? [] : [{ diag_code: main, diag_name: name, maindiag_flag: '1' }];
  if (found.some((row) => row['maindiag_flag'] !== undefined)) return found;
  const principal = found.findIndex((row) => (main === undefined ? isFirst(row) : row['diag_code'] === main));
  if (principal < 0 && main !== undefined) return [{ diag_code: main, diag_name: name, maindiag_flag: '1' }, ...found];
  return found.map((row, index) => ({ ...row, maindiag_flag: index === principal ? '1' : '0' }));
}

function isFirst(row: Row): boolean {
  return Number.parseInt(row['diag_srt_no'] ?? '', 10) === 1;
}
