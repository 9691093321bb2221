import { Money } from '../money/money.ts';
import type { Claim } from './claim.ts';

type Figures<Amount> = Readonly<Record<keyof Claim['charges'], Amount>>;

/** What of a claim has amounts: exact as it is decided, texts as the journal has it. */
interface WithAmounts<Amount> {
  readonly charges: Figures<Amount>;
  readonly payments: readonly { readonly amount: Amount }[];
  readonly hospitalBorne: Amount;
  readonly personal: Amount;
  readonly accountPaid: Amount;
  readonly lines?: readonly Figures<Amount>[] | undefined;
  readonly otherCompensation: readonly { readonly amount: Amount }[];
}

/**
 * A claim, or a part of one, as the journal has it. JSON would make the same of it: it asks each amount for its text, which
 * takes longer than all the rest.
 */
export function recordClaim<C extends WithAmounts<Money>>(claim: C): unknown {
  return changeAmounts(claim, (amount) => amount.toFixed2());
}

/**
 * A claim as the journal has it, ready to be adjudicated again. It was checked when it was accepted; checks that became
 * stricter since do not reach back, for a decision of years ago must run as it ran.
 */
export function reviveClaim(recorded: unknown): Claim {
  return changeAmounts(recorded as WithAmounts<string>, (text) => Money.of(text)) as Claim;
}

/** The same claim, whatever else it says, with its amounts held in another way. */
function changeAmounts<From, To>(claim: WithAmounts<From>, change: (amount: From) => To): WithAmounts<To> {
  const figures = (of: Figures<From>): Figures<To> => ({
    total: change(of.total),
    fullySelfPaid: change(of.fullySelfPaid),
    overLimit: change(of.overLimit),
    firstSelfPay: change(of.firstSelfPay),
    inScope: change(of.inScope),
  });
  return {
    ...claim,
    charges: figures(claim.charges),
    payments: claim.payments.map((payment) => ({ ...payment, amount: change(payment.amount) })),
    hospitalBorne: change(claim.hospitalBorne),
    personal: change(claim.personal),
    accountPaid: change(claim.accountPaid),
    lines: claim.lines?.map((line) => ({ ...line, ...figures(line) })),
    otherCompensation: claim.otherCompensation.map((entry) => ({ ...entry, amount: change(entry.amount) })),
  };
}
