import { createHash } from 'node:crypto';
import { define } from '../store/statement.ts';
import { all, one, type Steps, together } from '../store/steps.ts';

/** As many as the tables have rows. */
const GATES = 16;
const STRIPES = 256;

/** What only PostgreSQL is asked: the embedded store has one writer at a time. */
const statements = define('gate', ({ text }) => ({
  pass: text<{ stripe: number }>('SELECT stripe FROM gates WHERE stripe = @stripe FOR SHARE'),
  close: text<{ stripe: number }>('SELECT stripe FROM gates ORDER BY stripe FOR UPDATE'),
  hold: text<{ stripe: number }>('SELECT stripe FROM stripes WHERE stripe = @stripe FOR UPDATE'),
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
 * Holds messages and settlements of a hospital, by their ids, until the end of the transaction: what comes of them may be
 * written to two members. What is asked after it sees all that others wrote while they held the same.
 */
export function* holdIds(hospitalId: string, ids: readonly string[]): Steps<void> {
  const stripes = new Set(ids.map((id) => stripeOf(`${hospitalId} ${id}`, STRIPES)));
  // Everybody in the same order, so that none of two holds what the other waits for.
  const inOrder = [...stripes].sort((one, other) => one - other);
  yield* together(...inOrder.map((stripe) => one(statements.hold, { stripe })));
}

function stripeOf(text: string, of: number): number {
  return createHash('sha1').update(text, 'utf8').digest().readUInt16BE() % of;
}
