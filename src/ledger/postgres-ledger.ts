import { NotYet, type Read } from '../store/database.ts';
import type { Held } from '../store/postgres/connections.ts';
import { AS_OF_NOW, type PostgresDatabase, transaction } from '../store/postgres/database.ts';
import { isLostRace, untilWon } from '../store/postgres/faults.ts';
import { runLater } from '../store/steps.ts';
import type { DateText } from '../time/calendar.ts';
import { append, decided } from './append.ts';
import { closeGate, holdIds, passGate } from './gate.ts';
import type { Ask, Ledger, LedgerView, MemberView, Verdict } from './ledger.ts';
import { LostRace } from './race.ts';
import { keepRules, membersSince, rulesOf } from './rules.ts';
import { seen } from './seen.ts';
import { Turns } from './turns.ts';
import { unchanged } from './unchanged.ts';
import type { Vault } from './vault.ts';
import { ledgerView, type Roster } from './view.ts';

/**
 * The ledger on PostgreSQL. A write loads the member and decides outside any transaction, and appends in a short one that
 * holds the member's version against the one it saw; who has lost loads and decides again.
 */
export class PostgresLedger implements Ledger {
  readonly #database: PostgresDatabase;
  readonly #vault: Vault;
  readonly #roster: Roster;
  readonly #rules = new Map<string, string | undefined>();
  readonly #turns = new Turns();

  constructor(database: PostgresDatabase, vault: Vault, roster: Roster) {
    this.#database = database;
    this.#vault = vault;
    this.#roster = roster;
  }

  async write<T>(ask: Ask, decide: (view: MemberView) => Verdict<T>): Promise<T> {
    // Not while a connection is held: all of them could be held by writes whose claims wait for one.
    await ask.arrival?.claimed;
    return this.#turns.take(ask.memberId, () => this.#race(ask, decide));
  }

  #race<T>(ask: Ask, decide: (view: MemberView) => Verdict<T>): Promise<T> {
    const attempt = (held: Held) =>
      ask.alone === true ? this.#writeAlone(held, ask, decide) : this.#writeOnce(held, ask, decide);
    return untilWon(
      () => this.#database.hold(attempt),
      (error) => error instanceof LostRace || isLostRace(error),
    );
  }

  read<T>(look: (ledger: LedgerView) => T): Promise<T> {
    return this.#database.hold((held) =>
      transaction(held, AS_OF_NOW, () => seen(readOn(held), (lookup) => look(ledgerView(lookup, this.#roster)))),
    );
  }

  membersSince(from: DateText): AsyncIterable<string> {
    return membersSince(this.#database, from);
  }

  keepRules(digest: string, scheme: string, text: string): Promise<void> {
    return keepRules(this.#database, digest, scheme, text);
  }

  rules(digest: string): string | undefined {
    const known = this.#rules.get(digest);
    if (known !== undefined || this.#rules.has(digest)) return known;
    throw new NotYet(async (read) => {
      this.#rules.set(digest, await read(() => rulesOf(digest)));
    });
  }

  async #writeOnce<T>(held: Held, ask: Ask, decide: (view: MemberView) => Verdict<T>): Promise<T> {
    const { answer, prepared } = await seen(readOn(held), (look) =>
      decided(look, this.#roster, this.#vault, ask, decide),
    );
    if (prepared === undefined) return answer;
    const { member } = prepared;
    const guards = [
      passGate(member.view.memberId),
      holdIds(ask.hospitalId, sharedIds(ask, member.view)),
      ...unchanged(member),
    ];
    await transaction(held, 'BEGIN', () => runLater(append(prepared, guards), held.answer));
    return answer;
  }

  /** Everything in one transaction, while nobody else may append. */
  #writeAlone<T>(held: Held, ask: Ask, decide: (view: MemberView) => Verdict<T>): Promise<T> {
    return transaction(held, 'BEGIN', async () => {
      await runLater(closeGate(), held.answer);
      const { answer, prepared } = await seen(readOn(held), (look) =>
        decided(look, this.#roster, this.#vault, ask, decide),
      );
      if (prepared !== undefined) await runLater(append(prepared), held.answer);
      return answer;
    });
  }
}

/** The ids under which a write for another member may be on its way. A settlement's own is one where it has been settled before. */
function sharedIds({ messageId, replaces, settlementId }: Ask, { attempts }: MemberView): string[] {
  return [messageId, replaces, attempts.length === 0 ? undefined : settlementId].filter((id) => id !== undefined);
}

/** Reads on a connection that is held. */
function readOn(held: Held): Read {
  return (steps) => runLater(steps(), held.answer);
}
