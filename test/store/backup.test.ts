import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backup } from '../../src/backup/backup.ts';
import { restore } from '../../src/backup/restore.ts';
import { findOuterKey } from '../../src/ledger/outer-key.ts';
import { systemClock } from '../../src/time/clock.ts';
import { temporaryFolder, yizhan } from '../cli/binary.ts';
import { another, type OldStore, oldStore, openService, verified } from './old-store.ts';

/** A backup of a store, and the key that opens it. */
async function backedUp(store: OldStore) {
  const outerKey = findOuterKey(store.data, {});
  const file = join(temporaryFolder(), 'backup');
  await backup({ data: store.data, outerKey }, file, 'test', systemClock);
  return { file, outerKey };
}

/** A data folder with nothing but the data key. */
function emptyFolder({ data }: OldStore): string {
  const folder = temporaryFolder();
  copyFileSync(join(data, 'data-key'), join(folder, 'data-key'));
  return folder;
}

describe('yizhan backup and restore', () => {
  it('carry everything answered before the backup to another place, while settlements go on', async () => {
    const store = oldStore('0004_permissions');
    const [first] = store.claims;
    const gateway = await openService(store, store.hospital);
    const file = join(temporaryFolder(), 'backup');
    await gateway.settle(another(first, 'before'));
    let ended = false;
    const making = yizhan(['backup', file, '--data', store.data]).finally(() => {
      ended = true;
    });
    for (let number = 1; !ended; number += 1) await gateway.settle(another(first, `during-${number}`));
    const lost = await gateway.settle(another(first, 'after'));
    await gateway.close();
    expect(await making).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('backed up to') });
    expect(readdirSync(join(file, '..'))).toEqual(['backup']);
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const data = emptyFolder(store);
    const restored = await yizhan(['restore', file, '--data', data]);
    expect(restored).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('the ledger is clean') });
    expect(restored.stdout).toContain('sealed through 2023-07-11');
    expect(JSON.parse(readFileSync(join(data, 'gateway-keys.json'), 'utf8'))).toEqual(store.gatewayKeys);
    const after = await openService({ data }, store.hospital);
    expect(await after.settle(first)).toMatchObject({ created: false });
    expect(await after.settle(another(first, 'before'))).toMatchObject({ created: false });
    // What came after the moment is sent again, under the same ids.
    expect(await after.settle(another(first, 'after'))).toMatchObject({
      created: true,
      decision: { decisionId: lost.decision.decisionId },
    });
    await after.close();
  });

  it('bring an older store up to date', async () => {
    const store = oldStore('0003_messages');
    const { file, outerKey } = await backedUp(store);
    const data = emptyFolder(store);
    expect(await restore({ data, outerKey }, file)).toMatchObject({ store: 'sqlite', sealedThrough: '2023-07-11' });
    expect(await verified({ data })).toContain('1 sealed day(s)');
  });
});

it('a backup shows neither the signing keys nor who was settled', async () => {
  const store = oldStore('0004_permissions');
  const { file } = await backedUp(store);
  const bytes = readFileSync(file);
  const [{ jwk }] = (store.gatewayKeys as { keys: [{ jwk: { d: string; kid: string } }] }).keys;
  const { idNumber, name } = store.claims[0].patient;
  for (const secret of [jwk.d, store.dataKey, idNumber, name]) expect(bytes.includes(secret), secret).toBe(false);
  expect(bytes.includes(jwk.kid)).toBe(true);
});

it('a backup is never written over, and none is made of nothing', async () => {
  const store = oldStore('0004_permissions');
  const { file, outerKey } = await backedUp(store);
  const before = readFileSync(file);
  await expect(backup({ data: store.data, outerKey }, file, 'test', systemClock)).rejects.toThrow('exists');
  expect(readFileSync(file)).toEqual(before);
  const folder = emptyFolder(store);
  const nothing = backup({ data: folder, outerKey }, join(folder, 'file'), 'test', systemClock);
  await expect(nothing).rejects.toThrow('there is no store here');
  const noKey = backup({ data: store.data, outerKey: undefined }, join(folder, 'file'), 'test', systemClock);
  await expect(noKey).rejects.toThrow('the data key is missing');
  expect(readdirSync(folder)).toEqual(['data-key']);
});

describe('a restore is refused, and nothing is written,', () => {
  const edit = (file: string, sql: string) => {
    const raw = new Sqlite(file);
    raw.exec(sql);
    raw.close();
  };
  it.each<[string, (file: string) => void, string]>([
    ['where a row was changed', (file) => edit(file, "UPDATE settlements SET status = 'live'"), 'damaged'],
    ['where a row is gone', (file) => edit(file, 'DELETE FROM nonces'), 'damaged'],
    [
      'where the header says something else',
      (file) => edit(file, `UPDATE yizhan_backup SET header = replace(header, '2023-07-11', '2023-07-12')`),
      'damaged',
    ],
    ['where the end is missing', (file) => truncateSync(file, statSync(file).size - 4096 * 8), 'damaged'],
    [
      'where it is another file',
      (file) => writeFileSync(file, 'a text that is long enough'.repeat(50)),
      'is no backup',
    ],
    ['where it is another database', (file) => edit(file, 'PRAGMA application_id = 1'), 'is no backup'],
    ['where its format is newer', (file) => edit(file, 'PRAGMA user_version = 2'), 'newer version'],
    [
      'where its schema is newer',
      (file) => edit(file, "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 9000000000000)"),
      'newer version',
    ],
  ])('%s', async (_, change, message) => {
    const store = oldStore('0004_permissions');
    const { file, outerKey } = await backedUp(store);
    change(file);
    const data = join(temporaryFolder(), 'data');
    await expect(restore({ data, outerKey }, file)).rejects.toThrow(message);
    expect(existsSync(data)).toBe(false);
  });

  it('without the right data key', async () => {
    const { file } = await backedUp(oldStore('0004_permissions'));
    const data = join(temporaryFolder(), 'data');
    await expect(restore({ data, outerKey: undefined }, file)).rejects.toThrow('the data key is missing');
    await expect(restore({ data, outerKey: Buffer.alloc(32) }, file)).rejects.toThrow('not the data key');
    expect(existsSync(data)).toBe(false);
  });

  it('where there is a store, or are other signing keys', async () => {
    const store = oldStore('0004_permissions');
    const { file, outerKey } = await backedUp(store);
    const before = readFileSync(join(store.data, 'yizhan.db'));
    await expect(restore({ data: store.data, outerKey }, file)).rejects.toThrow('has a store already');
    expect(readFileSync(join(store.data, 'yizhan.db'))).toEqual(before);
    const data = join(temporaryFolder(), 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'gateway-keys.json'), '{}', { mode: 0o600 });
    await expect(restore({ data, outerKey }, file)).rejects.toThrow('other signing keys');
    expect(readdirSync(data)).toEqual(['gateway-keys.json']);
  });
});
