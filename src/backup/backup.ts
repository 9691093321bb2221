import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sealedDays, sealOf } from '../clearing/days/sealed.ts';
import { copySnapshot } from '../ledger/copy.ts';
import { keepKeys, keptKeys } from '../ledger/gateway-keys.ts';
import { unlock, type Vault } from '../ledger/vault.ts';
import { FAMILIES } from '../message/key-families.ts';
import { readSecret, syncFolder } from '../message/keyfile.ts';
import { JOSE_KEYS, keyFile, parseKeyStore } from '../message/keystore.ts';
import { migrationsIn, pending } from '../store/migrations.ts';
import { openPostgres } from '../store/postgres/database.ts';
import { schemaState } from '../store/postgres/migrate.ts';
import { databaseOn, type SqliteDatabase, STORE_FILE } from '../store/sqlite/database.ts';
import { MIGRATIONS, migrate, taken } from '../store/sqlite/migrate.ts';
import type { Steps } from '../store/steps.ts';
import { formatInstant } from '../time/calendar.ts';
import type { Clock } from '../time/clock.ts';
import { type Header, tableDigests, writeHeader } from './header.ts';
import { BackupProblem } from './problem.ts';

/** Where a store is, and what opens it. */
export interface Place {
  readonly data: string;
  /** A PostgreSQL database instead of the store in the data folder. */
  readonly database?: string | undefined;
  /** The data key, 32 bytes; it is not part of a backup. */
  readonly outerKey: Buffer | undefined;
}

/**
 * Makes a backup of a store, of one moment, while gateways go on writing to it: an SQLite file of the store's schema,
 * whichever store it comes from, with the gateway's signing keys in it, encrypted. It gets its name when it is complete
 * and durable.
 *
 * @param version of the gateway, for the header
 * @throws BackupProblem, OuterKeyProblem, NewerStore
 */
export async function backup(place: Place, file: string, version: string, clock: Clock): Promise<Header> {
  const path = resolve(file);
  const refuseExisting = () => {
    if (existsSync(path)) throw new BackupProblem(`${file} 已存在，不会覆盖`, `${file} exists and is not written over`);
  };
  refuseExisting();
  const { outerKey } = place;
  if (outerKey === undefined) throw noDataKey();
  const partial = `${path}.${randomUUID()}.partial`;
  closeSync(openSync(partial, 'wx', 0o600));
  try {
    const madeAt = formatInstant(clock.real());
    await copyTo(partial, place);
    const raw = new Sqlite(partial);
    try {
      // Of a power cut while it is written nothing needs to be left.
      raw.pragma('journal_mode = MEMORY');
      raw.pragma('synchronous = OFF');
      const header = await complete(databaseOn(raw), { ...place, outerKey }, { madeAt, version });
      raw.close();
      sync(partial);
      refuseExisting();
      renameSync(partial, path);
      syncFolder(dirname(path));
      return header;
    } finally {
      raw.close();
    }
  } finally {
    rmSync(partial, { force: true });
  }
}

/** The data key is not at hand. */
export function noDataKey(): BackupProblem {
  return new BackupProblem(
    '缺少数据密钥：设置 YIZHAN_DATA_KEY，或把 data-key 文件放入数据文件夹（权限 600）',
    'the data key is missing: set YIZHAN_DATA_KEY, or put the file data-key into the data folder (mode 600)',
  );
}

async function copyTo(partial: string, { data, database }: Place): Promise<void> {
  if (database === undefined) return copyFile(partial, join(data, STORE_FILE));
  const state = await schemaState(database);
  if (state === 'none') throw noStore();
  if (state === 'older') {
    throw new BackupProblem(
      '数据库结构属于旧版本：请用正在运行的版本备份',
      'the database has the schema of an older version: make the backup with the version that runs on it',
    );
  }
  const from = await openPostgres(database);
  try {
    const raw = new Sqlite(partial);
    try {
      raw.pragma('journal_mode = OFF');
      raw.pragma('synchronous = OFF');
      migrate(raw);
      await copySnapshot(from, databaseOn(raw));
    } finally {
      raw.close();
    }
  } finally {
    await from.close();
  }
}

/** One statement, so one moment; nobody who writes waits for it, and what was deleted is not in it. */
function copyFile(partial: string, store: string): void {
  if (!existsSync(store)) throw noStore();
  const raw = new Sqlite(store, { fileMustExist: true, timeout: 10_000 });
  try {
    pending(migrationsIn(MIGRATIONS), taken(raw));
    raw.prepare('VACUUM INTO ?').run(partial);
  } finally {
    raw.close();
  }
}

function noStore(): BackupProblem {
  return new BackupProblem('这里没有存储，无可备份', 'there is no store here, so nothing to back up');
}

async function complete(
  database: SqliteDatabase,
  { data, database: url, outerKey }: Place & { readonly outerKey: Buffer },
  made: Pick<Header, 'madeAt' | 'version'>,
): Promise<Header> {
  const vault = await database.write(() => unlock(outerKey));
  const signingKey = await database.write(() => addKeys(vault, url === undefined ? data : undefined));
  const { gateway, sealedThrough } = await database.read(lastSealed);
  const header: Header = {
    ...made,
    store: url === undefined ? 'sqlite' : 'postgres',
    gateway,
    signingKey,
    sealedThrough,
    tables: tableDigests(database.raw),
  };
  await database.writer.write(() => writeHeader(database.raw, header, vault));
  return header;
}

/** The keys of a data folder are put into the backup as those of a shared database lie there. @returns the id of the key that signs */
function* addKeys(vault: Vault, data: string | undefined): Steps<string | null> {
  let signing: string | null = null;
  for (const family of FAMILIES) {
    let text = yield* keptKeys(vault, family.id);
    if (data !== undefined && text === undefined) {
      text = readSecret(join(data, keyFile(family)));
      if (text !== undefined) yield* keepKeys(vault, family.id, text);
    }
    if (family === JOSE_KEYS && text !== undefined) signing = parseKeyStore(text, family.id).current.kid;
  }
  return signing;
}

function* lastSealed(): Steps<Pick<Header, 'gateway' | 'sealedThrough'>> {
  const last = (yield* sealedDays())?.last;
  if (last === undefined) return { gateway: null, sealedThrough: null };
  const [file] = Object.values((yield* sealOf(last))?.files ?? {});
  return { gateway: file?.manifest.gateway ?? null, sealedThrough: last };
}

/** Makes what was written to a file durable. */
export function sync(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
