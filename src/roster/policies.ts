import { and, asc, eq, sql } from 'drizzle-orm';
import type { Policy } from '../adjudication/input.ts';
import type { Database } from '../ledger/sqlite/database.ts';
import { enrollments } from '../ledger/sqlite/schema.ts';
import type { DateText } from '../time/calendar.ts';
import type { PolicyTerms } from './enrollment/row.ts';
import { preparedFor } from './prepared.ts';

const statements = preparedFor(({ query }) => ({
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
    .map(({ body, ...row }) => ({ ...row, ...(JSON.parse(body) as PolicyTerms) }));
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
