import { createHash } from 'node:crypto';
import { define } from '../store/statement.ts';
import { all, one, run, type Steps } from '../store/steps.ts';
import { addDays, type DateText } from '../time/calendar.ts';
import type { MessageRecord } from './ledger.ts';
import { LostRace } from './race.ts';
import { statements as ledger } from './statements.ts';
import type { Enrolled } from './view.ts';

/** As many as the tables have rows. */
const GATES = 16;
const STRIPES = 256;

function stripeOf(text: string, of: number): number {
  return createHash('sha1').update(text, 'utf8').digest().readUInt16BE() % of;
}

/** What only PostgreSQL is asked: the embedded store has one writer at a time. */
const statements = define('gate', ({ text, member }) => ({
  pass: text<{ stripe: number }>('SELECT stripe FROM gates WHERE stripe = @stripe FOR SHARE'),
  hold: text<{ stripe: number }>('SELECT stripe FROM stripes WHERE stripe = @stripe FOR UPDATE'),
  lockMember: text<{ version: number }>('SELECT version FROM members WHERE member_id = @memberId FOR UPDATE'),
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
  yield* one(statements.pass, { stripe: stripeOf(memberId, GATES) });
}

/** Waits until no write is under way, and holds back new ones. */
export function* closeGate(): Steps<void> {
  yield* all(statements.close);
}

/**
 * Holds a message of a hospital until the end of the transaction. What is known of it may lie with another member than
 * the one that is written to: it may be taken back before it arrives.
 *
 * @throws LostRace where something has become known of it since
 */
export function* sameMessages(hospitalId: string, messageId: string, seen: readonly MessageRecord[]): Steps<void> {
  yield* one(statements.hold, { stripe: stripeOf(`${hospitalId} ${messageId}`, STRIPES) });
  const known = yield* all(ledger.messages, { hospitalId, messageId });
  if (known.length !== seen.length) throw new LostRace();
}

/** Holds other members whose settlements end with a write. @throws LostRace where one was written to since */
export function* sameMembers(versions: ReadonlyMap<string, number>): Steps<void> {
  for (const [memberId, version] of versions) {
    if ((yield* one(statements.lockMember, { memberId }))?.version !== version) throw new LostRace();
  }
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
