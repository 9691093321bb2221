import type { ClaimInput } from '../../src/claim/claim.ts';
import type { Category } from '../../src/claim/vocabulary.ts';
import { Money } from '../../src/money/money.ts';
import { type DateText, dateOf } from '../../src/time/calendar.ts';
import type { Warning } from '../adapter.ts';
import { CATEGORY_OF, DRUGS, SUBSTANCE, tagsOf } from './categories.ts';
import { readMoment } from './dates.ts';
import type { JsonObject } from './json.ts';
import { Node, textsIn } from './node.ts';
import { type BillRow, netted } from './refunds.ts';
import { inconsistent, invalid, missing } from './refusals.ts';

/** Charged rows, refunds and the centre's together; what is left of them once netted is limited further on. */
const MAX_ROWS = 100_000;

/**
 * The lines of the bill: `feedetail` (what the hospital charged) with `result` (how the centre split it) joined on
 * `feedetl_sn`, or rows that hold both. Refund lines are netted.
 *
 * @returns `undefined` where the message has no lines, or only rows that the centre has not split
 * @throws Refusal `INVALID_BODY` where some rows are complete and others are not, `AMOUNTS_INCONSISTENT` where a refund
 *   takes back more than was charged
 */
export function readLines(
  feedetail: readonly JsonObject[],
  result: readonly JsonObject[],
  warnings: Warning[],
): ClaimInput['lines'] {
  if (feedetail.length + result.length > MAX_ROWS) {
    throw invalid('/input/feedetail', `明细行数不得超过 ${MAX_ROWS}`, `There may be at most ${MAX_ROWS} rows of lines`);
  }
  const nodes = join(feedetail, result, warnings);
  if (nodes.length === 0) return undefined;
  const split = nodes.filter(isSplit);
  if (split.length === 0 || nodes.every((node) => codeOf(node) === undefined)) {
    warnings.push({
      zh: '费用明细缺少医保拆分（result 节点）或目录编码（feedetail 节点），按无明细处理',
      en: "The lines lack the centre's split (node result) or the codes (node feedetail): treated as without lines",
    });
    return undefined;
  }
  const rows = nodes.map(readRow);
  return netted(rows).map(({ code, group, name, category, tags, ...row }, index) => ({
    no: index + 1,
    code,
    ...(name === undefined ? {} : { name: name.slice(0, 500) }),
    category,
    ...(group === undefined ? {} : { itemGroup: group }),
    tags: [...tags],
    ...(row.servedOn === undefined ? {} : { servedOn: row.servedOn }),
    ...(row.unitPrice === undefined ? {} : { unitPrice: row.unitPrice }),
    total: row.total.toFixed2(),
    fullySelfPaid: row.fullySelfPaid.toFixed2(),
    overLimit: row.overLimit.toFixed2(),
    firstSelfPay: row.firstSelfPay.toFixed2(),
    inScope: row.inScope.toFixed2(),
  }));
}

/** One node a line: the charged row and the centre's, read as one. */
function join(feedetail: readonly JsonObject[], result: readonly JsonObject[], warnings: Warning[]): Node[] {
  const centre = result.filter((row) => serialOf(row) !== '');
  const bySerial = Map.groupBy(centre, (row) => serialOf(row));
  const charged = feedetail.map((row, index) => {
    const at = `/input/feedetail/${index}`;
    const serial = serialOf(row);
    const found = bySerial.get(serial) ?? [];
    bySerial.delete(serial);
    // The centre may split one charged row in several; they have its code, and add up to it.
    const [first, ...others] = found;
    if (first === undefined || others.length === 0)
      return [new Node(at, first === undefined ? [row] : [row, first], warnings)];
    demandWhole(at, row, found);
    const { det_item_fee_sumamt: _, cnt: _count, ...names } = row;
    return found.map((part) => new Node(at, [names, part], warnings));
  });
  const unknown = [...bySerial.values()]
    .flat()
    .map((row, index) => new Node(`/input/result/${index}`, [row], warnings));
  return [...charged.flat(), ...unknown];
}

function serialOf(row: JsonObject): string {
  return textsIn([row], 'feedetl_sn')[0] ?? '';
}

function demandWhole(at: string, row: JsonObject, parts: readonly JsonObject[]): void {
  const totalOf = (one: JsonObject) => new Node(at, [one], []).amount('det_item_fee_sumamt') ?? Money.ZERO;
  const whole = totalOf(row);
  const sum = Money.sum(parts.map(totalOf));
  if (whole.eq(sum)) return;
  throw inconsistent(
    at,
    `明细总额 ${whole.toFixed2()}，医保拆分合计 ${sum.toFixed2()}`,
    `the line's total is ${whole.toFixed2()}, the parts the centre split it in come to ${sum.toFixed2()}`,
  );
}

