import type { ClaimInput } from '../../src/claim/claim.ts';
import { Money } from '../../src/money/money.ts';
import type { Warning } from '../adapter.ts';
import type { Node } from './node.ts';
import { inconsistent, invalid, missing } from './refusals.ts';

/** The money of a settlement, in yuan with two decimals. */
export type Charges = Pick<ClaimInput, 'charges' | 'payments' | 'personal'> & {
  readonly hospitalBorne: string;
  readonly accountPaid: string;
};

/** An amount and how the message spells it. */
type Figure = readonly [name: string, amount: Money | undefined];

/**
 * The money of `setlinfo`. A figure that is left out counts as 0 only where the identities of the spec hold with it as
 * 0, so that nothing is guessed: total = the four parts, fund sum = its parts, total = fund + personal + hospital.
 *
 * @throws Refusal `INVALID_BODY` for what is missing, `AMOUNTS_INCONSISTENT` with both sides for what contradicts
 */
export function readCharges(setlinfo: Node, warnings: Warning[]): Charges {
  const total = setlinfo.amount('medfee_sumamt', 'med_fee_sumamt', 'sumfee');
  if (total === undefined) throw missing(`${setlinfo.at}/medfee_sumamt`, '医疗费总额', 'the total medical fee');
  if (total.isNegative()) {
    throw invalid(
      `${setlinfo.at}/medfee_sumamt`,
      '金额为负：这是撤销的结果，不是结算；撤销请用 2305、2208 或 2103',
      'The amount is negative: this is the reply to a reversal, no settlement; to reverse use 2305, 2208 or 2103',
    );
  }
  const parts = partsOf(setlinfo);
  demandSum(setlinfo, ['medfee_sumamt', total], parts);
  const hospital = setlinfo.amount('hosp_part_amt', 'ownpay_hosp_part') ?? Money.ZERO;
  const said = setlinfo.amount('psn_part_amt', 'psn_pay');
  const { funds, sum } = fundsOf(setlinfo, said === undefined ? undefined : total.minus(said).minus(hospital));
  const personal = personalOf(setlinfo, total.minus(sum).minus(hospital), said, warnings);
  demandSum(
    setlinfo,
    ['medfee_sumamt', total],
    [
      ['fund_pay_sumamt', sum],
      ['psn_part_amt', personal],
      ['hosp_part_amt', hospital],
    ],
  );
  const [fullySelfPaid, overLimit, firstSelfPay, inScope] = parts.map(([, amount]) => text(amount ?? Money.ZERO));
  return {
    charges: {
      total: text(total),
      fullySelfPaid: fullySelfPaid ?? '',
      overLimit: overLimit ?? '',
      firstSelfPay: firstSelfPay ?? '',
      inScope: inScope ?? '',
    },
    payments: funds
      .filter(({ amount }) => !amount.isZero())
      .map(({ fund, amount }) => ({ fund, amount: text(amount) })),
    hospitalBorne: text(hospital),
    personal: text(personal),
    accountPaid: text(accountOf(setlinfo, personal, warnings)),
  };
}

function partsOf(setlinfo: Node): Figure[] {
  return [
    ['fulamt_ownpay_amt', setlinfo.amount('fulamt_ownpay_amt', 'ownpay_amt')],
    ['overlmt_selfpay', setlinfo.amount('overlmt_selfpay', 'overlmt_amt')],
    ['preselfpay_amt', setlinfo.amount('preselfpay_amt', 'prese_ifpay_amt')],
    ['inscp_scp_amt', setlinfo.amount('inscp_scp_amt', 'inscp_amt')],
  ];
}

/** @throws Refusal `AMOUNTS_INCONSISTENT` naming every figure, and which of them are missing */
function demandSum(node: Node, [name, whole]: readonly [string, Money], parts: readonly Figure[]): void {
  const sum = Money.sum(parts.map(([, amount]) => amount ?? Money.ZERO));
  if (sum.eq(whole)) return;
  const formula = parts.map(([part, amount]) => `${part} ${amount?.toFixed2() ?? '—'}`).join(' + ');
  const absent = parts.filter(([, amount]) => amount === undefined).map(([part]) => part);
  throw inconsistent(
    `${node.at}/${name}`,
    `应为 ${name} = ${formula}；左边 ${whole.toFixed2()}，右边 ${sum.toFixed2()}${absent.length > 0 ? `；缺少 ${absent.join('、')}` : ''}`,
    `expected ${name} = ${formula}; left ${whole.toFixed2()}, right ${sum.toFixed2()}${absent.length > 0 ? `; missing: ${absent.join(', ')}` : ''}`,
  );
}

