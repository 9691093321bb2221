import { splitOver } from '../../adjudication/scheme.ts';
import type { MemberView, Verdict } from '../../ledger/ledger.ts';
import type { Posting } from '../../ledger/posting.ts';
import { Money } from '../../money/money.ts';
import { type At, moment } from '../../settlement/entries.ts';
import { formatInstant } from '../../time/calendar.ts';
import { type DistributeBody, isBooked } from './booked.ts';
import type { Plan, PlannedShare, YearEndDependencies } from './plan.ts';

/** What the distribution is called in a posting's `benefits`. */
const BENEFIT = 'year-end';

/** What a commit booked. */
export interface Committed {
  readonly count: number;
  readonly amount: Money;
}

/**
 * Books what of a plan is not booked yet, one write a member: interrupted, it may be run again. What is booked already
 * stays as it is, and never more than the pool is booked in all.
 */
export async function commitDistribution(dependencies: YearEndDependencies, plan: Plan): Promise<Committed> {
  let rest = plan.pool.minusDownToZero(plan.booked);
  let count = 0;
  let total = Money.ZERO;
  for (const share of plan.shares) {
    const amount = Money.min(share.amount, rest);
    if (share.booked !== null || !amount.isPositive()) continue;
    if (!(await book(dependencies, plan, share, amount))) continue;
    rest = rest.minus(amount);
    total = total.plus(amount);
    count += 1;
  }
  return { count, amount: total };
}

/** @returns whether it was booked here, and not by somebody else meanwhile */
function book(
  { ledger, rulebook, clock }: YearEndDependencies,
  plan: Plan,
  { memberId, policyNo, need }: PlannedShare,
  amount: Money,
): Promise<boolean> {
  const { year, pool, serviceFee } = plan;
  return ledger.write({ memberId, hospitalId: '' }, (view: MemberView): Verdict<boolean> => {
    const booked = view.look(`distributed ${year.scheme} ${year.from} ${policyNo}`, () =>
      isBooked(memberId, year, policyNo),
    );
    if (booked) return { answer: false };
    const at = moment(clock.business(), view);
    const insurers = splitOver({ shares: rulebook.shares(year.scheme) }, amount);
    const body: DistributeBody = {
      scheme: year.scheme,
      year: year.from,
      policyNo,
      need: need.toFixed2(),
      pool: pool.toFixed2(),
      serviceFee: serviceFee.toFixed2(),
      postings: [posting(plan, policyNo, amount, insurers, at)],
    };
    return {
      append: {
        entries: [{ type: 'DISTRIBUTE', ...at, body }],
        settlements: [],
        accumulators: new Map(),
        replaceAll: false,
      },
      answer: true,
    };
  });
}

/** A row of no hospital and no decision, known by its year and policy. */
function posting(
  { scheme, year }: Plan,
  policyNo: string,
  amount: Money,
  insurers: ReturnType<typeof splitOver>,
  { at }: At,
): Posting {
  return {
    recordType: 'DISTRIBUTE',
    scheme: year.scheme,
    decisionId: '',
    hospitalId: '',
    settlementId: `year-end-${year.from.slice(0, 4)}-${policyNo}`,
    policyNo,
    admittedAt: '',
    dischargedAt: '',
    total: '0.00',
    personal: '0.00',
    insurerPaid: '0.00',
    memberBenefit: amount.toFixed2(),
    benefits: [[BENEFIT, amount.toFixed2()]],
    insurers: insurers.map(({ insurer, amount: part }) => [insurer, part.toFixed2()] as const),
    schemeDigest: scheme.digest,
    decidedAt: formatInstant(at),
  };
}
