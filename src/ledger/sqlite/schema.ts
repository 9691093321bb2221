import { sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** The journal: append only. Everything in the other tables under "derived" can be rebuilt from it. */
export const entries = sqliteTable(
  'entries',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    memberId: text().notNull(),
    /** 1, 2, 3 … for each member: the version the member has after this entry. */
    memberSeq: integer().notNull(),
    type: text().notNull(),
    /** Business time in milliseconds. */
    at: integer().notNull(),
    businessDate: text().notNull(),
    /** JSON exactly as hashed; no id number and no name in it. */
    body: text().notNull(),
    /** Encrypted: id number, name and what else is personal. */
    personal: blob({ mode: 'buffer' }),
    previous: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [
    uniqueIndex('entries_member').on(table.memberId, table.memberSeq),
    index('entries_day').on(table.businessDate, table.seq),
  ],
);

/** Derived: a member's version and the head of the member's chain. */
export const members = sqliteTable('members', {
  memberId: text().primaryKey(),
  version: integer().notNull(),
  head: text().notNull(),
});

/** Derived: one row an accepted settlement (attempt). */
export const settlements = sqliteTable(
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
    paid: integer({ mode: 'boolean' }).notNull(),
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
    index('settlements_member').on(table.memberId, table.place),
    index('settlements_day').on(table.hospitalId, table.businessDate),
    index('settlements_reversed').on(table.hospitalId, table.reversedOn),
    index('settlements_counted').on(table.hospitalId, table.settledOn),
  ],
);

/** Derived: reversals that an insurer has allowed after its scheme's window. */
export const permissions = sqliteTable(
  'permissions',
  {
    decisionId: text().notNull(),
    scheme: text().notNull(),
    entrySeq: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.decisionId, table.scheme] })],
);

/** Derived: the messages of a HIS that asked for settlements, by what the sender calls them. */
export const messages = sqliteTable(
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

/** Files that HIS upload and download; they hold personal data and are encrypted. */
export const exchangedFiles = sqliteTable(
  'exchanged_files',
  {
    fileId: text().primaryKey(),
    hospitalId: text().notNull(),
    name: text().notNull(),
    /** Encrypted. */
    body: blob({ mode: 'buffer' }).notNull(),
    /** Business time in milliseconds. */
    expiresAt: integer().notNull(),
  },
  (table) => [index('exchanged_files_hospital').on(table.hospitalId, table.expiresAt)],
);

/** Derived: what each policy has used. */
export const accumulators = sqliteTable(
  'accumulators',
  {
    memberId: text().notNull(),
    policyKey: text().notNull(),
    body: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.memberId, table.policyKey] })],
);

/** Derived: what each entry means in money to one scheme: the rows of the daily files. */
export const postings = sqliteTable(
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
    index('postings_decision').on(table.decisionId),
    index('postings_day').on(table.scheme, table.businessDate, table.entrySeq),
    index('postings_hospital').on(table.hospitalId, table.businessDate),
  ],
);

/** Derived: what an insurer stated by hand and what counts in the accumulators (resolutions, claims settled elsewhere). */
export const bookings = sqliteTable(
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
    active: integer({ mode: 'boolean' }).notNull(),
    /** The booking, JSON. */
    body: text().notNull(),
  },
  (table) => [
    index('bookings_member').on(table.memberId, table.place),
    uniqueIndex('bookings_reference').on(table.scheme, table.reference, table.policyNo),
  ],
);

