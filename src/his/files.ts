import { randomUUID } from 'node:crypto';
import type { KeptFile } from '../../adapters/adapter.ts';
import type { Vault } from '../ledger/vault.ts';
import { Refusal } from '../problem/refusal.ts';
import type { Database } from '../store/database.ts';
import { and, desc, eq, gt, lte } from '../store/drizzle.ts';
import { define, param, placeholders } from '../store/statement.ts';
import { all, one, run } from '../store/steps.ts';
import type { Row } from '../store/tables.ts';
import type { Clock } from '../time/clock.ts';

/** How long a file is kept, in milliseconds. */
const KEPT_FOR = 7 * 24 * 3_600_000;
/** How many files of one hospital are kept; with one more the oldest goes. */
const MAX_FILES = 200;
/** The longest file that is kept. */
const MAX_BYTES = 16 * 1024 * 1024;

const statements = define('files', ({ query, tables: { exchangedFiles } }) => ({
  expire: query.delete(exchangedFiles).where(lte(exchangedFiles.expiresAt, param('now'))),
  newestFirst: query
    .select({ fileId: exchangedFiles.fileId })
    .from(exchangedFiles)
    .where(eq(exchangedFiles.hospitalId, param('hospitalId')))
    .orderBy(desc(exchangedFiles.expiresAt)),
  drop: query.delete(exchangedFiles).where(eq(exchangedFiles.fileId, param('fileId'))),
  keep: query.insert(exchangedFiles).values(placeholders(['fileId', 'hospitalId', 'name', 'body', 'expiresAt'])),
  find: query
    .select()
    .from(exchangedFiles)
    .where(
      and(
        eq(exchangedFiles.fileId, param('fileId')),
        eq(exchangedFiles.hospitalId, param('hospitalId')),
        gt(exchangedFiles.expiresAt, param('now')),
      ),
    ),
}));

/** What a file is encrypted for: nothing in its row can be changed so that it still opens. */
export function fileContext(row: Omit<Row<'exchangedFiles'>, 'body'>): string {
  return `${row.fileId} ${row.hospitalId} ${row.expiresAt} ${row.name}`;
}

/** Files that a HIS uploads for a detail check and downloads as its result. They hold personal data: encrypted, kept for a week. */
export class ExchangedFiles {
  readonly #database: Database;
  readonly #vault: Vault;
  readonly #clock: Clock;

  constructor(database: Database, vault: Vault, clock: Clock) {
    this.#database = database;
    this.#vault = vault;
    this.#clock = clock;
  }

  /** Keeps a file for its hospital. @throws Refusal `BODY_TOO_LARGE` */
  async keep(hospitalId: string, name: string, bytes: Uint8Array): Promise<KeptFile> {
    if (bytes.byteLength > MAX_BYTES) {
      throw new Refusal('BODY_TOO_LARGE', {
        detail: `文件不得超过 ${MAX_BYTES} 字节`,
        detailEn: `A file has at most ${MAX_BYTES} bytes`,
      });
    }
    const fileId = randomUUID().replaceAll('-', '').slice(0, 30);
    const now = this.#clock.business();
    const expiresAt = now + KEPT_FOR;
    const body = this.#vault.seal(
      Buffer.from(bytes).toString('base64'),
      fileContext({ fileId, hospitalId, name, expiresAt }),
    );
    await this.#database.write(function* () {
      yield* run(statements.expire, { now });
      const kept = yield* all(statements.newestFirst, { hospitalId });
      for (const old of kept.slice(MAX_FILES - 1)) yield* run(statements.drop, { fileId: old.fileId });
      yield* run(statements.keep, { fileId, hospitalId, name, body, expiresAt });
    });
    return { id: fileId, name, until: expiresAt };
  }

  /** A hospital's own file. @throws Refusal `FILE_NOT_FOUND`, also for one that is no longer kept or is another's */
  async read(hospitalId: string, fileId: string): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
    const now = this.#clock.business();
    const row = await this.#database.read(() => one(statements.find, { fileId, hospitalId, now }));
    if (row === undefined) {
      throw new Refusal('FILE_NOT_FOUND', {
        detail: '没有这个文件，或已过下载期限',
        detailEn: 'There is no such file, or it is no longer kept',
      });
    }
    return { name: row.name, bytes: Buffer.from(this.#vault.unseal(row.body, fileContext(row)), 'base64') };
  }
}
