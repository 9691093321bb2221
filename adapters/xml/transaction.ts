import type { Refusal } from '../../src/problem/refusal.ts';
import { invalid, missing } from '../nhsa/refusals.ts';
import type { Fields } from './fields.ts';

/** 金保 transaction numbers and the national ones that do the same. */
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

const IN_XML = '2303 2304 2305 2206 2207 2208 2101 2102 2103 2601 5203 3201 3202 9001 9002';

/** Settlements: what a correction may take back. */
const SETTLEMENTS = ['1105', '1108', '2304', '2207', '2102'];

/**
 * Takes a transaction number that stood beside the message as one of its own.
 *
 * @param beside what a SOAP operation was given beside the message
 * @throws Refusal `INVALID_BODY` where the message says another
 */
export function adoptNumber(fields: Fields, beside: readonly string[]): void {
  for (const number of beside.filter((text) => Object.hasOwn(NATIONAL, text) || IN_XML.split(' ').includes(text))) {
    const own = sentNumber(fields);
    if (own === undefined) fields.add(Object.hasOwn(NATIONAL, number) ? 'msgno' : 'infno', number, 0);
    else if (national(own) !== national(number)) {
      throw invalid(
        '/MSGNO',
        `参数中的交易号 ${number} 与报文中的不同`,
        `The transaction number ${number} beside the message is not the message's`,
      );
    }
  }
}

function sentNumber(fields: Fields): string | undefined {
  return fields.outermost('infno') ?? fields.outermost('msgno');
}

function national(number: string): string {
  return Object.hasOwn(NATIONAL, number) ? (NATIONAL[number] ?? number) : number;
}

/**
 * Which transaction a message is, by its national number.
 *
 * A message without any number is what the national format calls a settlement when the centre has settled (it has a
 * settlement id), else a quote, which changes nothing.
 *
 * @returns what was sent where it is no 金保 number
 */
export function transactionOf(fields: Fields): string {
  const sent = sentNumber(fields);
  if (sent === undefined) return fields.get('setl_id') === undefined ? '2303' : '2304';
  return national(sent);
}

/**
 * The message that a correction takes back, by the id its sender gave it.
 *
 * @throws Refusal `INVALID_BODY` where it is not named, or was no settlement
 */
export function correctedMessage(fields: Fields): string {
  const number = fields.get('orgmsgno') ?? fields.get('oinfno');
  if (number !== undefined && !SETTLEMENTS.includes(number)) {
    throw invalid(
      '/ORGMSGNO',
      `只能冲正结算交易：${SETTLEMENTS.join('、')}；召回不可冲正，请重新结算`,
      `Only settlements can be taken back: ${SETTLEMENTS.join(', ')}; after a recall, settle again`,
    );
  }
  const id = fields.get('orgmsgid') ?? fields.get('omsgid') ?? fields.get('akc275');
  if (id !== undefined) return id;
  throw missing(
    '/ORGMSGID',
    '被冲正报文的 MSGID（ORGMSGID、AKC275 或 omsgid）',
    'the MSGID of the message to take back (ORGMSGID, AKC275 or omsgid)',
  );
}

/** @returns whether a message is in 金保 transactions, not in national ones */
export function isOld(fields: Fields): boolean {
  return fields.has('msgno') && !fields.has('infno');
}

/** A transaction that XML messages do not have. */
export function unknownTransaction(sent: string): Refusal {
  const old = Object.keys(NATIONAL).join(' ');
  return invalid(
    '/MSGNO',
    `不支持的交易 ${sent.slice(0, 20)}；MSGNO 支持 ${old}，infno 支持 ${IN_XML}`,
    `No such transaction ${sent.slice(0, 20)}; as MSGNO there are ${old}, as infno ${IN_XML}`,
  );
}
