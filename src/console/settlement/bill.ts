import { COMPENSATION_KINDS, FUNDS as FUND_ORDER } from '../../claim/vocabulary.ts';
import { Money } from '../../money/money.ts';
import type { Bilingual } from '../../scheme/words.ts';
import type { BilledSettlement } from '../../settlement/bill.ts';
import { COMPENSATIONS, FUNDS } from './words.ts';

const WORDS = {
  total: { zh: '医疗费用总额', en: 'Total charges' },
  hospitalBorne: { zh: '医院承担', en: 'Borne by the hospital' },
  personal: { zh: '个人负担', en: 'Personal burden' },
  otherPaid: { zh: '付医院', en: 'paid to the hospital' },
  excess: { zh: '其他补偿超出账单的部分', en: 'Other compensation beyond the bill' },
  patientPays: { zh: '患者自付', en: 'Patient pays' },
  account: { zh: '个人账户支付', en: 'From the personal account' },
  cash: { zh: '窗口应收现金', en: 'Cash due at the desk' },
  refund: { zh: '应退患者（先退个人账户）', en: 'Refund (to the account first)' },
} as const satisfies Record<string, Bilingual>;

/** Who takes a part of the bill. */
export type Payer = 'public' | 'hospital' | 'insurer' | 'other' | 'patient';

/** A part of the bill that somebody takes; below 0 where it goes back on the bill. All parts sum to the total. */
export interface Part {
  readonly payer: Payer;
  readonly name: Bilingual;
  readonly amount: Money;
  /** What was left of the bill before and after it. */
  readonly from: Money;
  readonly to: Money;
}

/** What is left of the bill at a point where people stop to look. */
export interface Level {
  readonly payer: 'level';
  readonly name: Bilingual;
  readonly amount: Money;
}

export type BillRow = Part | Level;

/**
 * A bill from its total down to the cash at the desk, in the order in which it is paid. Parts of nothing are left out.
 *
 * @param schemeName what a scheme is called
 */
export function billRows({ bill, decision }: BilledSettlement, schemeName: (scheme: string) => Bilingual): BillRow[] {
  const rows: BillRow[] = [];
  let left = Money.of(bill.total);
  const level = (name: Bilingual) => rows.push({ payer: 'level', name, amount: left });
  const part = (payer: Payer, name: Bilingual, amount: Money) => {
    if (amount.isZero()) return;
    const to = left.minus(amount);
    rows.push({ payer, name, amount, from: left, to });
    left = to;
  };

  level(WORDS.total);
  for (const fund of FUND_ORDER)
    part(
      'public',
      FUNDS[fund],
      sumOf(bill.payments, (one) => one.fund === fund),
    );
  part('hospital', WORDS.hospitalBorne, Money.of(bill.hospitalBorne));
  level(WORDS.personal);
  for (const { scheme, policyNo, insurerPaid } of decision.schemes) {
    const several = decision.schemes.filter((one) => one.scheme === scheme).length > 1;
    part('insurer', named(schemeName(scheme), several ? policyNo : undefined), Money.of(insurerPaid));
  }
  for (const kind of COMPENSATION_KINDS) {
    const { zh, en } = COMPENSATIONS[kind];
    const name = { zh: `${zh}（${WORDS.otherPaid.zh}）`, en: `${en} (${WORDS.otherPaid.en})` };
    part(
      'other',
      name,
      sumOf(bill.otherCompensation, (one) => one.kind === kind && one.paidTo === 'hospital'),
    );
  }
  // What others paid beyond the bill is theirs to sort out: nobody at the desk hands it out (contract section 3).
  part('other', WORDS.excess, left.minus(Money.of(decision.patientPays)));
  level(WORDS.patientPays);
  part('patient', WORDS.account, Money.of(bill.accountPaid));
  part('patient', WORDS.cash, Money.of(decision.cashDue));
  part('patient', WORDS.refund, Money.of(decision.refundDue).negated());
  return rows;
}

/** The parts of a bill, without the levels between them. */
export function partsOf(rows: readonly BillRow[]): Part[] {
  return rows.filter((row) => row.payer !== 'level');
}

function sumOf<T extends { readonly amount: string }>(entries: readonly T[], wanted: (entry: T) => boolean): Money {
  return Money.sum(entries.filter(wanted).map(({ amount }) => Money.of(amount)));
}

function named({ zh, en }: Bilingual, policyNo: string | undefined): Bilingual {
  return policyNo === undefined ? { zh, en } : { zh: `${zh} ${policyNo}`, en: `${en} ${policyNo}` };
}
