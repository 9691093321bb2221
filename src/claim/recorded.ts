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
