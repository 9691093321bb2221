import { accumulatorsToJson } from '../adjudication/accumulators.ts';
import { one, run, type Steps, together } from '../store/steps.ts';
import { derive } from './derive.ts';
import { type Entry, entryHash, GENESIS } from './journal.ts';
import type { Append, SettlementRecord } from './ledger.ts';
import { fromRecord } from './rows.ts';
import { statements } from './statements.ts';
import type { Vault } from './vault.ts';
import type { LoadedMember } from './view.ts';

/** Somebody else has written to the member since it was loaded: it has to be loaded and decided again. */
export class LostRace extends Error {
  constructor() {
    super('a member was written to meanwhile');
    this.name = 'LostRace';
  }
}

type Chained = Omit<Entry, 'seq'>;

/**
 * Appends to a member's chain and writes what follows from it. The member's version goes from the one that was loaded to
 * the new one, or nothing happens.
 *
 * @throws LostRace
 */
export function* append(member: LoadedMember, { entries, settlements, ...change }: Append, vault: Vault): Steps<void> {
  const { memberId } = member.view;
  const chained = chain(member, entries, vault);
  yield* advance(member, chained);
  let settleSeq: number | undefined;
  for (const [index, entry] of chained.entries()) {
    const stored = yield* one(statements.insertEntry, { ...entry });
    if (stored === undefined) throw new Error('unreachable: an entry that was inserted has a number');
    if (entry.type === 'SETTLE') settleSeq = stored.seq;
    yield* derive({ ...entry, seq: stored.seq }, entries[index]?.body ?? {});
  }
  yield* together(...settlements.map((record) => put(record, settleSeq)));
  if (change.replaceAll) yield* run(statements.clearAccumulators, { memberId });
  yield* together(
    ...[...change.accumulators].map(([policyKey, value]) =>
      run(statements.putAccumulators, { memberId, policyKey, body: JSON.stringify(accumulatorsToJson(value)) }),
    ),
  );
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
    previous = entryHash(row);
    return { ...row, hash: previous };
  });
}

function* advance({ view, head }: LoadedMember, chained: readonly Chained[]): Steps<void> {
  const last = chained.at(-1);
  const { memberId, version: expected } = view;
  const to = { memberId, version: last?.memberSeq ?? expected, head: last?.hash ?? head };
  const done =
    head === undefined
      ? yield* run(statements.firstOfMember, to)
      : yield* run(statements.advanceMember, { ...to, expected });
  if (done !== 1) throw new LostRace();
}

/** A settlement is new with its SETTLE entry, and changes afterwards. */
function* put(record: SettlementRecord, settleSeq: number | undefined): Steps<void> {
  const row = fromRecord(record);
  if (settleSeq !== undefined && record.status === 'live') {
    yield* run(statements.insertSettlement, { ...row, entrySeq: settleSeq });
    return;
  }
  const changed = yield* run(statements.updateSettlement, row);
  if (changed !== 1) throw new Error('a new settlement comes with its entry');
}
