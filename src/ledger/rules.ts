import type { Database } from '../store/database.ts';
import { all, one, run, type Steps } from '../store/steps.ts';
import type { DateText } from '../time/calendar.ts';
import { statements } from './statements.ts';

/** A rule text that was kept, by its digest. */
export function* rulesOf(digest: string): Steps<string | undefined> {
  return (yield* one(statements.rules, { digest }))?.body;
}

/** Keeps a rule text for ever. */
export async function keepRules(database: Database, digest: string, scheme: string, body: string): Promise<void> {
  if ((await database.read(() => rulesOf(digest))) !== undefined) return;
  await database.write(() => run(statements.keepRules, { digest, scheme, body }));
}

/** Members with a live settlement of a business day or later, page by page: others may write in between. */
export async function* membersSince(database: Database, from: DateText): AsyncGenerator<string, void, void> {
  for (let after = ''; ; ) {
    const page = await database.read(() => all(statements.membersSince, { from, after }));
    for (const { memberId } of page) yield memberId;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.memberId;
  }
}
