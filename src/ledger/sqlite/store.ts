import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import { type Accumulators, accumulatorsFromJson, accumulatorsToJson } from '../../adjudication/accumulators.ts';
import type { Policy } from '../../adjudication/input.ts';
import type { DateText } from '../../time/calendar.ts';
import { type Entry, entryHash, GENESIS, type NewEntry } from '../journal.ts';
import type {
  AdjustmentRecord,
  Append,
  Ask,
  Ledger,
  MemberView,
  RecordedSettlement,
  SettlementRecord,
  Verdict,
} from '../ledger.ts';
import type { Vault } from '../vault.ts';
import type { Database } from './database.ts';
import { fromRecord, toEntry, toRecord } from './rows.ts';
import { accumulators, adjustments, entries, members, rules, settlements } from './schema.ts';

const param = sql.placeholder;

/** The ledger on the embedded store. Every statement is prepared once. */
export class SqliteLedger implements Ledger {
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #policiesOf: (memberId: string) => readonly Policy[];
  readonly #statements: ReturnType<typeof prepare>;

  /** @param policiesOf a member's policies on the roster now, read synchronously */
  constructor(database: Database, vault: Vault, policiesOf: (memberId: string) => readonly Policy[]) {
    this.#database = database;
    this.#vault = vault;
    this.#policiesOf = policiesOf;
    this.#statements = prepare(database);
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
      recorded: (decisionId) => this.recorded(decisionId),
      survivors: () =>
        this.#statements.survivors.all({ memberId }).map((row) => this.#recorded(toRecord(row), row.entrySeq)),
    };
  }

  attempts(hospitalId: string, settlementId: string): readonly SettlementRecord[] {
    return this.#statements.attempts.all({ hospitalId, settlementId }).map(toRecord);
  }

  recorded(decisionId: string): RecordedSettlement {
    const row = this.#statements.byDecision.get({ decisionId });
    if (row === undefined) throw new Error(`no settlement has the decision ${decisionId}`);
    return this.#recorded(toRecord(row), row.entrySeq);
  }

  dayOf(hospitalId: string, date: DateText) {
    const read = (rows: (typeof settlements.$inferSelect)[]) =>
      rows.map((row) => this.#recorded(toRecord(row), row.entrySeq));
    return {
      settled: read(this.#statements.settledOn.all({ hospitalId, date })),
      reversed: read(this.#statements.reversedOn.all({ hospitalId, date })),
    };
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

  #recorded(record: SettlementRecord, entrySeq: number): RecordedSettlement {
    const entry = this.#statements.entry.get({ seq: entrySeq });
    if (entry === undefined) throw new Error(`the journal has no entry ${entrySeq}`);
    return {
      record,
      entry: toEntry(entry),
      adjustments: this.#statements.adjustments.all({ decisionId: record.decisionId }),
    };
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
    const adjusted = append.entries.flatMap((entry, index) => (entry.type === 'ADJUST' ? [seqs[index] ?? 0] : []));
    for (const [index, adjustment] of append.adjustments.entries()) this.#putAdjustment(adjustment, adjusted[index]);
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
    return { ...row, hash, seq: Number(lastInsertRowid) };
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

  #putAdjustment(adjustment: AdjustmentRecord, entrySeq: number | undefined): void {
    if (entrySeq === undefined) throw new Error('an adjustment comes with its entry');
    this.#statements.putAdjustment.run({ ...adjustment, entrySeq });
  }
}

/** Statements built anew for each call would cost more than running them. */
function prepare({ query }: Database) {
  const placeholders = <K extends string>(names: readonly K[]) =>
    Object.fromEntries(names.map((name) => [name, param(name)])) as unknown as Record<K, never>;
  const ofMember = eq(settlements.memberId, param('memberId'));
  const ofHospital = eq(settlements.hospitalId, param('hospitalId'));
  const live = eq(settlements.status, 'live');
  const order = [asc(settlements.place), asc(settlements.entrySeq)] as const;
  const settlementColumns = Object.keys(getTableColumns(settlements)) as (keyof typeof settlements.$inferSelect)[];
  return {
    member: query
      .select()
      .from(members)
      .where(eq(members.memberId, param('memberId')))
      .prepare(),
    putMember: query
      .insert(members)
      .values(placeholders(['memberId', 'version', 'head']))
      .onConflictDoUpdate({
        target: members.memberId,
        set: { version: sql`excluded.version`, head: sql`excluded.head` },
      })
      .prepare(),
    accumulators: query
      .select()
      .from(accumulators)
      .where(eq(accumulators.memberId, param('memberId')))
      .prepare(),
    clearAccumulators: query
      .delete(accumulators)
      .where(eq(accumulators.memberId, param('memberId')))
      .prepare(),
    putAccumulators: query
      .insert(accumulators)
      .values(placeholders(['memberId', 'policyKey', 'body']))
      .onConflictDoUpdate({
        target: [accumulators.memberId, accumulators.policyKey],
        set: { body: sql`excluded.body` },
      })
      .prepare(),
    entry: query
      .select()
      .from(entries)
      .where(eq(entries.seq, param('seq')))
      .prepare(),
    insertEntry: query
      .insert(entries)
      .values(
        placeholders(['memberId', 'memberSeq', 'type', 'at', 'businessDate', 'body', 'personal', 'previous', 'hash']),
      )
      .prepare(),
    attempt: query
      .select()
      .from(settlements)
      .where(
        and(ofHospital, eq(settlements.settlementId, param('settlementId')), eq(settlements.attempt, param('attempt'))),
      )
      .prepare(),
    attempts: query
      .select()
      .from(settlements)
      .where(and(ofHospital, eq(settlements.settlementId, param('settlementId'))))
      .orderBy(asc(settlements.attempt))
      .prepare(),
    byDecision: query
      .select()
      .from(settlements)
      .where(eq(settlements.decisionId, param('decisionId')))
      .prepare(),
    encounter: query
      .select()
      .from(settlements)
      .where(and(ofMember, ofHospital, eq(settlements.encounterId, param('encounterId')), live))
      .orderBy(...order)
      .prepare(),
    survivors: query
      .select()
      .from(settlements)
      .where(and(ofMember, live))
      .orderBy(...order)
      .prepare(),
    settledOn: query
      .select()
      .from(settlements)
      .where(and(ofHospital, eq(settlements.businessDate, param('date'))))
      .orderBy(asc(settlements.entrySeq))
      .prepare(),
    reversedOn: query
      .select()
      .from(settlements)
      .where(and(ofHospital, eq(settlements.reversedOn, param('date'))))
      .orderBy(asc(settlements.entrySeq))
      .prepare(),
    putSettlement: query
      .insert(settlements)
      .values(placeholders(settlementColumns))
      .onConflictDoUpdate({
        target: [settlements.hospitalId, settlements.settlementId, settlements.attempt],
        set: {
          status: sql`excluded.status`,
          reversal: sql`excluded.reversal`,
          reversedOn: sql`excluded.reversed_on`,
          acknowledgedAt: sql`excluded.acknowledged_at`,
        },
      })
      .prepare(),
    adjustments: query
      .select({
        decisionId: adjustments.decisionId,
        scheme: adjustments.scheme,
        businessDate: adjustments.businessDate,
        amount: adjustments.amount,
        because: adjustments.because,
      })
      .from(adjustments)
      .where(eq(adjustments.decisionId, param('decisionId')))
      .orderBy(asc(adjustments.entrySeq))
      .prepare(),
    putAdjustment: query
      .insert(adjustments)
      .values(placeholders(['entrySeq', 'decisionId', 'scheme', 'businessDate', 'amount', 'because']))
      .prepare(),
    rules: query
      .select()
      .from(rules)
      .where(eq(rules.digest, param('digest')))
      .prepare(),
  };
}
