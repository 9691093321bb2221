import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../../adapters/xml/characters.ts';
import { refused, sample } from './support.ts';

/** `测试` and `联通` in GB 2312. */
const CESHI = [0xb2, 0xe2, 0xca, 0xd4];
const around = (prolog: string, bytes: readonly number[]) =>
  Buffer.concat([Buffer.from(`${prolog}<a>`), Uint8Array.from(bytes), Buffer.from('</a>')]);
const declared = (name: string) => `<?xml version="1.0" encoding="${name}"?>`;

describe('the bytes decide how a text is read', () => {
  it('reads GB 18030 under a declaration that says UTF-8, and answers with a true one', () => {
    const bytes = sample('75_sjz_fee_lines_gb18030_bytes.xml');
    const { text, characters } = decode(bytes);
    expect(text).toContain('<AKC516>静脉输液</AKC516>');
    expect(characters).toEqual({ bytes: 'gb', name: 'GB18030' });
    expect(Buffer.from(encode(text, characters)).equals(bytes)).toBe(true);
  });

  it('reads UTF-8 under a declaration that says GBK, and answers in UTF-8', () => {
    const { text, characters } = decode(Buffer.from(`${declared('GBK')}<a>测试</a>`));
    expect(text).toContain('测试');
    expect(characters.name).toBe('UTF-8');
  });

  it.each(['GBK', 'gb2312', 'GB18030'])('keeps the name %s where the bytes bear it out', (name) => {
    const { text, characters } = decode(around(declared(name), CESHI));
    expect(text).toContain('测试');
    expect(characters).toEqual({ bytes: 'gb', name });
  });

  it('goes by the declaration where the bytes are plain ASCII', () => {
    expect(decode(around(declared('GBK'), [])).characters).toEqual({ bytes: 'gb', name: 'GBK' });
    expect(decode(around(declared('UTF-8'), [])).characters.name).toBe('UTF-8');
    expect(decode(around('', [])).characters.name).toBe('UTF-8');
  });

  it('does not take a Chinese word for the odd letters that its GB bytes are in UTF-8', () => {
    // 路谩: C2 B7 C3 A1, in UTF-8 a middle dot and an a with acute.
    for (const prolog of ['', declared('UTF-8'), declared('GBK')]) {
      expect(decode(around(prolog, [0xc2, 0xb7, 0xc3, 0xa1])).text).toContain('<a>路谩</a>');
    }
  });

  it('leaves a letter that stands alone to UTF-8, and text with Chinese in UTF-8 to UTF-8', () => {
    expect(decode(Buffer.from('<a>José</a>')).text).toBe('<a>José</a>');
    expect(decode(Buffer.from('<a>β-内酰胺·</a>')).text).toBe('<a>β-内酰胺·</a>');
  });

  it('ignores a byte order mark', () => {
    expect(decode(Buffer.from('\ufeff<a/>')).text).toBe('<a/>');
  });

  it('refuses bytes that are neither', async () => {
    expect((await refused(() => decode(Uint8Array.of(0x3c, 0xff, 0xff, 0x3e)))).code).toBe('INVALID_BODY');
  });

  it('writes what an encoding lacks as a character reference', () => {
    const text = '<a>〇㐀😀</a>';
    expect(Buffer.from(encode(text, { bytes: 'gb', name: 'GB2312' })).toString('latin1')).toBe(
      '<a>&#x3007;&#x3400;&#x1f600;</a>',
    );
    expect(Buffer.from(encode('〇', { bytes: 'gb', name: 'GBK' })).length).toBe(2);
  });

  it('returns every Chinese text as it was, in each encoding', () => {
    const hanzi = fc.string({
      unit: fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code)),
    });
    fc.assert(
      fc.property(hanzi, fc.constantFrom('GBK', 'GB18030'), (word, name) => {
        // A long word among others: no one word is what decides.
        const text = `${declared(name)}<a>患者姓名：${word}</a>`;
        const bytes = encode(text, { bytes: 'gb', name });
        expect(decode(bytes)).toEqual({ text, characters: { bytes: 'gb', name } });
      }),
    );
  });
});
