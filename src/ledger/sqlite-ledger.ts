import type { SqliteDatabase } from '../store/sqlite/database.ts';
import type { DateText } from '../time/calendar.ts';
import { append } from './append.ts';
import type { Ask, Ledger, LedgerView, Lookup, MemberView, Verdict } from './ledger.ts';
import { keepRules, membersSince, rulesOf } from './rules.ts';
import type { Vault } from './vault.ts';
import { ledgerView, loadMember, type Roster } from './view.ts';

/** The ledger on the embedded store, which answers at once and has one writer at a time. */
export class SqliteLedger implements Ledger {
  readonly #database: SqliteDatabase;
  readonly #vault: Vault;
  readonly #roster: Roster;
  readonly #look: Lookup;
  readonly #view: LedgerView;

  constructor(database: SqliteDatabase, vault: Vault, roster: Roster) {
    this.#database = database;
    this.#vault = vault;
    this.#roster = roster;
    this.#look = (_, steps) => database.now(steps());
    this.#view = ledgerView(this.#look, roster);
  }

  write<T>(ask: Ask, decide: (view: MemberView) => Verdict<T>): Promise<T> {
    const { writer, now } = this.#database;
    return writer.write(() => {
      const member = loadMember(this.#look, this.#roster, ask);
      const verdict = decide(member.view);
      if (verdict.append !== undefined) now(append(member, verdict.append, this.#vault));
      return verdict.answer;
    });
  }

  async read<T>(look: (ledger: LedgerView) => T): Promise<T> {
    return this.#database.now.snapshot(() => look(this.#view));
  }

  membersSince(from: DateText): AsyncIterable<string> {
    return membersSince(this.#database, from);
  }

  keepRules(digest: string, scheme: string, text: string): Promise<void> {
    return keepRules(this.#database, digest, scheme, text);
  }

  rules(digest: string): string | undefined {
    return this.#database.now(rulesOf(digest));
  }
}
