import type { Database } from '../store/database.ts';
import { asc, gt } from '../store/drizzle.ts';
import { define, param } from '../store/statement.ts';
import { all } from '../store/steps.ts';

const statements = define('chains', ({ query, tables: { members } }) => ({
  members: query
    .select({ memberId: members.memberId })
    .from(members)
    .where(gt(members.memberId, param('after')))
    .orderBy(asc(members.memberId))
    .limit(1_000),
}));

/** Members, and the other chains, in pages, so that no read is held open while others write. */
export async function* memberIds({ read }: Pick<Database, 'read'>): AsyncGenerator<string, void, void> {
  for (let after = ''; ; ) {
    const page = await read(() => all(statements.members, { after }));
    for (const { memberId } of page) yield memberId;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.memberId;
  }
}
