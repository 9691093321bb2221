import { deflateRawSync, gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import type { Random } from './random.ts';

/** JSON values as text, that a reader of numbers, strings, objects or arrays may stumble over. */
export const JSON_VALUES: readonly string[] = [
  ...['null', 'true', 'false', '""', '" "', '{}', '[]', '[[]]', '[{}]', '{"":{}}', '[null]', '[[],{},"",null]'],
  ...['0', '-0', '-0.0', '1e400', '-1e400', '1e-400', '1E+2', '0.1', '1.005', '999999999999.99', '9007199254740993'],
  ...['0x10', '1_000', '01', '+1', '.5', '5.', 'NaN', 'Infinity', '-', '1e', '１２', '1,2'],
  ...[
    '"-0"',
    '"1e400"',
    '"0x10"',
    '"1_000"',
    '"NaN"',
    '"Infinity"',
    '"１２.00"',
    '"1.001"',
    '" 1.00"',
    '"1.00\\u0000"',
  ],
  ...['"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\\u2028"', '"\\ufeff"', '"\\u202e"', '"\\u0130"', '"ﬁ"'],
  ...['"__proto__"', '"constructor"', '"toString"', '"hasOwnProperty"', '"../../etc/passwd"', '"%00"', '"\';--"'],
  ...['"0000-01-01"', '"9999-12-31T23:59:59-14:00"', '"9999-12-31"', '"0000-01-01T00:00:00+14:00"', '"2023-02-30"'],
  ...[
    '"-271821-04-20T00:00:00Z"',
    '"20230711100000"',
    '"00000000000000"',
    '"99991231235959"',
    '"2023-07-11T24:00:00Z"',
  ],
  ...[
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"toJSON":1}',
    '{"then":1}',
  ],
  ...['{"length":1e9}', '{"0":"a","length":1}', '{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '{"toString":1,"valueOf":2}'],
];

/** Names that an object may not have by itself. */
export const NAMES: readonly string[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'toJSON', 'then', 'length'],
  ...['', ' ', '0', '-1', '\\u0000', '\\ud800', 'a/b~c', '测试', '$ref', '#text', ':@', '#cdata', 'xmlns'],
];

/** Pieces of bytes for the middle of anything. */
export const TOKENS: readonly Buffer[] = [
  ...[
    '\0',
    '\r\n',
    '\n',
    '\t',
    '"',
    "'",
    '\\',
    '\\u',
    '<',
    '>',
    '&',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
    '?>',
    ',',
  ],
  ...['&#0;', '&#x110000;', '&#xd800;', '&amp;amp;', '&xxe;', '<!DOCTYPE a>', '<!ENTITY a "b">', '%', '%00', '{', '['],
  ...[
    '}',
    ']',
    ':',
    '1e400',
    '-0',
    '﻿',
    '\u2028',
    '\u202e',
    '__proto__',
    '\u{10ffff}',
    '=cmd|1',
    '99999999999999999999',
  ],
].map((text) => Buffer.from(text));
/** Bytes that are no UTF-8, or are one of another encoding. */
export const BROKEN: readonly Buffer[] = [
  ...['c0af', 'c080', 'eda080', 'f4908080', 'ff', 'fe', 'fffe', 'feff', 'efbbbf', 'c3', 'e282', 'f09f98'],
  ...['90308130', '8130', '81308130', 'e3329a35', 'fe39fe39', '8431a437', 'b2e2', 'a2e3', '80', 'b2'],
].map((hex) => Buffer.from(hex, 'hex'));

const repeat = (text: string, times: number) => text.repeat(Math.max(1, Math.floor(times)));

