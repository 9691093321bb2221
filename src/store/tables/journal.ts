import { sql } from '../drizzle.ts';
import type { TableKit } from './kit.ts';

/** The journal and what is derived from it, member by member. */
export function journalTables({
  bytes,
  counter,
  flag,
  index,
  integer,
  primaryKey,
  table,
  text,
  uniqueIndex,
}: TableKit) {
  /** The journal: append only. Everything in the other tables under "derived" can be rebuilt from it. */
  const entries = table(
    'entries',
    {
      seq: counter(),
      memberId: text().notNull(),
      /** 1, 2, 3 … for each member: the version the member has after this entry. */
      memberSeq: integer().notNull(),
      type: text().notNull(),
      /** Business time in milliseconds. */
      at: integer().notNull(),
      /** Empty where the entry belongs to no business day. */
      businessDate: text().notNull(),
      /** JSON exactly as hashed; no id number and no name in it. */
      body: text().notNull(),
      /** Encrypted: id number, name and what else is personal. */
      personal: bytes(),
      previous: text().notNull(),
      hash: text().notNull(),
    },
    (table) => [
      uniqueIndex('entries_member').on(table.memberId, table.memberSeq),
      index('entries_day').on(table.businessDate, table.seq),
    ],
  );

  /** Derived: a member's version and the head of the member's chain (or that of any other chain of entries). */
  const members = table('members', {
    memberId: text().primaryKey(),
    version: integer().notNull(),
    head: text().notNull(),
    /** The numbers of the chain's entries, added up: an entry's number is in no hash. */
    seqs: integer().notNull(),
  });

  /** Derived: one row an accepted settlement (attempt). */
  const settlements = table(
    'settlements',
    {
      hospitalId: text().notNull(),
      settlementId: text().notNull(),
      attempt: integer().notNull(),
      decisionId: text().notNull(),
      memberId: text().notNull(),
      entrySeq: integer().notNull(),
      /** Position in the member's replay order (rulebook A12): the memberSeq of the first that stood here. */
      place: integer().notNull(),
      encounterId: text().notNull(),
      billedFrom: integer().notNull(),
      billedThrough: integer().notNull(),
      digest: text().notNull(),
      /** live | reversed | superseded */
      status: text().notNull(),
      /** Whether the decision paid anything. */
      paid: flag().notNull(),
      businessDate: text().notNull(),
      /** The day it counts on in the hospital's own totals. */
      settledOn: text().notNull().default(''),
      /** JSON of the reversal, once there is one. */
      reversal: text(),
      /** The business day of the reversal. */
      reversedOn: text(),
      acknowledgedAt: integer(),
      /** The READJUDICATE entry whose terms stand instead of those first frozen. */
      amendedSeq: integer(),
    },
    (table) => [
      primaryKey({ columns: [table.hospitalId, table.settlementId, table.attempt] }),
      uniqueIndex('settlements_decision').on(table.decisionId),
      index('settlements_member').on(table.memberId, table.encounterId),
      index('settlements_day').on(table.hospitalId, table.businessDate),
      index('settlements_reversed').on(table.hospitalId, table.reversedOn).where(sql`reversed_on IS NOT NULL`),
      // Nearly always the two are one, and found by the other.
      index('settlements_counted').on(table.hospitalId, table.settledOn).where(sql`settled_on <> business_date`),
    ],
  );

  /** Derived: reversals that an insurer has allowed after its scheme's window. */
  const permissions = table(
    'permissions',
    {
      decisionId: text().notNull(),
      scheme: text().notNull(),
      entrySeq: integer().notNull(),
    },
    (table) => [primaryKey({ columns: [table.decisionId, table.scheme] })],
  );

  /** Derived: the messages of a HIS that asked for settlements, by what the sender calls them. */
  const messages = table(
    'messages',
    {
      hospitalId: text().notNull(),
      messageId: text().notNull(),
      /** Keyed hash of whom it was about. */
      person: text().notNull(),
      /** Empty where the message was taken back. */
      decisionId: text().notNull(),
      settlementId: text().notNull(),
      entrySeq: integer().notNull(),
    },
    (table) => [
      primaryKey({ columns: [table.hospitalId, table.messageId, table.person, table.decisionId] }),
      index('messages_decision').on(table.decisionId),
    ],
  );

  /** Derived: what each policy has used. */
  const accumulators = table(
    'accumulators',
    {
      memberId: text().notNull(),
      policyKey: text().notNull(),
      body: text().notNull(),
    },
    (table) => [primaryKey({ columns: [table.memberId, table.policyKey] })],
  );

  /** Derived: what each entry means in money to one scheme: the rows of the daily files. */
  const postings = table(
    'postings',
    {
      entrySeq: integer().notNull(),
      /** Position among the postings of the entry. */
      line: integer().notNull(),
      scheme: text().notNull(),
      businessDate: text().notNull(),
      recordType: text().notNull(),
      decisionId: text().notNull(),
      hospitalId: text().notNull(),
      /** The posting, JSON. */
      body: text().notNull(),
    },
    (table) => [
      primaryKey({ columns: [table.entrySeq, table.line] }),
      // Those of the decision's own entry are found by its number; so each settlement writes into two trees less.
      index('postings_decision').on(table.decisionId).where(sql`record_type <> 'SETTLE'`),
      index('postings_day').on(table.scheme, table.businessDate, table.entrySeq),
      index('postings_hospital').on(table.hospitalId, table.businessDate).where(sql`record_type <> 'SETTLE'`),
    ],
  );

  /** Derived: what an insurer stated by hand and what counts in the accumulators (resolutions, claims settled elsewhere). */
  const bookings = table(
    'bookings',
    {
      entrySeq: integer().primaryKey(),
      memberId: text().notNull(),
      /** Position in the member's replay order. */
      place: integer().notNull(),
      scheme: text().notNull(),
      /** Two policies of one scheme may have to do with one decision, each with a resolution of its own. */
      policyNo: text().notNull().default(''),
      /** The decision that was resolved, or `EXTERNAL ` and the claim number of the insurer's own. */
      reference: text().notNull(),
      /** False once the settlement it resolves is reversed, or the insurer has taken it back. */
      active: flag().notNull(),
      /** The booking, JSON. */
      body: text().notNull(),
    },
    (table) => [
      index('bookings_member').on(table.memberId, table.place),
      uniqueIndex('bookings_reference').on(table.scheme, table.reference, table.policyNo),
      // A claim settled elsewhere counts once, for whomever.
      uniqueIndex('bookings_external').on(table.scheme, table.reference).where(sql`reference LIKE 'EXTERNAL %'`),
    ],
  );

  /** Derived: schemes (or single benefits) of a decision that wait for a person. */
  const reviews = table(
    'reviews',
    {
      scheme: text().notNull(),
      decisionId: text().notNull(),
      policyNo: text().notNull(),
      memberId: text().notNull(),
      entrySeq: integer().notNull(),
      /** open | resolved | void (the settlement fell away) */
      status: text().notNull(),
    },
    (table) => [
      primaryKey({ columns: [table.decisionId, table.scheme, table.policyNo] }),
      index('reviews_open').on(table.scheme, table.status, table.entrySeq),
    ],
  );

  return { entries, members, settlements, permissions, messages, accumulators, postings, bookings, reviews };
}
