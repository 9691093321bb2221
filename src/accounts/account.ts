import { canonicalJson, sha256 } from '../claim/digest.ts';
import { audited } from '../ledger/audit.ts';
import type { StoredRow } from '../store/rows.ts';
import { one, run, type Steps } from '../store/steps.ts';
import type { Row } from '../store/tables.ts';
import type { Instant } from '../time/clock.ts';
import { isRole, type Role } from './role.ts';
import { accountStatements } from './statements.ts';

/** Somebody who may sign in. Instants are real time. */
export interface Account {
  /** Lower case; unique. */
  readonly name: string;
  readonly party: string;
  readonly role: Role;
  /** PHC string. */
  readonly password: string;
  /** Nothing else may be done before the password was changed. */
  readonly mustChange: boolean;
  /** Encrypted; null where a password is enough, in the sandbox. */
  readonly totpSecret: Buffer | null;
  readonly totpStep: number;
  /** Its password is published. */
  readonly demo: boolean;
  readonly createdAt: Instant;
  readonly disabledAt: Instant | null;
}

/** One change of an account. */
export interface AccountChange {
  /** Undefined where it is made. */
  readonly before: Account | undefined;
  readonly after: Account;
  /** As the audit trail names callers; `console:NAME` for somebody who is signed in. */
  readonly by: string;
  readonly at: Instant;
}

/** Looks an account up by its name. */
export function* findAccount(name: string): Steps<Account | undefined> {
  const row = yield* one(accountStatements.find, { name });
  return row === undefined ? undefined : accountOf(row);
}

/** An account as it was stored. */
export function accountOf(row: Row<'accounts'>): Account {
  const { role } = row;
  if (!isRole(role)) throw new Error('unreachable: an account has a role of ours');
  return { ...row, role };
}

/**
 * The one place where an account is made or changed, inside the write that does it. (Which time step's code was last
 * taken is no change of an account: that is noted where somebody signs in.)
 */
export function* changeAccount({ before, after, by, at }: AccountChange): Steps<void> {
  yield* run(accountStatements.save, { ...after });
  const records = { before: before === undefined ? null : accountRecord(before), after: accountRecord(after) };
  yield* audited({ what: 'account', subject: after.name, ...records, by, at });
}

/** An account as the audit trail shows it: of its secrets one digest, so that a change shows and nothing else does. */
export function accountRecord({ name: _name, password, totpSecret, totpStep: _step, ...rest }: Account) {
  const secrets = [password, totpSecret === null ? null : Buffer.from(totpSecret).toString('base64')];
  return { ...rest, secrets: sha256(canonicalJson(secrets)) };
}

/** An account, of a row as the store has it. */
export function accountRow(row: StoredRow): Account {
  return {
    name: row['name'],
    party: row['party'],
    role: row['role'],
    password: row['password'],
    mustChange: row['must_change'] === 1,
    totpSecret: row['totp_secret'],
    totpStep: row['totp_step'],
    demo: row['demo'] === 1,
    createdAt: row['created_at'],
    disabledAt: row['disabled_at'],
  } as Account;
}