/** Shapes that cost whoever reads them without a limit. @param size about how many bytes or levels each has */
export const BLOBS: Readonly<Record<string, (size: number, random: Random) => Buffer>> = {
  'nested arrays': (size) => Buffer.from(repeat('[', size)),
  'nested and closed arrays': (size) => Buffer.from(`${repeat('[', size)}${repeat(']', size)}`),
  'nested objects': (size) => Buffer.from(`${repeat('{"a":', size)}1${repeat('}', size)}`),
  'nested in a field': (size) => Buffer.from(`{"patient":${repeat('[', size)}${repeat(']', size)}}`),
  'nested in a message': (size) =>
    Buffer.from(`{"infno":"2304","input":${repeat('{"data":', size)}1${repeat('}', size)}}`),
  'nested in extensions': (size) => Buffer.from(`{"extensions":{"a":${repeat('[', size)}${repeat(']', size)}}}`),
  'objects without anything': (size) => Buffer.from(`{"lines":[${repeat('{},', size / 3)}{}]}`),
  'tags without end': (size) => Buffer.from(`{"lines":[${repeat(`{"tags":[${repeat('1,', 200)}1]},`, size / 420)}{}]}`),
  'parties without end': (size) => Buffer.from(`{"parties":[${repeat('{},', size / 3)}{}]}`),
  'names without end': (size) =>
    Buffer.from(`{${Array.from({ length: Math.floor(size / 10) }, (_, at) => `"k${at}":0`).join(',')}}`),
  'one long name': (size) => Buffer.from(`{"${repeat('n', size)}":0}`),
  'one long name twice': (size) => Buffer.from(`{"${repeat('n', size)}":0,"${repeat('n', size)}":1}`),
  'one long number': (size) => Buffer.from(`{"personal":${repeat('9', size)}}`),
  'one long number as text': (size) =>
    Buffer.from(`{"infno":"2304","input":{"setlinfo":{"medfee_sumamt":"${repeat('9', size)}"}}}`),
  'one long string': (size) => Buffer.from(`{"settlementId":"${repeat('s', size)}"}`),
  backslashes: (size) => Buffer.from(`{"a":"${repeat('\\\\', size / 2)}"}`),
  'quotes in a string': (size) => Buffer.from(`{"a":"${repeat('\\"', size / 2)}"}`),
  blanks: (size) => Buffer.from(`${repeat(' ', size)}{}`),
  'JSON in JSON': (size) => {
    let text = '{}';
    while (text.length * 2 < size && text.length < 1 << 20) text = JSON.stringify({ input: text, setlinfo: text });
    return Buffer.from(`{"infno":"2304","input":${JSON.stringify(text)}}`);
  },
  'the same key again and again': (size) => Buffer.from(`{${repeat('"input":{},', size / 11)}"input":{}}`),
  'bytes that are objects': (size) =>
    Buffer.from(
      `{"infno":"3202","input":{"data":{"stmt_begndate":"2024-12-01","stmt_enddate":"2024-12-02"},"in":[${repeat('{},', size / 3)}{}]}}`,
    ),
  'bytes in bytes': () =>
    Buffer.from('{"infno":"9101","input":{"fsUploadIn":{"in":[[1,2],["3"],null,true],"filename":"a"},"in":[[],{}]}}'),

  'billion laughs': () =>
    Buffer.from(
      `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${repeat(`&l${n};`, 10)}">`).join('')}]><lolz>&l9;</lolz>`,
    ),
  'quadratic entity': (size) =>
    Buffer.from(`<!DOCTYPE a [<!ENTITY x "${repeat('x', size / 2)}">]><a>${repeat('&x;', size / 6)}</a>`),
  'external entity': () =>
    Buffer.from(
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><HOSDATA><TRANID>1105</TRANID><A>&x;</A></HOSDATA>',
    ),
  'parameter entity': () => Buffer.from('<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;]><a/>'),
  'external document type': () => Buffer.from('<!DOCTYPE a SYSTEM "file:///dev/zero"><a/>'),
  'nested elements': (size) => Buffer.from(`${repeat('<a>', size / 3)}${repeat('</a>', size / 3)}`),
  'nested elements, open': (size) => Buffer.from(repeat('<a>', size / 3)),
  'nested CDATA of XML': (size) => {
    let text = '<a/>';
    for (let depth = 0; depth < 8 && text.length < size; depth += 1) {
      text = `<Envelope><Body><op><arg>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</arg></op></Body></Envelope>`;
    }
    return Buffer.from(text);
  },
  'attributes without end': (size) =>
    Buffer.from(`<a ${Array.from({ length: Math.floor(size / 10) }, (_, at) => `b${at}="c"`).join(' ')}/>`),
  'the same attribute without end': (size) => Buffer.from(`<a ${repeat('b="c" ', size / 6)}/>`),
  'namespaces without end': (size) =>
    Buffer.from(
      `<a ${Array.from({ length: Math.floor(size / 20) }, (_, at) => `xmlns:n${at}="u${at}"`).join(' ')}><b/></a>`,
    ),
  'one long attribute': (size) => Buffer.from(`<a b="${repeat('c', size)}"/>`),
  'one long tag': (size) => Buffer.from(`<${repeat('a', size)}/>`),
  'an attribute never closed': (size) => Buffer.from(`<a b="${repeat('c ', size / 2)}`),
  'a tag never closed': (size) => Buffer.from(`<a ${repeat('b ', size / 2)}`),
  'open angles': (size) => Buffer.from(repeat('<', size)),
  'comments never closed': (size) => Buffer.from(`<a>${repeat('<!--', size / 4)}`),
  'comments without end': (size) => Buffer.from(`<a>${repeat('<!---->', size / 7)}</a>`),
  'instructions without end': (size) => Buffer.from(`${repeat('<?a?>', size / 5)}<a/>`),
  'CDATA without end': (size) => Buffer.from(`<a>${repeat('<![CDATA[x]]>', size / 13)}</a>`),
  'references without end': (size) => Buffer.from(`<a>${repeat('&#65;', size / 5)}</a>`),
  ampersands: (size) => Buffer.from(`<a>${repeat('&', size)}</a>`),
  'a declaration that goes on': (size) => Buffer.from(`<?xml ${repeat(' encoding', size / 9)}`),
  'siblings without end': (size) =>
    Buffer.from(`<HOSDATA><TRANID>1105</TRANID>${repeat('<ROW/>', size / 6)}</HOSDATA>`),
  'fields of an object': () =>
    Buffer.from(
      `<HOSDATA><TRANID>1105</TRANID>${NAMES.slice(0, 9)
        .map((name) => `<${name} ${name}="1">1</${name}>`)
        .join('')}</HOSDATA>`,
    ),
  'Base64 without end': (size) =>
    Buffer.from(
      `<Envelope><Body><op><arg>${Buffer.from(`<a>${repeat('b', size / 2)}`).toString('base64')}</arg></op></Body></Envelope>`,
    ),

  'one line': (size) => Buffer.from(repeat('x', size)),
  'one quoted cell': (size) => Buffer.from(`a,b\n"${repeat('x', size)}",1\n`),
  'a quote that is never closed': (size) => Buffer.from(`a,b\n"${repeat('x\n', size / 2)}`),
  'columns without end': (size) => Buffer.from(repeat(',', size)),
  'lines without end': (size) => Buffer.from(repeat('\n', size)),
  quotes: (size) => Buffer.from(repeat('"', size)),
  'quotes in lines': (size) => Buffer.from(`a,b\n${repeat('"\n', size / 2)}`),
  'header, columns without end': (size) =>
    Buffer.from(`${Array.from({ length: Math.floor(size / 8) }, (_, at) => `c${at}`).join(',')}\n1\n`),
  returns: (size) => Buffer.from(repeat('\r', size)),

  'gzip of much': (size) => gzipSync(Buffer.alloc(size * 20)),
  'deflate of much': (size) => deflateRawSync(Buffer.alloc(size * 20)),
  'random bytes': (size, random) => random.bytes(Math.min(size, 4096)),
  nothing: () => Buffer.alloc(0),
  'a byte order mark': () => Buffer.from('efbbbf', 'hex'),
  'UTF-7': () => Buffer.from('+ADw-a+AD4-+ADw-/a+AD4-'),
};

