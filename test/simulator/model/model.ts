import type { AccumulatorsJson } from '../../../src/adjudication/accumulators.ts';
import { policyKey } from '../../../src/adjudication/input.ts';
import type { SealBody } from '../../../src/clearing/days/sealed.ts';
import { entryHash, GENESIS } from '../../../src/ledger/journal.ts';
import { toEntry } from '../../../src/ledger/rows.ts';
import { Money } from '../../../src/money/money.ts';
import type { SettleBody } from '../../../src/settlement/record.ts';
import type { Rulebook } from '../../../src/settlement/terms.ts';
import type { Row } from '../../../src/store/tables.ts';
import { addDays } from '../../../src/time/calendar.ts';
import type { Checks } from '../broken.ts';
import type { Committed } from '../committed.ts';
import type { SimulatedStore } from '../store/store.ts';
import { brokenAt } from './chain.ts';
import { checkLimits } from './limits.ts';
import { type Fresh, MemberModel, type Remembered, sameUsed, usedText } from './member.ts';
import { MoneyModel } from './money.ts';

/** What the ledger should have, kept beside it and held against it: after each commit cheaply, now and then as a whole. */
export class Model {
  readonly members = new Map<string, MemberModel>();
  readonly money: MoneyModel;
  readonly #store: SimulatedStore;
  readonly #rulebook: Rulebook;
  readonly #checks: Checks;
  readonly #decisions = new Set<string>();
  /** The last attempt of each settlement id of a hospital. */
  readonly #latest = new Map<string, Remembered>();
  /** The text of every seal, by day. */
  readonly #seals = new Map<string, string>();
  #lastSealed = '';

  constructor(store: SimulatedStore, rulebook: Rulebook, checks: Checks) {
    this.#store = store;
    this.#rulebook = rulebook;
    this.#checks = checks;
    this.money = new MoneyModel(checks);
  }

  get lastSealed(): string {
    return this.#lastSealed;
  }

  /**
   * Takes a commit, and holds it against what was there before.
   *
   * @param sameRoster whether the roster is as it was when the operation began
   */
  take({ entries, postings, settlements, messages, days }: Committed, sameRoster: boolean): void {
    for (const entry of entries) this.#checkDay(entry);
    for (const posting of postings) this.money.take(posting);
    const fallen: string[] = [];
    for (const [memberId, own] of Map.groupBy(entries, (entry) => entry.memberId)) {
      const member = this.member(memberId);
      this.#checkChain(member, own);
      fallen.push(...member.take(own));
    }
    for (const row of settlements) this.#checkSettled(row, sameRoster);
    for (const decisionId of fallen) this.money.checkFallen(decisionId);
    for (const message of messages) this.#checkMessage(message);
    for (const day of days) this.#takeSeal(day);
  }

