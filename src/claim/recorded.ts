import { Money } from '../money/money.ts';
import type { Claim } from './claim.ts';

/** A value as JSON keeps it: amounts as text. */
type Recorded<T> = T extends Money
  ? string
  : T extends readonly (infer Item)[]
    ? Recorded<Item>[]
    : T extends object
      ? { [Key in keyof T]: Recorded<T[Key]> }
      : T;

type Figures = Record<keyof Claim['charges'], Money>;

/** What of a claim has amounts. */
type WithAmounts = Pick<
  Claim,
  'charges' | 'payments' | 'hospitalBorne' | 'personal' | 'accountPaid' | 'lines' | 'otherCompensation'
>;

/**
 * A claim, or a part of one, with its amounts as the journal has them. JSON would make the same of them: it asks each
 * amount for its text, which takes longer than all the rest.
 */
export function recordClaim<C extends WithAmounts>(claim: C): Recorded<C> {
  const recorded: Recorded<WithAmounts> = {
    ...claim,
    charges: texts(claim.charges),
    payments: claim.payments.map((payment) => ({ ...payment, amount: payment.amount.toFixed2() })),
    hospitalBorne: claim.hospitalBorne.toFixed2(),
    personal: claim.personal.toFixed2(),
    accountPaid: claim.accountPaid.toFixed2(),
    lines: claim.lines?.map((line) => ({ ...line, ...texts(line) })),
    otherCompensation: claim.otherCompensation.map((entry) => ({ ...entry, amount: entry.amount.toFixed2() })),
  };
  return recorded as Recorded<C>;
}

function texts({ total, fullySelfPaid, overLimit, firstSelfPay, inScope }: Figures): Recorded<Figures> {
  return {
    total: total.toFixed2(),
    fullySelfPaid: fullySelfPaid.toFixed2(),
    overLimit: overLimit.toFixed2(),
    firstSelfPay: firstSelfPay.toFixed2(),
    inScope: inScope.toFixed2(),
  };
}

/**
 * A claim as the journal has it, ready to be adjudicated again. It was checked when it was accepted; checks that became
 * stricter since do not reach back, for a decision of years ago must run as it ran.
 */
export function reviveClaim(recorded: unknown): Claim {
  const claim = recorded as Recorded<Claim>;
  return {
    ...claim,
    charges: figures(claim.charges),
    payments: claim.payments.map((payment) => ({ ...payment, amount: Money.of(payment.amount) })),
    hospitalBorne: Money.of(claim.hospitalBorne),
    personal: Money.of(claim.personal),
    accountPaid: Money.of(claim.accountPaid),
    lines: claim.lines?.map((line) => ({ ...line, ...figures(line) })),
    otherCompensation: claim.otherCompensation.map((entry) => ({ ...entry, amount: Money.of(entry.amount) })),
  };
}

function figures(recorded: Recorded<Figures>): Figures {
  const { total, fullySelfPaid, overLimit, firstSelfPay, inScope } = recorded;
  return {
    total: Money.of(total),
    fullySelfPaid: Money.of(fullySelfPaid),
    overLimit: Money.of(overLimit),
    firstSelfPay: Money.of(firstSelfPay),
    inScope: Money.of(inScope),
  };
}
