import { Money } from '../../src/money/money.ts';
import { dateOf, daysBetween } from '../../src/time/calendar.ts';
import type { CheckDifference, CheckResult, CheckRow, CheckScope, CheckTotals, RowSource } from '../adapter.ts';
import { decodeText, readFileBytes } from './bytes.ts';
import { decimalOf } from './decimal.ts';
import type { NhsaMessage } from './message.ts';
import type { Node } from './node.ts';
import { invalid, missing } from './refusals.ts';
import { momentOf } from './visit.ts';
import { isZip, unzipFirst } from './zip.ts';

/** The longest period of one check. */
const MAX_DAYS = 92;
/** More rows than this are no day's. */
const MAX_ROWS = 200_000;

/** `stmt_rslt`: 0 equal, 1 the gateway has more, 2 the hospital has more, 3 the same records with other amounts. */
export const STMT_RSLT: Readonly<Record<CheckResult, string>> = {
  equal: '0',
  'more-here': '1',
  'more-there': '2',
  different: '3',
};

/** The days of a 3201 or 3202 and what selects from them. */
export function readScope(data: Node): CheckScope {
  const from = day(data, 'stmt_begndate', 'stmt_begin_date');
  const to = day(data, 'stmt_enddate', 'stmt_end_date');
  if (to < from || daysBetween(from, to) >= MAX_DAYS) {
    throw invalid(
      '/input/data/stmt_enddate',
      `结束日期不得早于开始日期，期间至多 ${MAX_DAYS} 天`,
      `The end is not before the begin, and at most ${MAX_DAYS} days are checked at once`,
    );
  }
  const refund = data.text('refd_setl_flag');
  return {
    from,
    to,
    insuranceType: data.text('insutype') ?? null,
    clearing: data.text('clr_type') ?? null,
    kind: refund === undefined ? null : refund === '1' ? 'reversed' : 'settled',
  };
}

function day(data: Node, ...names: readonly string[]): string {
  const found = momentOf(data, ...names);
  if (found === undefined) throw missing(`/input/data/${names[0]}`, '对账日期', 'a day of the check');
  return dateOf(found.instant);
}

/** The totals of a 3201. */
export function readTotals(data: Node): CheckTotals {
  const total = data.amount('medfee_sumamt');
  const insurerPaid = data.amount('fund_pay_sumamt');
  const count = data.text('fixmedins_setl_cnt') ?? '';
  if (total === undefined) throw missing('/input/data/medfee_sumamt', '医疗费总额', 'the total medical fee');
  if (insurerPaid === undefined)
    throw missing('/input/data/fund_pay_sumamt', '本网关赔付总额', 'what this gateway paid');
  if (!/^\d{1,9}(\.0+)?$/.test(count)) {
    throw invalid('/input/data/fixmedins_setl_cnt', '应为结算笔数', 'The number of settlements was expected');
  }
  return { count: Number(count), total: total.toFixed2(), insurerPaid: insurerPaid.toFixed2() };
}

/** Where the rows of a 3202 are: in the message, or in a file that 9101 brought. */
export function readRowSource(message: NhsaMessage): RowSource {
  const inline = message.only('in');
  if (inline !== undefined) {
    return { in: 'message', rows: readRows(readFileBytes(inline, '/input/in')) };
  }
  const fileId = message.node('data').text('file_qury_no');
  if (fileId !== undefined) return { in: 'file', fileId, read: readRows };
  throw missing(
    '/input/data/file_qury_no',
    '9101 返回的文件查询号，或 in 中的文件内容',
    'the file number that 9101 gave, or the file itself in `in`',
  );
}

/**
 * The rows of the hospital's file: a ZIP of one text, or the text; columns setl_id, mdtrt_id, psn_no, medfee_sumamt,
 * fund_pay_sumamt, acct_pay, refd_setl_flag, the last two optional; TABs or blanks between them.
 *
 * @throws Refusal `INVALID_BODY` naming the row
 */
