import { sha256 } from '../claim/digest.ts';
import { eq, sql } from '../store/drizzle.ts';
import { define, param, placeholders } from '../store/statement.ts';

/**
 * What the audit trail says of a secret as it is stored, encrypted: `{"stored": …}` of a `data-key` or `gateway-key` change
 * is what the row with the subject as its id is verified against.
 */
export function dataKeyDigest(body: string): string {
  return sha256(body);
}

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
