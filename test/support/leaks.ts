import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inGb18030 } from '../../adapters/gb18030.ts';

/** Something that a run has left behind. */
export interface Remains {
  readonly place: string;
  readonly bytes: Uint8Array;
}

/** A secret that was found: which one by its number, in what form and where. Never the secret itself. */
export interface Leak {
  readonly secret: number;
  readonly form: string;
  readonly place: string;
}

const escaped = (text: string, digits: (code: number) => string): string =>
  Array.from({ length: text.length }, (_, index) => digits(text.charCodeAt(index))).join('');

const hex4 = (code: number): string => code.toString(16).padStart(4, '0');

/** Base64 of bytes that stand anywhere in a longer text: the characters that depend on nothing but them. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return text.slice(before === 0 ? 0 : before + 1, whole);
  });
}

/** Every form in which a text may have been written down. */
export function formsOf(secret: string): ReadonlyMap<string, Buffer> {
  const utf8 = Buffer.from(secret);
  const gb = Buffer.from(inGb18030(secret));
  const forms = new Map<string, Buffer>([
    ['plain', utf8],
    ['lower case', Buffer.from(secret.toLowerCase())],
    ['GB18030', gb],
    ['UTF-16LE', Buffer.from(secret, 'utf16le')],
    ['UTF-16BE', Buffer.from(secret, 'utf16le').swap16()],
    ['\\u', Buffer.from(escaped(secret, (code) => `\\u${hex4(code)}`))],
    ['\\U', Buffer.from(escaped(secret, (code) => `\\u${hex4(code).toUpperCase()}`))],
    ['full width', Buffer.from(secret.replaceAll(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)))],
  ]);
  for (const [name, bytes] of [
    ['UTF-8', utf8],
    ['GB18030', gb],
  ] as const) {
    const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    forms.set(`percent ${name}`, Buffer.from(percent));
    forms.set(`PERCENT ${name}`, Buffer.from(percent.toUpperCase()));
    forms.set(`hex ${name}`, Buffer.from(bytes.toString('hex')));
    forms.set(`HEX ${name}`, Buffer.from(bytes.toString('hex').toUpperCase()));
    for (const [before, text] of base64Forms(bytes).entries()) {
      forms.set(`base64 ${name} +${before}`, Buffer.from(text));
      forms.set(`base64url ${name} +${before}`, Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_')));
    }
  }
  return forms;
}

/** An id number as people write it in groups. */
function grouped(secret: string): RegExp | undefined {
  return /^\w{15,}$/.test(secret) ? new RegExp([...secret].join('[ \\-\\t\\u00a0]?'), 'i') : undefined;
}

/** Looks for secrets, in every form, in what a run has left behind. */
export function leaksIn(remains: Iterable<Remains>, secrets: readonly string[]): Leak[] {
  const sought = secrets.map((secret) => ({ forms: formsOf(secret), pattern: grouped(secret) }));
  const found: Leak[] = [];
  for (const { place, bytes } of remains) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const text = buffer.toString('latin1');
    for (const [secret, { forms, pattern }] of sought.entries()) {
      for (const [form, needle] of forms) if (buffer.includes(needle)) found.push({ secret, form, place });
      if (pattern?.test(text) === true) found.push({ secret, form: 'grouped', place });
    }
  }
  return found;
}

/** Every file below a folder, and its name. */
export function filesBelow(folder: string): Remains[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const name = { place: `name ${path}`, bytes: Buffer.from(path) };
    return entry.isFile() ? [name, { place: path, bytes: readFileSync(path) }] : [name];
  });
}
