import type { Row } from '../../../src/store/tables.ts';
import type { Handler, SimulatedStore } from './store.ts';
import type { Enrollment } from './tables.ts';
import { type Blocked, isBlocked, type Transaction } from './transaction.ts';

type Write<P> = (store: SimulatedStore, params: P, by: Transaction) => number | Blocked | unknown[];

/** A statement that writes, and what watchers of commits are told that it wrote. */
function write<P>(table: string, handler: Write<P>): Handler {
  return ((store: SimulatedStore, params: P, by: Transaction) => {
    const answer = handler(store, params, by);
    if (!isBlocked(answer) && answer !== 0) by.log.push({ table, row: params });
    return answer;
  }) as Handler;
}

type Settlement = Row<'settlements'>;

/** What changes rows. */
export const writers: Readonly<Record<string, Handler>> = {
  ledger_firstOfMember: write<Row<'members'>>('members', ({ tables }, row, by) => {
    const known = tables.members.lock(row.memberId, by);
    if (known !== undefined) return isBlocked(known) ? known : 0;
    return tables.members.insert(row, by) ?? 1;
  }),
  ledger_advanceMember: write<Row<'members'> & { expected: number }>(
    'members',
    ({ tables, bug }, { expected, ...row }, by) =>
      tables.members.update(row.memberId, by, ({ version }) =>
        version === expected || bug === 'no-version-check' ? row : 'as it is',
      ),
  ),
  ledger_insertEntry: ((
    store: SimulatedStore,
    params: Omit<Row<'entries'>, 'seq' | 'body'> & { readonly body: Buffer },
    by: Transaction,
  ) => {
    const { memberId, memberSeq } = params;
    if (store.bug !== 'no-version-check') {
      const blocked = store.tables.places.insert({ memberId, memberSeq }, by);
      if (blocked !== undefined) return blocked;
    }
    const row = { ...params, body: params.body.toString('utf8'), seq: store.nextSeq() };
    store.tables.entries.insert(row, by);
    by.log.push({ table: 'entries', row });
    return row.seq;
  }) as Handler,
  ledger_clearAccumulators: write<{ memberId: string }>('cleared', ({ tables }, { memberId }, by) => {
    let count = 0;
    for (const { policyKey } of tables.accumulators.under('member', memberId, by)) {
      const changed = tables.accumulators.update(`${memberId} ${policyKey}`, by, () => undefined);
      if (isBlocked(changed)) return changed;
      count += changed;
    }
    return count;
  }),
  ledger_putAccumulators: write<Row<'accumulators'>>('accumulators', ({ tables, bug }, given, by) => {
    const { memberId, policyKey } = given;
    const row = bug === 'limit-counted-twice' && wasCleared(by) ? { ...given, body: twice(given.body) } : given;
    const key = `${memberId} ${policyKey}`;
    const known = tables.accumulators.lock(key, by);
    if (isBlocked(known)) return known;
    if (known === undefined) return tables.accumulators.insert(row, by) ?? 1;
    return tables.accumulators.update(key, by, () => row);
  }),
  ledger_insertSettlement: write<Omit<Settlement, 'amendedSeq'>>('settlements', ({ tables, bug }, given, by) => {
    // The primary key is the id and the attempt, the unique index is the decision, which is made of both.
    const place = bug === 'wrong-replay-order' ? given.entrySeq : given.place;
    return tables.settlements.insert({ ...given, place, amendedSeq: null }, by) ?? 1;
  }),
  ledger_updateSettlement: write<Settlement>('updated', ({ tables }, params, by) => {
    const { decisionId, status, paid, reversal, reversedOn, acknowledgedAt } = params;
    return tables.settlements.update(decisionId, by, (row) =>
      row.status === 'live' || row.status === status
        ? { ...row, ...{ status, paid, reversal, reversedOn, acknowledgedAt } }
        : 'as it is',
    );
  }),
  ledger_post: write<Row<'postings'>>('postings', ({ tables }, row, by) => tables.postings.insert(row, by) ?? 1),
  ledger_permit: write<Row<'permissions'>>(
    'permissions',
    ({ tables }, row, by) => tables.permissions.insert(row, by) ?? 1,
  ),
  ledger_amend: write<{ decisionId: string; entrySeq: number }>('amended', ({ tables }, { decisionId, entrySeq }, by) =>
    tables.settlements.update(decisionId, by, (row) => ({ ...row, amendedSeq: entrySeq })),
  ),
  ledger_seal: write<Row<'days'>>('days', ({ tables }, row, by) => tables.days.insert(row, by) ?? 1),
  ledger_queueReview: write<Omit<Row<'reviews'>, 'status'>>('reviews', ({ tables }, given, by) => {
    const key = `${given.decisionId} ${given.scheme} ${given.policyNo}`;
    const known = tables.reviews.lock(key, by);
    if (isBlocked(known)) return known;
    if (known === undefined) return tables.reviews.insert({ ...given, status: 'open' }, by) ?? 1;
    const { entrySeq } = given;
    return tables.reviews.update(key, by, (row) => (row.status === 'open' ? { ...row, entrySeq } : 'as it is'));
  }),
  ledger_voidReviews: write<{ decisionId: string }>('voided', ({ tables }, { decisionId }, by) => {
    let count = 0;
    for (const { scheme, policyNo } of tables.reviews.under('decision', decisionId, by)) {
      const changed = tables.reviews.update(`${decisionId} ${scheme} ${policyNo}`, by, (row) =>
        row.status === 'open' ? { ...row, status: 'void' } : 'as it is',
      );
      if (isBlocked(changed)) return changed;
      count += changed;
    }
    return count;
  }),
  ledger_resolveReview: write<{ reference: string; scheme: string; policyNo: string }>(
    'resolved',
    ({ tables }, { reference, scheme, policyNo }, by) =>
      tables.reviews.update(`${reference} ${scheme} ${policyNo}`, by, (row) =>
        row.status === 'open' ? { ...row, status: 'resolved' } : 'as it is',
      ),
  ),
  ledger_noteMessage: write<Row<'messages'>>('messages', ({ tables }, row, by) => tables.messages.insert(row, by) ?? 1),
  ledger_book: write<Omit<Row<'bookings'>, 'active'>>(
    'bookings',
    ({ tables }, row, by) => tables.bookings.insert({ ...row, active: true }, by) ?? 1,
  ),
  ledger_unbookDecision: write<{ memberId: string; reference: string }>(
    'unbooked',
    ({ tables }, { memberId, reference }, by) =>
      unbook(
        tables,
        tables.bookings.under('member', memberId, by).filter((row) => row.reference === reference),
        by,
      ),
  ),
  ledger_unbook: write<{ scheme: string; reference: string }>('unbooked', ({ tables }, { scheme, reference }, by) =>
    unbook(tables, tables.bookings.under('reference', `${scheme} ${reference}`, by), by),
  ),
  ledger_keepRules: write<Row<'rules'>>('rules', ({ tables }, row, by) => {
    const known = tables.rules.lock(row.digest, by);
    if (known !== undefined) return isBlocked(known) ? known : 0;
    return tables.rules.insert(row, by) ?? 1;
  }),
  simulator_enroll: write<Enrollment>('enrollments', ({ tables }, row, by) => {
    const key = `${row.scheme} ${row.policyNo}`;
    const known = tables.enrollments.lock(key, by);
    if (isBlocked(known)) return known;
    if (known === undefined) return tables.enrollments.insert(row, by) ?? 1;
    return tables.enrollments.update(key, by, () => row);
  }),
};

function unbook(tables: SimulatedStore['tables'], rows: readonly Row<'bookings'>[], by: Transaction): number | Blocked {
  let count = 0;
  for (const { scheme, reference, policyNo } of rows) {
    const key = `${scheme} ${reference}${reference.startsWith('EXTERNAL ') ? '' : ` ${policyNo}`}`;
    const changed = tables.bookings.update(key, by, (row) => ({ ...row, active: false }));
    if (isBlocked(changed)) return changed;
    count += changed;
  }
  return count;
}

function wasCleared(by: Transaction): boolean {
  return by.log.some(({ row }) => (row as { type?: string }).type === 'REVERSE');
}

/** Accumulators in which what was paid counts twice. */
function twice(body: string): string {
  return body.replaceAll(/"paid":"(\d+)/g, (_, whole: string) => `"paid":"${Number(whole) * 2}`);
}