/** A ZIP archive of one file, and ways in which it lies. */
export function hostileZip(random: Random, size: number): Buffer {
  const row = 'S-1\tM-1\tP-1\t1.00\t1.00\t0\n';
  const inner = () => zipSync({ 'a.txt': Buffer.from(row.repeat(10)) });
  const bomb = () => zipSync({ 'a.txt': Buffer.alloc(size * 20, row) }, { level: 1 });
  const make = random.pick([
    inner,
    bomb,
    () => zipSync({ 'a.zip': bomb(), 'b.zip': [inner(), { level: 0 }] }),
    () => zipSync({ '../../etc/passwd': Buffer.from(row), '/abs': Buffer.from(row) }),
    () => zipSync({ 'folder/': new Uint8Array() }),
    () => zipSync(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${at}`, Buffer.from(row)]))),
  ]);
  const archive = Buffer.from(make());
  const at = random.pick([6, 8, 14, 18, 22, 26, 28, archive.length - 6, archive.length - 12]);
  if (random.chance(0.6) && at >= 0 && at + 4 <= archive.length) {
    archive.writeUInt32LE(random.pick([0, 1, 0xff, 0xffff, 0x7fffffff, 0xffffffff]), at);
  }
  return random.chance(0.2) ? archive.subarray(0, random.below(archive.length)) : archive;
}

/** The message that brings a file of rows to check, or uploads one. */
export function messageWithFile(random: Random, file: Uint8Array): Buffer {
  const bytes = random.chance(0.7) ? Buffer.from(file).toString('base64') : [...file.subarray(0, 2000)];
  const data = { stmt_begndate: '2024-12-01', stmt_enddate: '2024-12-31', filename: 'a.zip' };
  const input = random.pick([
    { data, in: bytes },
    { fsUploadIn: { in: bytes, filename: 'a.zip', fixmedins_code: 'H36010299901' } },
    { data: { ...data, in: bytes } },
  ]);
  const infno = random.pick(['3202', '9101']);
  return Buffer.from(JSON.stringify({ infno, msgid: 'M-F', fixmedins_code: 'H36010299901', input }));
}
