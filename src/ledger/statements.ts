import {
  and,
  asc,
  between,
  eq,
  getTableColumns,
  gt,
  gte,
  lte,
  max,
  ne,
  not,
  or,
  Param,
  sql,
} from '../store/drizzle.ts';
import { define, param, placeholders } from '../store/statement.ts';

/** What the ledger asks of its store. */
export const statements = define('ledger', ({ query, tables, member, dialect }) => {
  const {
    accumulators,
    bookings,
    days,
    entries,
    members,
    messages,
    permissions,
    postings,
    reviews,
    rules,
    settlements,
  } = tables;
  const ofMember = eq(settlements.memberId, param('memberId'));
  const ofHospital = eq(settlements.hospitalId, param('hospitalId'));
  const ofDecision = eq(postings.decisionId, param('decisionId'));
  const live = eq(settlements.status, 'live');
  const order = [asc(settlements.place), asc(settlements.entrySeq)] as const;
  const { amendedSeq: _, ...columns } = getTableColumns(settlements);
  const ofChain = eq(entries.memberId, param('memberId'));
  const settlementColumns = Object.keys(columns) as Exclude<keyof typeof settlements.$inferSelect, 'amendedSeq'>[];
  const insertEntry = query.insert(entries).values({
    ...placeholders(['memberId', 'memberSeq', 'type', 'at', 'businessDate', 'personal', 'previous', 'hash']),
    // Bytes for SQLite too, which takes them for text as they are: the driver would convert a text once more.
    body: dialect === 'sqlite' ? sql`CAST(${param('body')} AS TEXT)` : param('body'),
  });
  return {
    member: query
      .select()
      .from(members)
      .where(eq(members.memberId, param('memberId'))),
    firstOfMember: query
      .insert(members)
      .values({
        ...placeholders(['memberId', 'version', 'head']),
        seqs: sql`(SELECT coalesce(sum(${entries.seq}), 0) FROM ${entries} WHERE ${ofChain})`,
      })
      .onConflictDoNothing(),
    advanceMember: query
      .update(members)
      .set({
        version: sql`${param('version')}`,
        head: sql`${param('head')}`,
        seqs: sql`${members.seqs} + (SELECT coalesce(sum(${entries.seq}), 0) FROM ${entries}
          WHERE ${ofChain} AND ${entries.memberSeq} > ${param('expected')})`,
      })
      .where(and(eq(members.memberId, param('memberId')), eq(members.version, param('expected')))),
    accumulators: query
      .select()
      .from(accumulators)
      .where(eq(accumulators.memberId, param('memberId'))),
    clearAccumulators: query.delete(accumulators).where(eq(accumulators.memberId, param('memberId'))),
    putAccumulators: query
      .insert(accumulators)
      .values(placeholders(['memberId', 'policyKey', 'body']))
      .onConflictDoUpdate({
        target: [accumulators.memberId, accumulators.policyKey],
        set: { body: sql`excluded.body` },
      }),
    entry: query
      .select()
      .from(entries)
      .where(eq(entries.seq, param('seq'))),
    // SQLite knows the number without being asked; what it returns it would first put into a table of its own.
    insertEntry: dialect === 'sqlite' ? insertEntry : insertEntry.returning({ seq: entries.seq }),
    /** Unordered, as what every settlement asks is: SQLite makes a statement anew each time it is to order by an index. */
    attempts: query
      .select()
      .from(settlements)
      .where(and(ofHospital, eq(settlements.settlementId, param('settlementId')))),
    byDecision: query
      .select()
      .from(settlements)
      .where(eq(settlements.decisionId, param('decisionId'))),
    /** Unordered. */
    encounter: query
      .select()
      .from(settlements)
      .where(and(ofMember, ofHospital, eq(settlements.encounterId, param('encounterId')), live)),
    survivors: query
      .select()
      .from(settlements)
      .where(and(ofMember, live))
      .orderBy(...order),
    membersSince: query
      .selectDistinct({ memberId: settlements.memberId })
      .from(settlements)
      .where(and(live, gte(settlements.businessDate, param('from')), gt(settlements.memberId, param('after'))))
      .orderBy(asc(settlements.memberId))
      .limit(1_000),
    settledOn: query
      .select()
      .from(settlements)
      .where(and(ofHospital, eq(settlements.businessDate, param('date'))))
      .orderBy(asc(settlements.entrySeq)),
    reversedOn: query
      .select()
      .from(settlements)
      .where(and(ofHospital, eq(settlements.reversedOn, param('date'))))
      .orderBy(asc(settlements.entrySeq)),
    /** By the business day where it is the same, as the index of the other has no such settlements. */
    countedOn: query
      .select()
      .from(settlements)
      .where(
        and(
          ofHospital,
          ne(settlements.status, 'superseded'),
          or(
            and(
              between(settlements.businessDate, param('from'), param('to')),
              eq(settlements.settledOn, settlements.businessDate),
            ),
            and(
              between(settlements.settledOn, param('from'), param('to')),
              ne(settlements.settledOn, settlements.businessDate),
            ),
          ),
        ),
      )
      .orderBy(asc(settlements.entrySeq)),
    reversedBetween: query
      .select()
      .from(settlements)
      .where(and(ofHospital, gte(settlements.reversedOn, param('from')), lte(settlements.reversedOn, param('to'))))
      .orderBy(asc(settlements.entrySeq)),
    permissions: query
      .select({ scheme: permissions.scheme, entrySeq: permissions.entrySeq })
      .from(permissions)
      .where(eq(permissions.decisionId, param('decisionId'))),
    messages: query
      .select()
      .from(messages)
      .where(and(eq(messages.hospitalId, param('hospitalId')), eq(messages.messageId, param('messageId'))))
      .orderBy(asc(messages.entrySeq)),
    messagesOf: query
      .select()
      .from(messages)
      .where(eq(messages.decisionId, param('decisionId')))
      .orderBy(asc(messages.entrySeq)),
    insertSettlement: query.insert(settlements).values(placeholders(settlementColumns)),
    /** Only where it stands, or has ended in the same way: another member's settlement may have ended it otherwise since. */
    updateSettlement: query
      .update(settlements)
      .set({
        status: sql`${param('status')}`,
        paid: sql`${new Param(param('paid'), settlements.paid)}`,
        reversal: sql`${param('reversal')}`,
        reversedOn: sql`${param('reversedOn')}`,
        acknowledgedAt: sql`${param('acknowledgedAt')}`,
      })
      .where(and(eq(settlements.decisionId, param('decisionId')), or(live, eq(settlements.status, param('status'))))),
    /** Of a decision: those of its own entry, and those booked on it since. */
    postings: query
      .select()
      .from(postings)
      .where(
        or(
          and(ofDecision, eq(postings.entrySeq, param('entrySeq'))),
          and(ofDecision, sql`${postings.recordType} <> 'SETTLE'`),
        ),
      )
      .orderBy(asc(postings.entrySeq), asc(postings.line)),
    bookings: query
      .select({
        place: bookings.place,
        scheme: bookings.scheme,
        reference: bookings.reference,
        body: bookings.body,
      })
      .from(bookings)
      .where(and(eq(bookings.memberId, param('memberId')), bookings.active))
      .orderBy(asc(bookings.place)),
    booked: query
      .select(getTableColumns(entries))
      .from(bookings)
      .innerJoin(entries, eq(entries.seq, bookings.entrySeq))
      .where(and(eq(bookings.scheme, param('scheme')), eq(bookings.reference, param('reference'))))
      .orderBy(asc(bookings.entrySeq)),
    cancelled: query
      .select(getTableColumns(entries))
      .from(bookings)
      .innerJoin(entries, eq(entries.memberId, bookings.memberId))
      .where(
        and(
          eq(bookings.scheme, param('scheme')),
          eq(bookings.reference, param('reference')),
          not(bookings.active),
          eq(entries.type, 'CANCEL'),
          sql`${sql.raw(member('entries.body', 'scheme'))} = ${bookings.scheme}`,
          sql`${sql.raw(member('entries.body', 'reference'))} = ${bookings.reference}`,
        ),
      ),
    reviews: query
      .select()
      .from(reviews)
      .where(eq(reviews.decisionId, param('decisionId')))
      .orderBy(asc(reviews.scheme), asc(reviews.policyNo)),
    openReviews: query
      .select()
      .from(reviews)
      .where(
        and(
          eq(reviews.scheme, param('scheme')),
          eq(reviews.status, 'open'),
          gte(reviews.entrySeq, param('entrySeq')),
          or(gt(reviews.entrySeq, param('entrySeq')), gt(reviews.policyNo, param('policyNo'))),
        ),
      )
      .orderBy(asc(reviews.entrySeq), asc(reviews.policyNo))
      .limit(param('limit')),
    lastDay: query.select({ date: max(days.date) }).from(days),
    rules: query
      .select()
      .from(rules)
      .where(eq(rules.digest, param('digest'))),
    post: query
      .insert(postings)
      .values(
        placeholders(['entrySeq', 'line', 'scheme', 'businessDate', 'recordType', 'decisionId', 'hospitalId', 'body']),
      ),
    permit: query.insert(permissions).values(placeholders(['decisionId', 'scheme', 'entrySeq'])),
    amend: query
      .update(settlements)
      .set({ amendedSeq: sql`${param('entrySeq')}` })
      .where(eq(settlements.decisionId, param('decisionId'))),
    seal: query.insert(days).values(placeholders(['date', 'entrySeq', 'body'])),
    queueReview: query
      .insert(reviews)
      .values({ ...placeholders(['scheme', 'decisionId', 'policyNo', 'memberId', 'entrySeq']), status: 'open' })
      .onConflictDoUpdate({
        target: [reviews.decisionId, reviews.scheme, reviews.policyNo],
        set: { entrySeq: sql`excluded.entry_seq` },
        setWhere: eq(reviews.status, 'open'),
      }),
    voidReviews: query
      .update(reviews)
      .set({ status: 'void' })
      .where(and(eq(reviews.decisionId, param('decisionId')), eq(reviews.status, 'open'))),
    resolveReview: query
      .update(reviews)
      .set({ status: 'resolved' })
      .where(
        and(
          eq(reviews.decisionId, param('reference')),
          eq(reviews.scheme, param('scheme')),
          eq(reviews.policyNo, param('policyNo')),
          eq(reviews.status, 'open'),
        ),
      ),
    noteMessage: query
      .insert(messages)
      .values(placeholders(['hospitalId', 'messageId', 'person', 'decisionId', 'settlementId', 'entrySeq'])),
    book: query.insert(bookings).values({
      ...placeholders(['entrySeq', 'memberId', 'place', 'scheme', 'policyNo', 'reference', 'body']),
      active: true,
    }),
    unbookDecision: query
      .update(bookings)
      .set({ active: false })
      .where(and(eq(bookings.memberId, param('memberId')), eq(bookings.reference, param('reference')))),
    unbook: query
      .update(bookings)
      .set({ active: false })
      .where(and(eq(bookings.scheme, param('scheme')), eq(bookings.reference, param('reference')))),
    keepRules: query
      .insert(rules)
      .values(placeholders(['digest', 'scheme', 'body']))
      .onConflictDoNothing(),
  };
});
