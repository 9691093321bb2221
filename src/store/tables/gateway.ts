import type { TableKit } from './kit.ts';

/** What the gateway itself has to remember. */
export function gatewayTables({ bytes, index, integer, primaryKey, table, text }: TableKit) {
  /** Ids of signed requests seen within the window. */
  const nonces = table(
    'nonces',
    {
      party: text().notNull(),
      jti: text().notNull(),
      /** Seconds. */
      expiresAt: integer().notNull(),
    },
    (table) => [primaryKey({ columns: [table.party, table.jti] }), index('nonces_expiry').on(table.expiresAt)],
  );

  /** Files that HIS upload and download; they hold personal data and are encrypted. */
  const exchangedFiles = table(
    'exchanged_files',
    {
      fileId: text().primaryKey(),
      hospitalId: text().notNull(),
      name: text().notNull(),
      /** Encrypted. */
      body: bytes().notNull(),
      /** Business time in milliseconds. */
      expiresAt: integer().notNull(),
    },
    (table) => [index('exchanged_files_hospital').on(table.hospitalId, table.expiresAt)],
  );

  /** Keys that encrypt and look up personal data, each wrapped by the key from outside. */
  const dataKeys = table('data_keys', {
    id: text().primaryKey(),
    /** JSON: what it is for, and the wrapped key. */
    body: text().notNull(),
  });

  return { nonces, exchangedFiles, dataKeys };
}
