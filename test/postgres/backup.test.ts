import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backup } from '../../src/backup/backup.ts';
import { restore } from '../../src/backup/restore.ts';
import { findOuterKey } from '../../src/ledger/outer-key.ts';
import { openPostgres } from '../../src/store/postgres/database.ts';
import { systemClock } from '../../src/time/clock.ts';
import { temporaryFolder } from '../cli/binary.ts';
import { another, oldStore, openService, verified } from '../store/old-store.ts';
import { freshPostgres } from '../support/postgres.ts';

test('a backup of either store is restored to the other, and goes on there', async () => {
  const store = oldStore('0004_permissions');
  const outerKey = findOuterKey(store.data, {});
  const folder = temporaryFolder();
  const [fromSqlite, fromPostgres] = [join(folder, 'from-sqlite'), join(folder, 'from-postgres')];
  await backup({ data: store.data, outerKey }, fromSqlite, 'test', systemClock);

  const place = { data: emptyFolder(store.data), database: await freshPostgres() };
  await restore({ ...place, outerKey }, fromSqlite);
  expect(await verified(place)).toContain('1 sealed day(s)');
  await expect(restore({ ...place, outerKey }, fromSqlite)).rejects.toThrow('is not empty');

  const [first] = store.claims;
  const gateway = await openService(place, store.hospital);
  expect(await gateway.settle(first)).toMatchObject({ created: false });
  const before = await gateway.settle(another(first, 'before'));
  let ended = false;
  const making = backup({ ...place, outerKey }, fromPostgres, 'test', systemClock).finally(() => {
    ended = true;
  });
  for (let number = 1; !ended; number += 1) await gateway.settle(another(first, `during-${number}`));
  const header = await making;
  await gateway.close();
  expect(header).toMatchObject({ store: 'postgres', gateway: 'yizhan-sandbox', sealedThrough: '2023-07-11' });

  const back = { data: emptyFolder(store.data) };
  await restore({ ...back, outerKey }, fromPostgres);
  expect(await verified(back)).toContain('1 sealed day(s)');
  const after = await openService(back, store.hospital);
  expect(await after.settle(another(first, 'before'))).toEqual({ ...before, created: false });
  expect(await after.settle(another(first, 'later'))).toMatchObject({ created: true });
  await after.close();
});

test('a backup of a database without a store, or of an older version, is refused', async () => {
  const store = oldStore('0004_permissions');
  const place = { data: store.data, database: await freshPostgres(), outerKey: findOuterKey(store.data, {}) };
  const file = join(temporaryFolder(), 'backup');
  const making = () => backup(place, file, 'test', systemClock);
  await expect(making()).rejects.toThrow('there is no store here');
  const database = await openPostgres(place.database);
  await database.hold(({ say }) => say('UPDATE drizzle.__drizzle_migrations SET created_at = 9000000000000'));
  await database.close();
  await expect(making()).rejects.toThrow('newer version');
  await expect(openPostgres(place.database)).rejects.toThrow('newer version');
});

function emptyFolder(of: string): string {
  const folder = temporaryFolder();
  copyFileSync(join(of, 'data-key'), join(folder, 'data-key'));
  return folder;
}
