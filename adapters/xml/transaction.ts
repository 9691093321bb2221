import { Refusal } from '../../src/problem/refusal.ts';
import type { Fields } from './fields.ts';

/** 金保 transaction numbers (`MSGNO`) and the national ones (`infno`) that do the same. */
const NATIONAL: Readonly<Record<string, string>> = {
  1104: '2303',
  1105: '2304',
  1107: '2206',
  1108: '2207',
  1120: '3201',
  1121: '3202',
  1202: '2208',
  1203: '2305',
  1301: '2601',
  1501: '9001',
  1503: '9002',
};

/** Settlements in 金保 numbers: what a correction may take back. */
const SETTLEMENTS = new Set(['1105', '1108', '2304', '2207']);

/**
 * Which transaction a message is, by its national number.
 *
 * A message without any number is what the national format calls a settlement when the centre has settled (it has a
 * settlement id), else a quote, which changes nothing.
 *
 * @throws Refusal `INVALID_BODY` for a number that is unknown or empty
 */
export function transactionOf(fields: Fields): string {
  const old = fields.outermost('msgno');
  const sent = fields.outermost('infno') ?? old;
  if (sent === undefined) return fields.get('setl_id') === undefined ? '2303' : '2304';
  const national = old === sent ? NATIONAL[sent] : sent;
  if (national === undefined || !/^\d{4}$/.test(national)) throw unknownTransaction(sent);
  return national;
}

/**
 * The message that a correction takes back, by the id its sender gave it.
 *
 * @throws Refusal `INVALID_BODY` where it is not named, or was no settlement
 */
export function correctedMessage(fields: Fields): string {
  const number = fields.get('orgmsgno') ?? fields.get('oinfno');
  if (number !== undefined && !SETTLEMENTS.has(number)) {
    throw new Refusal('INVALID_BODY', {
      detail: '冲正只能针对结算（1105、1108、2304、2207）；召回不可冲正，请重新结算',
      detailEn: 'Only a settlement (1105, 1108, 2304, 2207) can be corrected; after a recall, settle again',
      errors: [{ pointer: '/ORGMSGNO', code: 'INVALID_VALUE', message: '取值不正确 / not a settlement' }],
    });
  }
  const id = fields.get('orgmsgid') ?? fields.get('omsgid') ?? fields.get('akc275');
  if (id === undefined) {
    throw new Refusal('INVALID_BODY', {
      detail: '缺少被冲正报文的 MSGID（ORGMSGID、AKC275 或 omsgid）',
      detailEn: 'The MSGID of the message to correct is missing (ORGMSGID, AKC275 or omsgid)',
      errors: [{ pointer: '/ORGMSGID', code: 'REQUIRED', message: '缺少必填字段 / a required field is missing' }],
    });
  }
  return id;
}

function unknownTransaction(sent: string): Refusal {
  const known = Object.keys(NATIONAL).join(', ');
  return new Refusal('INVALID_BODY', {
    detail: `不支持的交易编号 ${sent.slice(0, 20)}；支持 ${known} 及国家平台编号（infno）`,
    detailEn: `Transaction ${sent.slice(0, 20)} is not known; ${known} are, and the national numbers (infno)`,
    errors: [{ pointer: '/MSGNO', code: 'INVALID_VALUE', message: '交易编号不支持 / transaction not known' }],
  });
}

/** @returns whether a message is in 金保 transactions, not in national ones */
export function isOld(fields: Fields): boolean {
  return fields.outermost('infno') === undefined && fields.outermost('msgno') !== undefined;
}
