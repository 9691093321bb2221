import { eq, sql } from '../store/drizzle.ts';
import { define, param, placeholders } from '../store/statement.ts';

/** Secrets that lie in the store, each encrypted, by what they are for. */
export const dataKeys = define('data_keys', ({ query, tables }) => ({
  all: query.select().from(tables.dataKeys),
  find: query
    .select()
    .from(tables.dataKeys)
    .where(eq(tables.dataKeys.id, param('id'))),
  forget: query.delete(tables.dataKeys).where(eq(tables.dataKeys.id, param('id'))),
  keep: query.insert(tables.dataKeys).values(placeholders(['id', 'body'])),
  replace: query
    .update(tables.dataKeys)
    .set({ body: sql`${param('body')}` })
    .where(eq(tables.dataKeys.id, param('id'))),
  /** Changes nothing, and holds off everybody else who does the same until the transaction ends. */
  lock: query
    .update(tables.dataKeys)
    .set({ body: sql`${tables.dataKeys.body}` })
    .where(eq(tables.dataKeys.id, 'lookup')),
}));
