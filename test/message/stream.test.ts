import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readHeader } from '../../src/message/header.ts';
import { checkHeader } from '../../src/message/request.ts';
import { BodyVerifier } from '../../src/message/stream.ts';
import { ALGS, codeOf, context, signed } from './fixtures.ts';

/** Feeds a whole body to a verifier, chunk by chunk. */
async function verifyStream(
  checked: ConstructorParameters<typeof BodyVerifier>[0],
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  wholeLimit?: number,
) {
  const body = new BodyVerifier(checked, wholeLimit);
  for await (const chunk of chunks) body.update(chunk);
  return body.finish();
}

const BODY = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7) % 256));

const checked = (alg: string, body: Uint8Array) => checkHeader(readHeader(signed(body, { alg })), context());

function pieces(body: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < body.length; at += 4097) found.push(body.subarray(at, at + 4097));
  return found;
}

describe.each(ALGS)('%s', (alg) => {
  test('a body in pieces verifies as the whole does', async () => {
    expect((await verifyStream(checked(alg, BODY), Readable.from(pieces(BODY)))).kid).toBe(alg);
    expect((await verifyStream(checked(alg, Buffer.alloc(0)), [])).kid).toBe(alg);
  });

  test('a piece changed, missing or too many is refused', async () => {
    const changes = [pieces(BODY).slice(1), [...pieces(BODY), Buffer.from('x')], pieces(BODY).reverse()];
    for (const change of changes) {
      await expect(verifyStream(checked(alg, BODY), change)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
    }
  });

  test('the buffer of a piece may be used again for the next', () => {
    const body = new BodyVerifier(checked(alg, BODY));
    const buffer = Buffer.alloc(4097);
    for (const piece of pieces(BODY)) {
      piece.copy(buffer);
      body.update(buffer.subarray(0, piece.length));
    }
    expect(body.finish().kid).toBe(alg);
  });
});

test('only under EdDSA is a body held, and only up to a limit', () => {
  for (const alg of ALGS) {
    const body = new BodyVerifier(checked(alg, BODY), 100_000);
    const act = () => {
      for (const piece of pieces(BODY)) body.update(piece);
    };
    if (alg === 'EdDSA') expect(codeOf(act)).toBe('BODY_TOO_LARGE');
    else expect(act).not.toThrow();
  }
});
