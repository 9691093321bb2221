import { Money } from '../../src/money/money.ts';
import { addDays, dateOf } from '../../src/time/calendar.ts';
import type { Instant } from '../../src/time/clock.ts';
import type { CheckRow, CheckScope, CheckTotals } from '../adapter.ts';
import { Node } from '../nhsa/node.ts';
import { invalid } from '../nhsa/refusals.ts';
import { readScope, readTotals } from '../nhsa/statement.ts';
import type { Fields } from './fields.ts';
import { toMoney } from './figures.ts';
import type { Gathered, Row } from './gather.ts';
import { isOld } from './transaction.ts';

/** Clearing categories by the business type (CKA130) of a 金保 check: 1 outpatients, 2 inpatients. */
const BUSINESS_TYPES: Readonly<Record<string, string>> = { 1: '11', 2: '21' };

/** What the other side paid, in 金保 codes; all of it is the national `fund_pay_sumamt`. */
const FUNDS = ['hifp_pay', 'akc706', 'cvlserv_pay', 'akc708'];

/** Days that a 1121 without any looks back: what its rows are of was settled lately. */
const LOOK_BACK = 91;

/** Whose records, and of which days, a 1120 or 3201 is about. */
export function checkScope({ fields }: Gathered): CheckScope {
  return readScope(dataOf(fields));
}

/** The same of a 1121 or 3202. A 1121 mostly names no days: it asks about the rows it lists, some of them at a time. */
export function detailScope(gathered: Gathered, now: Instant): CheckScope {
  const { fields } = gathered;
  if (!isOld(fields) || fields.has('aae030') || fields.has('aae031')) return checkScope(gathered);
  const today = dateOf(now);
  const from = addDays(today, -LOOK_BACK);
  return { from, to: today, insuranceType: null, clearing: null, kind: null, listedOnly: true };
}

/** The totals of a 1120 or 3201. Reversals are records of their own: BKB001 and BKB002 together. */
export function checkTotals({ fields }: Gathered): CheckTotals {
  return readTotals(dataOf(fields));
}

function dataOf(fields: Fields): Node {
  const own = fields.toNode();
  const business = fields.get('cka130');
  const clearing = business === undefined ? undefined : BUSINESS_TYPES[business];
  if (business !== undefined && clearing === undefined) {
    throw invalid('/CKA130', '业务类型应为 1（门诊）或 2（住院）', 'Expected 1 (outpatients) or 2 (inpatients)');
  }
  const old = {
    ...rename(fields, 'aae030', 'stmt_begndate'),
    ...rename(fields, 'aae031', 'stmt_enddate'),
    ...(clearing === undefined ? {} : { clr_type: clearing }),
    ...countOf(fields),
    ...paidOf(own),
  };
  return new Node('/input/data', [{ ...own, ...old }], []);
}

function rename(fields: Fields, old: string, national: string): Row {
  const value = fields.get(national) ?? fields.get(old);
  return value === undefined ? {} : { [national]: value };
}

function countOf(fields: Fields): Row {
  const settled = fields.get('bkb001');
  if (settled === undefined) return {};
  const counts = [settled, fields.get('bkb002') ?? '0'];
  if (counts.every((count) => /^\d{1,8}$/.test(count))) {
    return { fixmedins_setl_cnt: String(counts.reduce((sum, count) => sum + Number(count), 0)) };
  }
  throw invalid('/BKB001', 'BKB001、BKB002 应为笔数', 'BKB001 and BKB002 must be numbers of records');
}

/** What we paid, as the caller has it: under our own name for it, else as all that the other side paid. */
function paidOf(row: Row): Row {
  const own = row['supl_pay_sumamt'] ?? row['fund_pay_sumamt'];
  if (own !== undefined) return { fund_pay_sumamt: own };
  const parts = FUNDS.flatMap((name) => (row[name] === undefined ? [] : [toMoney(name, row[name])]));
  return parts.length === 0 ? {} : { fund_pay_sumamt: Money.sum(parts).toString() };
}

/** The caller's own records of a 1121 or 3202, one a row. */
export function checkRows({ records }: Gathered): CheckRow[] {
  return records.map((row, index) => {
    const total = toMoney('medfee_sumamt', row['medfee_sumamt'] ?? '');
    const { fund_pay_sumamt: paid } = paidOf(row);
    if (paid === undefined) {
      throw invalid(
        `/${index}/supl_pay_sumamt`,
        `第 ${index + 1} 行缺少本网关赔付金额`,
        `Row ${index + 1} does not say what this gateway paid`,
      );
    }
    const reversal = row['refd_setl_flag'] === '1' || total.isNegative();
    // Some HIS flag a refund and send its amounts positive.
    const signed = (amount: Money) => (reversal && !total.isNegative() ? amount.negated() : amount).toString();
    const { mdtrt_id: visit = '', aae072: bill } = row;
    return {
      settlementId: row['setl_id'] ?? (visit === '' || bill === undefined ? '' : `${visit}-${bill}`),
      references: ['refmsgid', 'msgid'].flatMap((name) => row[name] ?? []),
      encounterId: visit,
      person: row['psn_no'] ?? '',
      total: signed(total),
      insurerPaid: signed(toMoney('fund_pay_sumamt', paid)),
      reversal,
    };
  });
}
