import { inflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { invalid } from './refusals.ts';

/** The most that is unpacked, whatever the archive says of itself. */
const MAX_UNPACKED = 32 * 1024 * 1024;
/** A local file header without name and extra field (PKWARE APPNOTE, section 4.3.7). */
const HEADER = 30;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/**
 * The first file of an archive. What the archive says of lengths is believed only where it must be, and never beyond its
 * own bytes: a deflated file ends where its stream ends.
 *
 * @throws Refusal `INVALID_BODY` where there is none, it is damaged or it unpacks to too much
 */
export function unzipFirst(bytes: Uint8Array): Uint8Array {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (isZip(archive.subarray(at)) && at + HEADER <= archive.length) {
    const packed = archive.readUInt32LE(at + 18);
    const nameAt = at + HEADER;
    const name = archive.subarray(nameAt, nameAt + archive.readUInt16LE(at + 26)).toString('latin1');
    const from = nameAt + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
    if (!name.endsWith('/')) return unpack(archive, at, from, packed);
    at = from + packed;
  }
  throw damaged();
}

function unpack(archive: Buffer, at: number, from: number, packed: number): Uint8Array {
  const encrypted = (archive.readUInt16LE(at + 6) & ENCRYPTED) !== 0;
  const method = archive.readUInt16LE(at + 8);
  if (encrypted || from > archive.length) throw damaged();
  if (method === STORED && from + packed <= archive.length) {
    if (packed > MAX_UNPACKED) throw tooLarge();
    return archive.subarray(from, from + packed);
  }
  if (method !== DEFLATED) throw damaged();
  try {
    return inflateRawSync(archive.subarray(from), { maxOutputLength: MAX_UNPACKED });
  } catch (error) {
    throw error instanceof RangeError ? tooLarge() : damaged(error);
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
