import { type BodyLimit, boundedChunks } from '../body.ts';
import type { HttpMiddleware } from '../env.ts';
import { overloaded } from '../refuse.ts';

/** Options of {@link rawBody}. */
export interface RawBodyOptions {
  readonly limit: BodyLimit;
  /** So many bytes are held of all requests of this process: bodies are held before it is known who sent them. */
  readonly heldBytes: number;
}

/** An ordinary body (contract section 6), and what all processes may hold together. Whoever needs more than a minute for 32 MiB holds memory on purpose. */
export const ORDINARY_BODY: RawBodyOptions = {
  limit: { bytes: 32 * 1024 * 1024, seconds: 60 },
  heldBytes: 512 * 1024 * 1024,
};

/** A form of the console. */
export const FORM_BODY: RawBodyOptions = {
  limit: { bytes: 64 * 1024, seconds: 30 },
  heldBytes: 16 * 1024 * 1024,
};

/** A form of the console with a file in it, from somebody who is signed in. */
export const FILE_FORM_BODY: RawBodyOptions = {
  limit: { bytes: 8 * 1024 * 1024, seconds: 60 },
  heldBytes: 64 * 1024 * 1024,
};

/**
 * Reads the raw bytes of a body, once; the signature and the reader of the message both see these and no others.
 *
 * @example
 * app.post('/v1/settlements', rawBody(ORDINARY_BODY), verify(), settle);
 */
export function rawBody({ limit, heldBytes }: RawBodyOptions): HttpMiddleware {
  let held = 0;
  return async function rawBody(c, next) {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    try {
      for await (const chunk of boundedChunks(c, limit)) {
        chunks.push(chunk);
        bytes += chunk.byteLength;
        held += chunk.byteLength;
        if (held > heldBytes) throw overloaded();
      }
      const [only] = chunks;
      c.set('body', only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, bytes));
      await next();
    } finally {
      held -= bytes;
    }
  };
}
