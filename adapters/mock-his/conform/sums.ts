import { Money } from '../../../src/money/money.ts';
import { PAID, same } from './check.ts';
import type { KitClaim } from './kit.ts';
import type { Decided } from './reply.ts';

/**
 * Whether the amounts of a decision follow from each other and from the claim (contract section 3).
 *
 * @throws Mismatch at the first that does not
 */
export function checkSums(claim: KitClaim, decision: Decided): void {
  const sum = (amounts: readonly string[]) => Money.sum(amounts.map((one) => Money.of(one)));
  const toHospital = decision.schemes.flatMap(({ benefits }) => benefits.filter(({ payTo }) => payTo === 'hospital'));
  same(PAID, sum(toHospital.map(({ paid }) => paid)).toFixed2(), decision.insurerPaid);
  for (const scheme of decision.schemes) {
    const shares = sum(scheme.insurers.map(({ amount }) => amount)).toFixed2();
    const paid = sum([scheme.insurerPaid, scheme.memberBenefit]).toFixed2();
    same({ zh: `${scheme.scheme} 共保分摊之和`, en: `sum of the insurers' shares of ${scheme.scheme}` }, paid, shares);
  }
  const { otherCompensation, accountPaid } = claim as {
    readonly otherCompensation?: readonly { readonly amount: string; readonly paidTo?: string }[];
    readonly accountPaid?: string;
  };
  const others = (otherCompensation ?? []).filter(({ paidTo }) => paidTo === 'hospital').map(({ amount }) => amount);
  const due = Money.of(claim.personal).minusDownToZero(Money.of(decision.insurerPaid).plus(sum(others)));
  same({ zh: '个人应付 patientPays', en: 'patientPays' }, due.toFixed2(), decision.patientPays);
  const account = Money.of(accountPaid ?? '0');
  same({ zh: '应收现金 cashDue', en: 'cashDue' }, due.minusDownToZero(account).toFixed2(), decision.cashDue);
  same({ zh: '应退 refundDue', en: 'refundDue' }, account.minusDownToZero(due).toFixed2(), decision.refundDue);
}
