import type { TableKit } from './kit.ts';

/** Business days and what others say of them. */
export function clearingTables({ counter, index, integer, table, text, uniqueIndex }: TableKit) {
  /** Derived: sealed business days. */
  const days = table('days', {
    date: text().primaryKey(),
    entrySeq: integer().notNull(),
    /** JSON of what was sealed. */
    body: text().notNull(),
  });

  /** Each upload of somebody's own view of a business day, and what the comparison came to. */
  const reconciliations = table(
    'reconciliations',
    {
      /** Counts up: of two uploads of one day the later one has the higher number. */
      seq: counter(),
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
  const differences = table(
    'differences',
    {
      id: counter(),
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
  const confirmations = table(
    'confirmations',
    {
      decisionId: text().primaryKey(),
      hospitalId: text().notNull(),
      date: text().notNull(),
      reconciliationSeq: integer().notNull(),
    },
    (table) => [index('confirmations_day').on(table.hospitalId, table.date)],
  );

  return { days, reconciliations, differences, confirmations };
}
