import { inGb18030 } from '../../adapters/gb18030.ts';
import { CORPUS, type Kind } from './corpus.ts';
import { BLOBS, BROKEN, hostileZip, JSON_VALUES, messageWithFile, NAMES, TOKENS } from './hostile.ts';
import type { Random } from './random.ts';

/** How large a generated shape is at most: in the short mode small, for the shape is what finds a fault first. */
export interface Sizes {
  readonly blob: number;
}

/**
 * A body of one kind (sometimes of another): a sample that was changed, or a shape that was made.
 *
 * @param own samples that are preferred to others
 */
export function hostileBody(random: Random, wanted: Kind, sizes: Sizes, own: readonly Buffer[] = []): Buffer {
  const kind = random.chance(0.05) ? random.pick(['json', 'xml', 'csv'] as const) : wanted;
  const draw = random.next();
  if (draw < 0.12) return random.pick(Object.values(BLOBS))(1 + random.below(sizes.blob), random);
  if (draw < 0.17) return messageWithFile(random, hostileZip(random, sizes.blob));
  const sample = random.pick(own.length > 0 && random.chance(0.6) ? own : CORPUS[kind]);
  if (draw < 0.25) return encoded(random, sample);
  if (draw < 0.55) return changedBytes(random, sample, CORPUS[kind]);
  if (kind === 'json') return changedJson(random, sample);
  if (kind === 'xml') return changedXml(random, sample);
  return changedCells(random, sample);
}

