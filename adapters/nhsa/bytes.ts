import type { Json } from './json.ts';
import { invalid } from './refusals.ts';

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const GB18030 = new TextDecoder('gb18030', { fatal: true });

/** Text as HIS send it: UTF-8, or where it is not, GB18030 (with GBK and GB2312). `undefined` where it is neither. */
export function decodeText(bytes: Uint8Array): string | undefined {
  for (const decoder of [UTF8, GB18030]) {
    try {
      return decoder.decode(bytes);
    } catch {
      // The next one.
    }
  }
  return undefined;
}

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** File bytes in JSON: Base64, or an array of bytes, signed as Java's are or not. @throws Refusal `INVALID_BODY` */
export function readFileBytes(value: Json | undefined, at: string): Uint8Array {
  if (typeof value === 'string') {
    const text = value.replaceAll(/\s/g, '');
    if (text !== '' && BASE64.test(text)) return Buffer.from(text, 'base64');
  }
  if (Array.isArray(value) && value.length > 0) {
    // A number is its text here; what is no number must not become one.
    const bytes = (value as readonly Json[]).map((one) =>
      typeof one === 'string' && one !== '' ? Number(one) : Number.NaN,
    );
    if (bytes.every((byte) => Number.isInteger(byte) && byte >= -128 && byte <= 255)) return Uint8Array.from(bytes);
  }
  throw invalid(
    at,
    '应为文件内容：Base64 文本或字节数组',
    'The bytes of a file were expected: Base64 text or an array of bytes',
  );
}
