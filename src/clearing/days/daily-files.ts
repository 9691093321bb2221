import { setImmediate as breathe } from 'node:timers/promises';
import { Refusal } from '../../problem/refusal.ts';
import type { Database } from '../../store/database.ts';
import { type DateText, formatInstant } from '../../time/calendar.ts';
import type { SignedManifest } from '../files/manifest.ts';
import { fileRow, HEADER } from '../files/row.ts';
import type { DailyFilesDocument } from './documents.ts';
import { postingsOf } from './journal.ts';
import { fileHeads, type SealedFile, sealedDays, sealOf } from './sealed.ts';

/** A daily file to be sent: how long it is, what its digest is, and its bytes, made while they are read. */
export interface DailyFile {
  readonly bytes: number;
  /** SHA-256, hex. */
  readonly sha256: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** The daily files of sealed business days, made from the postings whenever they are asked for. */
export class DailyFiles {
  readonly #database: Database;
  readonly #schemes: ReadonlySet<string>;

  /** @param schemes the schemes that the gateway has, also those of which no day is sealed yet */
  constructor(database: Database, schemes: readonly string[]) {
    this.#database = database;
    this.#schemes = new Set(schemes);
  }

  /**
   * The sealed days of a scheme, the newest last.
   *
   * @throws Refusal `SCHEME_NOT_FOUND`
   */
  async list(scheme: string): Promise<DailyFilesDocument> {
    const heads = await this.#database.read(() => fileHeads(scheme));
    if (heads.length === 0 && !this.#schemes.has(scheme)) {
      throw new Refusal('SCHEME_NOT_FOUND', { detail: '没有这个保障方案', detailEn: 'There is no such scheme' });
    }
    const days = heads.map(({ date, sealedAt, totals, sha256, digest }) => ({
      date,
      sealedAt: formatInstant(sealedAt),
      ...totals,
      sha256,
      manifestSha256: digest,
    }));
    return { scheme, days };
  }

  /** @throws Refusal `DAY_NOT_SEALED` */
  async manifest(scheme: string, date: DateText): Promise<SignedManifest> {
    const { manifest, signature } = await this.#sealed(scheme, date);
    return { ...manifest, signature };
  }

  /** @throws Refusal `DAY_NOT_SEALED` */
  async file(scheme: string, date: DateText): Promise<DailyFile> {
    const { bytes, sha256 } = (await this.#sealed(scheme, date)).manifest;
    return { bytes, sha256, chunks: csv(this.#database, scheme, date) };
  }

  async #sealed(scheme: string, date: DateText): Promise<SealedFile> {
    const files = (await this.#database.read(() => sealOf(date)))?.files ?? {};
    const file = Object.hasOwn(files, scheme) ? files[scheme] : undefined;
    if (file !== undefined) return file;
    const last = (await this.#database.read(sealedDays))?.last;
    const until = last === undefined ? ['尚无', 'none is'] : [`最近为 ${last}`, `the last is ${last}`];
    throw new Refusal('DAY_NOT_SEALED', {
      detail: `该方案的业务日 ${date} 没有已封账的日文件（已封账的业务日：${until[0]}）`,
      detailEn: `There is no sealed daily file of ${date} for this scheme (sealed days: ${until[1]})`,
    });
  }
}

async function* csv(database: Database, scheme: string, date: DateText): AsyncGenerator<Uint8Array, void, void> {
  let seq = 0;
  yield Buffer.from(HEADER);
  for await (const batch of postingsOf(database, scheme, date)) {
    const rows = batch.map((posting) => {
      seq += 1;
      return fileRow(seq, date, posting);
    });
    yield Buffer.from(rows.join(''));
    // A reader that takes all at once must not keep everybody else waiting.
    await breathe();
  }
}
