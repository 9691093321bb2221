import type { Vault } from '../../ledger/vault.ts';
import { and, eq, gte, lte, ne, sql } from '../../store/drizzle.ts';
import { define, param, placeholders } from '../../store/statement.ts';
import { one, run, type Steps } from '../../store/steps.ts';
import type { Instant } from '../../time/clock.ts';
import { asOfText, type RosterChanges } from './changes.ts';
import { RowFault } from './fault.ts';
import type { RosterRow } from './row.ts';

/** What became of a row. */
export type Outcome = 'accepted' | 'unchanged' | RowFault;

const statements = define('enrollments', ({ query, tables: { enrollments } }) => {
  const thisPolicy = and(eq(enrollments.scheme, param('scheme')), eq(enrollments.policyNo, param('policyNo')));
  return {
    find: query
      .select({ memberId: enrollments.memberId, digest: enrollments.digest, asOf: enrollments.asOf })
      .from(enrollments)
      .where(thisPolicy),
    overlapping: query
      .select({ policyNo: enrollments.policyNo })
      .from(enrollments)
      .where(
        and(
          eq(enrollments.memberId, param('memberId')),
          eq(enrollments.scheme, param('scheme')),
          eq(enrollments.status, 'active'),
          ne(enrollments.policyNo, param('policyNo')),
          lte(enrollments.effectiveFrom, param('effectiveTo')),
          gte(enrollments.effectiveTo, param('effectiveFrom')),
        ),
      )
      .limit(1),
    earlier: query.select().from(enrollments).where(thisPolicy),
    confirm: query
      .update(enrollments)
      .set({ asOf: sql`${param('asOf')}`, asOfTag: sql`${param('asOfTag')}` })
      .where(thisPolicy),
    save: query
      .insert(enrollments)
      .values(
        placeholders([
          'scheme',
          'policyNo',
          'memberId',
          'nameKey',
          'effectiveFrom',
          'effectiveTo',
          'status',
          'body',
          'digest',
          'asOf',
        ]),
      )
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
          asOfTag: sql`NULL`,
        },
      }),
  };
});

/** Where rows are put, and of what instant they speak. */
export interface Target {
  readonly scheme: string;
  readonly asOf: Instant;
  readonly vault: Pick<Vault, 'tag'>;
}

/**
 * Puts one row into the roster of a scheme, or says why not. Runs inside a transaction.
 *
 * @param changes notes what it changes
 */
export function* applyRow({ scheme, asOf, vault }: Target, row: RosterRow, changes: RosterChanges): Steps<Outcome> {
  const { policyNo, digest } = row;
  const stored = yield* one(statements.find, { scheme, policyNo });
  if (stored !== undefined) {
    if (stored.asOf > asOf) return new RowFault('STALE');
    if (stored.memberId !== row.memberId) return new RowFault('POLICY_HOLDER_CHANGED', 'policyNo');
    if (stored.digest === row.digest) {
      // The file says the same of a later instant: an older one must not undo it.
      if (stored.asOf < asOf) {
        const asOfTag = vault.tag(asOfText({ scheme, policyNo, digest, asOf }));
        yield* run(statements.confirm, { scheme, policyNo, asOf, asOfTag });
      }
      return 'unchanged';
    }
  }
  if (row.status === 'active') {
    const other = yield* one(statements.overlapping, { ...row, scheme });
    if (other !== undefined) return new RowFault('DUPLICATE_POLICY', `policyNo ${other.policyNo}`);
  }
  changes.add(row, stored === undefined ? undefined : yield* one(statements.earlier, { scheme, policyNo }));
  yield* run(statements.save, { ...row, scheme, asOf });
  return 'accepted';
}
