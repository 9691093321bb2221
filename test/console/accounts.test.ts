import { describe, expect, test } from 'vitest';
import { lockAfter } from '../../src/accounts/attempts.ts';
import { oneTimePassword, Passwords, passwordProblem } from '../../src/accounts/password.ts';
import { IDLE, LONGEST, type Session } from '../../src/accounts/sessions.ts';
import { newTotpSecret, totp } from '../../src/accounts/totp.ts';
import { execute } from '../support/stores.ts';
import { CHEAP, type Desk, desk, PASSWORD } from './fixtures.ts';

const MINUTE = 60_000;

async function tokenOf({ sessions }: Desk, name: string, password = PASSWORD, code = ''): Promise<string> {
  const outcome = await sessions.signIn({ name, password, code });
  if (outcome.kind !== 'in') throw new Error(`not signed in: ${outcome.kind}`);
  return outcome.token;
}

async function sessionOf({ sessions }: Desk, token: string): Promise<Session> {
  const session = await sessions.find(token);
  if (session === undefined) throw new Error('no session');
  return session;
}

describe('accounts', () => {
  test('a new one signs in with what was told once, and then needs a password of its own', async () => {
    const office = await desk(false);
    const { accounts, sessions, time } = office;
    const { password, totpSecret } = await accounts.add('li.na', 'H1', 'hospital-desk', 'command line');
    const stored = JSON.stringify(await execute(office.database, 'SELECT * FROM accounts'));
    expect(stored).toContain('$argon2id$v=19$');
    expect(stored).not.toContain(password);
    expect(stored).not.toContain(totpSecret);

    expect(await sessions.signIn({ name: 'li.na', password, code: '' })).toEqual({ kind: 'wrong' });
    const code = totp(totpSecret, time.now);
    const token = await tokenOf(office, 'li.na', password, code);
    const { account } = await sessionOf(office, token);
    expect(account).toMatchObject({ name: 'li.na', party: 'H1', role: 'hospital-desk', mustChange: true });
    expect(JSON.stringify(await execute(office.database, 'SELECT * FROM sessions'))).not.toContain(token);
    // A code that was seen over somebody's shoulder.
    expect(await sessions.signIn({ name: 'li.na', password, code })).toEqual({ kind: 'wrong' });
  });

  test('refuses a name that is taken or none, and a party that is not of the kind', async () => {
    const { accounts } = await desk();
    await accounts.add('li.na', 'H1', 'hospital-desk', 'command line');
    for (const [name, party] of [
      ['li.na', 'H1'],
      ['Li.Na', 'H1'],
      ['', 'H1'],
      ['wang', 'INS-JX'],
      ['wang', 'NOBODY'],
    ] as const) {
      await expect(accounts.add(name, party, 'hospital-desk', 'command line')).rejects.toThrow('INVALID_PARAMETER');
    }
    await expect(accounts.disable('wang', 'command line')).rejects.toThrow('INVALID_PARAMETER');
    expect((await accounts.list()).map(({ name }) => name)).toEqual(['li.na']);
  });

  test('disabled, it is out at once; reset, its old password is nothing', async () => {
    const office = await desk();
    const { accounts, sessions, time } = office;
    await office.plain('wang', 'H1', 'hospital-desk');
    const token = await tokenOf(office, 'wang');
    await accounts.disable('wang', 'command line');
    expect(await sessions.find(token)).toBeUndefined();
    expect(await sessions.signIn({ name: 'wang', password: PASSWORD, code: '' })).toEqual({ kind: 'wrong' });

    const { password, totpSecret } = await accounts.reset('wang', 'command line');
    expect(await sessions.signIn({ name: 'wang', password: PASSWORD, code: '' })).toEqual({ kind: 'wrong' });
    await tokenOf(office, 'wang', password, totp(totpSecret, time.now));
    expect(await office.account('wang')).toMatchObject({ demo: false, mustChange: true, disabledAt: null });
  });

  test('of the sandbox, it is nothing elsewhere on the same store', async () => {
    const office = await desk(false);
    await office.plain('wang', 'H1', 'hospital-desk');
    expect(await office.sessions.signIn({ name: 'wang', password: PASSWORD, code: '' })).toEqual({ kind: 'wrong' });
  });
});

