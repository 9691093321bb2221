import { define } from '../store/statement.ts';
import { all, one, type Steps } from '../store/steps.ts';
import type { DateText } from '../time/calendar.ts';
import type { MessageRecord, SettlementRecord } from './ledger.ts';
import { LostRace } from './race.ts';
import { attemptsOf, firstOpenDay } from './reading.ts';
import { statements as ledger } from './statements.ts';
import type { Enrolled, LoadedMember } from './view.ts';

/** On PostgreSQL what is looked at is held until the end of the transaction; the embedded store has one writer at a time. */
const statements = define('unchanged', ({ text, member, dialect }) => {
  const hold = dialect === 'postgres' ? 'FOR UPDATE' : '';
  return {
    member: text<{ version: number }>(`SELECT version FROM members WHERE member_id = @memberId ${hold}`),
    family: text<{ memberId: string }>(
      `SELECT member_id AS "memberId" FROM enrollments
       WHERE scheme = @scheme AND ${member('body', 'family')} = @family ORDER BY policy_no ${hold}`,
    ),
  };
});

/**
 * What of a loaded member lies with others and has to be as it was seen, when a write that was decided on it is appended.
 * That the member's own version is that which was seen, the append looks itself. Each throws LostRace.
 */
export function unchanged({ view, families, others, replaces, message }: LoadedMember): Steps<void>[] {
  return [
    sameOpenDay(view.openDay),
    ...(families.length === 0 ? [] : [sameFamilies(families, view.memberId)]),
    ...(others.size === 0 ? [] : [sameMembers(others)]),
    ...(replaces === undefined ? [] : [sameReplaced(replaces, view.replaced)]),
    ...(message === undefined ? [] : [sameMessages(message.hospitalId, message.messageId, view.messages)]),
  ];
}

type Replaces = NonNullable<LoadedMember['replaces']>;

/** A day may have been sealed since: nothing is booked on it any more. */
function* sameOpenDay(openDay: DateText): Steps<void> {
  if ((yield* firstOpenDay()) !== openDay) throw new LostRace();
}

/** What others of a family have borne of deductibles may be more since, or there may be others. */
function* sameFamilies(families: Enrolled['families'], own: string): Steps<void> {
  for (const { scheme, family, versions } of families) {
    const rows = yield* all(statements.family, { scheme, family });
    const others = new Set(rows.map(({ memberId }) => memberId).filter((memberId) => memberId !== own));
    if (others.size !== versions.size || [...others].some((memberId) => !versions.has(memberId))) throw new LostRace();
    for (const [memberId, version] of versions) {
      if (((yield* one(ledger.member, { memberId }))?.version ?? 0) !== version) throw new LostRace();
    }
  }
}

/** A settlement that ends with the write may be another member's, and have ended since. */
function* sameMembers(versions: ReadonlyMap<string, number>): Steps<void> {
  for (const [memberId, version] of versions) {
    if ((yield* one(statements.member, { memberId }))?.version !== version) throw new LostRace();
  }
}

/** What is replaced may have been settled anew since, for another member. */
function* sameReplaced({ hospitalId, settlementId }: Replaces, seen: SettlementRecord | undefined): Steps<void> {
  const last = (yield* attemptsOf(hospitalId, settlementId)).at(-1);
  if (last?.decisionId !== seen?.decisionId || last?.status !== seen?.status) throw new LostRace();
}

/** What is known of a message may lie with another member: it may be taken back before it arrives. */
function* sameMessages(hospitalId: string, messageId: string, seen: readonly MessageRecord[]): Steps<void> {
  const known = yield* all(ledger.messages, { hospitalId, messageId });
  if (known.length !== seen.length) throw new LostRace();
}