  member(memberId: string): MemberModel {
    const known = this.members.get(memberId);
    if (known !== undefined) return known;
    const fresh = new MemberModel(this.#rulebook, this.#latest);
    this.members.set(memberId, fresh);
    return fresh;
  }

  /** Holds all that is kept of a member against a fresh run over what stands, and the whole chain against its hashes. */
  checkWhole(memberId: string): void {
    const member = this.member(memberId);
    member.forgetRun();
    this.checkMember(memberId);
    const chain = this.#store.tables.entries.under('member', memberId, undefined);
    const broken = brokenAt(chain.sort((a, b) => a.memberSeq - b.memberSeq));
    const verified = broken === undefined && chain.length === member.version;
    this.#checks.that('the chain verifies', verified, () => `${memberId}: entry ${broken}`);
  }

  /** Holds what is kept of a member against a fresh run over what stands. */
  checkMember(memberId: string): void {
    const { tables } = this.#store;
    const member = this.member(memberId);
    const fresh = member.fresh();
    this.#checkUsed(memberId, fresh);
    for (const one of member.settlements.values()) {
      const row = tables.settlements.get(one.decisionId, undefined);
      this.#checks.that(
        'a settlement stands where and as long as it should',
        row !== undefined && (row.status === 'live') === one.live && row.place === one.place,
        () =>
          `${one.decisionId}: ${row?.status} at ${row?.place}, and not ${one.live ? 'live' : 'ended'} at ${one.place}`,
      );
      if (one.live) this.#checkPaid(fresh, one.decisionId);
    }
    this.#checkReviews(fresh);
    checkLimits(fresh, (scheme) => this.#rulesOf(scheme), this.#checks);
  }

  #checkUsed(memberId: string, { used }: Fresh): void {
    const rows = this.#store.tables.accumulators.under('member', memberId, undefined);
    const kept = new Map(rows.map(({ policyKey: key, body }) => [key, body]));
    for (const key of new Set([...kept.keys(), ...used.keys()])) {
      const value = used.get(key);
      const [has, should] = [kept.get(key), value === undefined ? undefined : usedText(value)];
      this.#checks.that(
        'accumulators are those of a fresh run',
        sameUsed(has, should),
        () => `${memberId} ${key}: ${has} and not ${should}`,
      );
    }
  }

  /** No seal is other than it was made. */
  checkSeals(): void {
    for (const [date, body] of this.#seals) {
      const now = this.#store.tables.days.get(date, undefined)?.body;
      this.#checks.that('a seal never changes', now === body, () => date);
      const { files } = JSON.parse(body) as SealBody;
      for (const [scheme, { manifest }] of Object.entries(files)) this.money.checkFile(date, scheme, manifest.totals);
    }
  }

  /** Nothing stands that was settled by a message which was taken back. */
  checkMessages(): void {
    for (const row of this.#store.tables.messages.all(undefined)) this.#checkMessage(row);
  }

  #checkMessage({ hospitalId, messageId }: Row<'messages'>): void {
    const { messages, settlements } = this.#store.tables;
    const rows = messages.under('id', `${hospitalId} ${messageId}`, undefined);
    if (rows.every(({ decisionId }) => decisionId !== '')) return;
    for (const { decisionId } of rows) {
      const stands = settlements.get(decisionId, undefined)?.status === 'live';
      this.#checks.that(
        'nothing stands by a message that was taken back',
        !stands,
        () => `${messageId}: ${decisionId}`,
      );
    }
  }

  #rulesOf(scheme: string) {
    const found = this.#rulebook.scheme(scheme);
    if (found === undefined) throw new Error(`no scheme ${scheme}`);
    return found.rules;
  }

  #checkPaid({ results }: Fresh, decisionId: string): void {
    const booked = this.money.byRuns(decisionId);
    const due = new Map<string, number>();
    for (const [one, { schemes }] of results) {
      if (one.decisionId !== decisionId) continue;
      for (const { scheme, insurerPaid, memberBenefit } of schemes) {
        const paid = Math.round(Number(insurerPaid.plus(memberBenefit).toFixed2()) * 100);
        due.set(scheme, (due.get(scheme) ?? 0) + paid);
      }
    }
    for (const scheme of new Set([...booked.keys(), ...due.keys()])) {
      const [has, should] = [booked.get(scheme) ?? 0, due.get(scheme) ?? 0];
      this.#checks.that(
        'what was paid and adjusted is what a fresh run pays',
        has === should,
        () => `${decisionId} in ${scheme}: ${has} fen and not ${should}`,
      );
    }
  }

  /** What a fresh run leaves to a person waits for one, or one has decided. */
  #checkReviews({ results }: Fresh): void {
    for (const [{ decisionId }, { schemes }] of results) {
      const pended = schemes.filter(
        ({ status, benefits }) => status === 'pended' || benefits.some((one) => one.status === 'pended'),
      );
      if (pended.length === 0) continue;
      const reviews = this.#store.tables.reviews.under('decision', decisionId, undefined);
      for (const one of pended) {
        const review = reviews.find((row) => policyKey(row) === policyKey(one));
        // What the centre has paid is its insurer's; it stands in the queue as anything else does.
        this.#checks.that(
          'what is left to a person is in the queue',
          review !== undefined && review.status !== 'void',
          () => `${decisionId} in ${one.scheme}: ${review?.status ?? 'nothing'}`,
        );
      }
    }
  }

  #checkChain(member: MemberModel, entries: readonly Row<'entries'>[]): void {
    let { version, head = GENESIS } = member;
    for (const entry of entries) {
      const { memberSeq, previous, hash, memberId } = entry;
      this.#checks.that(
        'a member has one chain',
        memberSeq === version + 1 && previous === head && entryHash(toEntry(entry)) === hash,
        () => `${memberId}: entry ${memberSeq} after ${version}`,
      );
      version = memberSeq;
      head = hash;
    }
  }

  #checkDay({ businessDate, type, seq }: Row<'entries'>): void {
    this.#checks.that(
      'nothing is booked on a sealed day',
      businessDate > this.#lastSealed,
      () => `entry ${seq}, ${type}, on ${businessDate}, sealed through ${this.#lastSealed}`,
    );
  }

  #checkSettled({ decisionId, memberId, entrySeq }: Row<'settlements'>, sameRoster: boolean): void {
    this.#checks.that('no attempt is settled twice', !this.#decisions.has(decisionId), () => decisionId);
    this.#decisions.add(decisionId);
    if (sameRoster) this.#checkFamily(this.member(memberId), decisionId, entrySeq);
  }

  /** What others of the family have borne of deductibles counts as it is at the moment of the commit. */
  #checkFamily(member: MemberModel, decisionId: string, entrySeq: number): void {
    const { tables } = this.#store;
    const entry = member.settlements.get(decisionId)?.entry;
    if (entry?.seq !== entrySeq) return;
    for (const { policy, schemeDigest } of (JSON.parse(entry.body) as SettleBody).terms) {
      if (policy.familyBorne === undefined) continue;
      const { rules } = this.#rulebook.schemeByDigest(schemeDigest);
      const row = tables.enrollments.get(`${policy.scheme} ${policy.policyNo}`, undefined);
      const { family } = JSON.parse(row?.body ?? '{}') as { family?: string };
      const usedBy = ({ memberId, scheme, policyNo }: Row<'enrollments'>) => {
        const used = tables.accumulators.get(`${memberId} ${scheme}/${policyNo}`, undefined);
        return used === undefined ? [] : [JSON.parse(used.body) as AccumulatorsJson];
      };
      const active = tables.enrollments
        .under('family', `${policy.scheme} ${family}`, undefined)
        .filter(({ status }) => status === 'active');
      const others = active.filter(({ memberId }) => memberId !== entry.memberId).flatMap(usedBy);
      const borne = new Set(others.flatMap((one) => one.borne ?? []));
      const shared = rules.benefits.filter(({ deductible }) => deductible?.familyShared === true);
      const inFamily = (used: readonly AccumulatorsJson[], benefit: string) =>
        Money.sum(used.map(({ benefits }) => Money.of(benefits[benefit]?.deductible ?? '0')));
      const seen = [...policy.familyBorne, ...shared.map(({ id }) => policy.familyUsed?.[id] ?? '0')].sort().join();
      const now = [...borne, ...shared.map(({ id }) => inFamily(others, id).toExact())].sort().join();
      this.#checks.that(
        'what a family has borne counts',
        seen === now,
        () => `${decisionId}: "${seen}", and not "${now}"`,
      );
      // What an insurer states by hand may be more.
      const stated = active.some(({ memberId }) => tables.bookings.under('member', memberId, undefined).length > 0);
      for (const { id, deductible } of stated ? [] : shared) {
        const [most] = deductible?.amount ?? [];
        const all = inFamily(active.flatMap(usedBy), id);
        this.#checks.that(
          'a family bears a deductible once',
          most !== undefined && 'yuan' in most.is && all.lte(most.is.yuan),
          () => `${decisionId}: ${all.toFixed2()} by ${id}`,
        );
      }
    }
  }

  #takeSeal({ date, body }: Row<'days'>): void {
    const expected = this.#lastSealed === '' ? date : addDays(this.#lastSealed, 1);
    this.#checks.that(
      'days are sealed one after another',
      date === expected,
      () => `${date} after ${this.#lastSealed}`,
    );
    this.#lastSealed = date;
    this.#seals.set(date, body);
    const { entries, files } = JSON.parse(body) as SealBody;
    const count = this.#store.tables.entries.under('day', date, undefined).length;
    this.#checks.that(
      'a seal has every entry of its day',
      entries.count === count,
      () => `${date}: ${entries.count} of ${count}`,
    );
    for (const [scheme, { manifest }] of Object.entries(files)) this.money.checkFile(date, scheme, manifest.totals);
  }
}
