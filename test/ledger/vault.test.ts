import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/ledger/sqlite/database.ts';
import { openVault } from '../../src/ledger/vault.ts';
import { fc, tries } from '../support/properties.ts';

const KEY = Buffer.alloc(32, 1);

let folder: string;
let database: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yizhan-vault-'));
  database = openDatabase(folder);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

it('reads what it sealed, in the same context alone', () => {
  const vault = openVault(database, KEY);
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

it('notices a single changed bit', () => {
  const vault = openVault(database, KEY);
  const sealed = vault.seal('11010519491231002X', 'here');
  for (let index = 0; index < sealed.length; index += 1) {
    const bent = Buffer.from(sealed);
    bent.writeUInt8(bent.readUInt8(index) ^ 1, index);
    expect(() => vault.unseal(bent, 'here'), `byte ${index}`).toThrow();
  }
  expect(() => vault.unseal(sealed.subarray(0, -1), 'here')).toThrow();
  expect(() => vault.unseal(Buffer.alloc(0), 'here')).toThrow();
});

it('is the same vault when the store is opened again with its key', async () => {
  const one = openVault(database, KEY);
  const sealed = one.seal('text', 'context');
  const [member, name] = [one.memberId('01', '11010519491231002X'), one.nameKey('测试甲')];
  await database.close();
  database = openDatabase(folder);
  const two = openVault(database, KEY);
  expect(two.unseal(sealed, 'context')).toBe('text');
  expect([two.memberId('01', '11010519491231002X'), two.nameKey('测试甲')]).toEqual([member, name]);
});

it('does not open with another key, and makes no new keys then', () => {
  openVault(database, KEY);
  const kept = database.raw.prepare('SELECT * FROM data_keys ORDER BY id').all();
  expect(() => openVault(database, Buffer.alloc(32, 2))).toThrow();
  expect(database.raw.prepare('SELECT * FROM data_keys ORDER BY id').all()).toEqual(kept);
  expect(kept).toHaveLength(2);
});

it('knows a person by document and number, in any spelling', () => {
  const vault = openVault(database, KEY);
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
  const one = openVault(database, KEY);
  const elsewhere = mkdtempSync(join(tmpdir(), 'yizhan-vault-'));
  const second = openDatabase(elsewhere);
  const two = openVault(second, KEY);
  expect(two.memberId('01', 'X')).not.toBe(one.memberId('01', 'X'));
  expect(() => two.unseal(one.seal('text', ''), '')).toThrow();
  await second.close();
  rmSync(elsewhere, { recursive: true, force: true });
});
