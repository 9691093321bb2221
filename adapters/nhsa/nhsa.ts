import { Refusal } from '../../src/problem/refusal.ts';
import type { Adapter, Command, Exchange, Message, MessageKey, Outcome, Reply } from '../adapter.ts';
import { problemText } from '../adapter.ts';
import { decisionOutput, failed, type Heading, reversalOutput, succeeded } from './answer.ts';
import { decodeText, readFileBytes } from './bytes.ts';
import { readClaim } from './claim.ts';
import { spokenTime } from './dates.ts';
import { isObject, parseJsonText } from './json.ts';
import { NhsaMessage } from './message.ts';
import { namedAsSent } from './places.ts';
import { invalid, missing } from './refusals.ts';
import { differenceRow, readRowSource, readScope, readTotals, resultFile, STMT_RSLT } from './statement.ts';
import { agreed } from './visit.ts';
import { zipOne } from './zip.ts';

/** The transactions that settle: 2601 can take these back. */
const SETTLING = ['2304', '2207', '2102'];

/** The national platform's JSON envelope (contract section 5.1). */
export const nhsa: Adapter = { name: 'nhsa', open: (message) => new NhsaExchange(message) };

class NhsaExchange implements Exchange {
  readonly #sent: Message;
  #heading: Heading;
  #message: NhsaMessage | undefined;
  #fault: unknown;

  constructor(sent: Message) {
    this.#sent = sent;
    this.#heading = { division: '', now: sent.now, requestId: sent.requestId, ascii: false };
    try {
      this.#message = this.#parse();
    } catch (error) {
      this.#fault = error;
    }
  }

