import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/text/utf8.ts';
import { fc, tries } from '../support/properties.ts';

describe('a text in UTF-8', () => {
  it('is what Buffer makes of it, half a surrogate pair too', () => {
    expect(utf8('\ud83d 起付线 \udc00')).toEqual(Buffer.from('\ufffd 起付线 \ufffd'));
    // Any code units, halves of pairs among them.
    const text = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'grapheme' })), (any) => {
        expect(utf8(any)).toEqual(Buffer.from(any));
      }),
      tries(300),
    );
  });
});
