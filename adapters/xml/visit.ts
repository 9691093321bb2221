import { invalid } from '../nhsa/refusals.ts';
import type { Fields } from './fields.ts';

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
 * The national medical type of a visit, where the message has any.
 *
 * @param transaction its national number
 * @throws Refusal `INVALID_BODY` where AKA130 is unknown, or contradicts the transaction
 */
export function medicalType(fields: Fields, transaction: string): string | undefined {
  const inpatient = INPATIENT.has(transaction);
  const sent = fields.get('med_type');
  if (sent === undefined || !fields.wasSentAs('med_type', 'aka130')) return sent;
  const type = Object.hasOwn(MEDICAL_TYPES, sent) ? MEDICAL_TYPES[sent] : undefined;
  if (type === undefined || (type.startsWith('2') || type === '52') !== inpatient) {
    const expected = inpatient ? '21, 27, 52' : '11, 13, 51';
    throw invalid(
      '/AKA130',
      `本交易的医疗类别应为 ${expected}；其他类别请以国家代码 med_type 报送`,
      `Expected for this transaction: ${expected}; send others as the national med_type`,
    );
  }
  return type;
}

/**
 * The main diagnosis of a visit where it stands by itself. An admission diagnosis is none of the discharge; an outpatient
 * has but one.
 */
export function mainDiagnosis(fields: Fields, transaction: string): string | undefined {
  const named = fields.get('dscg_maindiag_code') ?? fields.get('aka120');
  return named ?? (INPATIENT.has(transaction) ? undefined : fields.get('akc193'));
}
