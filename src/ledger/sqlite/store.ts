import { type Accumulators, accumulatorsFromJson, accumulatorsToJson } from '../../adjudication/accumulators.ts';
import type { Policy } from '../../adjudication/input.ts';
import { addDays, type DateText } from '../../time/calendar.ts';
import { type Entry, entryHash, GENESIS, type NewEntry } from '../journal.ts';
import type {
  Append,
  Ask,
  Ledger,
  MemberView,
  MessageRecord,
  RecordedSettlement,
  Review,
  ReviewCursor,
  SettlementRecord,
  Verdict,
} from '../ledger.ts';
import type { Vault } from '../vault.ts';
import type { Database } from './database.ts';
import { deriveFrom } from './derive.ts';
import { fromRecord, toEntry, toPosting, toRecord, toReview } from './rows.ts';
import { rules, type settlements } from './schema.ts';
import { prepare } from './statements.ts';

/** The ledger on the embedded store. Every statement is prepared once. */
export class SqliteLedger implements Ledger {
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #policiesOf: (memberId: string) => readonly Policy[];
  readonly #statements: ReturnType<typeof prepare>;
  readonly #derive: ReturnType<typeof deriveFrom>;

  /** @param policiesOf a member's policies on the roster now, read synchronously */
  constructor(database: Database, vault: Vault, policiesOf: (memberId: string) => readonly Policy[]) {
    this.#database = database;
    this.#vault = vault;
    this.#policiesOf = policiesOf;
    this.#statements = prepare(database);
    this.#derive = deriveFrom(database);
  }

