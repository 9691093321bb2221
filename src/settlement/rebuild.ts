import { billedFrom, dischargedAt } from '../claim/checks.ts';
import type { Entry, EntryBody } from '../ledger/journal.ts';
import type { ReversalNote, SettlementRecord } from '../ledger/ledger.ts';
import { attemptsOf } from '../ledger/reading.ts';
import { fromRecord } from '../ledger/rows.ts';
import { statements as ledger } from '../ledger/statements.ts';
import { eq, sql } from '../store/drizzle.ts';
import { define, param } from '../store/statement.ts';
import { run, type Steps } from '../store/steps.ts';
import { claimOf, type SettleBody } from './record.ts';

const statements = define('rebuild', ({ query, tables: { settlements } }) => {
  const ofDecision = eq(settlements.decisionId, param('decisionId'));
  return {
    supersede: query.update(settlements).set({ status: 'superseded' }).where(ofDecision),
    reverse: query
      .update(settlements)
      .set({ status: 'reversed', reversal: sql`${param('reversal')}`, reversedOn: sql`${param('reversedOn')}` })
      .where(ofDecision),
    acknowledge: query
      .update(settlements)
      .set({ acknowledgedAt: sql`${param('at')}` })
      .where(ofDecision),
  };
});

/** Bodies of entries that change a settlement's row. */
interface Ending extends EntryBody {
  readonly decisionId?: string;
  readonly reversalId: string | null;
  readonly reason: string;
  readonly replacedBy: string | null;
}

/**
 * What an entry means for the table of settlements, from the entry alone: writes work out the same beforehand. Done for
 * each entry of a journal in order, it makes the table again.
 */
export function* rebuildSettlements(entry: Entry, body: EntryBody): Steps<void> {
  const { at, businessDate } = entry;
  switch (entry.type) {
    case 'SETTLE': {
      const settle = body as SettleBody;
      const record = yield* recordOf(entry, settle);
      if (settle.supersedes !== null) yield* run(statements.supersede, { decisionId: settle.supersedes });
      yield* run(ledger.insertSettlement, { ...fromRecord(record), entrySeq: entry.seq });
      return;
    }
    case 'REVERSE': {
      const { decisionId, reversalId, reason, replacedBy } = body as Ending;
      if (decisionId === undefined) return;
      const note: ReversalNote = { reversalId, reason, reversedAt: at, businessDate, replacedBy };
      yield* run(statements.reverse, { decisionId, reversal: JSON.stringify(note), reversedOn: businessDate });
      return;
    }
    case 'ACKNOWLEDGE':
      yield* run(statements.acknowledge, { decisionId: (body as Ending).decisionId, at });
      return;
    default:
  }
}

function* recordOf(entry: Entry, body: SettleBody): Steps<SettlementRecord> {
  const { decision } = body;
  const { hospitalId, settlementId, attempt, decisionId, businessDate } = decision;
  const claim = claimOf(body.claim);
  return {
    hospitalId,
    settlementId,
    attempt,
    decisionId,
    memberId: entry.memberId,
    place: yield* placeOf(entry, body),
    encounterId: claim.encounter.id,
    billedFrom: billedFrom(claim),
    billedThrough: dischargedAt(claim),
    digest: body.digest,
    status: 'live',
    paid: decision.outcome === 'paid',
    businessDate,
    settledOn: body.centre?.date ?? businessDate,
    reversal: null,
    acknowledgedAt: null,
  };
}

/** As a settlement takes its place: that of what it replaces or attempts again, if it was of this member, else the end. */
function* placeOf({ memberId, memberSeq }: Entry, { decision, replaces }: SettleBody): Steps<number> {
  const { hospitalId, settlementId, attempt } = decision;
  const replaced = replaces === null ? undefined : (yield* attemptsOf(hospitalId, replaces)).at(-1);
  const earlier = [...(replaced === undefined ? [] : [replaced]), ...(yield* attemptsOf(hospitalId, settlementId))];
  const places = earlier.flatMap((one) => (one.memberId === memberId ? [one.place] : []));
  if (places.length > 0) return Math.min(...places);
  // The reversal of another member's settlement, which this one replaces, stands before it in the same write.
  const reversed = replaced?.reversal?.replacedBy === `${settlementId}#${attempt}`;
  return reversed ? memberSeq - 1 : memberSeq;
}
