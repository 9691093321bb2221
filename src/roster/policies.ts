import { type Accumulators, type AccumulatorsJson, accumulatorsFromJson } from '../adjudication/accumulators.ts';
import type { Policy } from '../adjudication/input.ts';
import type { Enrolled, Family } from '../ledger/view.ts';
import { Money } from '../money/money.ts';
import { and, eq } from '../store/drizzle.ts';
import { define, param } from '../store/statement.ts';
import { all, one, type Steps } from '../store/steps.ts';
import { type DateText, daysBetween } from '../time/calendar.ts';
import type { PolicyTerms } from './enrollment/row.ts';

const statements = define('policies', ({ query, tables: { enrollments }, text, member }) => {
  const family = `e.scheme = @scheme AND ${member('e.body', 'family')} = @family AND e.member_id <> @memberId`;
  return {
    /** Unordered. */
    ofMember: query
      .select({
        scheme: enrollments.scheme,
        policyNo: enrollments.policyNo,
        nameKey: enrollments.nameKey,
        effectiveFrom: enrollments.effectiveFrom,
        effectiveTo: enrollments.effectiveTo,
        body: enrollments.body,
      })
      .from(enrollments)
      .where(and(eq(enrollments.memberId, param('memberId')), eq(enrollments.status, 'active'))),
    relatives: text<{ memberId: string; version: number | null }>(
      `SELECT e.member_id AS "memberId", max(m.version) AS version
       FROM enrollments e LEFT JOIN members m ON m.member_id = e.member_id WHERE ${family}
       GROUP BY e.member_id ORDER BY e.member_id`,
    ),
    /** With its accumulators, where it has any. */
    ofFamily: text<{ memberId: string; effectiveFrom: DateText; effectiveTo: DateText; body: string | null }>(
      `SELECT e.member_id AS "memberId", e.effective_from AS "effectiveFrom", e.effective_to AS "effectiveTo", a.body
       FROM enrollments e
       LEFT JOIN accumulators a ON a.member_id = e.member_id AND a.policy_key = e.scheme || '/' || e.policy_no
       WHERE ${family} AND e.status = 'active'
         AND e.effective_from <= @effectiveTo AND e.effective_to >= @effectiveFrom
       ORDER BY e.member_id, e.policy_no`,
    ),
    holder: query
      .select({ memberId: enrollments.memberId, effectiveFrom: enrollments.effectiveFrom })
      .from(enrollments)
      .where(and(eq(enrollments.scheme, param('scheme')), eq(enrollments.policyNo, param('policyNo')))),
  };
});

/**
 * What the roster knows of a member now: the policies in all schemes, whatever their period, and the families that
 * matter to them. Cancelled policies are left out.
 *
 * @param memberId as the vault makes it from the id document
 */
export function* enrolled(memberId: string): Steps<Enrolled> {
  const policies: Policy[] = [];
  const families: Enrolled['families'][number][] = [];
  const rows = yield* all(statements.ofMember, { memberId });
  for (const { body, ...row } of rows.sort(bySchemeAndNumber)) {
    const { family, ...terms } = JSON.parse(body) as PolicyTerms;
    const policy = { ...row, ...terms };
    if (family === undefined) policies.push(policy);
    else {
      const of = { scheme: row.scheme, family };
      // Versions first: who of them has settled since is noticed by them.
      families.push({ ...of, versions: yield* versionsOf(of, memberId) });
      policies.push({ ...policy, ...inFamily(yield* usedInFamily(policy, of, memberId)) });
    }
  }
  return { policies, families };
}

type Numbered = Pick<Policy, 'scheme' | 'policyNo'>;

function bySchemeAndNumber(one: Numbered, other: Numbered): number {
  if (one.scheme !== other.scheme) return one.scheme < other.scheme ? -1 : 1;
  return one.policyNo < other.policyNo ? -1 : 1;
}

function* versionsOf(family: Family, memberId: string): Steps<Map<string, number>> {
  const rows = yield* all(statements.relatives, { ...family, memberId });
  return new Map(rows.map((row) => [row.memberId, row.version ?? 0]));
}

/**
 * What other members of the family have used. Of each that policy of the scheme counts that has the most days in common
 * with the member's: one of the year before or after may have some, too.
 */
function* usedInFamily(policy: Policy, family: Family, memberId: string): Steps<readonly Accumulators[]> {
  const { effectiveFrom, effectiveTo } = policy;
  const rows = yield* all(statements.ofFamily, { ...family, memberId, effectiveFrom, effectiveTo });
  const common = (one: Period) =>
    daysBetween(later(one.effectiveFrom, effectiveFrom), earlier(one.effectiveTo, effectiveTo));
  const chosen = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    const known = chosen.get(row.memberId);
    if (known === undefined || common(row) > common(known)) chosen.set(row.memberId, row);
  }
  return [...chosen.values()].flatMap(({ body }) =>
    body === null ? [] : [accumulatorsFromJson(JSON.parse(body) as AccumulatorsJson)],
  );
}

type Period = Pick<Policy, 'effectiveFrom' | 'effectiveTo'>;

function later(one: DateText, other: DateText): DateText {
  return one > other ? one : other;
}

function earlier(one: DateText, other: DateText): DateText {
  return one < other ? one : other;
}

/** Of what others have used, what counts for a member of their family: the deductibles. */
function inFamily(others: readonly Accumulators[]): Pick<Policy, 'familyBorne' | 'familyUsed'> {
  const borne = new Set(others.flatMap((used) => used.borne));
  const sums = new Map<string, Money>();
  for (const [benefit, { deductible }] of others.flatMap(({ benefits }) => Object.entries(benefits))) {
    if (!deductible.isZero()) sums.set(benefit, (sums.get(benefit) ?? Money.ZERO).plus(deductible));
  }
  const exact = [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([id, sum]) => [id, sum.toExact()]);
  return {
    familyBorne: [...borne].sort(),
    ...(exact.length === 0 ? {} : { familyUsed: Object.fromEntries(exact) as Record<string, string> }),
  };
}

/** Who holds a policy, and from when on. */
export interface PolicyHolder {
  readonly memberId: string;
  readonly effectiveFrom: DateText;
}

/** The member who holds a policy of a scheme, also a cancelled one; `undefined` where the roster does not have it. */
export function* policyHolder(scheme: string, policyNo: string): Steps<PolicyHolder | undefined> {
  return yield* one(statements.holder, { scheme, policyNo });
}
