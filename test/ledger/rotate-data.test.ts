import { readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOwnKeys } from '../../src/ledger/gateway-keys.ts';
import {
  layNextKey,
  NEXT_KEY_FILE,
  OUTER_KEY_FILE,
  OuterKeyProblem,
  readNextKey,
  readOuterKey,
  readOuterKeys,
} from '../../src/ledger/outer-key.ts';
import { finishRotation, rotateData } from '../../src/ledger/rotate-data.ts';
import { openVault, type Vault } from '../../src/ledger/vault.ts';
import { rewrap, takeUpGenerations } from '../../src/ledger/vault-keys.ts';
import { systemClock } from '../../src/time/clock.ts';
import { fc, tries } from '../support/properties.ts';
import { openTestStore, type TestDatabase, type TestStore } from '../support/stores.ts';

const ID_NUMBER = '11010519491231002X';

let store: TestStore;
let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  store = await openTestStore();
  ({ database, folder } = store);
});
afterEach(() => store.release());

const outer = () => readOuterKeys(folder, {});
const open = () => openVault(database, outer);
const CHANGE = { by: 'cli:test', at: 0 };
const rotate = () => rotateData(database, folder, {}, CHANGE);
const keyFiles = () => readdirSync(folder).filter((name) => name.startsWith('data-key'));

/** What was sealed under each generation so far can be read, and people are found as before. */
function reads(vault: Vault, sealed: readonly Buffer[], memberId: string): void {
  expect(sealed.map((one) => vault.unseal(one, 'here'))).toEqual(sealed.map((_, index) => `text ${index}`));
  expect(vault.memberId('01', ID_NUMBER)).toBe(memberId);
}

it('reads what every generation sealed, and what was sealed before there were any', async () => {
  const first = await open();
  const memberId = first.memberId('01', ID_NUMBER);
  const sealed = [first.seal('text 0', 'here')];
  for (const generation of [2, 3]) {
    expect(await rotate()).toMatchObject({ generation });
    const vault = await open();
    sealed.push(vault.seal(`text ${generation - 1}`, 'here'));
    reads(vault, sealed, memberId);
  }
  // A store made before has no header on anything; a vault of its one generation reads none that has.
  expect(() => first.unseal(sealed[1] ?? Buffer.alloc(0), 'here')).toThrow();
});

it('notices a changed bit in any generation, the header of later ones included', async () => {
  await open();
  await rotate();
  const vault = await open();
  fc.assert(
    fc.property(fc.string(), fc.nat(), fc.nat(7), (text, at, bit) => {
      const sealed = vault.seal(text, 'here');
      expect(vault.unseal(sealed, 'here')).toBe(text);
      const bent = Buffer.from(sealed);
      const index = at % bent.length;
      bent.writeUInt8(bent.readUInt8(index) ^ (1 << bit), index);
      expect(() => vault.unseal(bent, 'here')).toThrow();
    }),
    tries(200),
  );
});

it('replaces the file, keeps the one before, and the old key opens nothing any more', async () => {
  await open();
  const before = readOuterKey(folder, {});
  const { kept } = await rotate();
  const after = readOuterKey(folder, {});
  expect(after).not.toEqual(before);
  expect(keyFiles()).toHaveLength(2);
  expect(Buffer.from(readFileSync(kept ?? '', 'utf8'), 'base64')).toEqual(before);
  expect(keyFiles().map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600, 0o600]);
  await expect(openVault(database, before)).rejects.toThrow(OuterKeyProblem);
  await openVault(database, after);
});

