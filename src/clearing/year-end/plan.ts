import { Money } from '../../money/money.ts';
import { Refusal } from '../../problem/refusal.ts';
import type { Scheme } from '../../scheme/scheme.ts';
import type { SettlementDependencies } from '../../settlement/service.ts';
import type { Database } from '../../store/database.ts';
import { dateOf } from '../../time/calendar.ts';
import { type YearExperience, yearExperience } from '../experience/experience.ts';
import type { PolicyYear } from '../experience/payouts.ts';
import { bookedOf } from './booked.ts';
import { needsOf } from './needs.ts';
import { distribute, type Share } from './shares.ts';

/** What a year's distribution needs from the rest of the gateway. */
export type YearEndDependencies = Pick<SettlementDependencies, 'ledger' | 'rulebook' | 'clock'> & {
  readonly database: Database;
};

/** What a member gets at the end of a year, and whether it is booked already. */
export interface PlannedShare extends Share {
  readonly memberId: string;
  /** What is booked; null where nothing is. */
  readonly booked: Money | null;
}

/** How a year's surplus is distributed. */
export interface Plan {
  readonly scheme: Scheme;
  readonly year: PolicyYear;
  readonly serviceFee: Money;
  readonly experience: YearExperience;
  /** Premiums less service fee and payouts, those of this distribution not counted; not below 0. */
  readonly pool: Money;
  /** All that is booked already, also under policies whose claims fell away since. */
  readonly booked: Money;
  /** In the order of policy numbers. */
  readonly shares: readonly PlannedShare[];
}

/**
 * Works out how the surplus of a scheme's year is distributed; nothing is written.
 *
 * @param serviceFee in yuan, not below 0
 * @throws Refusal `INVALID_PARAMETER` where the scheme distributes nothing, `YEAR_NOT_OVER`, or
 *   `DISTRIBUTION_UNDER_WAY` where some of it is booked with another service fee
 */
export async function planDistribution(
  { database, ledger, rulebook, clock }: YearEndDependencies,
  scheme: Scheme,
  serviceFee: Money,
): Promise<Plan> {
  const { rules } = scheme;
  const { yearEnd, coverage } = rules;
  if (yearEnd === undefined || !('from' in coverage)) {
    throw new Refusal('INVALID_PARAMETER', {
      detail: '该方案没有年末二次分配',
      detailEn: 'The scheme has no distribution at the end of its year',
    });
  }
  const year = { scheme: rules.scheme, from: coverage.from, to: coverage.to };
  const today = dateOf(clock.business());
  if (today <= year.to) {
    throw new Refusal('YEAR_NOT_OVER', {
      detail: `保障年度至 ${year.to} 结束（今天是 ${today}），结束后方可分配`,
      detailEn: `The policy year ends on ${year.to} (it is ${today}): it can be distributed once it is over`,
    });
  }
  const booked = await bookedOf(database, year, serviceFee);
  const experience = await yearExperience(database, rules, year.from, year.to);
  const { hospital, member, external } = experience.payouts;
  const pool = experience.premiums.minus(serviceFee).minusDownToZero(Money.sum([hospital, member, external]));
  const members = new Map<string, string>();
  const needs: Omit<Share, 'amount'>[] = [];
  for await (const { memberId, policyNo, need } of needsOf(ledger, rulebook, year, yearEnd.over)) {
    members.set(policyNo, memberId);
    needs.push({ policyNo, need });
  }
  const shares = distribute(pool, needs).map((share) => ({
    ...share,
    memberId: members.get(share.policyNo) ?? '',
    booked: booked.get(share.policyNo) ?? null,
  }));
  return { scheme, year, serviceFee, experience, pool, booked: Money.sum(booked.values()), shares };
}
