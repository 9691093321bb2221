import { and, asc, eq, getTableColumns, gt, gte, lte, max, ne, not, or, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import {
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
} from './schema.ts';

const param = sql.placeholder;

/** Statements built anew for each call would cost more than running them. */
export function prepare({ query }: Database) {
  const ofMember = eq(settlements.memberId, param('memberId'));
  const ofHospital = eq(settlements.hospitalId, param('hospitalId'));
  const live = eq(settlements.status, 'live');
  const order = [asc(settlements.place), asc(settlements.entrySeq)] as const;
  const { amendedSeq: _, ...columns } = getTableColumns(settlements);
  const settlementColumns = Object.keys(columns) as Exclude<keyof typeof settlements.$inferSelect, 'amendedSeq'>[];
  return {
    member: query
      .select()
      .from(members)
      .where(eq(members.memberId, param('memberId')))
      .prepare(),
    putMember: query
      .insert(members)
      .values(placeholders(['memberId', 'version', 'head']))
      .onConflictDoUpdate({
        target: members.memberId,
        set: { version: sql`excluded.version`, head: sql`excluded.head` },
      })
      .prepare(),
    accumulators: query
      .select()
      .from(accumulators)
      .where(eq(accumulators.memberId, param('memberId')))
      .prepare(),
    clearAccumulators: query
      .delete(accumulators)
      .where(eq(accumulators.memberId, param('memberId')))
      .prepare(),
    putAccumulators: query
      .insert(accumulators)
      .values(placeholders(['memberId', 'policyKey', 'body']))
      .onConflictDoUpdate({
        target: [accumulators.memberId, accumulators.policyKey],
        set: { body: sql`excluded.body` },
      })
      .prepare(),
    entry: query
      .select()
      .from(entries)
      .where(eq(entries.seq, param('seq')))
      .prepare(),
    insertEntry: query
      .insert(entries)
      .values(
        placeholders(['memberId', 'memberSeq', 'type', 'at', 'businessDate', 'body', 'personal', 'previous', 'hash']),
      )
      .prepare(),
    attempt: query
      .select()
      .from(settlements)
      .where(
        and(ofHospital, eq(settlements.settlementId, param('settlementId')), eq(settlements.attempt, param('attempt'))),
      )
      .prepare(),
    attempts: query
      .select()
      .from(settlements)
      .where(and(ofHospital, eq(settlements.settlementId, param('settlementId'))))
      .orderBy(asc(settlements.attempt))
      .prepare(),
    byDecision: query
      .select()
      .from(settlements)
      .where(eq(settlements.decisionId, param('decisionId')))
      .prepare(),
    encounter: query
      .select()
      .from(settlements)
      .where(and(ofMember, ofHospital, eq(settlements.encounterId, param('encounterId')), live))
      .orderBy(...order)
      .prepare(),
    survivors: query
      .select()
      .from(settlements)
      .where(and(ofMember, live))
      .orderBy(...order)
      .prepare(),
    membersSince: query
      .selectDistinct({ memberId: settlements.memberId })
      .from(settlements)
      .where(and(live, gte(settlements.businessDate, param('from')), gt(settlements.memberId, param('after'))))
      .orderBy(asc(settlements.memberId))
      .limit(1_000)
      .prepare(),
    settledOn: query
      .select()
      .from(settlements)
      .where(and(ofHospital, eq(settlements.businessDate, param('date'))))
      .orderBy(asc(settlements.entrySeq))
      .prepare(),
    reversedOn: query
      .select()
      .from(settlements)
      .where(and(ofHospital, eq(settlements.reversedOn, param('date'))))
      .orderBy(asc(settlements.entrySeq))
      .prepare(),
    countedOn: query
      .select()
      .from(settlements)
      .where(
        and(
          ofHospital,
          gte(settlements.settledOn, param('from')),
          lte(settlements.settledOn, param('to')),
          ne(settlements.status, 'superseded'),
        ),
      )
      .orderBy(asc(settlements.entrySeq))
      .prepare(),
    reversedBetween: query
      .select()
      .from(settlements)
      .where(and(ofHospital, gte(settlements.reversedOn, param('from')), lte(settlements.reversedOn, param('to'))))
      .orderBy(asc(settlements.entrySeq))
      .prepare(),
    permissions: query
      .select({ scheme: permissions.scheme, entrySeq: permissions.entrySeq })
      .from(permissions)
      .where(eq(permissions.decisionId, param('decisionId')))
      .prepare(),
    messages: query
      .select()
      .from(messages)
      .where(and(eq(messages.hospitalId, param('hospitalId')), eq(messages.messageId, param('messageId'))))
      .orderBy(asc(messages.entrySeq))
      .prepare(),
    messagesOf: query
      .select()
      .from(messages)
      .where(eq(messages.decisionId, param('decisionId')))
      .orderBy(asc(messages.entrySeq))
      .prepare(),
    putSettlement: query
      .insert(settlements)
      .values(placeholders(settlementColumns))
      .onConflictDoUpdate({
        target: [settlements.hospitalId, settlements.settlementId, settlements.attempt],
        set: {
          status: sql`excluded.status`,
          paid: sql`excluded.paid`,
          reversal: sql`excluded.reversal`,
          reversedOn: sql`excluded.reversed_on`,
          acknowledgedAt: sql`excluded.acknowledged_at`,
        },
      })
      .prepare(),
    postings: query
      .select()
      .from(postings)
      .where(eq(postings.decisionId, param('decisionId')))
      .orderBy(asc(postings.entrySeq), asc(postings.line))
      .prepare(),
    bookings: query
      .select({
        place: bookings.place,
        scheme: bookings.scheme,
        reference: bookings.reference,
        body: bookings.body,
      })
      .from(bookings)
      .where(and(eq(bookings.memberId, param('memberId')), bookings.active))
      .orderBy(asc(bookings.place))
      .prepare(),
    booked: query
      .select(getTableColumns(entries))
      .from(bookings)
      .innerJoin(entries, eq(entries.seq, bookings.entrySeq))
      .where(and(eq(bookings.scheme, param('scheme')), eq(bookings.reference, param('reference'))))
      .orderBy(asc(bookings.entrySeq))
      .prepare(),
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
          sql`${entries.body} ->> '$.scheme' = ${bookings.scheme}`,
          sql`${entries.body} ->> '$.reference' = ${bookings.reference}`,
        ),
      )
      .prepare(),
    reviews: query
      .select()
      .from(reviews)
      .where(eq(reviews.decisionId, param('decisionId')))
      .orderBy(asc(reviews.scheme), asc(reviews.policyNo))
      .prepare(),
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
      .limit(param('limit'))
      .prepare(),
    lastDay: query
      .select({ date: max(days.date) })
      .from(days)
      .prepare(),
    rules: query
      .select()
      .from(rules)
      .where(eq(rules.digest, param('digest')))
      .prepare(),
  };
}

/** The statement of the postings, which every settlement runs. */
export function preparePosting({ query }: Database) {
  return query
    .insert(postings)
    .values(
      placeholders(['entrySeq', 'line', 'scheme', 'businessDate', 'recordType', 'decisionId', 'hospitalId', 'body']),
    )
    .prepare();
}

function placeholders<K extends string>(names: readonly K[]): Record<K, never> {
  return Object.fromEntries(names.map((name) => [name, param(name)])) as unknown as Record<K, never>;
}