/** What each fund paid, and their sum. @param rest what is left for funds by the other figures, where they are known */
function fundsOf(setlinfo: Node, rest: Money | undefined) {
  const named = [
    ['basic-pooling', 'hifp_pay', setlinfo.amount('hifp_pay')],
    ['civil-servant', 'cvlserv_pay', setlinfo.amount('cvlserv_pay')],
    ['employer-supplement', 'hifes_pay', setlinfo.amount('hifes_pay')],
    ['big-illness', 'hifmi_pay', setlinfo.amount('hifmi_pay')],
    ['large-amount', 'hifob_pay', setlinfo.amount('hifob_pay')],
    ['medical-assistance', 'maf_pay', setlinfo.amount('maf_pay')],
    ['other-public', 'oth_pay', setlinfo.amount('oth_pay', 'othfund_pay')],
  ] as const;
  const disabled = setlinfo.amount('hifdm_pay') ?? Money.ZERO;
  const said = setlinfo.amount('fund_pay_sumamt');
  if (said === undefined && rest === undefined) {
    throw missing(
      `${setlinfo.at}/fund_pay_sumamt`,
      '基金支付总额与个人负担总金额（psn_part_amt）都没有，无法核对',
      'neither the sum of the funds nor the personal burden (psn_part_amt) is there, so nothing can be checked',
    );
  }
  const sum = said ?? rest ?? Money.ZERO;
  const parts = named.map(([, name, amount]): Figure => [name, amount]);
  const inOther = Money.sum(parts.map(([, amount]) => amount ?? Money.ZERO)).eq(sum);
  // Some centres count what the fund for disabled servicemen paid among the other funds, some beside them: the sum tells.
  if (!inOther) demandSum(setlinfo, ['fund_pay_sumamt', sum], [...parts, ['hifdm_pay', disabled]]);
  const funds = named.map(([fund, , amount = Money.ZERO]) => ({
    fund,
    amount: fund === 'other-public' && !inOther ? amount.plus(disabled) : amount,
  }));
  return { funds, sum };
}

/** What the patient bears. Some centres leave it 0 or out where nothing else explains the total. */
function personalOf(setlinfo: Node, left: Money, said: Money | undefined, warnings: Warning[]): Money {
  if (said !== undefined && (!said.isZero() || left.isZero())) return said;
  if (left.isNegative()) return Money.ZERO;
  const account = setlinfo.amount('acct_pay') ?? Money.ZERO;
  const cash = cashOf(setlinfo) ?? Money.ZERO;
  const paid = account.plus(cash);
  if (!paid.isZero() && !paid.eq(left)) {
    throw inconsistent(
      `${setlinfo.at}/psn_part_amt`,
      `psn_part_amt 缺失或为 0；medfee_sumamt − fund_pay_sumamt − hosp_part_amt 为 ${left.toFixed2()}，acct_pay + psn_cash_pay 却为 ${paid.toFixed2()}`,
      `psn_part_amt is missing or 0; medfee_sumamt − fund_pay_sumamt − hosp_part_amt is ${left.toFixed2()}, but acct_pay + psn_cash_pay is ${paid.toFixed2()}`,
    );
  }
  warnings.push({
    zh: `psn_part_amt 缺失或为 0，按 medfee_sumamt − fund_pay_sumamt − hosp_part_amt 取 ${left.toFixed2()}`,
    en: `psn_part_amt is missing or 0: medfee_sumamt − fund_pay_sumamt − hosp_part_amt = ${left.toFixed2()} was taken`,
  });
  return left;
}

function cashOf(setlinfo: Node): Money | undefined {
  return setlinfo.amount('psn_cash_pay', 'cash_payamt', 'psn_cashpay');
}

/** What the personal account paid; family members' accounts are part of it, but some centres list them beside it. */
function accountOf(setlinfo: Node, personal: Money, warnings: Warning[]): Money {
  const account = setlinfo.amount('acct_pay') ?? Money.ZERO;
  const family = setlinfo.amount('acct_mulaid_pay') ?? Money.ZERO;
  const cash = cashOf(setlinfo);
  const beside = account.plus(family);
  if (!family.isZero() && cash !== undefined && beside.plus(cash).eq(personal)) {
    warnings.push({
      zh: `acct_mulaid_pay ${family.toFixed2()} 未含在 acct_pay 中，个人账户支付取 ${beside.toFixed2()}`,
      en: `acct_mulaid_pay ${family.toFixed2()} is not part of acct_pay: ${beside.toFixed2()} was taken as paid from accounts`,
    });
    return beside;
  }
  if (account.gt(personal) || family.gt(account)) {
    const sides = `acct_pay ${account.toFixed2()}, acct_mulaid_pay ${family.toFixed2()}, psn_part_amt ${personal.toFixed2()}`;
    throw inconsistent(
      `${setlinfo.at}/acct_pay`,
      `应为 acct_mulaid_pay ≤ acct_pay ≤ psn_part_amt；实为 ${sides}`,
      `expected acct_mulaid_pay ≤ acct_pay ≤ psn_part_amt; found ${sides}`,
    );
  }
  return account;
}

function text(amount: Money): string {
  return amount.toFixed2();
}