describe('a lock', () => {
  test('grows with each failure, up to a quarter of an hour', () => {
    expect([4, 5, 6, 7, 50].map(lockAfter)).toEqual([0, 30_000, 60_000, 120_000, 15 * MINUTE]);
  });

  test('holds for a name, also against the right password, and alike where there is no such name', async () => {
    const office = await desk();
    const { sessions, time } = office;
    await office.plain('wang', 'H1', 'hospital-desk');
    const course = async (name: string) => {
      const kinds: string[] = [];
      for (let failure = 0; failure < 5; failure += 1) {
        kinds.push((await sessions.signIn({ name, password: 'wrong', code: '' })).kind);
      }
      const locked = await sessions.signIn({ name, password: PASSWORD, code: '' });
      return [...kinds, locked];
    };
    const locked = { kind: 'locked', until: time.now + 30_000 };
    expect(await course('wang')).toEqual([...Array(5).fill('wrong'), locked]);
    expect(await course('nobody')).toEqual([...Array(5).fill('wrong'), locked]);

    time.now += 30_000;
    expect(await sessions.signIn({ name: 'wang', password: 'wrong', code: '' })).toEqual({ kind: 'wrong' });
    expect(await sessions.signIn({ name: 'wang', password: PASSWORD, code: '' })).toEqual({
      kind: 'locked',
      until: time.now + 60_000,
    });
    time.now += 60_000;
    await tokenOf(office, 'wang');
    // Forgotten: the next failure is the first.
    expect(await sessions.signIn({ name: 'wang', password: 'wrong', code: '' })).toEqual({ kind: 'wrong' });
    await tokenOf(office, 'wang');
  });

  test('holds against many guesses at once', async () => {
    const office = await desk();
    await office.plain('wang', 'H1', 'hospital-desk');
    const guess = (password: string) => office.sessions.signIn({ name: 'wang', password, code: '' });
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, number) => guess(`guess ${number}`)));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual([...Array(3).fill('locked'), ...Array(5).fill('wrong')]);
  });
});

