import { Money } from '../../src/money/money.ts';
import type { Refusal } from '../../src/problem/refusal.ts';
import { decimalOf } from '../nhsa/decimal.ts';
import { inconsistent, invalid, missing } from '../nhsa/refusals.ts';
import type { Fields } from './fields.ts';

type Node = Record<string, string>;

/** The parts of AKC708, other funds: what raises basic and big-illness benefits, and two kinds of medical assistance. */
const RAISED = ['ckaa20', 'ckaa27'] as const;
const ASSISTED = ['bke151', 'ckaa40'] as const;

/** Insurance types whose big-illness money is the residents' (national dictionary `insutype`); of all others, employees'. */
const RESIDENTS = /^(38|39)/;

/**
 * Adds what the national figures of a message in 金保 codes are: its funds, their sum, and what the patient pays. Does
 * nothing where the message has national names for its figures.
 *
 * @param node the message by national names; amended in place
 * @throws Refusal `AMOUNTS_INCONSISTENT` where total ≠ AKC255 + AKC260 + AKC261 + AKC706 + AKC707 + AKC708 + the
 *   hospital's share, or AKC708 ≠ the sum of its parts; `INVALID_BODY` where a figure is missing or no number
 */
export function addNationalFigures(fields: Fields, node: Node): void {
  const big = readAmount(fields, 'akc706') ?? readAmount(fields, 'yka062');
  if (big !== undefined) node[RESIDENTS.test(node['insutype'] ?? '') ? 'hifmi_pay' : 'hifob_pay'] ??= text(big);
  if (!fields.wasSentAs('medfee_sumamt', 'akc264')) return;
  if (!('psn_cash_pay' in node) && !('psn_part_amt' in node))
    throw missing('/AKC261', '个人现金支付', 'what the patient pays in cash');
  addOtherFunds(fields, node);
  const borne = hospitalBorne(fields, node);
  if (borne !== undefined) node['hosp_part_amt'] = text(borne);
  const funds = sum(node, ['hifp_pay', 'cvlserv_pay', 'hifes_pay', 'hifmi_pay', 'hifob_pay', 'maf_pay', 'oth_pay']);
  node['fund_pay_sumamt'] ??= text(funds);
  const personal = sum(node, ['acct_pay', 'psn_cash_pay']);
  node['psn_part_amt'] ??= text(personal);
  const whole = sum(node, ['medfee_sumamt']);
  const parts = funds.plus(sum(node, ['hosp_part_amt', 'psn_part_amt']));
  if (!whole.eq(parts)) {
    throw unequal('AKC264 = AKC255 + AKC260 + AKC261 + AKC706 + AKC707 + AKC708 + AKC773', whole, parts);
  }
}

function addOtherFunds(fields: Fields, node: Node): void {
  const whole = readAmount(fields, 'akc708');
  const raised = RAISED.map((name) => readAmount(fields, name));
  const assisted = ASSISTED.map((name) => readAmount(fields, name));
  const known = [...raised, ...assisted].some((part) => part !== undefined);
  if (!known) {
    if (whole !== undefined) node['oth_pay'] ??= text(whole);
    return;
  }
  const other = Money.sum(raised.map((part) => part ?? Money.ZERO));
  const assistance = Money.sum(assisted.map((part) => part ?? Money.ZERO));
  const parts = other.plus(assistance);
  if (whole !== undefined && !whole.eq(parts)) {
    throw unequal('AKC708 = CKAA20 + CKAA27 + BKE151 + CKAA40', whole, parts);
  }
  node['oth_pay'] ??= text(other);
  node['maf_pay'] ??= text(assistance);
}

/** AKC773, what the institution pays, and AKC785, what it advances, are two names of one amount. */
function hospitalBorne(fields: Fields, node: Node): Money | undefined {
  const paid = readAmount(fields, 'akc773');
  const advanced = readAmount(fields, 'akc785');
  if ('hosp_part_amt' in node) return undefined;
  if (paid === undefined || paid.isZero()) return advanced ?? paid;
  if (advanced !== undefined && !advanced.isZero() && !advanced.eq(paid)) {
    throw unequal('AKC773 = AKC785', paid, advanced);
  }
  return paid;
}

function sum(node: Node, names: readonly string[]): Money {
  return Money.sum(names.map((name) => (node[name] === undefined ? Money.ZERO : toMoney(name, node[name]))));
}

function readAmount(fields: Fields, name: string): Money | undefined {
  const value = fields.get(name);
  return value === undefined ? undefined : toMoney(name.toUpperCase(), value);
}

/** @throws Refusal `INVALID_BODY` where the text is no decimal number */
export function toMoney(name: string, value: string): Money {
  const decimal = decimalOf(value);
  if (decimal !== undefined) return Money.of(decimal);
  throw invalid(`/${name}`, '应为十进制金额，如 "12345.60"', 'A decimal amount was expected, such as "12345.60"');
}

function text(amount: Money): string {
  return amount.toString();
}

function unequal(identity: string, left: Money, right: Money): Refusal {
  const sides = `${left.toString()} ≠ ${right.toString()}`;
  return inconsistent('', `${identity}：${sides}`, `${identity}: ${sides}`);
}
