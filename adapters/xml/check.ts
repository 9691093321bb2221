import { Money } from '../../src/money/money.ts';
import { Refusal } from '../../src/problem/refusal.ts';
import { type DateText, isDate } from '../../src/time/calendar.ts';
import type { CheckRow, CheckScope, CheckTotals } from '../adapter.ts';
import { toMoney } from './figures.ts';
import type { Gathered, Row } from './gather.ts';

/** Clearing categories by the business type (CKA130) of a 金保 check, and by the national `clr_type`. */
const BUSINESS_TYPES: Readonly<Record<string, string>> = { 1: '11', 2: '21' };

/** What the other side paid, in 金保 codes: the sum of them is the national `fund_pay_sumamt`. */
const FUNDS = ['hifp_pay', 'akc706', 'cvlserv_pay', 'akc708'];

/** Whose records a check is about. Reversals are records of their own. */
export function checkScope({ fields }: Gathered): CheckScope {
  const business = fields.get('cka130');
  if (business !== undefined && !Object.hasOwn(BUSINESS_TYPES, business)) {
    throw invalid('CKA130', '业务类型应为 1（门诊）或 2（住院）', 'expected 1 (outpatients) or 2 (inpatients)');
  }
  const refunds = fields.get('refd_setl_flag');
  return {
    from: day('AAE030', fields.get('stmt_begndate') ?? fields.get('aae030')),
    to: day('AAE031', fields.get('stmt_enddate') ?? fields.get('aae031')),
    insuranceType: fields.get('insutype') ?? null,
    clearing: (business === undefined ? fields.get('clr_type') : BUSINESS_TYPES[business]) ?? null,
    kind: refunds === undefined ? null : refunds === '1' ? 'reversed' : 'settled',
  };
}

/** The caller's totals. */
export function checkTotals({ fields }: Gathered): CheckTotals {
  const settled = fields.get('fixmedins_setl_cnt') ?? fields.get('bkb001');
  const reversed = fields.get('bkb002') ?? '0';
  const total = fields.get('medfee_sumamt');
  if (settled === undefined) throw invalid('BKB001', '缺少笔数', 'the number of records is missing');
  if (total === undefined) throw invalid('AKC264', '缺少医疗费总额', 'the total is missing');
  const row = Object.fromEntries(['supl_pay_sumamt', 'fund_pay_sumamt', ...FUNDS].map((n) => [n, fields.get(n) ?? '']));
  return {
    count: count('BKB001', settled) + count('BKB002', reversed),
    total: toMoney('AKC264', total).toString(),
    insurerPaid: insurerPaid(row).toString(),
  };
}

/** The caller's own records, one a row. */
export function checkRows({ records }: Gathered): CheckRow[] {
  return records.map((row) => {
    const total = toMoney('AKC264', row['medfee_sumamt'] ?? '');
    const paid = insurerPaid(row);
    const reversal = row['refd_setl_flag'] === '1' || total.isNegative();
    const signed = (amount: Money) => (reversal ? amount.abs().negated() : amount).toString();
    const [visit, bill] = [row['mdtrt_id'] ?? '', row['aae072']];
    return {
      settlementId: row['setl_id'] ?? (visit === '' || bill === undefined ? '' : `${visit}-${bill}`),
      encounterId: visit,
      person: row['psn_no'] ?? '',
      total: signed(total),
      insurerPaid: signed(paid),
      reversal,
    };
  });
}

/** What we paid, as the caller has it: under our own name for it, else as all that the other side paid. */
function insurerPaid(row: Row): Money {
  const own = row['supl_pay_sumamt'] || row['fund_pay_sumamt'];
  if (own) return toMoney('SUPL_PAY_SUMAMT', own);
  const parts = FUNDS.flatMap((name) => (row[name] ? [toMoney(name.toUpperCase(), row[name])] : []));
  if (parts.length > 0) return Money.sum(parts);
  throw invalid('SUPL_PAY_SUMAMT', '缺少商保支付金额', 'what the insurers paid is missing');
}

function day(name: string, text: string | undefined): DateText {
  const digits = (text ?? '').replaceAll(/\D/g, '');
  const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
  if (isDate(date)) return date;
  throw invalid(name, '应为日期，如 2023-07-11', 'a day was expected, such as 2023-07-11');
}

function count(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw invalid(name, '应为笔数', 'a number of records was expected');
}

function invalid(name: string, zh: string, en: string): Refusal {
  return new Refusal('INVALID_BODY', {
    detail: `${name}：${zh}`,
    detailEn: `${name}: ${en}`,
    errors: [{ pointer: `/${name}`, code: 'INVALID_VALUE', message: `${zh} / ${en}` }],
  });
}
