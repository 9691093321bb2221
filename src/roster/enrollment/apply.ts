import { and, eq, gte, lte, ne, sql } from 'drizzle-orm';
import type { Database } from '../../ledger/sqlite/database.ts';
import { enrollments } from '../../ledger/sqlite/schema.ts';
import type { Instant } from '../../time/clock.ts';
import { preparedFor } from '../prepared.ts';
import { RowFault } from './fault.ts';
import type { RosterRow } from './row.ts';

/** What became of a row. */
export type Outcome = 'accepted' | 'unchanged' | RowFault;

const { placeholder } = sql;
const thisPolicy = and(
  eq(enrollments.scheme, placeholder('scheme')),
  eq(enrollments.policyNo, placeholder('policyNo')),
);

const statements = preparedFor(({ query }) => ({
  find: query
    .select({ memberId: enrollments.memberId, digest: enrollments.digest, asOf: enrollments.asOf })
    .from(enrollments)
    .where(thisPolicy)
    .prepare(),
  overlapping: query
    .select({ policyNo: enrollments.policyNo })
    .from(enrollments)
    .where(
      and(
        eq(enrollments.memberId, placeholder('memberId')),
        eq(enrollments.scheme, placeholder('scheme')),
        eq(enrollments.status, 'active'),
        ne(enrollments.policyNo, placeholder('policyNo')),
        lte(enrollments.effectiveFrom, placeholder('effectiveTo')),
        gte(enrollments.effectiveTo, placeholder('effectiveFrom')),
      ),
    )
    .limit(1)
    .prepare(),
  confirm: query
    .update(enrollments)
    .set({ asOf: sql`${placeholder('asOf')}` })
    .where(thisPolicy)
    .prepare(),
  save: query
    .insert(enrollments)
    .values({
      scheme: placeholder('scheme'),
      policyNo: placeholder('policyNo'),
      memberId: placeholder('memberId'),
      nameKey: placeholder('nameKey'),
      effectiveFrom: placeholder('effectiveFrom'),
      effectiveTo: placeholder('effectiveTo'),
      status: placeholder('status'),
      body: placeholder('body'),
      digest: placeholder('digest'),
      asOf: placeholder('asOf'),
    })
    .onConflictDoUpdate({
      target: [enrollments.scheme, enrollments.policyNo],
      set: {
        nameKey: sql`excluded.name_key`,
        effectiveFrom: sql`excluded.effective_from`,
        effectiveTo: sql`excluded.effective_to`,
        status: sql`excluded.status`,
        body: sql`excluded.body`,
        digest: sql`excluded.digest`,
        asOf: sql`excluded.as_of`,
      },
    })
    .prepare(),
}));

/**
 * Puts one row into the roster of a scheme, or says why not. Runs inside a transaction.
 *
 * @param asOf the instant the row speaks of
 */
export function applyRow(database: Database, scheme: string, row: RosterRow, asOf: Instant): Outcome {
  const { find, overlapping, confirm, save } = statements(database);
  const { policyNo } = row;
  const stored = find.get({ scheme, policyNo });
  if (stored !== undefined) {
    if (stored.asOf > asOf) return new RowFault('STALE');
    if (stored.memberId !== row.memberId) return new RowFault('POLICY_HOLDER_CHANGED', 'policyNo');
    if (stored.digest === row.digest) {
      // The file says the same of a later instant: an older one must not undo it.
      if (stored.asOf < asOf) confirm.run({ scheme, policyNo, asOf });
      return 'unchanged';
    }
  }
  if (row.status === 'active') {
    const other = overlapping.get({ ...row, scheme });
    if (other !== undefined) return new RowFault('DUPLICATE_POLICY', `policyNo ${other.policyNo}`);
  }
  save.run({ ...row, scheme, asOf });
  return 'accepted';
}