  write<T>(ask: Ask, decide: (view: MemberView) => Verdict<T>): Promise<T> {
    return this.#database.writer.write(() => {
      const view = this.view(ask);
      const { append, answer } = decide(view);
      if (append !== undefined) this.#append(view, append);
      return answer;
    });
  }

  view(ask: Ask): MemberView {
    const { memberId, hospitalId } = ask;
    return {
      memberId,
      version: this.#statements.member.get({ memberId })?.version ?? 0,
      policies: this.#policiesOf(memberId),
      accumulators: this.#accumulators(memberId),
      attempts: ask.settlementId === undefined ? [] : this.attempts(hospitalId, ask.settlementId),
      encounter: ask.encounterId === undefined ? [] : this.#encounter(memberId, hospitalId, ask.encounterId),
      replaced: ask.replaces === undefined ? undefined : this.attempts(hospitalId, ask.replaces).at(-1),
      openDay: this.openDay(),
      attemptsOf: (settlementId) => this.attempts(hospitalId, settlementId),
      messages: ask.messageId === undefined ? [] : this.messages(hospitalId, ask.messageId),
      messagesOf: (decisionId) => this.messagesOf(decisionId),
      recorded: (decisionId) => this.recorded(decisionId),
      bookings: () => this.#statements.bookings.all({ memberId }),
      reviews: (decisionId) => this.reviews(decisionId),
      permissions: (decisionId) => this.#permissions(decisionId),
      entry: (seq) => this.entry(seq),
      booked: (scheme, reference) => this.booked(scheme, reference),
      cancelled: (scheme, reference) => this.#cancelled(scheme, reference),
      survivors: () => this.#statements.survivors.all({ memberId }).map((row) => this.#recorded(row)),
    };
  }

  attempts(hospitalId: string, settlementId: string): readonly SettlementRecord[] {
    return this.#statements.attempts.all({ hospitalId, settlementId }).map(toRecord);
  }

  recorded(decisionId: string): RecordedSettlement {
    const row = this.#statements.byDecision.get({ decisionId });
    if (row === undefined) throw new Error(`no settlement has the decision ${decisionId}`);
    return this.#recorded(row);
  }

  messages(hospitalId: string, messageId: string): readonly MessageRecord[] {
    return this.#statements.messages.all({ hospitalId, messageId });
  }

  messagesOf(decisionId: string): readonly MessageRecord[] {
    return this.#statements.messagesOf.all({ decisionId });
  }

  find(decisionId: string): SettlementRecord | undefined {
    const row = this.#statements.byDecision.get({ decisionId });
    return row === undefined ? undefined : toRecord(row);
  }

  reviews(decisionId: string): readonly Review[] {
    return this.#statements.reviews.all({ decisionId }).map(toReview);
  }

  openReviews(scheme: string, { entrySeq, policyNo }: ReviewCursor, limit: number): readonly Review[] {
    return this.#statements.openReviews.all({ scheme, entrySeq, policyNo, limit }).map(toReview);
  }

  dayOf(hospitalId: string, date: DateText) {
    const read = (rows: (typeof settlements.$inferSelect)[]) => rows.map((row) => this.#recorded(row));
    return {
      settled: read(this.#statements.settledOn.all({ hospitalId, date })),
      reversed: read(this.#statements.reversedOn.all({ hospitalId, date })),
    };
  }

  countedOn(hospitalId: string, from: DateText, to: DateText) {
    const read = (rows: (typeof settlements.$inferSelect)[]) => rows.map((row) => this.#recorded(row));
    return {
      settled: read(this.#statements.countedOn.all({ hospitalId, from, to })),
      reversed: read(this.#statements.reversedBetween.all({ hospitalId, from, to })),
    };
  }

  *membersSince(from: DateText): Iterable<string> {
    // Page by page: a cursor held open would hold back the write-ahead log.
    for (let after = ''; ; ) {
      const page = this.#statements.membersSince.all({ from, after });
      for (const { memberId } of page) yield memberId;
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.memberId;
    }
  }

  async keepRules(digest: string, scheme: string, text: string): Promise<void> {
    if (this.rules(digest) !== undefined) return;
    await this.#database.writer.write(() =>
      this.#database.query.insert(rules).values({ digest, scheme, body: text }).onConflictDoNothing().run(),
    );
  }

  rules(digest: string): string | undefined {
    return this.#statements.rules.get({ digest })?.body;
  }

  booked(scheme: string, reference: string): readonly Entry[] {
    return this.#statements.booked.all({ scheme, reference }).map(toEntry);
  }

  entry(seq: number): Entry {
    const row = this.#statements.entry.get({ seq });
    if (row === undefined) throw new Error(`the journal has no entry ${seq}`);
    return toEntry(row);
  }

  /** The first business day that is not sealed; empty where none is. */
  openDay(): DateText {
    const last = this.#statements.lastDay.get()?.date ?? null;
    return last === null ? '' : addDays(last, 1);
  }

  #recorded(row: typeof settlements.$inferSelect): RecordedSettlement {
    return {
      record: toRecord(row),
      entry: this.entry(row.entrySeq),
      amendment: row.amendedSeq === null ? null : this.entry(row.amendedSeq),
      postings: this.#statements.postings.all({ decisionId: row.decisionId }).map(toPosting),
    };
  }

  #cancelled(scheme: string, reference: string): Entry | undefined {
    const row = this.#statements.cancelled.get({ scheme, reference });
    return row === undefined ? undefined : toEntry(row);
  }

  #permissions(decisionId: string): Map<string, Entry> {
    const rows = this.#statements.permissions.all({ decisionId });
    return new Map(rows.map(({ scheme, entrySeq }) => [scheme, this.entry(entrySeq)]));
  }

  #accumulators(memberId: string): Map<string, Accumulators> {
    const rows = this.#statements.accumulators.all({ memberId });
    return new Map(rows.map((row) => [row.policyKey, accumulatorsFromJson(JSON.parse(row.body))]));
  }

  #encounter(memberId: string, hospitalId: string, encounterId: string): SettlementRecord[] {
    return this.#statements.encounter.all({ memberId, hospitalId, encounterId }).map(toRecord);
  }

  #append(view: MemberView, append: Append): void {
    const { memberId } = view;
    let previous = this.#statements.member.get({ memberId })?.head ?? GENESIS;
    let memberSeq = view.version;
    const seqs: number[] = [];
    for (const entry of append.entries) {
      memberSeq += 1;
      const stored = this.#insert(memberId, memberSeq, previous, entry);
      previous = stored.hash;
      seqs.push(stored.seq);
    }
    if (append.entries.length > 0) this.#statements.putMember.run({ memberId, version: memberSeq, head: previous });
    const settleSeq = seqs[append.entries.findIndex((entry) => entry.type === 'SETTLE')];
    for (const record of append.settlements) this.#put(record, settleSeq);
    if (append.replaceAll) this.#statements.clearAccumulators.run({ memberId });
    for (const [policyKey, value] of append.accumulators) {
      this.#statements.putAccumulators.run({ memberId, policyKey, body: JSON.stringify(accumulatorsToJson(value)) });
    }
  }

  #insert(memberId: string, memberSeq: number, previous: string, entry: NewEntry): Entry {
    const personal =
      entry.personal === undefined
        ? null
        : this.#vault.seal(JSON.stringify(entry.personal), `${memberId} ${memberSeq}`);
    const row = {
      memberId,
      memberSeq,
      type: entry.type,
      at: entry.at,
      businessDate: entry.businessDate,
      body: JSON.stringify(entry.body),
      personal,
      previous,
    };
    const hash = entryHash(row);
    const { lastInsertRowid } = this.#statements.insertEntry.run({ ...row, hash });
    const stored = { ...row, hash, seq: Number(lastInsertRowid) };
    this.#derive(stored, entry.body);
    return stored;
  }

  #put(record: SettlementRecord, settleSeq: number | undefined): void {
    const known = this.#statements.attempt.get({
      hospitalId: record.hospitalId,
      settlementId: record.settlementId,
      attempt: record.attempt,
    });
    const entrySeq = known?.entrySeq ?? settleSeq;
    if (entrySeq === undefined) throw new Error('a new settlement comes with its entry');
    this.#statements.putSettlement.run({ ...fromRecord(record), entrySeq });
  }
}
