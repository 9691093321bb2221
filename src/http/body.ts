import { Refusal } from '../problem/refusal.ts';
import type { HttpContext } from './env.ts';

/** How much of a body is taken, and for how long one waits for it. */
export interface BodyLimit {
  readonly bytes: number;
  /** From the first look to the last byte. */
  readonly seconds: number;
  /** What comes more slowly than this on average is refused; counted from `after` seconds on. */
  readonly pace?: { readonly after: number; readonly bytesPerSecond: number };
}

/**
 * The raw bytes of a request as they come in, within a limit. What is more is not read.
 *
 * @throws Refusal `BODY_TOO_LARGE`, told by `Content-Length` before anything is read; `INVALID_BODY` where the body
 *   breaks off or takes too long
 */
export async function* boundedChunks(c: HttpContext, limit: BodyLimit): AsyncGenerator<Uint8Array, void, void> {
  if (Number(c.req.header('Content-Length')) > limit.bytes) throw tooLarge(limit);
  const start = performance.now();
  let bytes = 0;
  try {
    for await (const chunk of chunksOf(c)) {
      bytes += chunk.byteLength;
      if (bytes > limit.bytes) throw tooLarge(limit);
      if (isLate((performance.now() - start) / 1000, bytes, limit)) throw tooSlow(limit);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof Refusal ? error : brokenOff(error);
  }
}

/** From the socket where there is one: a `Request` has no body for GET, and would copy it for others. */
function chunksOf(c: HttpContext): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  const incoming = c.env?.incoming;
  // The socket stays, for the answer still goes out on it.
  if (incoming !== undefined) return incoming.iterator({ destroyOnReturn: false });
  return c.req.raw.body ?? [];
}

function isLate(elapsed: number, bytes: number, { seconds, pace }: BodyLimit): boolean {
  if (elapsed > seconds) return true;
  return pace !== undefined && elapsed > pace.after && bytes < (elapsed - pace.after) * pace.bytesPerSecond;
}

function tooLarge({ bytes }: BodyLimit): Refusal {
  const mebibytes = bytes / 1024 / 1024;
  return new Refusal('BODY_TOO_LARGE', {
    detail: `正文最多 ${mebibytes} MiB`,
    detailEn: `The body has at most ${mebibytes} MiB`,
  });
}

function tooSlow({ seconds, pace }: BodyLimit): Refusal {
  const [zh, en] =
    pace === undefined
      ? ['', '']
      : [`，或慢于每秒 ${pace.bytesPerSecond} 字节`, `, or at ${pace.bytesPerSecond} bytes a second`];
  return new Refusal('INVALID_BODY', {
    detail: `正文未在 ${seconds} 秒内收完${zh}`,
    detailEn: `The body did not arrive within ${seconds} seconds${en}`,
  });
}

function brokenOff(cause: unknown): Refusal {
  const refusal = new Refusal('INVALID_BODY', {
    detail: '正文在传完之前中断',
    detailEn: 'The body broke off before its end',
  });
  refusal.cause = cause;
  return refusal;
}
