import { eq } from '../store/drizzle.ts';
import { define, param, placeholders } from '../store/statement.ts';

/** Secrets that lie in the store, each encrypted, by what they are for. */
export const dataKeys = define('data_keys', ({ query, tables }) => ({
  find: query
    .select()
    .from(tables.dataKeys)
    .where(eq(tables.dataKeys.id, param('id'))),
  forget: query.delete(tables.dataKeys).where(eq(tables.dataKeys.id, param('id'))),
  keep: query.insert(tables.dataKeys).values(placeholders(['id', 'body'])),
}));
