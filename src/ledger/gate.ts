import { define } from '../store/statement.ts';
import { all, one, run, type Steps } from '../store/steps.ts';
import { addDays, type DateText } from '../time/calendar.ts';
import { LostRace } from './append.ts';
import { statements as ledger } from './statements.ts';
import type { Enrolled } from './view.ts';

/** As many as the table has rows. */
const STRIPES = 16;

/** What only PostgreSQL is asked: the embedded store has one writer at a time. */
const statements = define('gate', ({ text, member }) => ({
  pass: text<{ stripe: number }>('SELECT stripe FROM gates WHERE stripe = @stripe FOR SHARE'),
  close: text<{ stripe: number }>('SELECT stripe FROM gates ORDER BY stripe FOR UPDATE'),
  lockFamily: text<{ policy: string }>(
    `SELECT policy_no AS policy FROM enrollments
     WHERE scheme = @scheme AND ${member('body', 'family')} = @family ORDER BY policy_no FOR UPDATE`,
  ),
}));

/**
 * Lets a write to a member through, together with others, but not while a day is being sealed: an entry gets its number
 * before it can be seen, and none may turn up later in a day whose boundary is drawn.
 */
export function* passGate(memberId: string): Steps<void> {
  yield* one(statements.pass, { stripe: (memberId.codePointAt(memberId.length - 1) ?? 0) % STRIPES });
}

/** Waits until no write is under way, and holds back new ones. */
export function* closeGate(): Steps<void> {
  yield* all(statements.close);
}

/** @throws LostRace where a day has been sealed since */
export function* sameOpenDay(openDay: DateText): Steps<void> {
  const last = (yield* one(ledger.lastDay))?.date ?? null;
  if ((last === null ? '' : addDays(last, 1)) !== openDay) throw new LostRace();
}

/** Holds families until the end of the transaction. @throws LostRace where another member of one was written to since */
export function* sameFamilies(families: Enrolled['families']): Steps<void> {
  for (const { scheme, family, versions } of families) {
    yield* run(statements.lockFamily, { scheme, family });
    for (const [memberId, version] of versions) {
      if (((yield* one(ledger.member, { memberId }))?.version ?? 0) !== version) throw new LostRace();
    }
  }
}
