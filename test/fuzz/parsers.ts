import { isDeepStrictEqual } from 'node:util';
import { ADAPTERS } from '../../adapters/adapters.ts';
import { decodeText, readFileBytes } from '../../adapters/nhsa/bytes.ts';
import { decimalOf } from '../../adapters/nhsa/decimal.ts';
import { parseJsonText } from '../../adapters/nhsa/json.ts';
import { readRows } from '../../adapters/nhsa/statement.ts';
import { unzipFirst } from '../../adapters/nhsa/zip.ts';
import { decode, encode } from '../../adapters/xml/characters.ts';
import { parseXml } from '../../adapters/xml/document.ts';
import { duplicateName } from '../../src/claim/duplicate-names.ts';
import { parseClaim, parseJson, parseWith } from '../../src/claim/parse.ts';
import { REQUESTS } from '../../src/http/schemas.ts';
import { decodeBase64url, encodeBase64url } from '../../src/message/base64url.ts';
import { openDetached } from '../../src/message/detached.ts';
import { peek, readHeader } from '../../src/message/header.ts';
import { isObject, KeyProblem } from '../../src/message/jwk.ts';
import { parseJwks } from '../../src/message/keys.ts';
import { Money } from '../../src/money/money.ts';
import { problemDocument, Refusal } from '../../src/problem/refusal.ts';
import { CsvReader, type CsvRow } from '../../src/roster/enrollment/csv.ts';
import { HOSPITALS } from '../../src/sandbox/parties.ts';
import { readListCsv } from '../../src/scheme/list-file.ts';
import { dateOf, isDate, parseInstant } from '../../src/time/calendar.ts';
import type { Kind } from './corpus.ts';
import { envelopeText } from './envelope.ts';
import { hostileZip, JSON_VALUES } from './hostile.ts';
import { changedBytes, hostileBody, type Sizes } from './mutate.ts';
import type { Random } from './random.ts';

/** A reader that is fed: what it is fed with, and what must hold of what it makes of it. */
export interface ParserFuzz {
  readonly make: (random: Random, sizes: Sizes) => Buffer;
  /** Returns, or throws a Refusal or a KeyProblem; anything else is a fault. */
  readonly feed: (bytes: Buffer, random: Random) => void;
}

const NOW = Date.parse('2026-03-01T10:00:00+08:00');
const of = (kind: Kind) => (random: Random, sizes: Sizes) => hostileBody(random, kind, sizes);

/** @throws Error where something does not hold */
function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(`does not hold: ${what}`);
}

/** A short text, of the kind that stands where a figure or a day should. */
function shortText(random: Random): Buffer {
  const digits = '0123456789.-+eE_ xX,TZ:';
  const drawn = Array.from({ length: random.below(24) }, () => digits[random.below(digits.length)]).join('');
  const value = random.pick(JSON_VALUES).replaceAll('"', '');
  const texts = [
    drawn,
    value,
    '2023-07-11T10:00:00+08:00',
    '12345.60',
    '2023-02-29',
    '9'.repeat(1 + random.below(100_000)),
  ];
  const text = Buffer.from(random.pick(texts));
  return random.chance(0.5) ? changedBytes(random, text, [text]) : text;
}

/** A signature header: of the right form but for what was changed. */
function jws(random: Random): Buffer {
  const header: Record<string, unknown> = {
    ...{ alg: 'ES256', kid: 'k', b64: false, crit: ['b64'], iss: 'H1', aud: 'yizhan', iat: 1, htm: 'POST', htu: '/' },
    jti: '00000000-0000-4000-8000-000000000000',
  };
  let text = JSON.stringify(header);
  if (random.chance(0.7)) text = changedBytes(random, Buffer.from(text), [Buffer.from(text)]).toString('latin1');
  if (random.chance(0.2)) text = random.pick(JSON_VALUES);
  if (random.chance(0.1)) text = `${'['.repeat(1 + random.below(8000))}`;
  const value = `${Buffer.from(text, 'latin1').toString('base64url')}..${random.bytes(random.below(80)).toString('base64url')}`;
  return random.chance(0.5) ? Buffer.from(value) : changedBytes(random, Buffer.from(value), [Buffer.from('..=+/ \t')]);
}

