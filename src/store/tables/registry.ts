import { sql } from '../drizzle.ts';
import type { TableKit } from './kit.ts';

/** Who takes part, who is insured, and by what rules. */
export function registryTables({ index, integer, primaryKey, table, text }: TableKit) {
  /** Rule texts by digest: what a decision was made under can be read and run for ever. */
  const rules = table('rules', {
    digest: text().primaryKey(),
    scheme: text().notNull(),
    body: text().notNull(),
  });

  /** The registry of parties. */
  const parties = table('parties', {
    id: text().primaryKey(),
    kind: text().notNull(),
    /** The registry entry as imported, JSON. */
    body: text().notNull(),
    changedAt: integer().notNull(),
    /** Since when its signed requests are refused; null where they are not. */
    suspendedAt: integer(),
    suspendedReason: text(),
  });

  /** Keys that a party must never sign with again. They are no longer in its registry entry. */
  const revokedKeys = table(
    'revoked_keys',
    {
      party: text().notNull(),
      kid: text().notNull(),
      /** RFC 7638: the same key by another name is the same key. */
      thumbprint: text().notNull(),
      /** The public key, JSON. */
      jwk: text().notNull(),
      reason: text().notNull(),
      revokedAt: integer().notNull(),
    },
    (table) => [primaryKey({ columns: [table.party, table.kid] })],
  );

  /** Every version of every imported code list. */
  const lists = table(
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
  const facts = table(
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
  const enrollments = table(
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
      /**
       * Keyed hash of the row's place, digest and `asOf`, where a later file has only said the same again; null where
       * `asOf` is that of the journal's entry of the row.
       */
      asOfTag: text(),
    },
    (table) => [
      primaryKey({ columns: [table.scheme, table.policyNo] }),
      index('enrollments_member').on(table.memberId),
      // Few schemes know families; a roster without them must not pay for the index.
      index('enrollments_family')
        .on(table.scheme, sql`body ->> '$.family'`)
        .where(sql`body ->> '$.family' IS NOT NULL`),
    ],
  );

  /** One row: the length of the chain of set-up changes, so that other processes notice each. */
  const revisions = table('revisions', {
    id: integer().primaryKey(),
    revision: integer().notNull(),
  });

  return { rules, parties, revokedKeys, lists, facts, enrollments, revisions };
}
