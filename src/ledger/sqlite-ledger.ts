import { SqliteError } from 'better-sqlite3';
import type { SqliteDatabase } from '../store/sqlite/database.ts';
import type { DateText } from '../time/calendar.ts';
import { append, decided, type Prepared } from './append.ts';
import type { Ask, Ledger, LedgerView, Lookup, MemberView, Verdict } from './ledger.ts';
import { LostRace } from './race.ts';
import { keepRules, membersSince, rulesOf } from './rules.ts';
import { unchanged } from './unchanged.ts';
import type { Vault } from './vault.ts';
import { ledgerView, type Roster } from './view.ts';

/**
 * The ledger on the embedded store, which answers at once and has one writer at a time. What can be done before a write
 * has its turn is: it is decided outside the transaction, and inside it is only looked whether what was seen still holds.
 * Where it does not, it is decided again there, and nobody can be in between.
 */
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

  async write<T>(ask: Ask, decide: (view: MemberView) => Verdict<T>): Promise<T> {
    const { writer } = this.#database;
    if (ask.alone !== true) {
      const { answer, prepared } = decided(this.#look, this.#roster, this.#vault, ask, decide);
      if (prepared === undefined) return answer;
      try {
        return await writer.write(() => this.#append(prepared, ask, answer), { repeatable: true });
      } catch (error) {
        if (!(error instanceof LostRace) && !isTaken(error)) throw error;
      }
    }
    const decideInside = () => {
      const { answer, prepared } = decided(this.#look, this.#roster, this.#vault, ask, decide);
      return prepared === undefined ? answer : this.#append(prepared, ask, answer);
    };
    return writer.write(decideInside, { repeatable: true });
  }

  async read<T>(look: (ledger: LedgerView) => T): Promise<T> {
    return look(this.#view);
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

  #append<T>(prepared: Prepared, { arrival }: Ask, answer: T): T {
    arrival?.demandFirst();
    this.#database.now(append(prepared, unchanged(prepared.member)));
    return answer;
  }
}

/** The entry, or the settlement, that was to be appended is there already: somebody else was first. */
function isTaken(error: unknown): boolean {
  return error instanceof SqliteError && /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(error.code);
}