export function readRows(bytes: Uint8Array): CheckRow[] {
  const text = decodeText(isZip(bytes) ? unzipFirst(bytes) : bytes);
  if (text === undefined)
    throw invalid('', '文件不是 UTF-8 或 GB18030 文本', 'The file is no text in UTF-8 or GB18030');
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  if (lines.length > MAX_ROWS)
    throw invalid('', `文件不得超过 ${MAX_ROWS} 行`, `The file has more than ${MAX_ROWS} rows`);
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const cells = line.includes('\t') ? line.split('\t').map((cell) => cell.trim()) : line.trim().split(/ +/);
    return index === 0 && cells[0] === 'setl_id' ? [] : [readRow(cells, index + 1)];
  });
}

function readRow(cells: readonly string[], row: number): CheckRow {
  if (cells.length < 5 || cells.length > 7) {
    throw invalid(
      '',
      `第 ${row} 行应为 5 至 7 列（setl_id、mdtrt_id、psn_no、medfee_sumamt、fund_pay_sumamt、acct_pay、refd_setl_flag），实有 ${cells.length} 列`,
      `Row ${row}: 5 to 7 columns were expected (setl_id, mdtrt_id, psn_no, medfee_sumamt, fund_pay_sumamt, acct_pay, refd_setl_flag), ${cells.length} were found`,
    );
  }
  const [settlementId = '', encounterId = '', person = '', total = '', insurerPaid = '', , refund] = cells.map(
    (cell) => (cell === 'null' ? '' : cell),
  );
  const amount = cellAmount(total, 'medfee_sumamt', row);
  const reversal = refund === '1' || amount.isNegative();
  // Some HIS flag a refund and send its amounts positive.
  const sign = (money: Money) => (reversal && !amount.isNegative() ? money.negated() : money).toFixed2();
  const paid = cellAmount(insurerPaid, 'fund_pay_sumamt', row);
  return { settlementId, encounterId, person, total: sign(amount), insurerPaid: sign(paid), reversal };
}

function cellAmount(text: string, column: string, row: number): Money {
  const decimal = decimalOf(text);
  if (decimal !== undefined) return Money.of(decimal).roundFen();
  throw invalid('', `第 ${row} 行的 ${column} 应为金额`, `Row ${row}: ${column} must be an amount`);
}

/** One differing row as the national file has it, and as the answer shows it. */
export function differenceRow(one: CheckDifference) {
  return {
    psn_no: one.person,
    mdtrt_id: one.encounterId,
    setl_id: one.settlementId,
    msgid: one.messageId,
    stmt_rslt: STMT_RSLT[one.result],
    refd_setl_flag: one.reversal ? '1' : '0',
    memo: memo(one),
  };
}

function memo({ settlementId, here, there }: CheckDifference): string {
  const said = (side: CheckDifference['here']) =>
    side === null ? '无' : `medfee_sumamt ${side.total} fund_pay_sumamt ${side.insurerPaid}`;
  return `${settlementId}；网关：${said(here)}；医院：${said(there)}`;
}

/**
 * `result.txt` of a 3202: UTF-8, TABs, `null` for what is empty. A record that only the gateway has comes without its
 * ids, as the national spec says, to be taken back by 2601 with its msgid.
 */
export function resultFile(differences: readonly CheckDifference[]): Uint8Array {
  const lines = differences.map((one) => {
    const row = differenceRow(one);
    const onlyHere = one.there === null;
    const ids = onlyHere ? ['', ''] : [row.mdtrt_id, row.setl_id];
    const cells = [row.psn_no, ...ids, row.msgid, row.stmt_rslt, row.refd_setl_flag, row.memo];
    return cells.map((cell) => (cell === '' ? 'null' : cell.replaceAll(/[\t\r\n]/g, ' '))).join('\t');
  });
  return Buffer.from(lines.join('\n'), 'utf8');
}
