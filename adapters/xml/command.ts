import { Refusal } from '../../src/problem/refusal.ts';
import type { Command, Exchange, Message, MessageKey } from '../adapter.ts';
import { nhsa } from '../nhsa/nhsa.ts';
import { checkRows, checkScope, checkTotals } from './check.ts';
import { claimNodes, requiredSettlementId } from './claim.ts';
import type { Gathered } from './gather.ts';
import { correctedMessage, isOld, transactionOf } from './transaction.ts';

/** The codes of institutions that the national platform gives out; older ones are a region's own and tell nothing. */
const NATIONAL_CODE = /^[HP]\d{11}$/;

/**
 * What a message asks for.
 *
 * @throws Refusal as {@link Exchange.read}
 */
export function readCommand(gathered: Gathered, message: Message): Command {
  const { fields } = gathered;
  checkHospital(gathered, message);
  const transaction = transactionOf(fields);
  switch (transaction) {
    case '2303':
    case '2304':
    case '2206':
    case '2207':
    case '2102':
      return readClaim(gathered, transaction, message);
    case '2305':
    case '2208':
    case '2103':
      return readReversal(gathered);
    case '2601':
      return { kind: 'reverse-message', original: key(gathered, correctedMessage(fields)) };
    case '5203':
      return {
        kind: 'query',
        settlementId: requiredSettlementId(gathered),
        encounterId: fields.get('mdtrt_id') ?? null,
      };
    case '3201':
      return { kind: 'check-totals', scope: checkScope(gathered), totals: checkTotals(gathered) };
    case '3202':
      return { kind: 'check-details', scope: checkScope(gathered), rows: { in: 'message', rows: checkRows(gathered) } };
    case '9001':
      return { kind: 'sign-in' };
    case '9002':
      return { kind: 'sign-out' };
    default:
      throw new Refusal('INVALID_BODY', {
        detail: `XML 报文不支持交易 ${transaction}`,
        detailEn: `Transaction ${transaction} is not there in XML`,
        errors: [{ pointer: '/infno', code: 'INVALID_VALUE', message: '交易编号不支持 / transaction not known' }],
      });
  }
}

/** A quote or a settlement: translated into the national format, and read as one. */
function readClaim(gathered: Gathered, transaction: string, message: Message): Command {
  const { fields } = gathered;
  const envelope = {
    infno: transaction,
    msgid: messageId(gathered) ?? '',
    mdtrtarea_admvs: fields.get('mdtrtarea_admvs') ?? placeOfCare(message) ?? '',
    insuplc_admdvs: fields.get('insuplc_admdvs') ?? '',
    fixmedins_code: message.hospital?.id ?? '',
    input: claimNodes(gathered, transaction),
  };
  const command = nhsa.open({ ...message, bytes: Buffer.from(JSON.stringify(envelope)) }).read();
  if (command.kind !== 'quote' && command.kind !== 'settle') throw new Error('a claim was translated');
  const id = messageId(gathered);
  return { ...command, message: id === undefined ? null : key(gathered, id) };
}

/** By settlement id; a 金保 recall may know only the message it takes back. */
function readReversal(gathered: Gathered): Command {
  const { fields } = gathered;
  const original = fields.get('akc281');
  if (original !== undefined && fields.get('setl_id') === undefined && fields.get('aae072') === undefined) {
    return { kind: 'reverse-message', original: key(gathered, original) };
  }
  const id = messageId(gathered);
  return {
    kind: 'reverse',
    settlementId: requiredSettlementId(gathered),
    encounterId: fields.get('mdtrt_id') ?? null,
    message: id === undefined ? null : key(gathered, id),
  };
}

/** The sender's own id of the message: of itself, or, in a row that the centre gave out, of what it records. */
function messageId({ fields }: Gathered): string | undefined {
  return fields.outermost('msgid') ?? fields.outermost('akc275');
}

/** 金保 requests mostly leave the person to the card; so the person is no part of a message's name there. */
function key({ fields }: Gathered, id: string): MessageKey {
  return { id, person: isOld(fields) ? '' : (fields.get('psn_no') ?? '') };
}

function checkHospital({ fields }: Gathered, { hospital }: Message): void {
  const codes = [fields.outermost('fixmedins_code'), fields.outermost('akb020')];
  const other = codes.some((code) => code !== undefined && NATIONAL_CODE.test(code) && code !== hospital?.id);
  if (!other) return;
  throw new Refusal('FORBIDDEN', {
    detail: '报文中的定点医药机构编码（fixmedins_code、AKB020）不是签名医院',
    detailEn: 'The institution in the message (fixmedins_code, AKB020) is not the hospital that signed',
  });
}

/** The division in the hospital's national code. */
function placeOfCare({ hospital }: Message): string | undefined {
  return hospital !== undefined && NATIONAL_CODE.test(hospital.id) ? hospital.id.slice(1, 7) : undefined;
}