describe('a session', () => {
  test('ends half an hour after its last use, and half a day after its first', async () => {
    const office = await desk();
    const { sessions, time } = office;
    await office.plain('wang', 'H1', 'hospital-desk');
    const idle = await tokenOf(office, 'wang');
    const busy = await tokenOf(office, 'wang');
    const begin = time.now;
    while (time.now - begin < LONGEST) {
      expect(await sessions.find(busy)).toBeDefined();
      time.now += IDLE - MINUTE;
      if (time.now - begin > IDLE) expect(await sessions.find(idle)).toBeUndefined();
    }
    expect(await sessions.find(busy)).toBeUndefined();
    expect(await sessions.list('wang')).toEqual([]);
    await tokenOf(office, 'wang');
    // What is over does not stay in the store.
    expect(await execute(office.database, 'SELECT * FROM sessions')).toHaveLength(1);
  });

  test('ends with the one that takes its place, by signing out, and everywhere', async () => {
    const office = await desk();
    const { sessions } = office;
    await office.plain('wang', 'H1', 'hospital-desk');
    await office.plain('zhao', 'H1', 'hospital-desk');
    const first = await tokenOf(office, 'wang');
    const instead = (await sessionOf(office, first)).id;
    const second = await sessions.signIn({ name: 'wang', password: PASSWORD, code: '', instead });
    expect(second).toMatchObject({ kind: 'in', token: expect.not.stringMatching(first) });
    expect(await sessions.find(first)).toBeUndefined();
    const third = await tokenOf(office, 'wang');
    const other = await tokenOf(office, 'zhao');
    await sessions.close((await sessionOf(office, third)).id);
    expect(await sessions.find(third)).toBeUndefined();
    expect(await sessions.list('wang')).toHaveLength(1);
    await sessions.closeAll('wang');
    expect(await sessions.list('wang')).toEqual([]);
    expect(await sessions.find(other)).toBeDefined();
  });

  test('goes on through a change of the password under a new id, and no other does', async () => {
    const office = await desk();
    const { sessions } = office;
    await office.plain('wang', 'H1', 'hospital-desk');
    const other = await tokenOf(office, 'wang');
    const own = await tokenOf(office, 'wang');
    const session = await sessionOf(office, own);
    expect(await sessions.changePassword(session, 'wrong', 'four green ladders')).toEqual({ kind: 'wrong' });
    expect(await sessions.find(own)).toBeDefined();
    const changed = await sessions.changePassword(session, PASSWORD, 'four green ladders');
    if (changed.kind !== 'in') throw new Error('the password was right');
    expect((await sessions.find(changed.token))?.account.name).toBe('wang');
    for (const token of [own, other]) expect(await sessions.find(token)).toBeUndefined();
    expect(await sessions.list('wang')).toHaveLength(1);
    expect(await sessions.signIn({ name: 'wang', password: PASSWORD, code: '' })).toEqual({ kind: 'wrong' });
    await tokenOf(office, 'wang', 'four green ladders');
  });

  test('gets a new authenticator for a password and a code of it; from then on only that counts', async () => {
    const office = await desk();
    const { sessions, time } = office;
    await office.plain('wang', 'H1', 'hospital-desk');
    const session = await sessionOf(office, await tokenOf(office, 'wang'));
    const stranger = { ...session, id: 'another' };
    const secret = newTotpSecret();
    const offer = sessions.offerTotp(session, secret);
    expect(sessions.offeredTotp(session, offer)).toBe(secret);
    expect(sessions.offeredTotp(stranger, offer)).toBeUndefined();
    expect(sessions.offeredTotp(session, 'x')).toBeUndefined();
    const code = totp(secret, time.now);
    expect(await sessions.changeTotp(session, PASSWORD, secret, '000000')).toEqual({ kind: 'wrong' });
    expect(await sessions.changeTotp(session, 'wrong', secret, code)).toEqual({ kind: 'wrong' });
    expect(await sessions.changeTotp(session, PASSWORD, secret, code)).toBeUndefined();
    expect(await sessions.signIn({ name: 'wang', password: PASSWORD, code: '' })).toEqual({ kind: 'wrong' });
    time.now += 30_000;
    await tokenOf(office, 'wang', PASSWORD, totp(secret, time.now));
  });
});

describe('a password', () => {
  test('has a length, is no pattern and not the name', () => {
    const problems = ['short', 'aaaaaaaaaaaabb', 'li.na-and-more', 'x'.repeat(257), PASSWORD, oneTimePassword()];
    const refused = problems.map((password) => passwordProblem(password, 'li.na') !== undefined);
    expect(refused).toEqual([true, true, true, true, false, false]);
  });

  test('is compared with the parameters it was hashed with, whichever way it is composed', async () => {
    const passwords = new Passwords();
    const stored = await CHEAP.hash('\u00e9');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(await passwords.hash('\u00e9')).toMatch(/^\$argon2id\$v=19\$m=32768,t=2,p=1\$/);
    expect(await passwords.verify('e\u0301', stored)).toBe(true);
    expect(await passwords.verify('e', stored)).toBe(false);
    expect(await passwords.verify('e', undefined)).toBe(false);
  });
});

test('when each of those who are signed in last did so is known, and of nobody else', async () => {
  const { sessions, plain, time } = await desk();
  await plain('li.na', 'H1', 'hospital-desk');
  await plain('wang.fang', 'H1', 'hospital-desk');
  await sessions.signIn({ name: 'li.na', password: PASSWORD, code: '' });
  time.now += 60_000;
  await sessions.signIn({ name: 'li.na', password: PASSWORD, code: '' });
  expect(await sessions.latest()).toEqual(new Map([['li.na', time.now]]));
  time.now += IDLE + 1;
  expect(await sessions.latest()).toEqual(new Map());
});
