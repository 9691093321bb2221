import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { SqliteError } from 'better-sqlite3';
import { canonicalJson } from '../claim/digest.ts';
import { audited, REGISTRY_CHAIN } from '../ledger/audit.ts';
import { copyStore } from '../ledger/copy.ts';
import { dataKeyDigest, dataKeys } from '../ledger/data-keys.ts';
import { forgetKeys, keptKeys } from '../ledger/gateway-keys.ts';
import { chainHead } from '../ledger/reading.ts';
import { unlock, type Vault } from '../ledger/vault.ts';
import { FAMILIES } from '../message/key-families.ts';
import { createSecret, readSecret, syncFolder } from '../message/keyfile.ts';
import { keyFile } from '../message/keystore.ts';
import { getTableName } from '../store/drizzle.ts';
import { migrationsIn, pending } from '../store/migrations.ts';
import { openPostgres } from '../store/postgres/database.ts';
import { databaseOn, STORE_FILE } from '../store/sqlite/database.ts';
import { MIGRATIONS, migrate, taken } from '../store/sqlite/migrate.ts';
import { one, type Steps } from '../store/steps.ts';
import { tables } from '../store/tables.ts';
import { type Clock, type Instant, systemClock } from '../time/clock.ts';
import { noDataKey, type Place, sync } from './backup.ts';
import { type Header, readHeader, removeHeader, tableDigests } from './header.ts';
import { BackupProblem } from './problem.ts';

/**
 * Puts a backup into an empty place, in either store, brings its schema up to date and the gateway's signing keys back.
 * Everything is checked before anything is written: that it is a backup, which this version knows, that the data key opens
 * it and nothing in it was changed. All of it or nothing: a file gets its name last, a database takes one transaction.
 *
 * @throws BackupProblem, OuterKeyProblem, NewerStore, NotEmpty
 */
export async function restore(place: Place, file: string, clock: Clock = systemClock): Promise<Header> {
  const { data, database, outerKey } = place;
  if (!existsSync(file)) throw new BackupProblem(`${file}: 没有这个文件`, `${file}: no such file`);
  if (database === undefined) refuseStore(data);
  if (outerKey === undefined) throw noDataKey();
  const { header, keys } = await check(file, outerKey);
  if (database === undefined) refuseOtherKeys(data, keys);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(data, 'restoring-'));
  try {
    const staged = join(folder, STORE_FILE);
    await stage(file, staged, { from: header.store, to: database === undefined ? 'sqlite' : 'postgres' }, clock);
    if (database !== undefined) await intoPostgres(staged, database);
    else {
      // The keys come first: a gateway that found the store without them would make new ones.
      for (const [name, text] of keys) createSecret(join(data, name), text);
      refuseStore(data);
      renameSync(staged, join(data, STORE_FILE));
      syncFolder(data);
    }
    return header;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function refuseStore(data: string): void {
  if (!existsSync(join(data, STORE_FILE))) return;
  throw new BackupProblem(`${data} 中已有存储，未恢复任何内容`, `${data} has a store already, nothing was restored`);
}

function refuseOtherKeys(data: string, keys: KeyFiles): void {
  for (const name of FAMILIES.map(keyFile)) {
    const path = join(data, name);
    const existing = readSecret(path);
    if (existing === undefined || existing === keys.get(name)) continue;
    throw new BackupProblem(
      `${path} 中是另外的签名密钥，未恢复任何内容`,
      `${path} has other signing keys, nothing was restored`,
    );
  }
}

/** The texts of the key files that a gateway had, by name. */
type KeyFiles = ReadonlyMap<string, string>;

interface Checked {
  readonly header: Header;
  readonly keys: KeyFiles;
}

async function check(file: string, outerKey: Buffer): Promise<Checked> {
  const raw = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    const { header, isSealedBy } = readHeader(raw);
    pending(migrationsIn(MIGRATIONS), taken(raw));
    const database = databaseOn(raw);
    const vault = await database.read(() => unlock(outerKey));
    if (!isSealedBy(vault)) throw damaged();
    if (raw.pragma('integrity_check', { simple: true }) !== 'ok') throw damaged();
    if (canonicalJson(tableDigests(raw)) !== canonicalJson(header.tables)) throw damaged();
    return { header, keys: await database.read(() => keyFiles(vault)) };
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    if (error.code === 'SQLITE_NOTADB') throw new BackupProblem('不是备份文件', 'this file is no backup');
    throw damaged(error);
  } finally {
    raw.close();
  }
}

function* keyFiles(vault: Vault): Steps<KeyFiles> {
  const files = new Map<string, string>();
  for (const family of FAMILIES) {
    const text = yield* keptKeys(vault, family.id);
    if (text !== undefined) files.set(keyFile(family), text);
  }
  return files;
}

function damaged(cause?: Error): BackupProblem {
  return new BackupProblem(
    '备份已损坏或被改动，未恢复任何内容',
    'the backup is damaged or was changed, nothing was restored',
    { cause },
  );
}

/** Makes of a backup the store it will be, beside where it will be. */
async function stage(file: string, staged: string, moved: Moved, clock: Clock): Promise<void> {
  copyFileSync(file, staged);
  chmodSync(staged, 0o600);
  const raw = new Sqlite(staged);
  try {
    removeHeader(raw);
    migrate(raw);
    const database = databaseOn(raw);
    // Who has signed out since the backup was made must not be signed in again.
    raw.exec(`DELETE FROM ${getTableName(tables.sessions)}`);
    await database.write(() => settleKeys(moved, clock.real()));
  } finally {
    raw.close();
  }
  sync(staged);
}

/** From which store to which. */
interface Moved {
  readonly from: Header['store'];
  readonly to: Header['store'];
}

/** The gateway's own keys lie in a database, but beside a file: where that changes, the audit trail says so. */
function* settleKeys({ from, to }: Moved, at: Instant): Steps<void> {
  const journalled = (yield* chainHead(REGISTRY_CHAIN)) !== undefined;
  for (const { id } of FAMILIES) {
    const row = yield* one(dataKeys.find, { id });
    if (row === undefined) continue;
    if (to === 'sqlite') yield* forgetKeys(id);
    if (!journalled || from === to) continue;
    const stored = { stored: dataKeyDigest(row.body) };
    const change = to === 'postgres' ? { before: null, after: stored } : { before: stored, after: null };
    yield* audited({ what: 'gateway-key', subject: id, ...change, by: 'system:restore', at });
  }
}

async function intoPostgres(staged: string, url: string): Promise<void> {
  const from = new Sqlite(staged);
  try {
    const to = await openPostgres(url);
    try {
      await copyStore(databaseOn(from), to);
    } finally {
      await to.close();
    }
  } finally {
    from.close();
  }
}
