import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { BodyVerifier } from '../../message/stream.ts';
import { type BodyLimit, boundedChunks } from '../body.ts';
import type { HttpMiddleware } from '../env.ts';
import { overloaded } from '../refuse.ts';
import type { Slots } from '../shared/slots.ts';
import { believe, claimedOf } from './signature.ts';

/** Options of {@link upload}. */
export interface UploadOptions {
  /** Made where it does not exist. */
  readonly folder: string;
  readonly limit: BodyLimit;
  /** Only so many may be under way: their bytes lie on our disk before it is known who sent them. */
  readonly slots: Slots;
}

/**
 * A file (contract section 6), and how many are taken at once. As few are, whoever trickles one would keep others out for
 * an hour, and need not even be known: the signature is only told from the last byte.
 */
export const FILE_BODY = {
  limit: { bytes: 1024 ** 3, seconds: 3600, pace: { after: 60, bytesPerSecond: 16_384 } },
  atOnce: 4,
} as const;

/**
 * Takes a file too large to hold: it goes to disk as it comes in while its signature is verified, and nobody looks at it
 * before that holds. It has no name there and is gone when the request is over, whatever becomes of this process.
 *
 * @example
 * app.post('/v1/schemes/:scheme/enrollments', readSignature(), upload({ limit: FILE_BODY.limit, folder, slots }), importEnrollments);
 * @throws Refusal `SIGNATURE_INVALID`, `BODY_TOO_LARGE`, `OVERLOADED`
 */
export function upload({ folder, limit, slots }: UploadOptions): HttpMiddleware {
  return async function upload(c, next) {
    if (!(await slots.take())) throw overloaded();
    try {
      const file = await openNameless(folder);
      try {
        const body = new BodyVerifier(claimedOf(c).header);
        for await (const chunk of boundedChunks(c, limit)) {
          body.update(chunk);
          await file.writeFile(chunk);
        }
        believe(c, body.finish());
        c.set('upload', file);
        await next();
      } finally {
        await file.close();
      }
    } finally {
      slots.release();
    }
  };
}

async function openNameless(folder: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `upload-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}
