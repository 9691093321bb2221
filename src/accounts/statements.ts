import { and, asc, eq, gte, lt, max, or, sql } from '../store/drizzle.ts';
import { define, param, placeholders } from '../store/statement.ts';

const ACCOUNT = [
  'name',
  'party',
  'role',
  'password',
  'mustChange',
  'totpSecret',
  'totpStep',
  'demo',
  'createdAt',
  'disabledAt',
] as const;

export const accountStatements = define('accounts', ({ query, tables: { accounts } }) => ({
  find: query
    .select()
    .from(accounts)
    .where(eq(accounts.name, param('name'))),
  list: query.select().from(accounts).orderBy(asc(accounts.name)),
  save: query
    .insert(accounts)
    .values(placeholders(ACCOUNT))
    .onConflictDoUpdate({
      target: accounts.name,
      set: {
        party: sql`excluded.party`,
        role: sql`excluded.role`,
        password: sql`excluded.password`,
        mustChange: sql`excluded.must_change`,
        totpSecret: sql`excluded.totp_secret`,
        totpStep: sql`excluded.totp_step`,
        demo: sql`excluded.demo`,
        disabledAt: sql`excluded.disabled_at`,
      },
    }),
  useStep: query
    .update(accounts)
    .set({ totpStep: sql`${param('totpStep')}` })
    .where(eq(accounts.name, param('name'))),
}));

export const attemptStatements = define('attempts', ({ query, tables: { attempts } }) => ({
  find: query
    .select()
    .from(attempts)
    .where(eq(attempts.name, param('name'))),
  save: query
    .insert(attempts)
    .values(placeholders(['name', 'failures', 'failedAt', 'lockedUntil']))
    .onConflictDoUpdate({
      target: attempts.name,
      set: {
        failures: sql`excluded.failures`,
        failedAt: sql`excluded.failed_at`,
        lockedUntil: sql`excluded.locked_until`,
      },
    }),
  clear: query.delete(attempts).where(eq(attempts.name, param('name'))),
  sweep: query.delete(attempts).where(lt(attempts.failedAt, param('before'))),
}));

export const sessionStatements = define('sessions', ({ query, tables: { sessions, accounts } }) => ({
  find: query
    .select({ session: sessions, account: accounts })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.name, sessions.account))
    .where(eq(sessions.id, param('id'))),
  of: query
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.account, param('account')),
        gte(sessions.createdAt, param('createdFrom')),
        gte(sessions.seenAt, param('seenFrom')),
      ),
    )
    .orderBy(asc(sessions.createdAt)),
  latest: query
    .select({ account: sessions.account, createdAt: max(sessions.createdAt) })
    .from(sessions)
    .where(and(gte(sessions.createdAt, param('createdFrom')), gte(sessions.seenAt, param('seenFrom'))))
    .groupBy(sessions.account),
  open: query.insert(sessions).values(placeholders(['id', 'account', 'createdAt', 'seenAt'])),
  seen: query
    .update(sessions)
    .set({ seenAt: sql`${param('seenAt')}` })
    .where(eq(sessions.id, param('id'))),
  close: query.delete(sessions).where(eq(sessions.id, param('id'))),
  closeAll: query.delete(sessions).where(eq(sessions.account, param('account'))),
  sweep: query
    .delete(sessions)
    .where(or(lt(sessions.createdAt, param('createdFrom')), lt(sessions.seenAt, param('seenFrom')))),
}));
