import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from 'yaml';
import type { Finding, Report } from './finding.ts';
import { type FullWidth, fullWidthInside, fullWidthPunctuation, halfWidthWords } from './full-width.ts';
import { yamlErrorWords } from './yaml-errors.ts';

type Path = readonly PropertyKey[];
type Place = Pick<Finding, 'line' | 'column'>;

/** A node, its key where it is in a mapping, and where the two begin. */
interface Found {
  readonly node: unknown;
  readonly key: unknown;
  readonly offset: number | undefined;
}

/** Errors that are told as they are, whatever characters stand in the line. */
const TOLD_EXACTLY: readonly string[] = ['TAB_AS_INDENT', 'DUPLICATE_KEY'];

/** More values than this out of aliases are no scheme; a few aliases of aliases could otherwise stand for millions. */
const MAX_ALIASED = 20_000;

/** A YAML text as plain data, which knows where in the text everything stands. */
export class YamlSource {
  readonly file: string;
  readonly findings: Finding[] = [];
  /** The plain value: aliases resolved, numbers with a decimal point as their text (`"0.30"`), whole numbers as numbers. */
  readonly value: unknown;
  readonly #text: string;
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;

  constructor(text: string, file: string) {
    this.file = file;
    this.#text = text;
    this.#document = parseDocument(text, { lineCounter: this.#lines, merge: false, uniqueKeys: true, version: '1.2' });
    const [first, ...others] = [...this.#document.errors, ...this.#document.warnings].sort(
      (a, b) => a.pos[0] - b.pos[0],
    );
    if (first !== undefined) this.#reportError(first, others.length > 0);
    this.value =
      this.findings.length > 0 ? undefined : this.#plain(this.#document.contents, { count: 0, aliased: false });
  }

  /** Says something about the place of a path, or, where that is absent, of the nearest thing that is there. */
  readonly report: Report = (path, code, zh, en) => {
    const wide = this.#fullWidthAt(path);
    if (wide === undefined) {
      this.findings.push({ file: this.file, ...this.locate(path), code, zh, en });
      return;
    }
    const words = halfWidthWords(wide);
    const place = this.#at(wide.offset);
    this.findings.push({ file: this.file, ...place, code, zh: `${zh}；${words.zh}`, en: `${en}; ${words.en}` });
  };

  /** Line and column of a path: of its key in a mapping, of the item in a list. */
  locate(path: Path): Place {
    return this.#at(this.#find(path).offset ?? 0);
  }

  /** What stands at a path, or, where that is absent, the nearest thing that is there. */
  #find(path: Path): Found & { readonly whole: boolean } {
    let found: Found = { node: this.#document.contents, key: undefined, offset: rangeStart(this.#document.contents) };
    for (const step of path) {
      const next = this.#step(found.node, step);
      if (next === undefined) return { ...found, whole: false };
      found = { ...next, offset: next.offset ?? found.offset };
    }
    return { ...found, whole: true };
  }

  /** A full-width character in the name or the value of a path, where these are written without quotes. */
  #fullWidthAt(path: Path): FullWidth | undefined {
    const { node, key, whole } = this.#find(path);
    if (!whole) return undefined;
    for (const one of [key, node]) {
      if (!isScalar(one) || one.type !== 'PLAIN' || one.range == null) continue;
      const found = fullWidthInside(this.#text, one.range[0], one.range[1]);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** One error often makes others of what stands behind it; only the first is told. */
  #reportError({ code, pos, message }: YAMLError, others: boolean): void {
    const wide = TOLD_EXACTLY.includes(code) ? undefined : this.#punctuationAround(pos);
    const said = message.split('\n')[0] ?? message;
    const words =
      wide === undefined
        ? {
            zh: yamlErrorWords(code, this.#text.slice(pos[0]), said),
            en: `look at indentation, colons and quotes (${said})`,
          }
        : halfWidthWords(wide);
    this.findings.push({
      file: this.file,
      ...this.#at(wide?.offset ?? pos[0]),
      code: 'YAML',
      zh: `不是有效的 YAML：${words.zh}${others ? '；其后可能还有错误，改正后再检查' : ''}`,
      en: `not valid YAML: ${words.en}${others ? '; there may be more behind it, check again' : ''}`,
    });
  }

  /** Full-width punctuation in the lines of an error and in the line before. */
  #punctuationAround([from, to]: readonly [number, number]): FullWidth | undefined {
    const line = this.#text.lastIndexOf('\n', from - 1);
    const start = line <= 0 ? 0 : this.#text.lastIndexOf('\n', line - 1) + 1;
    const end = this.#text.indexOf('\n', Math.max(from, to - 1));
    return fullWidthPunctuation(this.#text, start, end < 0 ? this.#text.length : end);
  }

  #plain(node: unknown, seen: { count: number; aliased: boolean }): unknown {
    if (seen.aliased) seen.count += 1;
    if (seen.count > MAX_ALIASED) return this.#tooMany();
    if (isAlias(node)) {
      const outer = seen.aliased;
      seen.aliased = true;
      const value = this.#plain(node.resolve(this.#document) ?? this.#unknownAlias(node), seen);
      seen.aliased = outer;
      return value;
    }
    if (isMap(node)) {
      return Object.fromEntries(node.items.map((pair) => [keyText(pair.key), this.#plain(pair.value, seen)]));
    }
    if (isSeq(node)) return node.items.map((item) => this.#plain(item, seen));
    return isScalar(node) ? scalarValue(node.value, node.source) : null;
  }

  /** Said once, however often it is met. */
  #tooMany(): null {
    if (this.findings.length === 0) {
      this.report([], 'YAML', '引用（*名称）展开后过大', 'the aliases (*name) stand for too much');
    }
    return null;
  }

  /** An alias of nothing. */
  #unknownAlias(node: Alias): null {
    const name = node.source;
    this.findings.push({
      file: this.file,
      ...this.#at(rangeStart(node) ?? 0),
      code: 'UNKNOWN_REFERENCE',
      zh: `前面没有名为 &${name} 的内容可供 *${name} 引用：请改正名称，或先写 &${name}`,
      en: `nothing before has the name &${name} that *${name} puts in: correct the name, or write &${name} first`,
    });
    return null;
  }

  #step(parent: unknown, step: PropertyKey): Found | undefined {
    const node = isAlias(parent) ? parent.resolve(this.#document) : parent;
    if (isMap(node)) {
      const pair = node.items.find((item) => keyText(item.key) === String(step));
      return pair === undefined ? undefined : { node: pair.value, key: pair.key, offset: rangeStart(pair.key) };
    }
    if (isSeq(node) && typeof step === 'number' && step in node.items) {
      return { node: node.items[step], key: undefined, offset: rangeStart(node.items[step]) };
    }
    return undefined;
  }

  #at(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

function keyText(key: unknown): string {
  if (!isScalar(key)) return String(key);
  return key.source ?? String(key.value);
}

/** A decimal is kept as it is written; what is no plain decimal (`0x10`, `1e6`) is kept as text too and refused later. */
function scalarValue(value: unknown, source: string | undefined): unknown {
  if (typeof value !== 'number' || source === undefined) return value;
  return /^-?(0|[1-9]\d{0,14})$/.test(source) ? value : source;
}

function rangeStart(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0] ?? undefined;
}
