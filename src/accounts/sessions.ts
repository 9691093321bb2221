import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Vault } from '../ledger/vault.ts';
import type { Database } from '../store/database.ts';
import { all, one, run, type Steps } from '../store/steps.ts';
import type { Clock, Instant } from '../time/clock.ts';
import { type Account, accountOf, changeAccount, findAccount } from './account.ts';
import { totpContext } from './accounts.ts';
import { forgetFailures, lockedUntil, noteFailure } from './attempts.ts';
import type { Passwords } from './password.ts';
import { accountStatements, sessionStatements } from './statements.ts';
import { matchingStep } from './totp.ts';

/** Who does nothing for so long is signed out. */
export const IDLE = 30 * 60_000;
/** A shift; whoever works longer signs in again. */
export const LONGEST = 12 * 3_600_000;
/** When somebody was last seen is noted this often. */
const NOTED_EVERY = 60_000;

/** Somebody who is signed in. */
export interface Session {
  /** Hash of the id that the browser has. */
  readonly id: string;
  readonly account: Account;
}

/** A session as its owner sees it. */
export interface SessionRow {
  readonly id: string;
  readonly createdAt: Instant;
  readonly seenAt: Instant;
}

/** What somebody types to sign in. */
export interface SignIn {
  readonly name: string;
  readonly password: string;
  /** Of the authenticator app; anything where the account has none. */
  readonly code: string;
  /** Id of the browser's session of before, which ends with this one. */
  readonly instead?: string | undefined;
}

/** What came of a question for a password: nobody is told which part of it was wrong. */
export type Refused = { readonly kind: 'wrong' } | { readonly kind: 'locked'; readonly until: Instant };

/** A session has begun under a random id, which only the browser keeps. */
export interface Begun {
  readonly kind: 'in';
  readonly token: string;
}

/** What sessions are kept in. */
export interface SessionsGiven {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly sandbox: boolean;
}

/** Signs people in and out. Everything lies in the store, so any process and replica knows it. */
export class Sessions {
  readonly #given: SessionsGiven;

  constructor(given: SessionsGiven) {
    this.#given = given;
  }

