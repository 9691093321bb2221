import type { Vault } from '../ledger/vault.ts';
import { Refusal } from '../problem/refusal.ts';
import type { Party } from '../roster/party.ts';
import type { Database } from '../store/database.ts';
import { all, run, type Steps } from '../store/steps.ts';
import type { Clock } from '../time/clock.ts';
import { type Account, accountOf, changeAccount, findAccount } from './account.ts';
import { forgetFailures } from './attempts.ts';
import { oneTimePassword, type Passwords } from './password.ts';
import { ROLES, type Role } from './role.ts';
import { accountStatements, sessionStatements } from './statements.ts';
import { newTotpSecret } from './totp.ts';

/** What accounts are kept in, and who may have one. */
export interface AccountsGiven {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly registry: { refresh(): Promise<void>; party(id: string): Pick<Party, 'kind'> | undefined };
}

/** Told once, to whoever made or reset an account. */
export interface Credentials {
  readonly password: string;
  /** Base32. */
  readonly totpSecret: string;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Makes, lists, disables and resets accounts. */
export class Accounts {
  readonly #given: AccountsGiven;

  constructor(given: AccountsGiven) {
    this.#given = given;
  }

  /**
   * Makes an account, with a password that must be changed and a secret for an authenticator app.
   *
   * @throws Refusal `INVALID_PARAMETER` where the name is taken or cannot be one, or the party is not of the role's kind
   */
  async add(name: string, party: string, role: Role, by: string): Promise<Credentials> {
    await this.#demandParty(party, role);
    if (!NAME.test(name)) {
      throw refused(
        '用户名须为 1 至 64 位小写字母、数字、点、下划线或连字符，以字母或数字开头',
        'A name is 1 to 64 lower case letters, digits, dots, underscores or hyphens, and begins with a letter or digit',
      );
    }
    const fresh = await this.#fresh(name);
    const at = this.#given.clock.real();
    await this.#given.database.write(function* () {
      const before = yield* findAccount(name);
      if (before !== undefined) throw refused('该用户名已存在', 'There is an account of that name already');
      const after = { name, party, role, ...fresh.stored, demo: false, createdAt: at, disabledAt: null };
      yield* changeAccount({ before, after, by, at });
    });
    return fresh.credentials;
  }

  /**
   * Makes an account of the sandbox, with a published password; one that is there already stays as it is.
   *
   * @param password as {@link Passwords.hash} gives it
   */
  async addDemo(name: string, party: string, role: Role, password: string): Promise<void> {
    const at = this.#given.clock.real();
    await this.#given.database.write(function* () {
      const before = yield* findAccount(name);
      if (before !== undefined) return;
      const open = { mustChange: false, totpSecret: null, totpStep: 0, demo: true, createdAt: at, disabledAt: null };
      yield* changeAccount({ before, after: { name, party, role, password, ...open }, by: 'system:sandbox', at });
    });
  }

  /** All accounts, by name. */
  async list(): Promise<readonly Account[]> {
    return this.#given.database.read(function* () {
      return (yield* all(accountStatements.list)).map(accountOf);
    });
  }

  /** Nobody signs in with it any more, and whoever is signed in no longer is. @throws Refusal `INVALID_PARAMETER` */
  async disable(name: string, by: string): Promise<void> {
    const at = this.#given.clock.real();
    await this.#change(name, by, (before) => ({ ...before, disabledAt: before.disabledAt ?? at }));
  }

  /**
   * A new password, a new secret, no lock, not disabled; whoever is signed in no longer is.
   *
   * @throws Refusal `INVALID_PARAMETER` where there is no such account
   */
  async reset(name: string, by: string): Promise<Credentials> {
    const fresh = await this.#fresh(name);
    await this.#change(name, by, (before) => ({ ...before, ...fresh.stored, demo: false, disabledAt: null }));
    return fresh.credentials;
  }

  #change(name: string, by: string, change: (before: Account) => Account): Promise<void> {
    const at = this.#given.clock.real();
    return this.#given.database.write(function* (): Steps<void> {
      const before = yield* findAccount(name);
      if (before === undefined) throw refused('没有这个账户', 'There is no such account');
      yield* changeAccount({ before, after: change(before), by, at });
      yield* run(sessionStatements.closeAll, { account: name });
      yield* forgetFailures(name);
    });
  }

  async #fresh(name: string) {
    const credentials = { password: oneTimePassword(), totpSecret: newTotpSecret() };
    const stored = {
      password: await this.#given.passwords.hash(credentials.password),
      mustChange: true,
      totpSecret: this.#given.vault.seal(credentials.totpSecret, totpContext(name)),
      totpStep: 0,
    };
    return { credentials, stored };
  }

  async #demandParty(party: string, role: Role): Promise<void> {
    await this.#given.registry.refresh();
    const { kind } = ROLES[role];
    if (this.#given.registry.party(party)?.kind === kind) return;
    throw refused(
      `没有登记这样的参与方，或其类型不是 ${kind}`,
      `No party of that id and of kind ${kind} is registered`,
    );
  }
}

/** What a sealed secret belongs to. */
export function totpContext(name: string): string {
  return `totp ${name}`;
}

function refused(detail: string, detailEn: string): Refusal {
  return new Refusal('INVALID_PARAMETER', { detail, detailEn });
}
