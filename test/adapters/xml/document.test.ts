import { describe, expect, it } from 'vitest';
import { parseXml } from '../../../adapters/xml/document.ts';
import { refused } from './support.ts';

const refusal = (text: string) => refused(() => parseXml(text));

describe('XML that can do no harm', () => {
  it('reads elements, attributes, CDATA, prefixes and references', () => {
    const root = parseXml('<x:a b="1 &lt; 2" xmlns:x="u"><x:c>t&amp;&#65;<![CDATA[<z>&]]></x:c><D/></x:a>');
    expect(root).toMatchObject({ name: 'x:a', local: 'a', text: '', cdata: false });
    expect(root.attributes.get('b')).toBe('1 < 2');
    expect(root.children[0]).toMatchObject({ local: 'c', text: 't&A<z>&', cdata: true });
    expect(root.children[1]).toMatchObject({ name: 'D', text: '', children: [] });
  });

  it.each([
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1/">%x;]><a/>'],
    ['an external document type', '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>'],
    ['a document type in lower case', '<!doctype a><a/>'],
    ['a declaration inside an element', '<a><!ENTITY x "y"></a>'],
    [
      'entities that grow',
      `<!DOCTYPE a [<!ENTITY a0 "ha">${Array.from({ length: 30 }, (_, n) => `<!ENTITY a${n + 1} "&a${n};&a${n};">`).join('')}]><a>&a30;</a>`,
    ],
  ])('refuses %s and expands nothing', async (_, text) => {
    expect(await refusal(text)).toMatchObject({
      code: 'INVALID_BODY',
      detail: { detail: expect.stringContaining('DTD') },
    });
  });

  it.each([
    ['an entity nobody declared', '<a>&x;</a>'],
    ['a reference to NUL', '<a>&#0;</a>'],
    ['a reference to half a surrogate pair', '<a>&#xd800;</a>'],
    ['a reference past the last character', '<a>&#x110000;</a>'],
    ['a control character', '<a>\u0001</a>'],
    ['an element left open', '<a><b></a>'],
    ['elements that cross', '<a><b></a></b>'],
    ['CDATA left open', '<a><![CDATA[x</a>'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a></a>x'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['attributes without a space', '<a b="1"c="2"/>'],
    ['a name that programs use', '<a><__proto__>1</__proto__></a>'],
    ['nothing', ''],
    ['no XML', 'MSGNO=1105'],
  ])('refuses %s', async (_, text) => {
    expect((await refusal(text)).code).toBe('INVALID_BODY');
  });

  it('refuses what is nested too deep or has too many elements, in little time', async () => {
    const started = performance.now();
    expect((await refusal('<a>'.repeat(34) + '</a>'.repeat(34))).code).toBe('INVALID_BODY');
    expect((await refusal('<a>'.repeat(1_000_000))).code).toBe('INVALID_BODY');
    expect((await refusal(`<a>${'<b/>'.repeat(3_000_000)}</a>`)).code).toBe('INVALID_BODY');
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(parseXml('<a>'.repeat(32) + '</a>'.repeat(32)).local).toBe('a');
  });
});