  /**
   * Signs in. Work and answer are the same whether there is no such account, it is disabled, or a part of what was typed
   * is wrong.
   *
   * @returns the new session
   * @throws Refusal `OVERLOADED`
   */
  async signIn({ name, password, code, instead }: SignIn): Promise<Refused | Begun> {
    const token = newToken();
    const at = this.#given.clock.real();
    const sessions = this;
    const refused = await this.#asked(name, password, function* (account): Steps<boolean> {
      const step = sessions.#step(account, code, at);
      if (step === undefined) return false;
      yield* run(accountStatements.useStep, { name, totpStep: step });
      yield* run(sessionStatements.sweep, oldest(at));
      if (instead !== undefined) yield* run(sessionStatements.close, { id: instead });
      yield* run(sessionStatements.open, { id: sessionId(token), account: name, createdAt: at, seenAt: at });
      return true;
    });
    return refused ?? { kind: 'in', token };
  }

  /**
   * Who has a session; undefined where it is over or its account may no longer be used.
   *
   * @param token the id that the browser sent
   */
  async find(token: string): Promise<Session | undefined> {
    const id = sessionId(token);
    const at = this.#given.clock.real();
    const row = await this.#given.database.read(() => one(sessionStatements.find, { id }));
    if (row === undefined) return undefined;
    const { createdFrom, seenFrom } = oldest(at);
    const account = accountOf(row.account);
    if (row.session.createdAt < createdFrom || row.session.seenAt < seenFrom || !this.#usable(account))
      return undefined;
    if (at - row.session.seenAt >= NOTED_EVERY) {
      await this.#given.database.change(sessionStatements.seen, { id, seenAt: at });
    }
    return { id, account };
  }

  /** The sessions of an account that are not over, oldest first. */
  async list(account: string): Promise<readonly SessionRow[]> {
    const at = this.#given.clock.real();
    return this.#given.database.read(() => all(sessionStatements.of, { account, ...oldest(at) }));
  }

  /** When each of those who are signed in now last signed in, by account. */
  async latest(): Promise<ReadonlyMap<string, Instant>> {
    const at = this.#given.clock.real();
    const rows = await this.#given.database.read(() => all(sessionStatements.latest, { ...oldest(at) }));
    return new Map(rows.flatMap(({ account, createdAt }) => (createdAt === null ? [] : [[account, createdAt]])));
  }

  /** Signs out. */
  async close(id: string): Promise<void> {
    await this.#given.database.change(sessionStatements.close, { id });
  }

  /** Signs out everywhere. */
  async closeAll(account: string): Promise<void> {
    await this.#given.database.change(sessionStatements.closeAll, { account });
  }

  /**
   * Gives the account of a session a new password. All its sessions end, this one too: whoever knows its id, and should not,
   * is out as well.
   *
   * @param fresh one that `passwordProblem` has nothing against
   * @returns the session that takes the place of this one
   */
  async changePassword({ id, account }: Session, password: string, fresh: string): Promise<Refused | Begun> {
    const { name } = account;
    const token = newToken();
    const at = this.#given.clock.real();
    const hash = await this.#given.passwords.hash(fresh);
    const refused = await this.#asked(name, password, function* (before): Steps<boolean> {
      const after = { ...before, password: hash, mustChange: false };
      yield* changeAccount({ before, after, by: `console:${name}`, at });
      const { createdAt } = (yield* one(sessionStatements.find, { id }))?.session ?? { createdAt: at };
      yield* run(sessionStatements.closeAll, { account: name });
      yield* run(sessionStatements.open, { id: sessionId(token), account: name, createdAt, seenAt: at });
      return true;
    });
    return refused ?? { kind: 'in', token };
  }

  /**
   * Gives the account of a session a new secret for its authenticator app.
   *
   * @param secret base32; taken once a code of it was typed
   * @returns undefined where it was done
   */
  async changeTotp({ account }: Session, password: string, secret: string, code: string): Promise<Refused | undefined> {
    const { name } = account;
    const at = this.#given.clock.real();
    const totpSecret = this.#given.vault.seal(secret, totpContext(name));
    return this.#asked(name, password, function* (before): Steps<boolean> {
      const totpStep = matchingStep(secret, code, at, 0);
      if (totpStep === undefined) return false;
      yield* changeAccount({ before, after: { ...before, totpSecret, totpStep }, by: `console:${name}`, at });
      return true;
    });
  }

  /** Seals a secret that is offered, for the page that offers it: only this session can send it back. */
  offerTotp({ id }: Session, secret: string): string {
    return this.#given.vault.seal(secret, `offer ${id}`).toString('base64url');
  }

  /** The secret that was offered; undefined where it was not offered to this session. */
  offeredTotp({ id }: Session, sealed: string): string | undefined {
    try {
      return this.#given.vault.unseal(Buffer.from(sealed, 'base64url'), `offer ${id}`);
    } catch {
      return undefined;
    }
  }

  /** Asks for a password and, where it is right, does something in the same write. */
  async #asked(
    name: string,
    password: string,
    proceed: (account: Account) => Steps<boolean>,
  ): Promise<Refused | undefined> {
    const { database, clock, passwords } = this.#given;
    const seen = await database.read(() => findAccount(name));
    const right = await passwords.verify(password, seen?.password);
    const at = clock.real();
    const usable = (account: Account) => this.#usable(account);
    return database.write(function* (): Steps<Refused | undefined> {
      const until = yield* lockedUntil(name, at);
      if (until !== undefined) return { kind: 'locked', until };
      const account = yield* findAccount(name);
      // What was compared must be what is there now.
      const known = account !== undefined && right && account.password === seen?.password && usable(account);
      if (!known || !(yield* proceed(account))) {
        yield* noteFailure(name, at);
        return { kind: 'wrong' };
      }
      yield* forgetFailures(name);
      return undefined;
    });
  }

  /** What is published is of use nowhere but in the sandbox, whatever became of the store since. */
  #usable({ disabledAt, demo }: Account): boolean {
    return disabledAt === null && (!demo || this.#given.sandbox);
  }

  #step({ name, totpSecret, totpStep }: Account, code: string, at: Instant): number | undefined {
    if (totpSecret === null) return totpStep;
    return matchingStep(this.#given.vault.unseal(totpSecret, totpContext(name)), code, at, totpStep);
  }
}

/**
 * What forms of a session carry, so that no other site can send them: derived from the id in the cookie, which no other
 * site can read.
 *
 * @param token the id that the browser has
 */
export function formToken(token: string): string {
  return createHmac('sha256', token).update('form').digest('base64url');
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** The store has no id that could be used. */
function sessionId(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function oldest(at: Instant): { readonly createdFrom: Instant; readonly seenFrom: Instant } {
  return { createdFrom: at - LONGEST, seenFrom: at - IDLE };
}
