import { randomUUID } from 'node:crypto';
import { and, desc, eq, gt, lte } from 'drizzle-orm';
import type { KeptFile } from '../../adapters/adapter.ts';
import type { Database } from '../ledger/sqlite/database.ts';
import { exchangedFiles } from '../ledger/sqlite/schema.ts';
import type { Vault } from '../ledger/vault.ts';
import { Refusal } from '../problem/refusal.ts';
import type { Clock } from '../time/clock.ts';

/** How long a file is kept, in milliseconds. */
const KEPT_FOR = 7 * 24 * 3_600_000;
/** How many files of one hospital are kept; with one more the oldest goes. */
const MAX_FILES = 200;
/** The longest file that is kept. */
const MAX_BYTES = 16 * 1024 * 1024;

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
    const { query, writer } = this.#database;
    const fileId = randomUUID().replaceAll('-', '').slice(0, 30);
    const now = this.#clock.business();
    const expiresAt = now + KEPT_FOR;
    const body = this.#vault.seal(Buffer.from(bytes).toString('base64'), fileId);
    const newestFirst = query
      .select({ fileId: exchangedFiles.fileId })
      .from(exchangedFiles)
      .where(eq(exchangedFiles.hospitalId, hospitalId))
      .orderBy(desc(exchangedFiles.expiresAt));
    await writer.write(() => {
      query.delete(exchangedFiles).where(lte(exchangedFiles.expiresAt, now)).run();
      for (const old of newestFirst.all().slice(MAX_FILES - 1)) {
        query.delete(exchangedFiles).where(eq(exchangedFiles.fileId, old.fileId)).run();
      }
      query.insert(exchangedFiles).values({ fileId, hospitalId, name, body, expiresAt }).run();
    });
    return { id: fileId, name, until: expiresAt };
  }

  /** A hospital's own file. @throws Refusal `FILE_NOT_FOUND`, also for one that is no longer kept or is another's */
  read(hospitalId: string, fileId: string): { readonly name: string; readonly bytes: Uint8Array } {
    const row = this.#database.query
      .select()
      .from(exchangedFiles)
      .where(
        and(
          eq(exchangedFiles.fileId, fileId),
          eq(exchangedFiles.hospitalId, hospitalId),
          gt(exchangedFiles.expiresAt, this.#clock.business()),
        ),
      )
      .get();
    if (row === undefined) {
      throw new Refusal('FILE_NOT_FOUND', {
        detail: '没有这个文件，或已过下载期限',
        detailEn: 'There is no such file, or it is no longer kept',
      });
    }
    return { name: row.name, bytes: Buffer.from(this.#vault.unseal(row.body, fileId), 'base64') };
  }
}