function rowsOf(bytes: Buffer, chunk: () => number, legacy?: 'gb18030'): CsvRow[] {
  const reader = new CsvReader(legacy);
  const rows: CsvRow[] = [];
  for (let from = 0; from < bytes.length; ) {
    const to = from + chunk();
    for (const row of reader.push(bytes.subarray(from, to))) rows.push(row);
    from = to;
  }
  rows.push(...reader.end());
  return rows;
}

/** The names of all objects as JSON.parse sees them come, twice ones included: what `duplicateName` says without its scan. */
function hasTwice(text: string): boolean {
  const names: string[] = [];
  for (const [, name = ''] of text.matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g)) names.push(JSON.parse(`"${name}"`) as string);
  return new Set(names).size !== names.length;
}

function adapterFuzz(index: number, kind: Kind): ParserFuzz {
  return {
    make: of(kind),
    feed: (bytes) => {
      const adapter = ADAPTERS[index];
      if (adapter === undefined) throw new Error('no such adapter');
      const exchange = adapter.open({
        bytes,
        contentType: undefined,
        hospital: { id: HOSPITALS.nanchang.id, centreFunds: {} },
        now: NOW,
        requestId: '00000000-0000-4000-8000-000000000000',
      });
      try {
        const command = exchange.read();
        if (command.kind === 'quote' || command.kind === 'settle') parseClaim(command.claim, NOW);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { bytes: answer } = exchange.refuse(problemDocument(error, 'r'));
        demand(envelopeText(answer).includes(`[${error.code}]`), 'a refusal has its code in the envelope');
        throw error;
      }
    },
  };
}