/** Derived: schemes (or single benefits) of a decision that wait for a person. */
export const reviews = sqliteTable(
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

/** Derived: sealed business days. */
export const days = sqliteTable('days', {
  date: text().primaryKey(),
  entrySeq: integer().notNull(),
  /** JSON of what was sealed. */
  body: text().notNull(),
});

/** Each upload of somebody's own view of a business day, and what the comparison came to. */
export const reconciliations = sqliteTable(
  'reconciliations',
  {
    /** Counts up: of two uploads of one day the later one has the higher number. */
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull(),
    /** insurer (of a scheme's daily file) | hospital (of its own day) */
    side: text().notNull(),
    /** The scheme, or the hospital. */
    subject: text().notNull(),
    date: text().notNull(),
    /** The party; null from the command line. */
    uploadedBy: text(),
    /** Business time in milliseconds. */
    uploadedAt: integer().notNull(),
    /** Totals and counts, JSON. */
    body: text().notNull(),
  },
  (table) => [
    uniqueIndex('reconciliations_id').on(table.id),
    index('reconciliations_day').on(table.side, table.subject, table.date, table.seq),
  ],
);

/** Differences that reconciliations found: open until a later upload of the same day no longer shows them. */
export const differences = sqliteTable(
  'differences',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    side: text().notNull(),
    subject: text().notNull(),
    date: text().notNull(),
    /** The kind's place in a report. */
    rank: integer().notNull(),
    /** Kind, key and figures: the same in a later upload is the same difference. */
    identity: text().notNull(),
    /** The difference, JSON. */
    body: text().notNull(),
    /** The reconciliation that first showed it. */
    openedSeq: integer().notNull(),
    /** The first later one that did not. */
    closedSeq: integer(),
  },
  (table) => [index('differences_day').on(table.side, table.subject, table.date, table.rank, table.id)],
);

/** Settlements that a hospital listed with their amount in its own uploaded day: as good as acknowledged, in clearing. */
export const confirmations = sqliteTable(
  'confirmations',
  {
    decisionId: text().primaryKey(),
    hospitalId: text().notNull(),
    date: text().notNull(),
    reconciliationSeq: integer().notNull(),
  },
  (table) => [index('confirmations_day').on(table.hospitalId, table.date)],
);

/** Rule texts by digest: what a decision was made under can be read and run for ever. */
export const rules = sqliteTable('rules', {
  digest: text().primaryKey(),
  scheme: text().notNull(),
  body: text().notNull(),
});

/** The registry of parties. */
export const parties = sqliteTable('parties', {
  id: text().primaryKey(),
  kind: text().notNull(),
  /** The registry entry as imported, JSON. */
  body: text().notNull(),
  changedAt: integer().notNull(),
});

/** Every version of every imported code list. */
export const lists = sqliteTable(
  'lists',
  {
    list: text().notNull(),
    version: integer().notNull(),
    digest: text().notNull(),
    importedAt: integer().notNull(),
    /** JSON array of {code, name, class}. */
    body: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.list, table.version] }), index('lists_digest').on(table.digest)],
);

/** Every value a scheme fact has had. */
export const facts = sqliteTable(
  'facts',
  {
    scheme: text().notNull(),
    name: text().notNull(),
    version: integer().notNull(),
    value: text().notNull(),
    setAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.scheme, table.name, table.version] })],
);

/** The roster: one row a policy as it stands now. */
export const enrollments = sqliteTable(
  'enrollments',
  {
    scheme: text().notNull(),
    policyNo: text().notNull(),
    memberId: text().notNull(),
    /** Keyed hash of the folded name. */
    nameKey: text().notNull(),
    effectiveFrom: text().notNull(),
    effectiveTo: text().notNull(),
    /** active | cancelled */
    status: text().notNull(),
    /** JSON of the other columns of the roster, no id number and no name. */
    body: text().notNull(),
    /** Digest of the row as imported: the same row again changes nothing. */
    digest: text().notNull(),
    /** The instant the row speaks of. */
    asOf: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.scheme, table.policyNo] }),
    index('enrollments_member').on(table.memberId),
    // Few schemes know families; a roster without them must not pay for the index.
    index('enrollments_family').on(table.scheme, sql`body ->> '$.family'`).where(sql`body ->> '$.family' IS NOT NULL`),
  ],
);

/** Ids of signed requests seen within the window. */
export const nonces = sqliteTable(
  'nonces',
  {
    party: text().notNull(),
    jti: text().notNull(),
    /** Seconds. */
    expiresAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.party, table.jti] }), index('nonces_expiry').on(table.expiresAt)],
);

/** One row: counts up with each change of parties, lists, facts or rules, so that other processes notice. */
export const revisions = sqliteTable('revisions', {
  id: integer().primaryKey(),
  revision: integer().notNull(),
});

/** Keys that encrypt and look up personal data, each wrapped by the key from outside. */
export const dataKeys = sqliteTable('data_keys', {
  id: text().primaryKey(),
  /** JSON: what it is for, and the wrapped key. */
  body: text().notNull(),
});