const SPLIT = {
  fullySelfPaid: ['fulamt_ownpay_amt', 'ownpay_amt'],
  overLimit: ['overlmt_amt', 'overlmt_selfpay'],
  firstSelfPay: ['preselfpay_amt', 'prese_ifpay_amt'],
  inScope: ['inscp_scp_amt', 'inscp_amt'],
} as const;

function isSplit(node: Node): boolean {
  return Object.values(SPLIT).some((names) => node.says(...names));
}

function codeOf(node: Node): string | undefined {
  return nationalCodeOf(node) ?? node.text('medins_list_codg');
}

/** The code of the national catalogue. */
function nationalCodeOf(node: Node): string | undefined {
  return node.text('med_list_codg', 'hilist_code');
}

function readRow(node: Node): BillRow {
  const total = node.amount('det_item_fee_sumamt');
  if (total === undefined) throw missing(`${node.at}/det_item_fee_sumamt`, '明细项目费用总额', "the line's total");
  if (!isSplit(node)) {
    throw missing(
      `${node.at}/inscp_scp_amt`,
      '该行没有医保拆分，其他行有；明细须完整或全部不传',
      'this line was not split by the centre while others were: lines are sent completely or not at all',
    );
  }
  const code = codeOf(node);
  if (code === undefined) throw missing(`${node.at}/med_list_codg`, '医疗目录编码', 'the national catalogue code');
  const category = categoryOf(node);
  const name = node.text('hilist_name', 'medins_list_name', 'med_list_name', 'item_name');
  const row = {
    at: node.at,
    serial: node.text('feedetl_sn') ?? '',
    refunds: node.text('init_feedetl_sn'),
    code,
    group: DRUGS.includes(category) ? nationalCodeOf(node)?.slice(0, SUBSTANCE) : undefined,
    name,
    category,
    tags: [...tagsOf(name ?? ''), ...(node.flag('etip_flag') ? (['third-party-lab'] as const) : [])],
    servedOn: dayIn(node),
    unitPrice: priceIn(node),
    total,
    fullySelfPaid: node.amount(...SPLIT.fullySelfPaid) ?? Money.ZERO,
    overLimit: node.amount(...SPLIT.overLimit) ?? Money.ZERO,
    firstSelfPay: node.amount(...SPLIT.firstSelfPay) ?? Money.ZERO,
    inScope: node.amount(...SPLIT.inScope) ?? Money.ZERO,
  };
  if (total.isPositive() && node.text('cnt')?.startsWith('-') === true) {
    throw invalid(
      `${node.at}/cnt`,
      '数量为负而金额为正：退费行的金额应为负',
      'The quantity is below 0 and the amount is not: a refund has a negative amount',
    );
  }
  const sum = Money.sum([row.fullySelfPaid, row.overLimit, row.firstSelfPay, row.inScope]);
  if (sum.eq(total)) return row;
  throw inconsistent(
    node.at,
    `应为 det_item_fee_sumamt = fulamt_ownpay_amt + overlmt_amt + preselfpay_amt + inscp_scp_amt；左边 ${total.toFixed2()}，右边 ${sum.toFixed2()}`,
    `expected det_item_fee_sumamt = fulamt_ownpay_amt + overlmt_amt + preselfpay_amt + inscp_scp_amt; left ${total.toFixed2()}, right ${sum.toFixed2()}`,
  );
}

/** The day a line was served on; what cannot be read is as if it were not there, and rules that need it ask a person. */
function dayIn(node: Node): DateText | undefined {
  const moment = readMoment(node.text('fee_ocur_time') ?? '');
  return moment === undefined ? undefined : dateOf(moment.instant);
}

/** The price of a unit, which the national table gives 6 decimals; no amount is made of it. */
function priceIn(node: Node): string | undefined {
  return /^\d{1,12}(\.\d{1,6})?(?=0*$)/.exec(node.text('pric') ?? '')?.[0];
}

function categoryOf(node: Node): Category {
  const said = node.text('med_chrgitm_type', 'med_chrgitm');
  const found = said === undefined ? undefined : CATEGORY_OF[said.padStart(2, '0')];
  if (found !== undefined) return found;
  const at = `${node.at}/med_chrgitm_type`;
  if (said === undefined) throw missing(at, '医疗收费项目类别', 'the fee category');
  throw invalid(at, '应为医疗收费项目类别 01–14', 'A fee category 01–14 was expected');
}