/** Every reader of what others send. */
export const PARSERS: Readonly<Record<string, ParserFuzz>> = {
  claim: { make: of('json'), feed: (bytes) => parseClaim(parseJson(bytes), NOW) },
  ...Object.fromEntries(
    Object.entries(REQUESTS).map(([name, schema]): [string, ParserFuzz] => [
      `request ${name}`,
      { make: of('json'), feed: (bytes) => parseWith(schema, parseJson(bytes)) },
    ]),
  ),
  ...Object.fromEntries(
    ADAPTERS.map(({ name }, index): [string, ParserFuzz] => [
      `adapter ${name}`,
      adapterFuzz(index, name === 'xml' ? 'xml' : 'json'),
    ]),
  ),
  'names twice': {
    make: of('json'),
    feed: (bytes) => {
      const text = bytes.toString('utf8');
      try {
        JSON.parse(text);
      } catch {
        return;
      }
      if (text.length < 100_000 && !hasTwice(text)) demand(duplicateName(text) === undefined, 'no name is found twice');
      else duplicateName(text);
    },
  },
  'JSON of a HIS': {
    make: of('json'),
    feed: (bytes) => {
      const text = bytes.toString('utf8');
      const read = parseJsonText(text);
      let expected: unknown;
      try {
        expected = JSON.parse(text, (_key, value, context?: { source?: string }) =>
          typeof value === 'number' ? context?.source : value,
        );
      } catch {
        return;
      }
      const plain = JSON.parse(JSON.stringify(read)) as unknown;
      // Names that JSON.parse turns into something else than members are no part of the comparison.
      if (!text.includes('__proto__')) demand(isDeepStrictEqual(plain, expected), 'it reads what JSON.parse reads');
    },
  },
  XML: { make: of('xml'), feed: (bytes) => parseXml(bytes.toString('utf8')) },
  characters: {
    make: of('xml'),
    feed: (bytes) => {
      const { text, characters } = decode(bytes);
      const again = decode(encode(`<?xml version="1.0" encoding="${characters.name}"?>${text}`, characters));
      demand(again.text.length > 0, 'what was written can be read');
    },
  },
  'bytes of a HIS': {
    make: (random) =>
      Buffer.from(`[${Array.from({ length: 1 + random.below(3) }, () => random.pick(JSON_VALUES)).join(',')}]`),
    feed: (bytes) => void readFileBytes(parseJsonText(bytes.toString('utf8')), '/in'),
  },
  'text of a HIS': { make: of('xml'), feed: (bytes) => void decodeText(bytes) },
  'rows of a HIS': {
    make: (random, sizes) => (random.chance(0.7) ? hostileZip(random, sizes.blob) : hostileBody(random, 'csv', sizes)),
    feed: (bytes) => void readRows(bytes),
  },
  ZIP: {
    make: (random, sizes) => {
      const archive = hostileZip(random, sizes.blob);
      return random.chance(0.5) ? changedBytes(random, archive, [archive]) : archive;
    },
    feed: (bytes) => demand(unzipFirst(bytes).byteLength <= 32 * 1024 * 1024, 'what is unpacked is bounded'),
  },
  CSV: {
    make: of('csv'),
    feed: (bytes, random) => {
      const legacy = random.chance(0.5) ? 'gb18030' : undefined;
      const whole = rowsOf(bytes, () => bytes.length, legacy);
      const inPieces = rowsOf(bytes, () => 1 + random.below(1 + bytes.length / 4), legacy);
      demand(isDeepStrictEqual(whole, inPieces), 'rows do not depend on where chunks end');
    },
  },
  'list CSV': { make: of('csv'), feed: (bytes) => void readListCsv(bytes.toString('utf8'), 'list.csv') },
  money: {
    make: shortText,
    feed: (bytes) => {
      const text = bytes.toString('utf8');
      const money = Money.parse(text);
      if (money !== undefined) demand(Money.parse(money.toFixed2())?.eq(money) === true, 'an amount reads back');
      const number = Number(text);
      const ofNumber = Money.parse(number);
      if (ofNumber !== undefined) demand(Number(ofNumber.toFixed2()) === number, 'a number is the amount it is');
    },
  },
  decimal: {
    make: shortText,
    feed: (bytes) => {
      const text = bytes.toString('utf8');
      const plain = decimalOf(text);
      if (plain === undefined) return;
      const money = Money.of(plain);
      demand(
        Math.abs(Number(money.toString()) - Number(text)) <= Math.abs(Number(text)) * 1e-9,
        'it is the same number',
      );
    },
  },
  calendar: {
    make: shortText,
    feed: (bytes) => {
      const text = bytes.toString('utf8');
      const instant = parseInstant(text);
      if (instant !== undefined) dateOf(instant);
      if (isDate(text)) demand(text.length === 10, 'a day has ten characters');
    },
  },
  base64url: {
    make: (random) =>
      changedBytes(random, Buffer.from(random.bytes(random.below(40)).toString('base64url')), [Buffer.from('=+/ ')]),
    feed: (bytes) => {
      const text = bytes.toString('latin1');
      const read = decodeBase64url(text);
      if (read !== undefined) demand(encodeBase64url(read) === text, 'one text for one content');
    },
  },
  'signature header': {
    make: jws,
    feed: (bytes) => {
      const value = bytes.toString('latin1');
      const { jti } = peek(value);
      demand(jti === undefined || jti.length === 36, 'a jti is a UUID');
      const opened = openDetached(value);
      if (!('flaw' in opened)) demand(opened.header['b64'] === false, 'b64 is false');
      readHeader(value);
    },
  },
  'key set': {
    make: of('json'),
    feed: (bytes) => {
      const value = parseJson(bytes);
      const parties = isObject(value) && Array.isArray(value['parties']) ? (value['parties'] as unknown[]) : [value];
      for (const party of parties) parseJwks(isObject(party) ? (party['jwks'] ?? party) : party, '');
    },
  },
};

/** Feeds one parser with one case. @throws whatever is a fault */
export function feedParser({ make, feed }: ParserFuzz, random: Random, sizes: Sizes): Buffer {
  const bytes = make(random, sizes);
  try {
    feed(bytes, random);
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof KeyProblem)) {
      throw new FaultyInput(bytes, error);
    }
    const size = JSON.stringify(error instanceof Refusal ? error.detail : error.message).length;
    if (size > 32_768) throw new FaultyInput(bytes, new Error(`a refusal of ${size} characters`));
  }
  return bytes;
}

/** An input that found a fault. */
export class FaultyInput extends Error {
  readonly bytes: Buffer;

  constructor(bytes: Buffer, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'FaultyInput';
    this.bytes = bytes;
  }
}