  read(): Command {
    if (this.#message === undefined) throw this.#fault;
    const message = this.#message;
    const { hospital } = this.#sent;
    const code = message.envelope.text('fixmedins_code');
    if (code === undefined) throw missing('/fixmedins_code', '定点医药机构编号', 'the code of the institution');
    if (hospital === undefined || code !== hospital.id) {
      throw new Refusal('FORBIDDEN', {
        detail: 'fixmedins_code 须为签名的医院',
        detailEn: 'fixmedins_code must be the hospital that signed',
      });
    }
    const infno = message.envelope.text('infno');
    switch (infno) {
      case '2303':
      case '2206':
      case '2101':
        return { kind: 'quote', ...readClaim(message, infno, keyOf(message), hospital) };
      case '2304':
      case '2207':
      case '2102':
        return { kind: 'settle', ...readClaim(message, infno, keyOf(message), hospital) };
      case '2305':
      case '2208':
      case '2103':
        return { kind: 'reverse', ...settlementOf(message), message: keyOf(message) };
      case '2601':
        return { kind: 'reverse-message', original: originalOf(message) };
      case '5203':
        return { kind: 'query', ...settlementOf(message), person: dataOf(message).text('psn_no') ?? '' };
      case '3201': {
        const data = dataOf(message);
        return { kind: 'check-totals', scope: readScope(data), totals: readTotals(data) };
      }
      case '3202':
        return { kind: 'check-details', scope: readScope(dataOf(message)), rows: readRowSource(message) };
      case '9001':
        return { kind: 'sign-in' };
      case '9002':
        return { kind: 'sign-out' };
      case '9101':
        return {
          kind: 'upload',
          name: message.node('fsUploadIn').text('filename') ?? 'upload',
          bytes: readFileBytes(message.only('in'), '/input/fsUploadIn/in'),
        };
      case '9102': {
        const fileId = message.node('fsDownloadIn').text('file_qury_no') ?? message.node('data').text('file_qury_no');
        if (fileId === undefined) throw missing('/input/fsDownloadIn/file_qury_no', '文件查询号', 'the file number');
        return { kind: 'download', fileId };
      }
      default:
        throw invalid(
          '/infno',
          '不支持的交易；支持 2303 2304 2305 2206 2207 2208 2101 2102 2103 2601 5203 3201 3202 9001 9002 9101 9102',
          'No such transaction; there are 2303 2304 2305 2206 2207 2208 2101 2102 2103 2601 5203 3201 3202 9001 9002 9101 9102',
        );
    }
  }

  async write(outcome: Outcome): Promise<Reply> {
    switch (outcome.kind) {
      case 'quote':
      case 'settle':
      case 'query':
        return succeeded(this.#heading, decisionOutput(outcome), outcome.warnings);
      case 'reverse':
        return succeeded(this.#heading, reversalOutput(outcome));
      case 'reverse-message':
        return succeeded(this.#heading, null);
      case 'check-totals': {
        const { count, total, insurerPaid } = outcome.here;
        const stmtinfo = {
          setl_optins: this.#message?.node('data').text('setl_optins') ?? '',
          stmt_rslt: STMT_RSLT[outcome.result],
          stmt_rslt_dscr: `网关：${count} 笔，medfee_sumamt ${total}，fund_pay_sumamt ${insurerPaid}`,
        };
        return succeeded(this.#heading, { stmtinfo });
      }
      case 'check-details': {
        const kept = await outcome.keep('result.zip', zipOne('result.txt', resultFile(outcome.differences)));
        const fileinfo = { file_qury_no: kept.id, filename: kept.name, dld_endtime: spokenTime(kept.until) };
        return succeeded(this.#heading, { fileinfo, result: outcome.differences.map(differenceRow) });
      }
      case 'sign-in':
        return succeeded(this.#heading, {
          signinoutb: { sign_time: spokenTime(this.#sent.now), sign_no: outcome.signNo },
        });
      case 'sign-out':
        return succeeded(this.#heading, { signoutoutb: { sign_time: spokenTime(this.#sent.now) } });
      case 'upload': {
        const { id, name, until } = outcome.file;
        return succeeded(this.#heading, {
          file_qury_no: id,
          filename: name,
          fixmedins_code: this.#sent.hospital?.id ?? '',
          dld_endtime: spokenTime(until),
        });
      }
      case 'download':
        return { type: 'application/octet-stream', bytes: new Uint8Array(outcome.bytes) };
    }
  }

  refuse(problem: Parameters<Exchange['refuse']>[0]): Reply {
    return failed(this.#heading, problemText(namedAsSent(problem)));
  }

  #parse(): NhsaMessage {
    const text = decodeText(this.#sent.bytes);
    if (text === undefined) {
      throw invalid('', '报文不是 UTF-8 或 GB18030 文本', 'The message is no text in UTF-8 or GB18030');
    }
    const ascii = !Buffer.from(text, 'utf8').equals(withoutMark(this.#sent.bytes));
    this.#heading = { ...this.#heading, ascii };
    const root = parseJsonText(text);
    if (!isObject(root)) throw invalid('', '报文应为 JSON 对象', 'The message must be a JSON object');
    const message = new NhsaMessage(root);
    const division = message.envelope.text('mdtrtarea_admvs', 'mdtrtarea_admdvs') ?? '';
    this.#heading = { ...this.#heading, division: division.replaceAll(/\D/g, '') };
    return message;
  }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** The message as its sender calls it. */
function keyOf(message: NhsaMessage): MessageKey {
  const id = message.envelope.text('msgid');
  if (id === undefined) throw missing('/msgid', '发送方报文 ID', "the sender's message id");
  return { id: demandShort(id, '/msgid'), person: agreed(message, 'psn_no') ?? '' };
}

function originalOf(message: NhsaMessage): MessageKey {
  const data = dataOf(message);
  const id = data.text('omsgid');
  if (id === undefined) throw missing('/input/data/omsgid', '原发送方报文 ID', 'the message id to take back');
  const infno = data.text('oinfno');
  if (infno !== undefined && !SETTLING.includes(infno)) {
    throw invalid(
      '/input/data/oinfno',
      `只能冲正结算交易：${SETTLING.join('、')}`,
      `Only settlements can be taken back: ${SETTLING.join(', ')}`,
    );
  }
  return { id: demandShort(id, '/input/data/omsgid'), person: data.text('psn_no') ?? '' };
}

function demandShort(id: string, at: string): string {
  if (id.length <= 64) return id;
  throw invalid(at, '报文 ID 不得超过 64 个字符', 'A message id has at most 64 characters');
}

function settlementOf(message: NhsaMessage) {
  const data = dataOf(message);
  const settlementId = data.text('setl_id');
  if (settlementId === undefined) throw missing('/input/data/setl_id', '结算 ID', 'the settlement id');
  return { settlementId, encounterId: data.text('mdtrt_id') ?? null };
}

function dataOf(message: NhsaMessage) {
  return message.demand('data', '交易输入', 'the input of the transaction');
}
