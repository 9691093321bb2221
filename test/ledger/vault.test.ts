import { afterEach, beforeEach, expect, it } from 'vitest';
import { openVault } from '../../src/ledger/vault.ts';
import { fc, tries } from '../support/properties.ts';
import { execute, openTestStore, type TestDatabase, type TestStore } from '../support/stores.ts';

const KEY = Buffer.alloc(32, 1);

let database: TestDatabase;
let store: TestStore;
beforeEach(async () => {
  store = await openTestStore();
  database = store.database;
});
afterEach(() => store.release());

it('reads what it sealed, in the same context alone', async () => {
  const vault = await openVault(database, KEY);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (text, context, other) => {
      const sealed = vault.seal(text, context);
      expect(vault.unseal(sealed, context)).toBe(text);
      if (other !== context) expect(() => vault.unseal(sealed, other)).toThrow();
      expect(vault.seal(text, context).equals(sealed)).toBe(false);
    }),
    tries(100),
  );
});

it('notices a single changed bit', async () => {
  const vault = await openVault(database, KEY);
  const sealed = vault.seal('11010519491231002X', 'here');
  for (let index = 0; index < sealed.length; index += 1) {
    const bent = Buffer.from(sealed);
    bent.writeUInt8(bent.readUInt8(index) ^ 1, index);
    expect(() => vault.unseal(bent, 'here'), `byte ${index}`).toThrow();
  }
  expect(() => vault.unseal(sealed.subarray(0, -1), 'here')).toThrow();
  expect(() => vault.unseal(Buffer.alloc(0), 'here')).toThrow();
});

it('is the same vault when it is opened again with its key', async () => {
  const one = await openVault(database, KEY);
  const sealed = one.seal('text', 'context');
  const [member, name] = [one.memberId('01', '11010519491231002X'), one.nameKey('测试甲')];
  const two = await openVault(database, KEY);
  expect(two.unseal(sealed, 'context')).toBe('text');
  expect([two.memberId('01', '11010519491231002X'), two.nameKey('测试甲')]).toEqual([member, name]);
});

it('does not open with another key, and makes no new keys then', async () => {
  await openVault(database, KEY);
  const kept = await execute(database, 'SELECT * FROM data_keys ORDER BY id');
  await expect(openVault(database, Buffer.alloc(32, 2))).rejects.toThrow();
  expect(await execute(database, 'SELECT * FROM data_keys ORDER BY id')).toEqual(kept);
  expect(kept).toHaveLength(2);
});

it('knows a person by document and number, in any spelling', async () => {
  const vault = await openVault(database, KEY);
  const id = vault.memberId('01', '11010519491231002X');
  for (const spelling of ['11010519491231002x', ' 110105 19491231002X', '１１０１０５１９４９１２３１００２Ｘ']) {
    expect(vault.memberId('01', spelling)).toBe(id);
  }
  expect(vault.memberId('03', '11010519491231002X')).not.toBe(id);
  expect(vault.memberId('01', '110105194912310038')).not.toBe(id);
  expect(vault.nameKey('阿迪力·买买提')).toBe(vault.nameKey('阿迪力 • 买买提'));
  expect(vault.nameKey('测试甲')).not.toBe(vault.nameKey('测试乙'));
  expect(`${id}${vault.nameKey('测试甲')}`).toMatch(/^[A-Za-z0-9_-]+$/);
});

it('of another store knows nobody', async () => {
  const one = await openVault(database, KEY);
  const second = await openTestStore();
  const two = await openVault(second.database, KEY);
  expect(two.memberId('01', 'X')).not.toBe(one.memberId('01', 'X'));
  expect(() => two.unseal(one.seal('text', ''), '')).toThrow();
  await second.release();
});
