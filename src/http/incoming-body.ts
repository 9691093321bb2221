import type { IncomingMessage } from 'node:http';

/**
 * Reads the raw bytes of a request of a plain server.
 *
 * @param limit in bytes
 * @returns the bytes, or `undefined` where there are more, which are then not read
 * @throws where the body breaks off
 */
export async function incomingBody(
  incoming: IncomingMessage,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > limit) return undefined;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // The socket stays, for the refusal still goes out on it.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    bytes += chunk.byteLength;
    if (bytes > limit) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, bytes));
}
