import { accumulatorsToJson } from '../adjudication/accumulators.ts';
import { insert, one, run, type Steps, together } from '../store/steps.ts';
import { utf8 } from '../text/utf8.ts';
import { derived } from './derive.ts';
import { type Entry, entryHash, GENESIS, type NewEntry, NO_DAY } from './journal.ts';
import type { Append, Ask, Lookup, MemberView, SettlementRecord, Verdict } from './ledger.ts';
import { LostRace } from './race.ts';
import { chainHead } from './reading.ts';
import { fromRecord } from './rows.ts';
import { statements } from './statements.ts';
import type { Vault } from './vault.ts';
import { type LoadedMember, loadMember, type Roster } from './view.ts';

type Chained = Omit<Entry, 'seq'> & {
  /** The body in UTF-8: it is hashed and stored so. */
  readonly bytes: Buffer;
};

/** A write with all worked out that needs no store: texts, ciphers, hashes. */
export interface Prepared extends Append {
  readonly member: LoadedMember;
  readonly chained: readonly Chained[];
}

/** Works out what a write appends to the chain of the member it was decided for. */
function prepare(member: LoadedMember, change: Append, vault: Vault): Prepared {
  return { ...change, member, chained: chain(member, change.entries, vault) };
}

/** Loads a member, decides, and works out what the decision appends, if anything. Writes nothing. */
export function decided<T>(
  look: Lookup,
  roster: Roster,
  vault: Vault,
  ask: Ask,
  decide: (view: MemberView) => Verdict<T>,
): { readonly answer: T; readonly prepared: Prepared | undefined } {
  const member = loadMember(look, roster, ask);
  const { answer, append: change } = decide(member.view);
  return { answer, prepared: change === undefined ? undefined : prepare(member, change, vault) };
}

/**
 * Appends to a member's chain and writes what follows from it. The member's version goes from the one that was loaded to
 * the new one, or nothing happens.
 *
 * @param guards what must hold besides; they come first
 * @throws LostRace
 */
export function* append(prepared: Prepared, guards: readonly Steps<void>[] = []): Steps<void> {
  const { member, chained, entries, settlements, accumulators, replaceAll } = prepared;
  const { memberId, version } = member.view;
  const [, seqs] = yield* together(
    together(...guards),
    together(...chained.map((entry) => insert(statements.insertEntry, { ...entry, body: entry.bytes }))),
    advance(memberId, version, member.head, chained.at(-1)),
  );
  const stored = chained.map((entry, index) => ({ ...entry, seq: seqs[index] ?? 0 }));
  const settleSeq = stored.find(({ type }) => type === 'SETTLE')?.seq;
  yield* together(
    // In the order of the entries: a review that one opens another may void.
    ...stored.flatMap((entry, index) => derived(entry, entries[index]?.body ?? {})),
    ...settlements.map((record) => put(record, settleSeq)),
    ...(replaceAll ? [run(statements.clearAccumulators, { memberId })] : []),
    ...[...accumulators].map(([policyKey, value]) =>
      run(statements.putAccumulators, { memberId, policyKey, body: JSON.stringify(accumulatorsToJson(value)) }),
    ),
  );
}

/**
 * Appends an entry to a chain that is no member's, in the transaction it runs in. It belongs to no business day.
 *
 * @param chain begins with a tilde, as no member's id does
 * @returns how many entries the chain has now
 */
export function* appendTo(chain: string, { type, at, body }: Omit<NewEntry, 'businessDate'>): Steps<number> {
  const known = yield* chainHead(chain);
  const memberSeq = (known?.version ?? 0) + 1;
  const previous = known?.head ?? GENESIS;
  const row = {
    memberId: chain,
    memberSeq,
    type,
    at,
    businessDate: NO_DAY,
    body: JSON.stringify(body),
    personal: null,
    previous,
  };
  const bytes = utf8(row.body);
  const entry = { ...row, bytes, hash: entryHash(row, bytes) };
  yield* insert(statements.insertEntry, { ...entry, body: bytes });
  yield* advance(chain, memberSeq - 1, known?.head, entry);
  return memberSeq;
}

/** Entries in their places behind the last one. */
function chain({ view, head }: LoadedMember, entries: Append['entries'], vault: Vault): Chained[] {
  const { memberId } = view;
  let previous = head ?? GENESIS;
  return entries.map((entry, index) => {
    const memberSeq = view.version + index + 1;
    const { type, at, businessDate } = entry;
    const personal =
      entry.personal === undefined ? null : vault.seal(JSON.stringify(entry.personal), `${memberId} ${memberSeq}`);
    const row = { memberId, memberSeq, type, at, businessDate, body: JSON.stringify(entry.body), personal, previous };
    const bytes = utf8(row.body);
    previous = entryHash(row, bytes);
    return { ...row, bytes, hash: previous };
  });
}

/** Comes after the entries, whose numbers it adds up. */
function* advance(
  memberId: string,
  expected: number,
  head: string | undefined,
  last: Chained | undefined,
): Steps<void> {
  const to = { memberId, version: last?.memberSeq ?? expected, head: last?.hash ?? head };
  const done =
    head === undefined
      ? yield* run(statements.firstOfMember, to)
      : yield* run(statements.advanceMember, { ...to, expected });
  if (done !== 1) throw new LostRace();
}

/**
 * A settlement is new with its SETTLE entry, and changes afterwards.
 *
 * @throws LostRace where it has ended since, otherwise than it is to end now
 */
function* put(record: SettlementRecord, settleSeq: number | undefined): Steps<void> {
  const row = fromRecord(record);
  if (settleSeq !== undefined && record.status === 'live') {
    yield* run(statements.insertSettlement, { ...row, entrySeq: settleSeq });
    return;
  }
  const changed = yield* run(statements.updateSettlement, row);
  if (changed === 1) return;
  const known = yield* one(statements.byDecision, { decisionId: record.decisionId });
  throw known === undefined ? new Error('a new settlement comes with its entry') : new LostRace();
}
