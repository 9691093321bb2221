import type { TableKit } from './kit.ts';

/** Who may sign in to the pages for people. Instants are real time in milliseconds. */
export function consoleTables({ bytes, flag, index, integer, table, text }: TableKit) {
  const accounts = table('accounts', {
    name: text().primaryKey(),
    /** The registered party it acts for. */
    party: text().notNull(),
    role: text().notNull(),
    /** Salted hash with its parameters. */
    password: text().notNull(),
    /** The password was made by somebody else, who knows it. */
    mustChange: flag().notNull(),
    /** Encrypted; null where a password is enough. */
    totpSecret: bytes(),
    /** The last time step whose code was taken: none is taken twice. */
    totpStep: integer().notNull(),
    /** Its password is published: of use in the sandbox only. */
    demo: flag().notNull(),
    createdAt: integer().notNull(),
    disabledAt: integer(),
  });

  const sessions = table(
    'sessions',
    {
      /** Hash of the random id that the browser holds. */
      id: text().primaryKey(),
      account: text().notNull(),
      createdAt: integer().notNull(),
      seenAt: integer().notNull(),
    },
    (table) => [index('sessions_account').on(table.account)],
  );

  /** Failed sign-ins, also under names that no account has: so that these are not told apart. */
  const attempts = table(
    'attempts',
    {
      /** Hash of the name as typed. */
      name: text().primaryKey(),
      failures: integer().notNull(),
      failedAt: integer().notNull(),
      lockedUntil: integer().notNull(),
    },
    (table) => [index('attempts_failed').on(table.failedAt)],
  );

  return { accounts, sessions, attempts };
}
