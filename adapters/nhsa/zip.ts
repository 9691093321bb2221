import { Unzip, UnzipInflate, zipSync } from 'fflate';
import { invalid } from './refusals.ts';

/** The most that is unpacked, whatever the archive says of itself. */
const MAX_UNPACKED = 32 * 1024 * 1024;
/** Packed bytes given to the unpacker at once: what they can grow to is bounded. */
const STEP = 4096;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/** The first file of an archive. @throws Refusal `INVALID_BODY` where there is none, it is damaged or it unpacks to too much */
export function unzipFirst(bytes: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let state: 'waiting' | 'open' | 'whole' = 'waiting';
  const unzip = new Unzip();
  unzip.register(UnzipInflate);
  unzip.onfile = (file) => {
    if (state !== 'waiting' || file.name.endsWith('/')) return;
    state = 'open';
    file.ondata = (error, chunk, final) => {
      if (error !== null) throw damaged();
      size += chunk.length;
      if (size > MAX_UNPACKED) throw tooLarge();
      chunks.push(chunk);
      if (final) state = 'whole';
    };
    file.start();
  };
  try {
    for (let at = 0; at < bytes.length && !isWhole(); at += STEP) {
      unzip.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
    }
  } catch (error) {
    throw size > MAX_UNPACKED ? tooLarge() : damaged(error);
  }
  if (!isWhole()) throw damaged();
  return Buffer.concat(chunks, size);

  function isWhole(): boolean {
    return state === 'whole';
  }
}

/** An archive of one file; the same bytes for the same content. */
export function zipOne(name: string, content: Uint8Array): Uint8Array {
  return zipSync({ [name]: [content, { mtime: new Date('2000-01-01T00:00:00') }] });
}

function damaged(cause?: unknown) {
  const refusal = invalid(
    '',
    '文件不是完整的 ZIP，或其中没有文件',
    'The file is no whole ZIP archive, or there is no file in it',
  );
  refusal.cause = cause;
  return refusal;
}

function tooLarge() {
  return invalid('', `文件解压后超过 ${MAX_UNPACKED} 字节`, `The file unpacks to more than ${MAX_UNPACKED} bytes`);
}
