import { Money } from '../../money/money.ts';
import { Refusal } from '../../problem/refusal.ts';
import type { SchemeSource } from '../../roster/facts.ts';
import type { SchemeRules } from '../../scheme/language.ts';
import { premiumOf } from '../../scheme/premium.ts';
import type { Database } from '../../store/database.ts';
import type { DateText } from '../../time/calendar.ts';
import type { ExperienceDocument } from './documents.ts';
import { enrolledPolicies, type Payouts, payoutsOf } from './payouts.ts';
import { evaluateTriggers, ratiosOf } from './triggers.ts';

/** Which year is asked for, and what only the insurer knows of it. */
export interface ExperienceQuery {
  /** By default the scheme's coverage period, where it has a fixed one. */
  readonly from?: DateText | undefined;
  readonly to?: DateText | undefined;
  /** What running the scheme cost, in yuan. */
  readonly expenses?: Money | undefined;
}

/** A year in figures. */
export interface YearExperience {
  readonly policies: number;
  readonly premiums: Money;
  readonly payouts: Payouts;
  /** All payouts, those settled elsewhere and those distributed too. */
  readonly paid: Money;
}

/** Adds up a policy year: the premiums of its policies, and what was paid under them whenever it was paid. */
export async function yearExperience(
  database: Database,
  rules: SchemeRules,
  from: DateText,
  to: DateText,
): Promise<YearExperience> {
  const year = { scheme: rules.scheme, from, to };
  const enrolled = await database.read(() => enrolledPolicies(year));
  const payouts = await payoutsOf(database, year);
  const { hospital, member, distributed, external } = payouts;
  return {
    policies: enrolled.reduce((sum, { count }) => sum + count, 0),
    premiums: Money.sum(enrolled.map((group) => premiumOf(rules, group).times(Money.of(String(group.count))))),
    payouts,
    paid: Money.sum([hospital, member, distributed, external]),
  };
}

/** What an insurer can ask about a scheme's year. */
export class Experience {
  readonly #database: Database;
  readonly #schemes: SchemeSource;

  constructor(database: Database, schemes: SchemeSource) {
    this.#database = database;
    this.#schemes = schemes;
  }

  /**
   * The premiums, payouts and ratios of a policy year, and the notice's triggers.
   *
   * @throws Refusal `SCHEME_NOT_FOUND`, or `INVALID_PARAMETER` where the scheme has no fixed period and no days are given
   */
  async of(scheme: string, { from, to, expenses }: ExperienceQuery): Promise<ExperienceDocument> {
    const rules = this.#schemes.get(scheme)?.rules;
    if (rules === undefined) {
      throw new Refusal('SCHEME_NOT_FOUND', { detail: '没有这个保障方案', detailEn: 'There is no such scheme' });
    }
    const days = daysAsked(rules, from, to);
    const { policies, premiums, payouts, paid } = await yearExperience(this.#database, rules, days.from, days.to);
    const figures = { premiums, payouts: paid, expenses };
    const benefits = [...payouts.benefits].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      scheme,
      ...days,
      policies,
      premiums: premiums.toFixed2(),
      expenses: expenses?.toFixed2() ?? null,
      payouts: {
        hospital: payouts.hospital.toFixed2(),
        member: payouts.member.toFixed2(),
        distributed: payouts.distributed.toFixed2(),
        external: payouts.external.toFixed2(),
        total: paid.toFixed2(),
      },
      benefits: benefits.map(([benefit, amount]) => ({ benefit, paid: amount.toFixed2() })),
      ratios: ratiosOf(figures),
      triggers: evaluateTriggers(rules, figures),
    };
  }
}

function daysAsked({ coverage }: SchemeRules, from: DateText | undefined, to: DateText | undefined) {
  const fixed = 'from' in coverage ? coverage : undefined;
  const [first, last] = [from ?? fixed?.from, to ?? fixed?.to];
  if (first !== undefined && last !== undefined && first <= last) return { from: first, to: last };
  throw new Refusal('INVALID_PARAMETER', {
    detail: '须给出 from 与 to：保单起期落在其间的保单年度（from 不晚于 to）',
    detailEn: 'Give from and to: the policies whose first day lies between them (from not after to)',
  });
}
