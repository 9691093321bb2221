import { createHash } from 'node:crypto';
import type Sqlite from 'better-sqlite3';
import { z } from 'zod';
import { canonicalJson, sha256 } from '../claim/digest.ts';
import type { Vault } from '../ledger/vault.ts';
import { BackupProblem } from './problem.ts';

/** "YZBK": what `file(1)` and SQLite's `application_id` know a backup by. */
const APPLICATION_ID = 0x595a424b;
/** Counts up when a reader of today could no longer read what is written. */
const FORMAT = 1;
/** The table, of one row, in which a backup says what it is. */
const TABLE = 'yizhan_backup';
const CONTEXT = 'backup';

const headerSchema = z.strictObject({
  /** Everything that was answered before this instant is in the backup. */
  madeAt: z.string(),
  /** The version of the gateway that made it. */
  version: z.string(),
  /** Where the rows were. */
  store: z.enum(['sqlite', 'postgres']),
  /** The id of the gateway, as the last sealed day has it; null where none is sealed. */
  gateway: z.string().nullable(),
  /** The id of the key that the gateway signs with; null where it has never served. */
  signingKey: z.string().nullable(),
  /** The last business day that is sealed in it, if any. */
  sealedThrough: z.string().nullable(),
  /** For each table how many rows it has, and the SHA-256 over them. */
  tables: z.record(z.string(), z.strictObject({ rows: z.int(), sha256: z.string() })),
});

/** What a backup says of itself. */
export type Header = Readonly<z.infer<typeof headerSchema>>;

/** Writes into a backup what it is, sealed: who has no data key cannot change a row unnoticed. */
export function writeHeader(raw: Sqlite.Database, header: Header, vault: Vault): void {
  const text = canonicalJson(header);
  raw.exec(`CREATE TABLE ${TABLE} (header text NOT NULL, seal blob NOT NULL)`);
  raw.prepare(`INSERT INTO ${TABLE} VALUES (?, ?)`).run(text, vault.seal(sha256(text), CONTEXT));
  raw.pragma(`application_id = ${APPLICATION_ID}`);
  raw.pragma(`user_version = ${FORMAT}`);
}

/** What a backup says of itself, with the seal on it. @throws BackupProblem where it is none, or of a later format */
export function readHeader(raw: Sqlite.Database): {
  readonly header: Header;
  readonly isSealedBy: (vault: Vault) => boolean;
} {
  if (pragma(raw, 'application_id') !== APPLICATION_ID) {
    throw new BackupProblem('不是备份文件', 'this file is no backup');
  }
  if (pragma(raw, 'user_version') > FORMAT) {
    throw new BackupProblem('备份由更新版本的程序写成', 'the backup was written by a newer version: use that version');
  }
  const row = raw.prepare(`SELECT header, seal FROM ${TABLE}`).get() as { header: string; seal: Buffer };
  const parsed = headerSchema.parse(JSON.parse(row.header));
  return { header: parsed, isSealedBy: (vault) => unsealed(vault, row.seal) === sha256(row.header) };
}

/** Takes out again what only a backup has. */
export function removeHeader(raw: Sqlite.Database): void {
  raw.exec(`DROP TABLE ${TABLE}`);
  raw.pragma('application_id = 0');
  raw.pragma('user_version = 0');
}

/** Counts and digests of all tables as they lie in the file, whatever version of the schema it is. */
export function tableDigests(raw: Sqlite.Database): Header['tables'] {
  const tables = raw.pragma('table_list') as { name: string; type: string; wr: number }[];
  return Object.fromEntries(
    tables
      .filter(({ name, type }) => type === 'table' && name !== TABLE && !name.startsWith('sqlite_'))
      .map(({ name, wr }) => [name, tableDigest(raw, name, wr === 1)]),
  );
}

function tableDigest(raw: Sqlite.Database, name: string, byKey: boolean): { rows: number; sha256: string } {
  // In the order in which the rows lie, which is a fixed one: by number, or by key where rows have none.
  const hash = createHash('sha256');
  let rows = 0;
  const order = byKey ? keyColumns(raw, name) : 'rowid';
  const all = raw.prepare(`SELECT * FROM ${name} ORDER BY ${order}`).raw();
  for (const row of all.iterate() as Iterable<unknown[]>) {
    const values = row.map((value) => (Buffer.isBuffer(value) ? value.toString('base64') : value));
    hash.update(`${JSON.stringify(values)}\n`);
    rows += 1;
  }
  return { rows, sha256: hash.digest('hex') };
}

function keyColumns(raw: Sqlite.Database, name: string): string {
  const columns = raw.pragma(`table_info(${name})`) as { name: string; pk: number }[];
  return columns
    .filter(({ pk }) => pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map((column) => column.name)
    .join(', ');
}

function unsealed(vault: Vault, seal: Buffer): string | undefined {
  try {
    return vault.unseal(seal, CONTEXT);
  } catch {
    return undefined;
  }
}

function pragma(raw: Sqlite.Database, name: string): number {
  return Number(raw.pragma(name, { simple: true }));
}
