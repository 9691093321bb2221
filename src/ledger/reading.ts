import { accumulatorsFromJson } from '../adjudication/accumulators.ts';
import { all, one, type Steps, together } from '../store/steps.ts';
import type { Row } from '../store/tables.ts';
import { addDays, type DateText } from '../time/calendar.ts';
import type { Entry } from './journal.ts';
import type { Ask, DayRecords, RecordedSettlement, SettlementRecord } from './ledger.ts';
import { toEntry, toPosting, toRecord } from './rows.ts';
import { statements } from './statements.ts';

/** A member's version and the head of the chain; nothing where the member has no entry yet. */
export function* chainHead(memberId: string): Steps<Row<'members'> | undefined> {
  return yield* one(statements.member, { memberId });
}

/** What is asked for with a member, but for the member's policies. */
export function* memberRecords({ memberId, hospitalId, settlementId, encounterId, replaces, messageId }: Ask) {
  const [held, attempts, encounter, replaced, openDay, messages] = yield* together(
    all(statements.accumulators, { memberId }),
    settlementId === undefined ? nothing() : attemptsOf(hospitalId, settlementId),
    encounterId === undefined ? nothing() : all(statements.encounter, { memberId, hospitalId, encounterId }),
    replaces === undefined ? nothing() : attemptsOf(hospitalId, replaces),
    firstOpenDay(),
    messageId === undefined ? nothing() : all(statements.messages, { hospitalId, messageId }),
  );
  return {
    others: yield* versionsOf(attempts.flatMap((one) => (one.memberId === memberId ? [] : [one.memberId]))),
    accumulators: new Map(held.map((row) => [row.policyKey, accumulatorsFromJson(JSON.parse(row.body))])),
    // Of another member, an attempt may have ended before its member's version was read.
    attempts:
      settlementId === undefined || attempts.every((one) => one.memberId === memberId)
        ? attempts
        : yield* attemptsOf(hospitalId, settlementId),
    encounter: encounter.sort((one, other) => one.place - other.place || one.entrySeq - other.entrySeq).map(toRecord),
    replaced: replaced.at(-1),
    openDay,
    messages,
  };
}

/** The versions that members have. */
function* versionsOf(memberIds: readonly string[]): Steps<Map<string, number>> {
  const heads = yield* together(...memberIds.map(chainHead));
  return new Map(memberIds.map((memberId, index) => [memberId, heads[index]?.version ?? 0]));
}

/** All attempts of a hospital's settlement id, lowest first. */
export function* attemptsOf(hospitalId: string, settlementId: string): Steps<SettlementRecord[]> {
  const rows = yield* all(statements.attempts, { hospitalId, settlementId });
  return rows.map(toRecord).sort((one, other) => one.attempt - other.attempt);
}

/** A settlement with its entries. @throws where no settlement has the decision */
export function* recordedUnder(decisionId: string): Steps<RecordedSettlement> {
  const row = yield* one(statements.byDecision, { decisionId });
  if (row === undefined) throw new Error(`no settlement has the decision ${decisionId}`);
  return yield* recorded(row);
}

/** A member's live settlements in replay order. */
export function* survivorsOf(memberId: string): Steps<RecordedSettlement[]> {
  return yield* recordedAll(yield* all(statements.survivors, { memberId }));
}

/** A hospital's settlements accepted on a business day, and those reversed on it. */
export function* dayOf(hospitalId: string, date: DateText): Steps<DayRecords> {
  return {
    settled: yield* recordedAll(yield* all(statements.settledOn, { hospitalId, date })),
    reversed: yield* recordedAll(yield* all(statements.reversedOn, { hospitalId, date })),
  };
}

/** A hospital's settlements that count on these days in its own totals, and those reversed on them. */
export function* countedOn(hospitalId: string, from: DateText, to: DateText): Steps<DayRecords> {
  return {
    settled: yield* recordedAll(yield* all(statements.countedOn, { hospitalId, from, to })),
    reversed: yield* recordedAll(yield* all(statements.reversedBetween, { hospitalId, from, to })),
  };
}

/** An entry of the journal. @throws where there is none of that number */
export function* entryAt(seq: number): Steps<Entry> {
  const row = yield* one(statements.entry, { seq });
  if (row === undefined) throw new Error(`the journal has no entry ${seq}`);
  return toEntry(row);
}

/** The entry that took back what was booked under a reference in a scheme. */
export function* cancellationOf(scheme: string, reference: string): Steps<Entry | undefined> {
  const row = yield* one(statements.cancelled, { scheme, reference });
  return row === undefined ? undefined : toEntry(row);
}

/** The PERMIT entries of a decision, by scheme. */
export function* permissionsOf(decisionId: string): Steps<Map<string, Entry>> {
  const rows = yield* all(statements.permissions, { decisionId });
  const entries = yield* together(...rows.map(({ entrySeq }) => entryAt(entrySeq)));
  return new Map(rows.map(({ scheme }, index) => [scheme, entries[index] as Entry]));
}

/** The first business day that is not sealed; empty where none is. */
export function* firstOpenDay(): Steps<DateText> {
  const last = (yield* one(statements.lastDay))?.date ?? null;
  return last === null ? '' : addDays(last, 1);
}

function* recorded(row: Row<'settlements'>): Steps<RecordedSettlement> {
  const [entry, amendment, postings] = yield* together(
    entryAt(row.entrySeq),
    row.amendedSeq === null ? noEntry() : entryAt(row.amendedSeq),
    all(statements.postings, { decisionId: row.decisionId, entrySeq: row.entrySeq }),
  );
  return { record: toRecord(row), entry, amendment, postings: postings.map(toPosting) };
}

function* recordedAll(rows: readonly Row<'settlements'>[]): Steps<RecordedSettlement[]> {
  return yield* together(...rows.map(recorded));
}

// biome-ignore lint/correctness/useYield: there is nothing to ask.
function* nothing(): Steps<never[]> {
  return [];
}

// biome-ignore lint/correctness/useYield: there is nothing to ask.
function* noEntry(): Steps<null> {
  return null;
}