/** A few bytes flipped, cut, doubled, put in or taken from elsewhere. */
export function changedBytes(random: Random, sample: Buffer, others: readonly Buffer[]): Buffer {
  let bytes = Buffer.from(sample);
  for (let times = 1 + random.below(4); times > 0; times -= 1) {
    const at = random.below(bytes.length + 1);
    const to = Math.min(bytes.length, at + random.below(64));
    const head = bytes.subarray(0, at);
    switch (random.below(7)) {
      case 0:
        if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 1:
        bytes = Buffer.from(head);
        break;
      case 2:
        bytes = Buffer.concat([head, bytes.subarray(to)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
        break;
      case 4:
        bytes = Buffer.concat([head, random.pick(TOKENS), bytes.subarray(at)]);
        break;
      case 5:
        bytes = Buffer.concat([head, random.pick(BROKEN), bytes.subarray(at)]);
        break;
      default: {
        const other = random.pick(others);
        const from = random.below(other.length + 1);
        bytes = Buffer.concat([head, other.subarray(from, from + random.below(512)), bytes.subarray(to)]);
      }
    }
  }
  return bytes;
}

/** The same text in another encoding, or with a declaration that lies. */
function encoded(random: Random, sample: Buffer): Buffer {
  const text = sample.toString('utf8');
  const lie = random.pick(['UTF-16', 'GBK', 'GB2312', 'UTF-7', 'EBCDIC-CP-US', 'x', 'UTF-8', 'latin1']);
  const declared = text.replace(/encoding="[^"]*"/, `encoding="${lie}"`);
  switch (random.below(7)) {
    case 0:
      return Buffer.from(`\ufeff${declared}`, 'utf16le');
    case 1:
      return Buffer.from(text, 'utf16le').swap16();
    case 2:
      return Buffer.from(`\ufeff\ufeff${text}`);
    case 3:
      return Buffer.from(declared, 'latin1');
    case 4:
      return Buffer.concat([Buffer.from(declared), random.pick(BROKEN)]);
    case 5:
      return Buffer.from(text.replaceAll('"', '“'));
    default:
      try {
        return Buffer.from(inGb18030(declared));
      } catch {
        return Buffer.from(declared);
      }
  }
}

/** JSON text in which values, names and whole parts were replaced; it need not be valid. */
export function changedJson(random: Random, sample: Buffer): Buffer {
  let value: unknown;
  try {
    value = JSON.parse(sample.toString('utf8'));
  } catch {
    return changedBytes(random, sample, CORPUS.json);
  }
  const places = count(value);
  const targets = new Set(Array.from({ length: 1 + random.below(3) }, () => random.below(places)));
  const position = { at: 0 };
  return Buffer.from(write(value, random, targets, position));
}

function count(value: unknown): number {
  if (value === null || typeof value !== 'object') return 1;
  return Object.values(value).reduce<number>((sum, one) => sum + count(one), 1);
}

function write(value: unknown, random: Random, targets: ReadonlySet<number>, position: { at: number }): string {
  const hit = targets.has(position.at);
  position.at += 1;
  const plain = written(value, random, targets, position);
  if (!hit) return plain;
  switch (random.below(6)) {
    case 0:
      return `[${plain}]`;
    case 1:
      return JSON.stringify(plain);
    case 2:
      return `[${Array.from({ length: 1 + random.below(300) }, () => plain.slice(0, 2000)).join(',')}]`;
    default:
      return random.pick(JSON_VALUES);
  }
}

function written(value: unknown, random: Random, targets: ReadonlySet<number>, position: { at: number }): string {
  if (Array.isArray(value)) return `[${value.map((one) => write(one, random, targets, position)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([name, one]) => {
    const hit = targets.has(position.at);
    const text = `${JSON.stringify(name)}:${write(one, random, targets, position)}`;
    if (!hit || random.chance(0.7)) return [text];
    switch (random.below(3)) {
      case 0:
        return [];
      case 1:
        return [text, text];
      default:
        return [text, `"${random.pick(NAMES)}":${random.pick(JSON_VALUES)}`];
    }
  });
  return `{${members.join(',')}}`;
}

/** XML in which elements were dropped, doubled, renamed, nested, or given another text. */
export function changedXml(random: Random, sample: Buffer): Buffer {
  const text = sample.toString('latin1');
  const elements = [...text.matchAll(/<([A-Za-z_][\w.:-]*)[^<>]*>([^<]*)<\/\1>/g)];
  if (elements.length === 0) return changedBytes(random, sample, CORPUS.xml);
  let out = text;
  for (let times = 1 + random.below(3); times > 0; times -= 1) {
    const element = random.pick(elements);
    const [whole, name = 'a', content = ''] = element;
    out = out.replace(whole, () => {
      switch (random.below(7)) {
        case 0:
          return '';
        case 1:
          return whole + whole;
        case 2: {
          const other = random.pick(NAMES);
          return `<${other}>${content}</${other}>`;
        }
        case 3:
          return `<${name}>${whole}</${name}>`;
        case 4:
          return `<${name}><![CDATA[${content}]]></${name}>`;
        case 5:
          return `<${name} ${name}="1" ${name}='2'>${content}</${name}>`;
        default:
          return `<${name}>${random.pick(JSON_VALUES).replace(/^"|"$/g, '')}</${name}>`;
      }
    });
  }
  return Buffer.from(out, 'latin1');
}

/** CSV in which cells and rows were changed. */
function changedCells(random: Random, sample: Buffer): Buffer {
  const rows = sample
    .toString('utf8')
    .split('\n')
    .map((row) => row.split(','));
  for (let times = 1 + random.below(4); times > 0; times -= 1) {
    const at = random.below(rows.length);
    const row = rows[at] ?? [];
    const cell = random.below(row.length);
    switch (random.below(5)) {
      case 0:
        rows.splice(at, 1);
        break;
      case 1:
        rows.splice(at, 0, row);
        break;
      case 2:
        row.splice(cell, 1);
        break;
      case 3:
        row.splice(cell, 0, '"');
        break;
      default:
        row[cell] = random.pick(JSON_VALUES).replace(/^"|"$/g, '');
    }
    if (rows.length === 0) rows.push(['']);
  }
  return Buffer.from(rows.map((row) => row.join(',')).join(random.pick(['\n', '\r\n', '\r'])));
}
