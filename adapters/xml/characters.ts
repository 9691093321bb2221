import { gbPair } from '../gb18030.ts';
import { notXml } from './faults.ts';

/** How a message's text was written in bytes, so that its answer can be written alike. */
export interface Characters {
  readonly bytes: 'utf-8' | 'gb';
  /** The name an answer's declaration gives to it, always a true one. */
  readonly name: string;
}

/** What most systems of today expect. */
export const UTF8: Characters = { bytes: 'utf-8', name: 'UTF-8' };

/** GB 18030 holds GBK, and GBK holds GB 2312: one decoder reads all three (WHATWG Encoding, section 10). */
const GB_NAMES = new Set(['gb18030', 'gbk', 'gb2312', 'gb_2312-80', 'gb-2312', 'cp936', 'ms936', 'gb-18030']);

const DECLARATION = /^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;

/**
 * Text from bytes whose declaration may lie: the bytes decide, and only bytes that are both are read as declared.
 *
 * @throws Refusal `INVALID_BODY` where the bytes are neither UTF-8 nor GB 18030
 */
export function decode(bytes: Uint8Array): { readonly text: string; readonly characters: Characters } {
  const declared = declaredName(bytes);
  const asUtf8 = strictly('utf-8', bytes);
  const asGb = bytes.every((byte) => byte < 0x80) ? undefined : strictly('gb18030', bytes);
  if (asUtf8 !== undefined && !readsAsGb(asUtf8, asGb, bytes, declared)) {
    const ascii = asGb === undefined && GB_NAMES.has(declared.toLowerCase());
    return { text: asUtf8, characters: ascii ? gb(declared) : UTF8 };
  }
  if (asGb !== undefined) return { text: asGb, characters: gb(declared) };
  throw notXml(
    '字节既非 UTF-8 也非 GB18030（GBK、GB2312）',
    'the bytes are neither UTF-8 nor GB18030 (nor GBK, nor GB2312)',
  );
}

/** @returns the bytes of an XML text; a character that the encoding lacks becomes a character reference */
export function encode(text: string, { bytes, name }: Characters): Uint8Array<ArrayBuffer> {
  if (bytes === 'utf-8') return Buffer.from(text, 'utf8');
  // Readers of GB 2312 proper know only its own rows.
  const narrow = name.toLowerCase().includes('2312');
  const out: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const pair = code < 0x80 ? code : gbPair(character);
    if (pair === undefined || (narrow && pair >= 0x80 && !isGb2312(pair))) {
      out.push(...Buffer.from(`&#x${code.toString(16)};`, 'latin1'));
    } else if (pair < 0x80) out.push(pair);
    else out.push(pair >> 8, pair & 0xff);
  }
  return Uint8Array.from(out);
}

function strictly(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function declaredName(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 300)).toString('latin1');
  return DECLARATION.exec(start.replace(/^\u00ef\u00bb\u00bf/, ''))?.[1] ?? '';
}

function gb(declared: string): Characters {
  return { bytes: 'gb', name: GB_NAMES.has(declared.toLowerCase()) ? declared : 'GB18030' };
}

/**
 * A short Chinese word in GB 2312 can also be two-byte UTF-8: a row of odd Latin or Cyrillic letters. Chinese in UTF-8
 * takes three bytes a character, so text with none of those is no Chinese UTF-8 text. It is GB where the declaration says
 * so, or where two ideographs of GB 2312 stand together: symbols and accented letters stand alone.
 */
function readsAsGb(asUtf8: string, asGb: string | undefined, bytes: Uint8Array, declared: string): boolean {
  if (asGb === undefined || bytes[0] === 0xef || /[\u0800-\u{10ffff}]/u.test(asUtf8)) return false;
  if (!/\p{Script=Han}/u.test(asGb)) return false;
  return GB_NAMES.has(declared.toLowerCase()) || /\p{Script=Han}{2}/u.test(asGb);
}

function isGb2312(pair: number): boolean {
  return pair >> 8 >= 0xa1 && pair >> 8 <= 0xf7 && (pair & 0xff) >= 0xa1;
}
