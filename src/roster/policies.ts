import { and, asc, eq, sql } from 'drizzle-orm';
import type { Policy } from '../adjudication/input.ts';
import type { Database } from '../ledger/sqlite/database.ts';
import { enrollments } from '../ledger/sqlite/schema.ts';
import type { DateText } from '../time/calendar.ts';
import type { PolicyTerms } from './enrollment/row.ts';
import { preparedFor } from './prepared.ts';

const statements = preparedFor(({ query, raw }) => ({
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
    .where(and(eq(enrollments.memberId, sql.placeholder('memberId')), eq(enrollments.status, 'active')))
    .orderBy(asc(enrollments.scheme), asc(enrollments.policyNo))
    .prepare(),
  borneInFamily: raw.prepare(
    `SELECT DISTINCT borne.value AS deductible
     FROM enrollments e
     JOIN accumulators a ON a.member_id = e.member_id AND a.policy_key = e.scheme || '/' || e.policy_no,
       json_each(a.body, '$.borne') borne
     WHERE e.scheme = @scheme AND e.body ->> '$.family' = @family AND e.member_id <> @memberId AND e.status = 'active'
       AND e.effective_from <= @effectiveTo AND e.effective_to >= @effectiveFrom
     ORDER BY 1`,
  ),
  holder: query
    .select({ memberId: enrollments.memberId, effectiveFrom: enrollments.effectiveFrom })
    .from(enrollments)
    .where(
      and(eq(enrollments.scheme, sql.placeholder('scheme')), eq(enrollments.policyNo, sql.placeholder('policyNo'))),
    )
    .prepare(),
}));

/**
 * A member's policies in all schemes as the roster has them now, whatever their period; cancelled ones are left out.
 *
 * @param memberId as the vault makes it from the id document
 */
export function policiesOf(database: Database, memberId: string): Policy[] {
  return statements(database)
    .ofMember.all({ memberId })
    .map(({ body, ...row }) => {
      const { family, ...terms } = JSON.parse(body) as PolicyTerms;
      const policy = { ...row, ...terms };
      return family === undefined
        ? policy
        : { ...policy, familyBorne: borneInFamily(database, policy, family, memberId) };
    });
}

/** Deductibles that another member of the family has borne whole under a policy of the same scheme and time. */
function borneInFamily(
  database: Database,
  { scheme, effectiveFrom, effectiveTo }: Policy,
  family: string,
  memberId: string,
): string[] {
  const asked = { scheme, family, memberId, effectiveFrom, effectiveTo };
  const rows = statements(database).borneInFamily.all(asked) as { deductible: string }[];
  return rows.map(({ deductible }) => deductible);
}

/** Who holds a policy, and from when on. */
export interface PolicyHolder {
  readonly memberId: string;
  readonly effectiveFrom: DateText;
}

/** The member who holds a policy of a scheme, also a cancelled one; `undefined` where the roster does not have it. */
export function policyHolder(database: Database, scheme: string, policyNo: string): PolicyHolder | undefined {
  return statements(database).holder.get({ scheme, policyNo });
}
