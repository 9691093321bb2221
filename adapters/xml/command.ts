import { Refusal } from '../../src/problem/refusal.ts';
import type { Command, Exchange, Message, MessageKey } from '../adapter.ts';
import { readClaim as readNationalClaim } from '../nhsa/claim.ts';
import { NhsaMessage } from '../nhsa/message.ts';
import { invalid, missing } from '../nhsa/refusals.ts';
import { checkRows, checkScope, checkTotals, detailScope } from './check.ts';
import { claimNodes, requiredSettlementId } from './claim.ts';
import type { Gathered } from './gather.ts';
import { correctedMessage, isOld, transactionOf, unknownTransaction } from './transaction.ts';

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
    case '2101':
    case '2102':
      return readClaim(gathered, transaction, message);
    case '2305':
    case '2208':
    case '2103':
      return readReversal(gathered);
    case '2601':
      return { kind: 'reverse-message', original: originalOf(gathered) };
    case '5203':
      return {
        kind: 'query',
        settlementId: requiredSettlementId(gathered),
        encounterId: fields.get('mdtrt_id') ?? null,
        person: fields.get('psn_no') ?? '',
      };
    case '3201':
      return { kind: 'check-totals', scope: checkScope(gathered), totals: checkTotals(gathered) };
    case '3202':
      return {
        kind: 'check-details',
        scope: detailScope(gathered, message.now),
        rows: { in: 'message', rows: checkRows(gathered) },
      };
    case '9001':
      return { kind: 'sign-in' };
    case '9002':
      return { kind: 'sign-out' };
    default:
      throw unknownTransaction(transaction);
  }
}

/** Quotes by their national numbers; the other transactions with a claim settle it. */
const QUOTES = new Set(['2303', '2206', '2101']);

/** A quote or a settlement: translated into the nodes of the national format, and read as they are. */
function readClaim(gathered: Gathered, transaction: string, message: Message): Command {
  const { fields } = gathered;
  const { hospital } = message;
  if (hospital === undefined) throw new Error('only a signed message is read');
  const envelope = {
    mdtrtarea_admvs: fields.get('mdtrtarea_admvs') ?? placeOfCare(hospital.id),
    input: claimNodes(gathered, transaction),
  };
  const id = messageId(gathered);
  // A quote is of no settlement; what it is called by must only be its own.
  const sent = key(gathered, id ?? message.requestId);
  const claim = readNationalClaim(new NhsaMessage(envelope), transaction, sent, hospital);
  return { kind: QUOTES.has(transaction) ? 'quote' : 'settle', ...claim, message: id === undefined ? null : sent };
}

/** In national names the person belongs to a message's name: without it another message would be meant. */
function originalOf(gathered: Gathered): MessageKey {
  const { fields } = gathered;
  const id = correctedMessage(fields);
  if (isOld(fields) || fields.has('psn_no')) return key(gathered, id);
  throw missing('/psn_no', '人员编号', 'the person, as the message to take back had it');
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
  if (id.length > 64) throw invalid('/MSGID', '报文 ID 不得超过 64 个字符', 'A message id has at most 64 characters');
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

/** The division in a hospital's national code. */
function placeOfCare(hospitalId: string): string {
  return NATIONAL_CODE.test(hospitalId) ? hospitalId.slice(1, 7) : '';
}