describe('ended before its end', () => {
  it('after the next key was laid ready: nothing has changed, and the next rotation takes that key', async () => {
    const sealed = (await open()).seal('text 0', 'here');
    layNextKey(folder);
    const next = readNextKey(folder, {});
    const again = await open();
    expect(again.unseal(sealed, 'here')).toBe('text 0');
    expect(await finishRotation(database, folder)).toBeUndefined();
    await rotate();
    expect(readOuterKey(folder, {})).toEqual(next);
  });

  it('after the store was rewrapped: it opens, and the file is put in its place', async () => {
    const first = await open();
    const sealed = [first.seal('text 0', 'here')];
    const before = readOuterKey(folder, {});
    layNextKey(folder);
    const next = readNextKey(folder, {}) ?? Buffer.alloc(0);
    await database.write(() => rewrap(before, next, CHANGE));
    const vault = await open();
    sealed.push(vault.seal('text 1', 'here'));
    expect(await finishRotation(database, folder)).toContain('data-key.made-');
    expect(readOuterKey(folder, {})).toEqual(next);
    reads(await open(), sealed, first.memberId('01', ID_NUMBER));
    expect(keyFiles()).not.toContain(NEXT_KEY_FILE);
  });

  it('after the store was rewrapped, and then begun anew: no key is lost', async () => {
    await open();
    layNextKey(folder);
    const next = readNextKey(folder, {}) ?? Buffer.alloc(0);
    const before = readOuterKey(folder, {});
    await database.write(() => rewrap(before, next, CHANGE));
    expect(await rotate()).toMatchObject({ generation: 3 });
    await openVault(database, readOuterKey(folder, {}));
  });
});

it('twice at once is two generations, and the file opens the store', async () => {
  await open();
  const done = await Promise.all([rotate(), rotate()]);
  expect(done.map(({ generation }) => generation).sort()).toEqual([2, 3]);
  await openVault(database, readOuterKey(folder, {}));
  expect(keyFiles()).not.toContain(NEXT_KEY_FILE);
});

it('a vault that is open takes the new generation up, where it can get at the new key, and else goes on', async () => {
  const [running, other] = [await open(), await openVault(database, outer)];
  const old = readOuterKey(folder, {});
  await rotate();
  expect(await takeUpGenerations(database, other, old)).toBe(false);
  expect(other.unseal(other.seal('x', ''), '')).toBe('x');
  expect(await takeUpGenerations(database, running, outer)).toBe(true);
  expect((await open()).unseal(running.seal('text', 'here'), 'here')).toBe('text');
  expect(running.knows(2)).toBe(true);
  expect(other.knows(2)).toBe(false);
});

it('from the environment: the new key is given, and none is made', async () => {
  const [one, two] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('hex')];
  const given = (env: Readonly<Record<string, string>>) => rotateData(database, folder, env, CHANGE);
  const sealed = (await openVault(database, Buffer.alloc(32, 1))).seal('text', '');
  await expect(given({ YIZHAN_DATA_KEY: one })).rejects.toThrow(/YIZHAN_NEW_DATA_KEY/);
  await expect(given({ YIZHAN_DATA_KEY: one, YIZHAN_NEW_DATA_KEY: one })).rejects.toThrow(OuterKeyProblem);
  const both = { YIZHAN_DATA_KEY: one, YIZHAN_NEW_DATA_KEY: two };
  expect(await given(both)).toEqual({ generation: 2, kept: undefined });
  await expect(given(both)).rejects.toThrow(/YIZHAN_DATA_KEY/);
  expect(keyFiles()).toEqual([]);
  expect((await openVault(database, () => readOuterKeys(folder, both))).unseal(sealed, '')).toBe('text');
  expect((await openVault(database, Buffer.alloc(32, 2))).unseal(sealed, '')).toBe('text');
  await expect(openVault(database, Buffer.alloc(32, 1))).rejects.toThrow(OuterKeyProblem);
  await expect(given({ YIZHAN_NEW_DATA_KEY: two })).rejects.toThrow(OuterKeyProblem);
});

it("keeps the gateway's own keys, wherever they lie", async () => {
  const place = { database, vault: await open(), dataFolder: folder, clock: systemClock };
  const before = await openOwnKeys(place);
  await rotate();
  const after = await openOwnKeys({ ...place, vault: await open() });
  expect(after.jwks()).toEqual(before.jwks());
});

it('a key that is gone is no key', async () => {
  await open();
  renameSync(join(folder, OUTER_KEY_FILE), join(folder, 'elsewhere'));
  await expect(open()).rejects.toThrow(OuterKeyProblem);
});
